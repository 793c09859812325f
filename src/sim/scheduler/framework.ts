import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import {
  type Filter,
  isRejection,
  type Plugin,
  type Rejection,
  type Scorer,
  type World,
} from './plugin.ts'
import { DEFAULT_PLUGINS } from './plugins/index.ts'

/** Where chance comes from: an integer from 0 to below the bound. */
export interface Dice {
  int(bound: number): number
}

const SAMPLING_FROM = 100
const LEAST_PERCENT = 5

/** How many feasible nodes are enough; in large clusters not all are looked at. */
// k8s: pkg/scheduler/schedule_one.go numFeasibleNodesToFind (1.36)
export function feasibleNodesToFind(nodes: number): number {
  if (nodes < SAMPLING_FROM) return nodes
  const percent = Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125))
  return Math.max(SAMPLING_FROM, Math.trunc((nodes * percent) / 100))
}

/** One plugin's normalised scores of the feasible nodes, in their order. */
export interface PluginScores {
  readonly plugin: Plugin
  readonly scores: Float64Array
}

/**
 * One look at all nodes for one pod. The arrays are reused by the next evaluation:
 * copy what has to last.
 */
export class Evaluation {
  /** Set when one plugin rules out every node before any is looked at. */
  refusal: Rejection | undefined
  readonly feasible: NodeInfo[] = []
  /** Their places in the snapshot. */
  indexes = new Int32Array(0)
  count = 0
  /** Why not, by the node's index; undefined for feasible nodes and those not looked at. */
  readonly rejections: (Rejection | undefined)[] = []
  /** How many there are. */
  rejected = 0
  /** Nodes looked at, feasible or not. */
  processed = 0
  /** Nodes that are out because other nodes were named, and by which plugins. */
  pinnedBy: readonly string[] = []
  totals = new Float64Array(0)
  readonly parts: PluginScores[] = []

  /** Forgets the last look, and makes room for so many nodes. */
  reset(size: number): void {
    this.count = 0
    this.processed = 0
    this.parts.length = 0
    if (this.rejected > 0) this.rejections.fill(undefined)
    this.rejected = 0
    if (this.indexes.length < size) this.indexes = new Int32Array(size)
    while (this.rejections.length < size) this.rejections.push(undefined)
    this.rejections.length = size
  }
}

/** One plugin's scores of the first nodes, brought to 0..100. */
function fill(scores: Float64Array, scorer: Scorer, evaluation: Evaluation): void {
  const { feasible: nodes, count, indexes } = evaluation
  if (scorer.scoreAll) scorer.scoreAll(nodes, count, scores, indexes)
  else for (let i = 0; i < count; i++) scores[i] = scorer.score(nodes[i] as NodeInfo)
  scorer.normalize?.(scores, nodes, count)
}

/** The rejection of a node that others were named instead of. */
export function notNamed(plugins: readonly string[]): Rejection {
  return {
    code: 'UnschedulableAndUnresolvable',
    plugin: plugins[0] ?? '',
    reasons: [`node(s) didn't satisfy plugin(s) [${[...plugins].sort().join(' ')}]`],
  }
}

/** The ordered plugins, and the scratch space of one scheduler. */
export class Framework {
  readonly evaluation = new Evaluation()
  private readonly filters: Filter[] = []
  private readonly buffers = new Map<Plugin, Float64Array>()
  /** For questions that are asked while this one is at work. */
  private second: Framework | undefined
  readonly plugins: readonly Plugin[]

  constructor(plugins: readonly Plugin[] = DEFAULT_PLUGINS) {
    this.plugins = plugins
  }

  /** Asks the nodes from `start` on, round robin, until `enough` can take the pod or `most` were asked. */
  filter(
    pod: PodInfo,
    world: World,
    start: number,
    enough: number,
    most = Number.POSITIVE_INFINITY,
  ): Evaluation {
    const { evaluation } = this
    const { nodes } = world.snapshot
    const size = nodes.length
    const total = Math.min(size, most)
    evaluation.reset(size)
    const allowed = this.prepare(pod, world)
    if (evaluation.refusal) return evaluation
    const promised = world.nominations.size > 0
    let index = size === 0 ? 0 : start % size
    for (let step = 0; step < total && evaluation.count < enough; step++) {
      const node = nodes[index] as NodeInfo
      if (!allowed || allowed.has(node.name)) {
        if (!promised || this.leavesRoom(pod, world, node, index)) this.ask(node, index)
      }
      evaluation.processed++
      index = index + 1 === size ? 0 : index + 1
    }
    return evaluation
  }

  private ask(node: NodeInfo, index: number): void {
    const { evaluation, filters } = this
    for (let i = 0; i < filters.length; i++) {
      const filter = filters[i] as Filter
      if (filter.passed?.get(index) === 1) continue
      const rejection = filter.check(node)
      if (rejection) {
        this.reject(index, rejection)
        return
      }
    }
    evaluation.indexes[evaluation.count] = index
    evaluation.feasible[evaluation.count++] = node
  }

