import type { Cluster } from '../cluster.ts'
import { reshaped } from '../equal.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Node, Taint } from '../types/index.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const EXCLUDED = 'node.kubernetes.io/exclude-disruption'
const REGIONS = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region']
const ZONES = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone']

/** Machines given up per second, and while a large zone is half dark. */
const RATE = 0.1
const SLOW_RATE = 0.01
/** The share of dark machines from which the fault is likely elsewhere, and how many machines make a zone large. */
const UNHEALTHY_SHARE = 0.55
const LARGE_ZONE = 50

type State = 'initial' | 'normal' | 'partial' | 'full'

/** How a zone is, and how fast its machines may be given up. */
interface Zone {
  readonly state: State
  /** Per second; 0 for not at all. */
  readonly rate: number
  /** From when on the next one may be given up. */
  readonly next: Millis
}

type Zones = Readonly<Record<string, Zone>>

const FRESH: Zone = { state: 'initial', rate: RATE, next: 0 }

export function readyOf(node: Node): string | undefined {
  const { conditions } = node.status
  if (!conditions) return undefined
  for (let index = 0; index < conditions.length; index++) {
    const entry = conditions[index]
    if (entry?.type === 'Ready') return entry.status
  }
  return undefined
}

// k8s: component-helpers/node/topology GetZoneKey (1.36)
function zoneOf({ metadata: { labels } }: Node): string {
  if (!labels) return ''
  const value = (keys: readonly string[]) =>
    keys.map((key) => labels[key]).find((text) => text !== undefined) ?? ''
  const [region, zone] = [value(REGIONS), value(ZONES)]
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`
}

export function setTaints(cluster: Cluster, node: Node, taints: readonly Taint[]): Node {
  const { taints: _, ...spec } = node.spec
  const next = reshaped({ ...spec, ...(taints.length > 0 ? { taints } : {}) })
  return cluster.update({ ...node, spec: next })
}

function isOurs({ effect, key }: Taint): boolean {
  return effect === 'NoExecute' && (key === UNREACHABLE || key === NOT_READY)
}

/** k8s: pkg/controller/nodelifecycle markNodeAsReachable (1.36): its pods may stay after all. */
function spare(cluster: Cluster, name: string, why: string): void {
  const node = cluster.get('Node', '', name)
  const present = node.spec.taints
  if (!present?.some(isOurs)) return
  cluster.why(why)
  setTaints(
    cluster,
    node,
    present.filter((taint) => !isOurs(taint)),
  )
}

/** k8s: pkg/controller/nodelifecycle doNoExecuteTaintingPass (1.36): the taint of one state in place of the other's. */
function giveUp(cluster: Cluster, name: string, key: string): void {
  const node = cluster.get('Node', '', name)
  const kept = (node.spec.taints ?? []).filter((taint) => !isOurs(taint))
  cluster.why('pods may not stay on a node that is not ready')
  const timeAdded = formatTime(cluster.now)
  setTaints(cluster, node, [...kept, { key, effect: 'NoExecute', timeAdded }])
}

// k8s: pkg/controller/nodelifecycle ComputeZoneState (1.36)
export function zoneState(ready: number, dark: number): Exclude<State, 'initial'> {
  if (ready === 0 && dark > 0) return 'full'
  return dark > 2 && dark / (dark + ready) >= UNHEALTHY_SHARE ? 'partial' : 'normal'
}

/** How fast machines of a zone of that size are given up. k8s: setLimiterInZone, ReducedQPSFunc (1.36) */
export function zoneRate(state: State, size: number): number {
  if (state !== 'partial') return RATE
  return size > LARGE_ZONE ? SLOW_RATE : 0
}

// k8s: pkg/controller/nodelifecycle/scheduler RateLimitedTimedQueue.SwapLimiter (1.36)
function withRate(zone: Zone, state: State, rate: number, now: Millis): Zone {
  const drained = zone.rate === 0 || now < zone.next
  return { state, rate, next: drained && rate > 0 ? now + 1000 / rate : now }
}

interface Count {
  ready: number
  dark: number
}

/** Machines by zone; those that are excluded from the counting are in none. */
function countZones(nodes: readonly Node[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>()
  for (const node of nodes) {
    if (node.metadata.labels?.[EXCLUDED] !== undefined) continue
    const zone = zoneOf(node)
    const count = counts.get(zone) ?? { ready: 0, dark: 0 }
    if (readyOf(node) === 'True') count.ready++
    else count.dark++
    counts.set(zone, count)
  }
  return counts
}

export interface Outlook {
  readonly zones: Zones
  /** The whole cluster has just gone dark: the fault is likely here, and nobody is given up any more. */
  readonly wentDark: boolean
  /** Some machine answers again after the whole cluster was dark: all get their grace anew. */
  readonly cameBack: boolean
}

/** k8s: pkg/controller/nodelifecycle handleDisruption (1.36) */
export function outlook(old: Zones, nodes: readonly Node[], now: Millis): Outlook {
  const counts = [...countZones(nodes)]
  const states = counts.map(([, { ready, dark }]) => zoneState(ready, dark))
  const allDark = states.every((state) => state === 'full')
  const wasDark = counts.every(([zone]) => old[zone]?.state === 'full')
  const next = counts.map(([name, { ready, dark }], index): [string, Zone] => {
    const zone = old[name] ?? FRESH
    const state = states[index] ?? 'normal'
    if (allDark) return [name, wasDark ? zone : withRate(zone, 'full', 0, now)]
    if (state === zone.state && !wasDark) return [name, zone]
    return [name, withRate(zone, state, zoneRate(state, ready + dark), now)]
  })
  return {
    zones: Object.fromEntries(next),
    wentDark: allDark && !wasDark,
    cameBack: wasDark && !allDark,
  }
}

/** Swaps and takes away taints at once; who is to be given up for the first time waits for its turn. */
// k8s: pkg/controller/nodelifecycle processTaintBaseEviction (1.36)
function settle(cluster: Cluster, node: Node): boolean {
  const ready = readyOf(node)
  if (ready === undefined) return false
  const taints = node.spec.taints?.filter(isOurs) ?? []
  if (ready === 'True') {
    if (taints.length > 0) spare(cluster, node.metadata.name, 'the node is ready again')
    return false
  }
  const key = ready === 'Unknown' ? UNREACHABLE : NOT_READY
  if (taints.some((taint) => taint.key === key)) return false
  if (taints.length === 0) return true
  giveUp(cluster, node.metadata.name, key)
  return false
}

/** Gives up machines that are not ready, as fast as their zones allow. Returns whether all get their grace anew. */
export function judge(cluster: Cluster, actor: string): boolean {
  const nodes = cluster.list('Node')
  const old = cluster.recall<Zones>(actor, 'zones') ?? {}
  const calm = Object.values(old).every(({ state }) => state === 'initial' || state === 'normal')
  if (calm && nodes.every((node) => readyOf(node) === 'True' && !node.spec.taints?.some(isOurs)))
    return false
  const waiting = nodes.filter((node) => settle(cluster, node))
  const { zones, wentDark, cameBack } = outlook(old, nodes, cluster.now)
  if (wentDark)
    for (const { metadata } of nodes)
      spare(cluster, metadata.name, 'no node is ready at all: the fault is likely here')
  const after = { ...zones }
  for (const node of waiting) {
    const zone = after[zoneOf(node)] ?? FRESH
    if (zone.rate === 0 || cluster.now < zone.next) continue
    after[zoneOf(node)] = { ...zone, next: cluster.now + 1000 / zone.rate }
    giveUp(cluster, node.metadata.name, readyOf(node) === 'Unknown' ? UNREACHABLE : NOT_READY)
  }
  cluster.remember(actor, 'zones', after)
  return cameBack
}
