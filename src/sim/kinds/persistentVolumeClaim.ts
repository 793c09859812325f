import { validateClaimSpec } from '../admission/claimSpec.ts'
import { forbiddenField, IMMUTABLE, invalid, semanticEqual } from '../admission/fieldErrors.ts'
import { type FieldError, forbidden } from '../errors.ts'
import { compareQuantity, milliValue } from '../machinery/quantity.ts'
import { jsonDiff } from '../schema/diff.ts'
import { internalJson } from '../schema/internal.ts'
import { parseTime } from '../time.ts'
import type {
  Draft,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  StorageClass,
} from '../types/index.ts'
import { defineKind, withFinalizer } from './base.ts'
import type { AdmissionContext } from './kind.ts'

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
]

function filled(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return { ...spec, ...sameSource(spec), volumeMode: spec.volumeMode ?? 'Filesystem' }
}

/** The old and the new way to name a data source stand for each other. */
// k8s: pkg/registry/core/persistentvolumeclaim NormalizeDataSources (1.36)
function sameSource(spec: PersistentVolumeClaimSpec): Partial<PersistentVolumeClaimSpec> {
  const { dataSource, dataSourceRef } = spec
  if (dataSource && !dataSourceRef) return { dataSourceRef: dataSource }
  if (!dataSource && dataSourceRef && !dataSourceRef.namespace) {
    const { namespace: _, ...source } = dataSourceRef
    const known = ['PersistentVolumeClaim', 'VolumeSnapshot'].includes(source.kind)
    return known ? { dataSource: source } : {}
  }
  return {}
}

/** The newest of the default classes, by name when they are equally old. */
// k8s: pkg/volume/util GetDefaultClass (1.36)
export function defaultClass(context: {
  list(kind: 'StorageClass'): readonly StorageClass[]
}): StorageClass | undefined {
  let found: StorageClass | undefined
  let newest = Number.NEGATIVE_INFINITY
  for (const item of context.list('StorageClass')) {
    if (!DEFAULT_CLASS.some((key) => item.metadata.annotations?.[key] === 'true')) continue
    const at = parseTime(item.metadata.creationTimestamp)
    if (!found || at > newest) {
      found = item
      newest = at
    }
  }
  return found
}

// k8s: plugin/pkg/admission/storage/storageclass/setdefault (1.36)
function admit(
  draft: Draft<PersistentVolumeClaim>,
  context: AdmissionContext,
): Draft<PersistentVolumeClaim> {
  const metadata = withFinalizer(draft.metadata, 'kubernetes.io/pvc-protection')
  const named =
    draft.spec.storageClassName !== undefined || metadata.annotations?.[BETA_CLASS] !== undefined
  const found = named ? undefined : defaultClass(context)
  return found
    ? { ...draft, metadata, spec: { ...draft.spec, storageClassName: found.metadata.name } }
    : { ...draft, metadata }
}

/** The new spec with everything that may change set back. */
function comparable(
  next: PersistentVolumeClaim,
  previous: PersistentVolumeClaim,
): readonly [PersistentVolumeClaimSpec, PersistentVolumeClaimSpec] {
  let { spec } = next
  let before = previous.spec
  if (!before.volumeName && spec.volumeName) before = { ...before, volumeName: spec.volumeName }
  if (before.storageClassName === undefined && spec.storageClassName !== undefined) {
    const beta = previous.metadata.annotations?.[BETA_CLASS]
    if (beta === undefined || beta === spec.storageClassName) {
      const { storageClassName: _, ...rest } = spec
      spec = rest
    }
  }
  if (next.status?.phase !== 'Bound') return [spec, before]
  const size = before.resources?.requests?.storage
  if (spec.resources?.requests && size !== undefined)
    spec = {
      ...spec,
      resources: { ...spec.resources, requests: { ...spec.resources.requests, storage: size } },
    }
  if (spec.volumeAttributesClassName !== undefined) {
    const { volumeAttributesClassName: _, ...rest } = spec
    const attributes = before.volumeAttributesClassName
    spec = attributes === undefined ? rest : { ...rest, volumeAttributesClassName: attributes }
  }
  return [spec, before]
}

