import type { Cluster } from '../cluster.ts'
import { KINDS } from '../kinds/index.ts'
import { sameAmounts } from '../quota/amounts.ts'
import { inScope } from '../quota/scopes.ts'
import { counts, isCharged, totalUsage } from '../quota/usage.ts'
import { type Key, keyOf } from '../store.ts'
import type { ApiObject, Kind, PersistentVolumeClaim, Pod, Service } from '../types/index.ts'
import type { Change, Controller, Watches } from './controller.ts'

/** Events are never counted. */
const COUNTED = KINDS.filter((spec) => spec.namespaced && spec.kind !== 'Event')
const NONE: readonly Key[] = []

function serviceType({ spec }: Service): string {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? spec.type : ''
}

/** Whether an update may give room back. More room is asked for at the door. */
// k8s: pkg/quota/v1/install DefaultUpdateFilter (1.36)
function frees(before: ApiObject, after: ApiObject): boolean {
  switch (after.kind) {
    case 'Pod': {
      const old = before as Pod
      if (old.spec.activeDeadlineSeconds !== after.spec.activeDeadlineSeconds) return true
      return old.status.phase !== after.status.phase && isCharged(old) && !isCharged(after)
    }
    case 'Service':
      return serviceType(before as Service) !== serviceType(after)
    case 'PersistentVolumeClaim':
      return (
        (before as PersistentVolumeClaim).status?.allocatedResources?.storage !==
        after.status?.allocatedResources?.storage
      )
    default:
      return false
  }
}

/** The quotas that counted the object, when it is gone or needs less. */
function replenished(
  object: ApiObject,
  cluster: Cluster,
  { before, after }: Change,
): readonly Key[] {
  if (!before || cluster.store.count('ResourceQuota') === 0) return NONE
  if (after && !frees(before, after)) return NONE
  const spec = COUNTED.find(({ kind }) => kind === object.kind)
  if (!spec) return NONE
  return cluster
    .list('ResourceQuota', { namespace: object.metadata.namespace ?? '' })
    .filter((quota) => Object.keys(quota.spec.hard ?? {}).some((name) => counts(spec, name)))
    .filter((quota) => after !== undefined || inScope(quota.spec, before))
    .map(keyOf)
}

const watches: Watches = {
  ...Object.fromEntries(COUNTED.map(({ kind }) => [kind, replenished])),
  ResourceQuota: (quota, cluster, change) => {
    if (!change.after) return replenished(quota, cluster, change)
    const same = change.before && change.before.spec === change.after.spec
    return same ? NONE : [keyOf(quota)]
  },
}

/** k8s: pkg/controller/resourcequota Controller.syncResourceQuota (1.36) */
export const resourceQuota: Controller<'ResourceQuota'> = {
  name: 'resourcequota',
  source: 'resourcequota-controller',
  kind: 'ResourceQuota',
  watches,
  reconcile(cluster, key) {
    const quota = cluster.at('ResourceQuota', key)
    if (!quota) return undefined
    const namespace = quota.metadata.namespace ?? ''
    const hard = quota.spec.hard ?? {}
    const used = totalUsage(quota, COUNTED, ({ kind }) => cluster.list(kind as Kind, { namespace }))
    const { status } = quota
    if (status.hard && sameAmounts(status.hard, hard) && sameAmounts(status.used, used))
      return undefined
    cluster.why(`what ${namespace} uses is counted again`)
    cluster.updateStatus({ ...quota, status: { ...status, hard, used } })
    return undefined
  },
}