  private reject(index: number, rejection: Rejection): void {
    this.evaluation.rejections[index] = rejection
    this.evaluation.rejected++
  }

  /** Whether the node would still do if the pods that are promised it were there. */
  private leavesRoom(pod: PodInfo, world: World, node: NodeInfo, index: number): boolean {
    if (world.nominations.before(pod, node.name).length === 0) return true
    this.second ??= new Framework(this.plugins)
    const rejection = this.second.judgeBesideGuests(pod, world, node)
    if (rejection) this.reject(index, rejection)
    return rejection === undefined
  }

  private judgeBesideGuests(pod: PodInfo, world: World, node: NodeInfo): Rejection | undefined {
    const guests = world.nominations.before(pod, node.name)
    if (guests.length === 0) return undefined
    for (const guest of guests) world.snapshot.place(guest, node.name)
    const rejection = this.judgeAsItIs(pod, world, node)
    for (const guest of guests) world.snapshot.removePod(guest.uid)
    return rejection
  }

  private judgeAsItIs(pod: PodInfo, world: World, node: NodeInfo): Rejection | undefined {
    const allowed = this.prepare(pod, world)
    const { refusal, pinnedBy } = this.evaluation
    if (refusal) return refusal
    if (allowed && !allowed.has(node.name)) return notNamed(pinnedBy)
    for (const filter of this.filters) {
      const rejection = filter.check(node)
      if (rejection) return rejection
    }
    return undefined
  }

  /** What stands in the pod's way on one node alone, with the pods that are promised it and without. */
  // k8s: pkg/scheduler/framework/runtime RunFilterPluginsWithNominatedPods (1.36)
  judge(pod: PodInfo, world: World, node: NodeInfo): Rejection | undefined {
    return this.judgeBesideGuests(pod, world, node) ?? this.judgeAsItIs(pod, world, node)
  }

  /** Collects the filters that have something to say; returns the names they all allow. */
  private prepare(pod: PodInfo, world: World): ReadonlySet<string> | undefined {
    const { evaluation, filters } = this
    filters.length = 0
    evaluation.refusal = undefined
    evaluation.pinnedBy = []
    let allowed: ReadonlySet<string> | undefined
    for (const plugin of this.plugins) {
      const prepared = plugin.prepareFilter?.(pod, world)
      if (!prepared) continue
      if (isRejection(prepared)) {
        evaluation.refusal = prepared
        return undefined
      }
      filters.push(prepared)
      const { nodeNames } = prepared
      if (!nodeNames) continue
      evaluation.pinnedBy = [...evaluation.pinnedBy, plugin.name]
      const before: ReadonlySet<string> | undefined = allowed
      allowed = before ? new Set([...nodeNames].filter((name) => before.has(name))) : nodeNames
    }
    return allowed
  }

  /** Ranks the feasible nodes of the last filter. */
  // k8s: pkg/scheduler/framework/runtime RunScorePlugins (1.36)
  score(pod: PodInfo, world: World): void {
    const { evaluation } = this
    const { count, feasible } = evaluation
    if (evaluation.totals.length < count) evaluation.totals = new Float64Array(count * 2)
    const { totals } = evaluation
    totals.fill(0, 0, count)
    for (const plugin of this.plugins) {
      const scorer = plugin.prepareScore?.(pod, world, feasible, count)
      if (scorer === undefined) continue
      const scores = this.buffer(plugin, count)
      const weight = plugin.weight ?? 1
      if (typeof scorer === 'number') {
        scores.fill(scorer, 0, count)
        for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + weight * scorer
      } else {
        fill(scores, scorer, evaluation)
        for (let i = 0; i < count; i++)
          totals[i] = (totals[i] as number) + weight * (scores[i] as number)
      }
      evaluation.parts.push({ plugin, scores })
    }
  }

  private buffer(plugin: Plugin, count: number): Float64Array {
    let buffer = this.buffers.get(plugin)
    if (!buffer || buffer.length < count) {
      buffer = new Float64Array(count * 2)
      this.buffers.set(plugin, buffer)
    }
    return buffer
  }

  /** The best node of the last score; among equals, chance decides. */
  // k8s: pkg/scheduler/schedule_one.go selectHost (1.36)
  pick(dice: Dice): NodeInfo | undefined {
    const { totals, count, feasible } = this.evaluation
    let best = 0
    let equals = 1
    for (let i = 1; i < count; i++) {
      const total = totals[i] as number
      const top = totals[best] as number
      if (total > top) {
        best = i
        equals = 1
      } else if (total === top && dice.int(++equals) === 0) best = i
    }
    return count === 0 ? undefined : feasible[best]
  }
}
