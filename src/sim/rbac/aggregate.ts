import { matcherOf } from '../machinery/selector.ts'
import type { ClusterRole, PolicyRule } from '../types/index.ts'

function same(a: PolicyRule, b: PolicyRule): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The rules of a role that is the sum of others: of all that its selectors find, in order of their names, each once. */
// k8s: pkg/controller/clusterroleaggregation ClusterRoleAggregationController.syncClusterRole (1.36)
export function aggregatedRules(
  role: ClusterRole,
  all: readonly ClusterRole[],
): readonly PolicyRule[] {
  const rules: PolicyRule[] = []
  const others = all
    .filter((one) => one.metadata.name !== role.metadata.name)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const chosen = matcherOf(selector)
    for (const other of others.filter((one) => chosen(one.metadata.labels)))
      for (const rule of other.rules ?? [])
        if (!rules.some((known) => same(known, rule))) rules.push(rule)
  }
  return rules
}
