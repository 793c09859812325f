import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { aggregatedRules } from '../rbac/aggregate.ts'
import { type Key, keyOf } from '../store.ts'
import type { ClusterRole } from '../types/index.ts'
import { type Actor, actorOf, type Controller } from './controller.ts'

function isSum(role: ClusterRole): boolean {
  return role.aggregationRule !== undefined
}

/** The sums that are not what their parts make them; none in a cluster that nobody has changed. */
function outdated(cluster: Cluster): readonly Key[] {
  return cluster
    .list('ClusterRole', { where: isSum })
    .filter((role) => !equal(aggregatedRules(role, cluster.list('ClusterRole')), role.rules ?? []))
    .map(keyOf)
}

/** k8s: pkg/controller/clusterroleaggregation (1.36): a role that is the sum of others follows them. */
const controller: Controller<'ClusterRole'> = {
  name: 'clusterrole-aggregation',
  source: 'clusterrole-aggregation-controller',
  kind: 'ClusterRole',
  watches: { ClusterRole: (_, cluster) => outdated(cluster) },
  reconcile(cluster, key) {
    const role = cluster.at('ClusterRole', key)
    if (!role || !isSum(role)) return undefined
    const rules = aggregatedRules(role, cluster.list('ClusterRole'))
    if (equal(rules, role.rules ?? [])) return undefined
    cluster.why(`role ${role.metadata.name} is the sum of the roles that its selectors find`)
    cluster.update({ ...role, rules })
    return undefined
  },
}

export const clusterRoleAggregation: Actor = { ...actorOf(controller), resync: outdated }
