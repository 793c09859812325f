import type { Cluster } from '../cluster.ts'
import { SERVICE_NAME } from '../controllers/endpoints/slices.ts'
import { type Key, splitKey } from '../store.ts'
import type { EndpointConditions } from '../types/index.ts'
import type { Rules } from './versions.ts'

/** Where the Service's ready endpoints are. */
export interface Ready {
  readonly any: boolean
  readonly nodes: ReadonlySet<string>
}

// k8s: metallb internal/k8s/epslices EndpointCanServe
function canServe({ ready, serving }: EndpointConditions = {}): boolean {
  return serving ?? ready ?? true
}

function fromSlices(cluster: Cluster, key: Key): Ready {
  const [namespace, name] = splitKey(key)
  const slices = cluster.list('EndpointSlice', {
    namespace,
    where: ({ metadata }) => metadata.labels?.[SERVICE_NAME] === name,
  })
  const ready = slices.flatMap(({ endpoints }) =>
    (endpoints ?? []).filter(({ conditions }) => canServe(conditions)),
  )
  return { any: ready.length > 0, nodes: nodesOf(ready) }
}

function nodesOf(all: readonly { readonly nodeName?: string }[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ nodeName }) => (nodeName === undefined ? [] : [nodeName])))
}

/** As the version sees them: in Endpoints before 0.13, else in EndpointSlices; undefined for a Service without any. */
// k8s: metallb speaker/layer2_controller.go usableNodes (0.8.2), nodesWithEndpoint (0.15)
export function readyEndpoints(cluster: Cluster, key: Key, rules: Rules): Ready | undefined {
  if (!rules.configMap) return fromSlices(cluster, key)
  const endpoints = cluster.at('Endpoints', key)
  if (!endpoints) return undefined
  const ready = (endpoints.subsets ?? []).flatMap(({ addresses }) => addresses ?? [])
  return { any: ready.length > 0, nodes: nodesOf(ready) }
}
