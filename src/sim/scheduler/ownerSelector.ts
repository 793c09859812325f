import type { Cluster } from '../cluster.ts'
import type { LabelSelector } from '../types/index.ts'
import type { PodInfo } from './nodeInfo.ts'
import { labelMatcher, type Matcher, mapMatches } from './selectors.ts'

interface Owned {
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly selector?: LabelSelector | undefined
}

function ofOwner(cluster: Cluster, pod: PodInfo): Owned {
  const owner = pod.pod.metadata.ownerReferences?.find((o) => o.controller)
  switch (owner?.kind) {
    case 'ReplicaSet':
    case 'StatefulSet':
      return { selector: cluster.find(owner.kind, pod.namespace, owner.name)?.spec.selector }
    case 'ReplicationController':
      return { labels: cluster.find(owner.kind, pod.namespace, owner.name)?.spec.selector }
    default:
      return {}
  }
}

/**
 * What the built-in spreading counts together with the pod: what its Services select, and what its owner
 * does. Undefined when neither says anything.
 */
// k8s: pkg/scheduler/framework/plugins/helper DefaultSelector (1.36)
export function ownerSelector(cluster: Cluster, pod: PodInfo): Matcher | undefined {
  const labels: Record<string, string> = {}
  for (const service of cluster.list('Service', { namespace: pod.namespace })) {
    const selector = service.spec.selector
    if (selector && Object.keys(selector).length > 0 && mapMatches(selector, pod.labels)) {
      Object.assign(labels, selector)
    }
  }
  const owned = ofOwner(cluster, pod)
  Object.assign(labels, owned.labels)
  const matcher = labelMatcher({
    matchLabels: { ...labels, ...owned.selector?.matchLabels },
    ...(owned.selector?.matchExpressions
      ? { matchExpressions: owned.selector.matchExpressions }
      : {}),
  })
  return matcher.empty ? undefined : matcher
}
