import { duplicate, IMMUTABLE, invalid, notSupported, required } from '../admission/fieldErrors.ts'
import { csiDriver as driverName } from '../admission/volumeSources.ts'
import type { FieldError } from '../errors.ts'
import type { CSIDriver, CSIDriverSpec, Draft } from '../types/index.ts'
import { defineKind } from './base.ts'

const FS_GROUP = ['File', 'None', 'ReadWriteOnceWithFSType']
const LIFECYCLES = ['Ephemeral', 'Persistent']
const SHORTEST_TOKEN = 600

// k8s: pkg/apis/storage/v1 SetDefaults_CSIDriver (1.36)
function filled(spec: CSIDriverSpec): CSIDriverSpec {
  return {
    ...spec,
    attachRequired: spec.attachRequired ?? true,
    podInfoOnMount: spec.podInfoOnMount ?? false,
    storageCapacity: spec.storageCapacity ?? false,
    fsGroupPolicy: spec.fsGroupPolicy ?? 'ReadWriteOnceWithFSType',
    volumeLifecycleModes: spec.volumeLifecycleModes?.length
      ? spec.volumeLifecycleModes
      : ['Persistent'],
    requiresRepublish: spec.requiresRepublish ?? false,
    seLinuxMount: spec.seLinuxMount ?? false,
  }
}

function tokens(requests: CSIDriverSpec['tokenRequests']): FieldError[] {
  const seen = new Set<string>()
  return (requests ?? []).flatMap(({ audience, expirationSeconds: seconds }, index) => {
    const at = `spec.tokenRequests[${index}]`
    const errors = seen.has(audience) ? [duplicate(`${at}.audience`, audience)] : []
    seen.add(audience)
    if (seconds !== undefined && seconds < SHORTEST_TOKEN)
      errors.push(
        invalid(
          `${at}.expirationSeconds`,
          seconds,
          'may not specify a duration less than 10 minutes',
        ),
      )
    return errors
  })
}

// k8s: pkg/apis/storage/validation ValidateCSIDriver (1.36)
function rules({ metadata, spec }: Draft<CSIDriver>): FieldError[] {
  const { name = '' } = metadata as { readonly name?: string }
  const policy = spec.fsGroupPolicy ?? ''
  return [
    ...driverName(name, 'metadata.name'),
    ...(spec.attachRequired === undefined ? [required('spec.attachedRequired')] : []),
    ...(FS_GROUP.includes(policy) ? [] : [notSupported('spec.fsGroupPolicy', policy, FS_GROUP)]),
    ...tokens(spec.tokenRequests),
    ...(spec.volumeLifecycleModes ?? []).flatMap((mode) =>
      LIFECYCLES.includes(mode)
        ? []
        : [notSupported('spec.volumeLifecycleModes', mode, LIFECYCLES)],
    ),
  ]
}

export const csiDriver = defineKind({
  kind: 'CSIDriver',
  plural: 'csidrivers',
  group: 'storage.k8s.io',
  namespaced: false,
  defaults: (draft) => ({ ...draft, spec: filled(draft.spec ?? {}) }),
  rules,
  // k8s: pkg/apis/storage/validation ValidateCSIDriverUpdate (1.36)
  update: (next, previous) =>
    (['attachRequired', 'volumeLifecycleModes'] as const).flatMap((field) =>
      JSON.stringify(next.spec[field]) === JSON.stringify(previous.spec[field])
        ? []
        : [
            invalid(
              field === 'attachRequired' ? 'spec.attachedRequired' : `spec.${field}`,
              next.spec[field],
              IMMUTABLE,
            ),
          ],
    ),
})
