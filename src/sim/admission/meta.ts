import type { FieldError } from '../errors.ts'
import { utf8Size } from '../schema/base64.ts'
import type { ObjectMeta, OwnerReference } from '../types/index.ts'
import {
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  keysOf,
  nonNegative,
  required,
  semanticEqual,
  tooLong,
} from './fieldErrors.ts'
import { dnsLabel, labelValue, type NameCheck, qualifiedName } from './names.ts'

type StringMap = Readonly<Record<string, string>>
type Meta = Partial<ObjectMeta>

const ANNOTATION_LIMIT = 262_144
/** Maps that were found right: templates share theirs with every pod, so that they are looked at once. */
const fineLabels = new WeakSet<StringMap>()
const fineAnnotations = new WeakSet<StringMap>()
const fineOwners = new WeakSet<readonly OwnerReference[]>()

// k8s: apimachinery/pkg/apis/meta/v1/validation ValidateLabels (1.36)
export function validateLabels(labels: StringMap | undefined, field: string): FieldError[] {
  if (!labels || fineLabels.has(labels)) return []
  const errors: FieldError[] = []
  for (const key of keysOf(labels)) {
    errors.push(...validateLabelName(key, field))
    errors.push(...invalidAll(field, labels[key], labelValue(String(labels[key]))))
  }
  if (errors.length === 0) fineLabels.add(labels)
  return errors
}

export function validateLabelName(key: string, field: string): FieldError[] {
  return invalidAll(field, key, qualifiedName(key))
}

// k8s: apimachinery/pkg/api/validation ValidateAnnotations (1.36)
export function validateAnnotations(
  annotations: StringMap | undefined,
  field: string,
): FieldError[] {
  if (!annotations || fineAnnotations.has(annotations)) return []
  const errors: FieldError[] = []
  let size = 0
  for (const key of keysOf(annotations)) {
    errors.push(...invalidAll(field, key, qualifiedName(key.toLowerCase())))
    size += utf8Size(key) + utf8Size(String(annotations[key]))
  }
  if (size > ANNOTATION_LIMIT) errors.push(tooLong(field, ANNOTATION_LIMIT))
  if (errors.length === 0) fineAnnotations.add(annotations)
  return errors
}

function validateOwner(owner: OwnerReference, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (owner.apiVersion === '' || owner.apiVersion.endsWith('/'))
    errors.push(invalid(`${field}.apiVersion`, owner.apiVersion, 'version must not be empty'))
  for (const key of ['kind', 'name', 'uid'] as const)
    if (owner[key] === '') errors.push(invalid(`${field}.${key}`, '', 'must not be empty'))
  if (owner.apiVersion === 'v1' && owner.kind === 'Event')
    errors.push(invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner'))
  return errors
}

function validateOwners(
  owners: readonly OwnerReference[] | undefined,
  field: string,
): FieldError[] {
  if (!owners || fineOwners.has(owners)) return []
  const errors: FieldError[] = []
  let first = ''
  for (const owner of owners) {
    errors.push(...validateOwner(owner, field))
    if (!owner.controller) continue
    const name = `${owner.kind}/${owner.name}`
    if (first === '') first = name
    else
      errors.push(
        invalid(
          field,
          owners,
          `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${name}`,
        ),
      )
  }
  if (errors.length === 0) fineOwners.add(owners)
  return errors
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

// k8s: pkg/apis/core/validation validateFinalizerName (1.36)
export function validateFinalizerName(name: string, field: string): FieldError[] {
  return [...invalidAll(field, name, qualifiedName(name)), ...validateKubeFinalizer(name, field)]
}

function validateKubeFinalizer(name: string, field: string): FieldError[] {
  if (name.includes('/') || STANDARD_FINALIZERS.has(name)) return []
  return [
    invalid(field, name, 'name is neither a standard finalizer name nor is it fully qualified'),
  ]
}

function validateFinalizers(
  finalizers: readonly string[] | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = []
  for (const name of finalizers ?? []) errors.push(...invalidAll(field, name, qualifiedName(name)))
  if (finalizers?.includes('orphan') && finalizers.includes('foregroundDeletion'))
    errors.push(
      invalid(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'),
    )
  return errors
}

function validateNamespaceField(meta: Meta, namespaced: boolean): FieldError[] {
  const namespace = meta.namespace ?? ''
  if (namespaced)
    return namespace === ''
      ? [required('metadata.namespace')]
      : invalidAll('metadata.namespace', namespace, dnsLabel(namespace))
  return namespace === '' ? [] : [forbiddenField('metadata.namespace', 'not allowed on this type')]
}

const NAME_REQUIRED = 'name or generateName is required'

/** Rules of the metadata of a new object, whose name is already generated. */
// k8s: apimachinery/pkg/api/validation ValidateObjectMeta (1.36)
export function validateMeta(meta: Meta, namespaced: boolean, check: NameCheck): FieldError[] {
  const errors: FieldError[] = []
  const { name = '', generateName = '' } = meta
  if (generateName !== '')
    errors.push(...invalidAll('metadata.generateName', generateName, check(generateName, true)))
  if (name === '') {
    if (generateName === '') errors.push(required('metadata.name', NAME_REQUIRED))
  } else errors.push(...invalidAll('metadata.name', name, check(name, false)))
  errors.push(...validateNamespaceField(meta, namespaced))
  errors.push(...nonNegative(meta.generation, 'metadata.generation'))
  errors.push(...validateLabels(meta.labels, 'metadata.labels'))
  errors.push(...validateAnnotations(meta.annotations, 'metadata.annotations'))
  if (meta.ownerReferences)
    errors.push(...validateOwners(meta.ownerReferences, 'metadata.ownerReferences'))
  if (meta.finalizers) {
    errors.push(...validateFinalizers(meta.finalizers, 'metadata.finalizers'))
    meta.finalizers.forEach((finalizer, i) => {
      errors.push(...validateKubeFinalizer(finalizer, `metadata.finalizers[${i}]`))
    })
  }
  return errors
}

const FROZEN = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const

function goStrings(values: readonly string[]): string {
  return `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`
}

/** Rules of the metadata of an update. */
// k8s: apimachinery/pkg/api/validation ValidateObjectMetaUpdate (1.36)
export function validateMetaUpdate(next: ObjectMeta, previous: ObjectMeta): FieldError[] {
  if (next === previous) return []
  const errors: FieldError[] = []
  if (previous.deletionTimestamp !== undefined) {
    const known = new Set(previous.finalizers)
    const added = (next.finalizers ?? []).filter((name) => !known.has(name)).sort()
    if (added.length > 0)
      errors.push(
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers ${goStrings(added)}`,
        ),
      )
  }
  if (!next.resourceVersion)
    errors.push(invalid('metadata.resourceVersion', '', 'must be specified for an update'))
  if ((next.generation ?? 0) < (previous.generation ?? 0))
    errors.push(invalid('metadata.generation', next.generation ?? 0, 'must not be decremented'))
  for (const key of FROZEN)
    if (!semanticEqual(next[key], previous[key]))
      errors.push(invalid(`metadata.${key}`, next[key], IMMUTABLE))
  errors.push(...validateLabels(next.labels, 'metadata.labels'))
  errors.push(...validateAnnotations(next.annotations, 'metadata.annotations'))
  if (next.ownerReferences !== previous.ownerReferences)
    errors.push(...validateOwners(next.ownerReferences, 'metadata.ownerReferences'))
  next.finalizers?.forEach((finalizer, i) => {
    errors.push(...validateKubeFinalizer(finalizer, `metadata.finalizers[${i}]`))
  })
  return errors
}
