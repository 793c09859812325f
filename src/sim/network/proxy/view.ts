import type { Cluster } from '../../cluster.ts'
import type { EndpointSlice, Service } from '../../types/index.ts'
import { SERVICE_NAME } from '../serviceLabel.ts'

/** What the rules of one node are made of. */
export interface ProxyView {
  readonly services: readonly Service[]
  readonly slices: readonly EndpointSlice[]
}

/** What is known of a node's proxy: it runs, or it has stopped and left its rules behind. */
export type ProxyState = { readonly runs: true } | ({ readonly runs: false } & ProxyView)

export const PROXY = 'kube-proxy'

type Reading = Pick<Cluster, 'list' | 'recall' | 'memory'>

export function presentView(cluster: Pick<Cluster, 'list'>): ProxyView {
  return { services: cluster.list('Service'), slices: cluster.list('EndpointSlice') }
}

/** Whether the cluster runs its proxies as pods; otherwise they are taken to be part of the machines. */
export function hasProxyPods({ memory }: Pick<Cluster, 'memory'>): boolean {
  return (memory.get(PROXY)?.size ?? 0) > 0
}

/** The rules that are in force on the node; undefined where no proxy ever ran. */
export function viewOf(cluster: Reading, node: string): ProxyView | undefined {
  if (!hasProxyPods(cluster)) return presentView(cluster)
  const state = cluster.recall<ProxyState>(PROXY, node)
  if (!state) return undefined
  return state.runs ? presentView(cluster) : state
}

/** Whether the node's rules are those of a proxy that stopped. */
export function isStale(cluster: Pick<Cluster, 'recall'>, node: string): boolean {
  return cluster.recall<ProxyState>(PROXY, node)?.runs === false
}

export function slicesFor({ slices }: ProxyView, { metadata }: Service): readonly EndpointSlice[] {
  return slices.filter(
    (slice) =>
      slice.metadata.namespace === metadata.namespace &&
      slice.metadata.labels?.[SERVICE_NAME] === metadata.name,
  )
}
