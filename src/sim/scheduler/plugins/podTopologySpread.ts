import { countOn, denseOf, type LabelSet } from '../labelSets.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import {
  type Filter,
  MAX_SCORE,
  type Plugin,
  type Rejection,
  type Scorer,
  type World,
} from '../plugin.ts'
import type { TopologyColumn } from '../snapshot.ts'
import {
  counts,
  HOSTNAME,
  hasAllKeys,
  type Spread,
  type SpreadOptions,
  spreadsOf,
} from './spreadConstraints.ts'

const NAME = 'PodTopologySpread'
const SKEWED: Rejection = {
  code: 'Unschedulable',
  plugin: NAME,
  reasons: ["node(s) didn't match pod topology spread constraints"],
}
const NO_LABEL: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: NAME,
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
}
const NO_SETS: readonly LabelSet[] = []
const NO_DOMAINS = new Int32Array(0)

/** An empty selector counts nobody, however odd that is. */
function setsOf(spread: Spread, pod: PodInfo, world: World): readonly LabelSet[] {
  if (spread.matcher.empty) return NO_SETS
  return world.snapshot.labelSets.select(pod.namespace, spread.matcher)
}

interface Hard {
  readonly spread: Spread
  readonly column: TopologyColumn
  /** Matching pods by domain; -1 for domains that do not count. */
  readonly perDomain: Int32Array
  readonly self: number
  readonly least: number
}

function hardOf(spread: Spread, all: readonly Spread[], pod: PodInfo, world: World): Hard {
  const column = world.snapshot.column(spread.topologyKey)
  const perDomain = new Int32Array(column.values.length).fill(-1)
  const sets = setsOf(spread, pod, world)
  for (const node of world.snapshot.nodes) {
    const domain = column.domains[node.index] as number
    if (domain < 0 || !hasAllKeys(node, all) || !counts(spread, pod, node)) continue
    perDomain[domain] = Math.max(0, perDomain[domain] as number) + countOn(sets, node)
  }
  let least = Number.POSITIVE_INFINITY
  let domains = 0
  for (const count of perDomain) {
    if (count < 0) continue
    domains++
    if (count < least) least = count
  }
  if (domains < spread.minDomains) least = 0
  return { spread, column, perDomain, self: spread.matcher.matches(pod.labels) ? 1 : 0, least }
}

function prepareFilter(pod: PodInfo, world: World, options: SpreadOptions): Filter | undefined {
  const spreads = spreadsOf(pod, world, 'DoNotSchedule', options)
  if (spreads.length === 0) return undefined
  const hard = spreads.map((spread) => hardOf(spread, spreads, pod, world))
  return {
    check(node) {
      for (const { spread, column, perDomain, self, least } of hard) {
        const value = node.labels[spread.topologyKey]
        if (value === undefined) return NO_LABEL
        const domain = column.byValue.get(value) ?? -1
        const here = domain < 0 ? 0 : Math.max(0, perDomain[domain] as number)
        if (here + self - least > spread.maxSkew) return SKEWED
      }
      return undefined
    },
  }
}

interface Soft {
  readonly sets: readonly LabelSet[]
  /** Matching pods by domain; undefined for the hostname, which is counted node by node. */
  readonly perDomain: Int32Array | undefined
  readonly column: TopologyColumn
  readonly weight: number
  readonly base: number
}

interface Candidates {
  readonly nodes: readonly NodeInfo[]
  readonly count: number
  readonly ignored: ReadonlySet<NodeInfo> | undefined
}

/** Marks the domains that some candidate is in with 0, and says how many there are. */
function openDomains(
  perDomain: Int32Array,
  column: TopologyColumn,
  candidates: Candidates,
): number {
  let size = 0
  let unlabelled = 0
  for (let i = 0; i < candidates.count; i++) {
    const node = candidates.nodes[i] as NodeInfo
    if (candidates.ignored?.has(node)) continue
    const domain = column.domains[node.index] as number
    if (domain < 0) unlabelled = 1
    else if (perDomain[domain] === -1) {
      perDomain[domain] = 0
      size++
    }
  }
  return size + unlabelled
}

function softOf(
  spread: Spread,
  pod: PodInfo,
  world: World,
  candidates: Candidates,
  mayCount: (node: NodeInfo) => boolean,
): Soft {
  const sets = setsOf(spread, pod, world)
  const column = world.snapshot.column(spread.topologyKey)
  const base = spread.maxSkew - 1
  if (spread.topologyKey === HOSTNAME) {
    const size = candidates.count - (candidates.ignored?.size ?? 0)
    return { sets, column, base, perDomain: undefined, weight: Math.log(size + 2) }
  }
  // No node has the label: there is nothing to count.
  if (column.values.length === 0) return { sets, column, base, perDomain: NO_DOMAINS, weight: 0 }
  const perDomain = new Int32Array(column.values.length).fill(-1)
  const size = openDomains(perDomain, column, candidates)
  for (const set of sets) {
    for (const [node, pods] of set.live) {
      const domain = column.domains[node.index] as number
      if (domain < 0 || perDomain[domain] === -1) continue
      if (mayCount(node) && counts(spread, pod, node))
        perDomain[domain] = (perDomain[domain] as number) + pods
    }
  }
  return { sets, column, base, perDomain, weight: Math.log(size + 2) }
}

