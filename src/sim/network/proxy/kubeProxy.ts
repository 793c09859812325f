import type { Cluster } from '../../cluster.ts'
import type { Actor } from '../../controllers/controller.ts'
import { insideOf } from '../../kubelet/exec/find.ts'
import type { Key } from '../../store.ts'
import type { Pod } from '../../types/index.ts'
import { PROXY, type ProxyState, presentView } from './view.ts'

const NONE: readonly Key[] = []
const LABEL = 'k8s-app'

function isProxy({ metadata }: Pod): boolean {
  return metadata.namespace === 'kube-system' && metadata.labels?.[LABEL] === PROXY
}

function runsOn(cluster: Cluster, node: string): boolean {
  return cluster
    .podsOn(node)
    .some(
      (pod) => isProxy(pod) && pod.spec.containers.some((one) => insideOf(cluster, pod, one.name)),
    )
}

/**
 * Notes on which nodes a proxy runs. While it does its rules are those of the present, worked out when somebody asks;
 * when it stops, what they were is kept: nobody changes them any more.
 */
export const kubeProxy: Actor = {
  name: PROXY,
  watches: {
    Pod: (pod) => (isProxy(pod) && pod.spec.nodeName ? [pod.spec.nodeName] : NONE),
  },
  delay: () => 0,
  resync: (cluster) =>
    cluster
      .list('Pod', { namespace: 'kube-system', where: isProxy })
      .flatMap(({ spec }) => (spec.nodeName ? [spec.nodeName] : NONE)),
  reconcile(cluster, node) {
    const state = cluster.recall<ProxyState>(PROXY, node)
    const runs = runsOn(cluster, node)
    if (runs === (state?.runs ?? false)) return undefined
    const next: ProxyState = runs ? { runs } : { runs, ...presentView(cluster) }
    cluster.remember(PROXY, node, next)
    return undefined
  },
}
