import type { ApiObject } from '../sim/index.ts'
import { peekCluster, simStore } from './sim.ts'

/** What only this cluster can know of an object; another one gives its own. */
const SERVERS_OWN: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
])
/** Records and heartbeats. */
const FLEETING: ReadonlySet<string> = new Set(['Event', 'Lease'])

function withoutServersOwn(key: string, value: unknown): unknown {
  if (key !== 'metadata' && key !== 'claimRef') return value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !SERVERS_OWN.has(name)))
}

/** What somebody wished for: what a controller made of it, it will make again. */
function isWish(object: ApiObject): boolean {
  const owned = object.metadata.ownerReferences?.some((reference) => reference.controller) === true
  // What every API server brings with it, another one has too.
  const brought = object.metadata.labels?.['kubernetes.io/bootstrapping'] !== undefined
  return !owned && !brought && !FLEETING.has(object.kind)
}

/** Everything that was wished for in the cluster as one `v1` List in JSON, which `kubectl apply -f` reads. */
export function clusterAsJson(): string {
  const items = [...(peekCluster()?.store.entries() ?? [])]
    .flatMap(([, objects]) => objects)
    .filter(isWish)
  const list = { apiVersion: 'v1', kind: 'List', metadata: {}, items }
  return JSON.stringify(list, withoutServersOwn, 2)
}

/** Offers the whole cluster as a download. */
export function exportCluster(): void {
  const url = URL.createObjectURL(new Blob([clusterAsJson()], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `orrery-${simStore.getState().lab || 'cluster'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
