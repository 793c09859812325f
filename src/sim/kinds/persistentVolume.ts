import { forbiddenField, IMMUTABLE, invalid, semanticEqual } from '../admission/fieldErrors.ts'
import { nodeTermWarnings } from '../admission/podWarnings.ts'
import { azureDiskDefaults, rbdDefaults, scaleIoDefaults } from '../admission/volumeDefaults.ts'
import { VOLUME_SOURCES, validateVolumeSpec } from '../admission/volumeSpec.ts'
import type { FieldError } from '../errors.ts'
import { jsonDiff } from '../schema/diff.ts'
import { internalJson } from '../schema/internal.ts'
import type { Draft, PersistentVolume, PersistentVolumeSpec } from '../types/index.ts'
import { defineKind, withFinalizer } from './base.ts'

// k8s: pkg/apis/core/v1 SetDefaults_PersistentVolume and its sources' (1.36)
function filled(spec: PersistentVolumeSpec): PersistentVolumeSpec {
  const { hostPath, iscsi, rbd, azureDisk, scaleIO } = spec
  return {
    ...spec,
    ...(hostPath ? { hostPath: { ...hostPath, type: hostPath.type ?? '' } } : {}),
    ...(iscsi ? { iscsi: { ...iscsi, iscsiInterface: iscsi.iscsiInterface || 'default' } } : {}),
    ...(rbd ? { rbd: { ...rbd, ...rbdDefaults(rbd) } } : {}),
    ...(azureDisk ? { azureDisk: { ...azureDisk, ...azureDiskDefaults(azureDisk) } } : {}),
    ...(scaleIO ? { scaleIO: { ...scaleIO, ...scaleIoDefaults(scaleIO) } } : {}),
    persistentVolumeReclaimPolicy: spec.persistentVolumeReclaimPolicy || 'Retain',
    volumeMode: spec.volumeMode ?? 'Filesystem',
  }
}

function sourceOf(spec: PersistentVolumeSpec): Partial<PersistentVolumeSpec> {
  return Object.fromEntries(
    VOLUME_SOURCES.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]]])),
  )
}

/** A secret for expansion may be added later. */
function withoutNewSecret(
  next: PersistentVolumeSpec,
  previous: PersistentVolumeSpec,
): PersistentVolumeSpec {
  if (!next.csi || !previous.csi || previous.csi.controllerExpandSecretRef) return next
  const { controllerExpandSecretRef: _, ...csi } = next.csi
  return { ...next, csi }
}

// k8s: pkg/apis/core/validation ValidatePersistentVolumeUpdate (1.36)
function updateErrors(next: PersistentVolume, previous: PersistentVolume): FieldError[] {
  const errors: FieldError[] = []
  const after = sourceOf(withoutNewSecret(next.spec, previous.spec))
  const before = sourceOf(previous.spec)
  if (!semanticEqual(after, before)) {
    const diff = jsonDiff(
      internalJson('PersistentVolumeSource', before),
      internalJson('PersistentVolumeSource', after),
    )
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${diff}`,
      ),
    )
  }
  if (next.spec.volumeMode !== previous.spec.volumeMode)
    errors.push(invalid('volumeMode', next.spec.volumeMode, IMMUTABLE))
  const affinity = previous.spec.nodeAffinity
  if (affinity && !semanticEqual(next.spec.nodeAffinity, affinity))
    errors.push(
      invalid(
        'nodeAffinity',
        internalJson('VolumeNodeAffinity', next.spec.nodeAffinity),
        `${IMMUTABLE}, except for updating from beta label to GA`,
      ),
    )
  if (
    previous.spec.volumeAttributesClassName !== undefined &&
    next.spec.volumeAttributesClassName === undefined
  )
    errors.push(
      forbiddenField(
        'spec.volumeAttributesClassName',
        'update from non-nil value to nil is forbidden',
      ),
    )
  return errors
}

// k8s: pkg/api/persistentvolume GetWarningsForPersistentVolume (1.36)
function warnings({ spec, metadata }: Draft<PersistentVolume>): string[] {
  const out: string[] = []
  if (metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined)
    out.push(
      'metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead',
    )
  if (spec.persistentVolumeReclaimPolicy === 'Recycle')
    out.push(
      'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    )
  spec.nodeAffinity?.required?.nodeSelectorTerms.forEach((term, i) => {
    out.push(...nodeTermWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${i}]`))
  })
  for (const [key, text] of DEPRECATED) if (spec[key]) out.push(`spec.${key}: ${text}`)
  return out
}

const DEPRECATED = [
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const

export const persistentVolume = defineKind({
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  subresources: ['status'],
  defaults: (draft) => ({
    ...draft,
    spec: filled(draft.spec ?? {}),
    status: { phase: 'Pending' },
  }),
  // k8s: plugin/pkg/admission/storage/storageobjectinuseprotection (1.36)
  admit: (draft) => ({
    ...draft,
    metadata: withFinalizer(draft.metadata, 'kubernetes.io/pv-protection'),
  }),
  rules: (object) => {
    const { name = '' } = object.metadata as { readonly name?: string }
    return validateVolumeSpec(object.spec, name, 'spec')
  },
  update: updateErrors,
  prepareUpdate: (next: PersistentVolume, previous): PersistentVolume =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  warnings,
})