function sizeErrors(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const size = next.spec.resources?.requests?.storage ?? '0'
  const old = previous.spec.resources?.requests?.storage ?? '0'
  const actual = previous.status?.capacity?.storage ?? '0'
  return compareQuantity(size, old) < 0 && compareQuantity(size, actual) <= 0
    ? [
        forbiddenField(
          'spec.resources.requests.storage',
          'field can not be less than status.capacity',
        ),
      ]
    : []
}

// k8s: pkg/apis/core/validation ValidatePersistentVolumeClaimUpdate (1.36)
function updateErrors(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const errors: FieldError[] = []
  const beta = next.metadata.annotations?.[BETA_CLASS] ?? ''
  if (beta !== (previous.metadata.annotations?.[BETA_CLASS] ?? ''))
    errors.push(invalid(`metadata.annotations.${BETA_CLASS}`, beta, IMMUTABLE))
  const [spec, before] = comparable(next, previous)
  if (!semanticEqual(spec, before)) {
    const kind = 'PersistentVolumeClaimSpec'
    const diff = jsonDiff(internalJson(kind, before), internalJson(kind, spec))
    errors.push(
      forbiddenField(
        'spec',
        `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${diff}`,
      ),
    )
  }
  errors.push(...sizeErrors(next, previous))
  if (next.spec.volumeMode !== previous.spec.volumeMode)
    errors.push(invalid('volumeMode', next.spec.volumeMode, IMMUTABLE))
  const attributes = next.spec.volumeAttributesClassName
  if (previous.spec.volumeAttributesClassName !== undefined && !attributes)
    errors.push(
      forbiddenField(
        'spec.volumeAttributesClassName',
        `update from non-nil value to ${attributes === undefined ? 'nil' : 'an empty string'} is forbidden`,
      ),
    )
  return errors
}

// k8s: plugin/pkg/admission/storage/persistentvolume/resize (1.36)
function checkUpdate(
  next: PersistentVolumeClaim,
  previous: PersistentVolumeClaim,
  context: AdmissionContext,
): void {
  const size = next.spec.resources?.requests?.storage ?? '0'
  const old = previous.spec.resources?.requests?.storage ?? '0'
  if (compareQuantity(size, old) <= 0) return
  const claims = { plural: 'persistentvolumeclaims', group: '' }
  const { name } = previous.metadata
  if (previous.status?.phase !== 'Bound')
    throw forbidden(claims, name, 'Only bound persistent volume claims can be expanded')
  const className = next.metadata.annotations?.[BETA_CLASS] ?? next.spec.storageClassName ?? ''
  const found = className === '' ? undefined : context.find('StorageClass', '', className)
  if (!found?.allowVolumeExpansion)
    throw forbidden(
      claims,
      name,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    )
}

// k8s: pkg/api/persistentvolumeclaim GetWarningsForPersistentVolumeClaim (1.36)
function warnings({ spec, metadata }: Draft<PersistentVolumeClaim>): string[] {
  const size = spec.resources?.requests?.storage
  return [
    ...(metadata.annotations?.[BETA_CLASS] === undefined
      ? []
      : [
          `metadata.annotations[${BETA_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`,
        ]),
    ...(size !== undefined && milliValue(size) % 1000 !== 0
      ? [
          `spec.resources.requests[storage]: fractional byte value "${size}" is invalid, must be an integer`,
        ]
      : []),
  ]
}

export const persistentVolumeClaim = defineKind({
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  subresources: ['status'],
  // k8s: pkg/apis/core/v1 SetDefaults_PersistentVolumeClaim (1.36)
  defaults: (draft) => ({
    ...draft,
    spec: filled(draft.spec ?? {}),
    status: { phase: 'Pending' },
  }),
  admit,
  rules: (object) => validateClaimSpec(object.spec, 'spec'),
  update: updateErrors,
  prepareUpdate: (next: PersistentVolumeClaim, previous): PersistentVolumeClaim =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  checkUpdate,
  warnings,
})