function withoutAllKeys(
  nodes: readonly NodeInfo[],
  count: number,
  spreads: readonly Spread[],
): ReadonlySet<NodeInfo> {
  const found = new Set<NodeInfo>()
  for (let i = 0; i < count; i++) {
    const node = nodes[i] as NodeInfo
    if (!hasAllKeys(node, spreads)) found.add(node)
  }
  return found
}

/** Few pods in the same place score high; nodes out of the count score nothing. */
// k8s: pkg/scheduler/framework/plugins/podtopologyspread scoring.go NormalizeScore (1.36)
function normalize(
  scores: Float64Array,
  nodes: readonly NodeInfo[],
  count: number,
  ignored: ReadonlySet<NodeInfo> | undefined,
): void {
  let least = Number.MAX_SAFE_INTEGER
  let most = 0
  for (let i = 0; i < count; i++) {
    if (ignored?.has(nodes[i] as NodeInfo)) continue
    const score = scores[i] as number
    if (score < least) least = score
    if (score > most) most = score
  }
  for (let i = 0; i < count; i++) {
    if (ignored?.has(nodes[i] as NodeInfo)) scores[i] = 0
    else if (most === 0) scores[i] = MAX_SCORE
    else scores[i] = Math.trunc((MAX_SCORE * (most + least - (scores[i] as number))) / most)
  }
}

/** Adds one constraint's part to every node's score. */
function addSoft(
  soft: Soft,
  nodes: readonly NodeInfo[],
  indexes: Int32Array,
  count: number,
  into: Float64Array,
  total: number,
): void {
  const { perDomain, sets, weight, base } = soft
  const { domains } = soft.column
  const dense = sets.length === 1 ? denseOf(sets[0] as LabelSet, total) : undefined
  for (let i = 0; i < count; i++) {
    const index = indexes[i] as number
    const domain = domains[index] as number
    if (domain < 0) continue
    let pods = 0
    if (perDomain) pods = perDomain[domain] as number
    else pods = dense ? (dense[index] as number) : countOn(sets, nodes[i] as NodeInfo)
    into[i] = (into[i] as number) + pods * weight + base
  }
}

function scoreNodes(
  softs: readonly Soft[],
  nodes: readonly NodeInfo[],
  indexes: Int32Array,
  count: number,
  ignored: ReadonlySet<NodeInfo> | undefined,
  into: Float64Array,
  total: number,
): void {
  into.fill(0, 0, count)
  for (const soft of softs) {
    if (soft.column.values.length > 0) addSoft(soft, nodes, indexes, count, into, total)
  }
  for (let i = 0; i < count; i++) into[i] = Math.round(into[i] as number)
  if (!ignored) return
  for (let i = 0; i < count; i++) if (ignored.has(nodes[i] as NodeInfo)) into[i] = 0
}

function prepareScore(
  pod: PodInfo,
  world: World,
  nodes: readonly NodeInfo[],
  count: number,
  options: SpreadOptions,
): Scorer | undefined {
  const spreads = spreadsOf(pod, world, 'ScheduleAnyway', options)
  if (spreads.length === 0) return undefined
  // The built-in defaults still spread over hosts where there are no zones.
  const strict =
    (pod.pod.spec.topologySpreadConstraints?.length ?? 0) > 0 || !options.systemDefaulted
  const ignored = strict ? withoutAllKeys(nodes, count, spreads) : undefined
  const mayCount = (node: NodeInfo) => !strict || hasAllKeys(node, spreads)
  const softs = spreads.map((spread) =>
    softOf(spread, pod, world, { nodes, count, ignored }, mayCount),
  )
  const score = (node: NodeInfo): number => {
    if (ignored?.has(node)) return 0
    let sum = 0
    for (const soft of softs) {
      const domain = soft.column.domains[node.index] as number
      if (domain < 0) continue
      const pods = soft.perDomain ? (soft.perDomain[domain] as number) : countOn(soft.sets, node)
      sum += pods * soft.weight + soft.base
    }
    return Math.round(sum)
  }
  return {
    score,
    scoreAll: (list, n, into, indexes) =>
      scoreNodes(softs, list, indexes, n, ignored, into, world.snapshot.nodeCount),
    normalize: (scores, list, n) => normalize(scores, list, n, ignored),
  }
}

// k8s: pkg/scheduler/framework/plugins/podtopologyspread (1.36)
export function createPodTopologySpread(
  options: SpreadOptions = { systemDefaulted: true },
): Plugin {
  return {
    name: NAME,
    weight: 2,
    prepareFilter: (pod, world) => prepareFilter(pod, world, options),
    prepareScore: (pod, world, nodes, count) => prepareScore(pod, world, nodes, count, options),
  }
}
