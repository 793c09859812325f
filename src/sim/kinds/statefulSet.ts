import { forbiddenField, semanticEqual } from '../admission/fieldErrors.ts'
import { labelName } from '../admission/names.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import { statefulSetErrors } from '../admission/statefulSetSpec.ts'
import { milliValue } from '../machinery/quantity.ts'
import type { Profile } from '../profiles/profile.ts'
import type {
  Draft,
  PersistentVolumeClaim,
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const HISTORY = 10

/** Without its feature the server drops the field before it looks at it. */
function rollingDefaults(
  rolling: RollingUpdateStatefulSetStrategy,
  profile: Profile,
): RollingUpdateStatefulSetStrategy {
  const { partition = 0, maxUnavailable = 1 } = rolling
  return profile.features.statefulSetMaxUnavailable
    ? { ...rolling, partition, maxUnavailable }
    : { partition }
}

function strategyDefaults(
  strategy: StatefulSetUpdateStrategy | undefined,
  profile: Profile,
): StatefulSetUpdateStrategy {
  const type = strategy?.type || 'RollingUpdate'
  // Whoever names the type and no more gets no partition.
  const rolling = strategy?.type ? strategy.rollingUpdate : (strategy?.rollingUpdate ?? {})
  if (type !== 'RollingUpdate' || !rolling) return { ...strategy, type }
  return { type, rollingUpdate: rollingDefaults(rolling, profile) }
}

function claimDefaults(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { spec, status } = claim
  return {
    ...claim,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    spec: { ...spec, volumeMode: spec?.volumeMode ?? 'Filesystem' },
    status: { ...status, phase: status?.phase ?? 'Pending' },
  }
}

// k8s: pkg/apis/apps/v1 SetDefaults_StatefulSet (1.36)
function filled(spec: StatefulSetSpec, profile: Profile): StatefulSetSpec {
  const { volumeClaimTemplates: claims } = spec
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {}
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    template: templateDefaults(spec.template),
    ...(claims ? { volumeClaimTemplates: claims.map(claimDefaults) } : {}),
    serviceName: spec.serviceName ?? '',
    podManagementPolicy: spec.podManagementPolicy || 'OrderedReady',
    updateStrategy: strategyDefaults(spec.updateStrategy, profile),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? HISTORY,
    ...(profile.features.claimRetention
      ? {
          persistentVolumeClaimRetentionPolicy: {
            whenDeleted: whenDeleted || 'Retain',
            whenScaled: whenScaled || 'Retain',
          },
        }
      : {}),
  }
}

const FROZEN =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

/** What no update may change. */
function frozen(spec: StatefulSetSpec): unknown {
  const {
    replicas,
    ordinals,
    template,
    updateStrategy,
    revisionHistoryLimit,
    persistentVolumeClaimRetentionPolicy,
    minReadySeconds,
    ...rest
  } = spec
  return rest
}

// k8s: pkg/registry/apps/statefulset statefulSetStrategy.WarningsOnCreate (1.36)
function warnings({ spec }: Draft<StatefulSet>): string[] {
  const sizes = (spec.volumeClaimTemplates ?? []).flatMap((claim, index) => {
    const size = claim.spec.resources?.requests?.storage
    return size !== undefined && milliValue(size) % 1000 !== 0
      ? [
          `spec.volumeClaimTemplates[${index}].resources.requests[storage]: fractional byte value "${size}" is invalid, must be an integer`,
        ]
      : []
  })
  return [
    ...podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
    ...sizes,
    ...((spec.revisionHistoryLimit ?? 0) < 0
      ? [
          'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
        ]
      : []),
  ]
}

const described = defineKind({
  kind: 'StatefulSet',
  plural: 'statefulsets',
  group: 'apps',
  shortNames: ['sts'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  name: labelName,
  defaults: (draft: Draft<StatefulSet>) => draft,
  rules: (object) => statefulSetErrors(object.spec),
  update: (next, previous) =>
    semanticEqual(frozen(next.spec), frozen(previous.spec)) ? [] : [forbiddenField('spec', FROZEN)],
  prepareUpdate: (next: StatefulSet, previous: StatefulSet, profile: Profile): StatefulSet =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec, profile) },
  warnings,
})

export const statefulSet = {
  ...described,
  defaults: (draft: Draft<StatefulSet>, profile: Profile): Draft<StatefulSet> => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: filled(draft.spec, profile),
    status: { replicas: 0, availableReplicas: 0 },
  }),
}
