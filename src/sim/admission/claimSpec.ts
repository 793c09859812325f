import type { FieldError } from '../errors.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from '../types/index.ts'
import {
  forbiddenField,
  invalid,
  invalidAll,
  keysOf,
  NOT_POSITIVE,
  notSupported,
  required,
} from './fieldErrors.ts'
import { validateAnnotations, validateLabels } from './meta.ts'
import { dnsLabel, dnsSubdomain } from './names.ts'
import { quantityRules } from './resources.ts'
import { validateLabelSelector } from './selectors.ts'

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const VOLUME_MODES = ['Block', 'Filesystem']

/** Access modes of a claim or a volume; `empty` is the detail of the error when there is none. */
export function accessModes(modes: readonly string[] | undefined, field: string): FieldError[] {
  const errors: FieldError[] = []
  for (const mode of modes ?? [])
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(field, mode, ACCESS_MODES))
  const others = (modes ?? []).some(
    (mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode),
  )
  if (others && modes?.includes('ReadWriteOncePod'))
    errors.push(forbiddenField(field, 'may not use ReadWriteOncePod with other access modes'))
  return errors
}

export function volumeMode(mode: string | undefined, field: string): FieldError[] {
  return mode !== undefined && !VOLUME_MODES.includes(mode)
    ? [notSupported(field, mode, VOLUME_MODES)]
    : []
}

export function positiveQuantity(quantity: string, field: string): FieldError[] {
  return compareQuantity(quantity, '0') <= 0 ? [invalid(field, quantity, NOT_POSITIVE)] : []
}

function storageSize(spec: PersistentVolumeClaimSpec, field: string): FieldError[] {
  const at = `${field}.resources[storage]`
  const size = spec.resources?.requests?.storage
  if (size === undefined) return [required(at)]
  const errors = positiveQuantity(size, at)
  return errors.length > 0 ? errors : quantityRules('storage', size, at)
}

function dataSource(source: TypedObjectReference, field: string): FieldError[] {
  const errors: FieldError[] = []
  const { name = '', kind = '', apiGroup = '', namespace = '' } = source
  if (name === '') errors.push(required(`${field}.name`))
  if (kind === '') errors.push(required(`${field}.kind`))
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim')
    errors.push(
      invalid(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"),
    )
  if (apiGroup !== '')
    errors.push(...invalidAll(`${field}.apiGroup`, apiGroup, dnsSubdomain(apiGroup)))
  if (namespace !== '')
    errors.push(...invalidAll(`${field}.namespace`, namespace, dnsLabel(namespace)))
  return errors
}

function dataSources(spec: PersistentVolumeClaimSpec, field: string): FieldError[] {
  const { dataSource: source, dataSourceRef: ref } = spec
  const errors = [
    ...(source ? dataSource(source, `${field}.dataSource`) : []),
    ...(ref ? dataSource(ref, `${field}.dataSourceRef`) : []),
  ]
  if (!source || !ref) return errors
  if (ref.namespace)
    errors.push(
      invalid(field, {}, 'may not be specified when dataSourceRef.namespace is specified'),
    )
  else if (source.apiGroup !== ref.apiGroup || source.kind !== ref.kind || source.name !== ref.name)
    errors.push(invalid(field, {}, 'must match dataSourceRef'))
  return errors
}

// k8s: pkg/apis/core/validation ValidatePersistentVolumeClaimSpec (1.36)
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, field: string): FieldError[] {
  const className = spec.storageClassName
  const attributes = spec.volumeAttributesClassName
  return [
    ...((spec.accessModes ?? []).length === 0
      ? [required(`${field}.accessModes`, 'at least 1 access mode is required')]
      : []),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...accessModes(spec.accessModes, `${field}.accessModes`),
    ...storageSize(spec, field),
    ...(className
      ? invalidAll(`${field}.storageClassName`, className, dnsSubdomain(className))
      : []),
    ...volumeMode(spec.volumeMode, `${field}.volumeMode`),
    ...dataSources(spec, field),
    ...(attributes
      ? invalidAll(`${field}.volumeAttributesClassName`, attributes, dnsSubdomain(attributes))
      : []),
  ]
}

/** The claim that an ephemeral volume makes: of its metadata only labels and annotations count. */
// k8s: pkg/apis/core/validation ValidatePersistentVolumeClaimTemplate (1.36)
export function claimTemplate(
  template: PersistentVolumeClaimTemplate,
  field: string,
): FieldError[] {
  const meta = template.metadata ?? {}
  const more = keysOf(meta).filter((key) => key !== 'labels' && key !== 'annotations')
  return [
    ...validateAnnotations(meta.annotations, `${field}.metadata.annotations`),
    ...validateLabels(meta.labels, `${field}.metadata.labels`),
    ...more.map((key) => forbiddenField(`${field}.metadata.${key}`, 'cannot be set')),
    ...validateClaimSpec(template.spec ?? {}, `${field}.spec`),
  ]
}
