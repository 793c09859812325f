import type { Millis } from '../time.ts'
import type { Evaluation, Framework, PluginScores } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Plugin, Rejection, World } from './plugin.ts'
import type { Attempt } from './preemption.ts'
import { priorityOf } from './priority.ts'

export interface RejectedNode {
  readonly node: string
  readonly plugin: string
  readonly reasons: readonly string[]
}

export interface ScoredNode {
  readonly node: string
  /** Weighted sum of the plugins' scores. */
  readonly total: number
  /** 0..100 by plugin, before its weight. */
  readonly scores: Readonly<Record<string, number>>
}

/** A pod that has to go. */
export interface Victim {
  /** Its namespace and name. */
  readonly pod: string
  readonly priority: number
}

export interface PreemptionNode {
  readonly node: string
  /** Who would have to leave, the most important first; empty where that would not help. */
  readonly victims: readonly Victim[]
  /** How many of them a PodDisruptionBudget protects. */
  readonly violations: number
  /** Why it does not help there. */
  readonly reasons: readonly string[]
}

/** What the wish to evict pods of lower priority came to. */
export interface PreemptionTable {
  /** Where room is made; absent when nowhere. */
  readonly node?: string
  /** Why it was not tried at all. */
  readonly ineligible?: string
  readonly nodes: readonly PreemptionNode[]
}

/** How the scheduler decided about one pod, as a table. */
export interface Decision {
  readonly pod: string
  readonly uid: string
  readonly at: Millis
  /** The machine it chose; absent when there was none. */
  readonly node?: string
  /** Text of the FailedScheduling event. */
  readonly message?: string
  /** All machines, those looked at, and those that could take the pod. */
  readonly nodes: number
  readonly evaluated: number
  readonly feasible: number
  /** Factor of each plugin's score in the total. */
  readonly weights: Readonly<Record<string, number>>
  /** Best first; only the first few in large clusters. */
  readonly scored: readonly ScoredNode[]
  readonly rejected: readonly RejectedNode[]
  /** Of an attempt that found no node. */
  readonly preemption?: PreemptionTable
}

const KEPT = 500
const ALL_ROWS_UP_TO = 100
const ROWS = 10

/** One decision in numbers; its place is used again for a later one, so that a decision costs no memory of its own. */
class Kept {
  uid = ''
  namespace = ''
  name = ''
  at: Millis = 0
  node: string | undefined = undefined
  message: string | undefined = undefined
  nodes = 0
  evaluated = 0
  feasible = 0
  rows = 0
  plugins: readonly Plugin[] = NO_PLUGINS
  readonly names: string[] = []
  /** Places of the rows in the evaluation, best first. */
  readonly places: number[] = []
  /** Rows of plugins, one after the other, and behind them that of the totals. In lists every number is an object. */
  scores = NO_SCORES
  rejected: readonly RejectedNode[] = NO_REJECTED
  preemption: PreemptionTable | undefined = undefined
  /** Grows with every decision. */
  order = 0
}

const NO_REJECTED: readonly RejectedNode[] = []
const NO_PLUGINS: readonly Plugin[] = []
const NO_SCORES = new Float64Array(0)

/** Puts the places of the best totals, best first, into the list and returns how many there are. */
function best(totals: Float64Array, count: number, into: number[]): number {
  const wanted = count <= ALL_ROWS_UP_TO ? count : ROWS
  let held = 0
  for (let i = 0; i < count; i++) {
    const total = totals[i] as number
    if (held === wanted && total <= (totals[into[held - 1] as number] as number)) continue
    let at = held < wanted ? held++ : held - 1
    for (; at > 0 && (totals[into[at - 1] as number] as number) < total; at--)
      into[at] = into[at - 1] as number
    into[at] = i
  }
  return held
}

function fillRows(kept: Kept, { parts, totals, count, feasible }: Evaluation): void {
  const scored = parts.length > 0
  kept.places[0] = 0
  kept.rows = scored ? best(totals, count, kept.places) : kept.node === undefined ? 0 : 1
  const { rows, places } = kept
  const needed = (parts.length + 1) * rows
  if (kept.scores.length < needed) kept.scores = new Float64Array(needed)
  kept.plugins = samePlugins(kept.plugins, parts) ? kept.plugins : parts.map((one) => one.plugin)
  for (let part = 0; part < parts.length; part++) {
    const { scores } = parts[part] as PluginScores
    for (let row = 0; row < rows; row++)
      kept.scores[part * rows + row] = scores[places[row] as number] as number
  }
  for (let row = 0; row < rows; row++) {
    const place = places[row] as number
    kept.names[row] = (feasible[place] as NodeInfo).name
    kept.scores[parts.length * rows + row] = scored ? (totals[place] as number) : 0
  }
}

function samePlugins(plugins: readonly Plugin[], parts: readonly PluginScores[]): boolean {
  if (plugins.length !== parts.length) return false
  for (let part = 0; part < parts.length; part++)
    if (plugins[part] !== parts[part]?.plugin) return false
  return true
}

function rejectedRows(
  nodes: readonly NodeInfo[],
  rejections: readonly (Rejection | undefined)[],
): readonly RejectedNode[] {
  const limit = nodes.length <= ALL_ROWS_UP_TO ? nodes.length : ROWS
  const rows: RejectedNode[] = []
  for (let i = 0; i < rejections.length && rows.length < limit; i++) {
    const rejection = rejections[i]
    if (!rejection) continue
    rows.push({
      node: (nodes[i] as NodeInfo).name,
      plugin: rejection.plugin,
      reasons: rejection.reasons,
    })
  }
  return rows
}

function victimsOf(pods: readonly PodInfo[]): readonly Victim[] {
  return pods.map(({ namespace, pod }) => ({
    pod: `${namespace}/${pod.metadata.name}`,
    priority: priorityOf(pod),
  }))
}

/** What preemption found; the nodes where it would help come first. */
function preemptionTable(tried: Attempt, total: number): PreemptionTable {
  const limit = total <= ALL_ROWS_UP_TO ? total : ROWS
  const helped = tried.candidates.map(({ node, victims, violations }): PreemptionNode => {
    return { node: node.name, victims: victimsOf(victims), violations, reasons: [] }
  })
  const chosen = tried.chosen?.node.name
  helped.sort((a, b) => Number(b.node === chosen) - Number(a.node === chosen))
  const others = [...tried.refusals].map(([node, reasons]): PreemptionNode => {
    return { node, victims: [], violations: 0, reasons }
  })
  return {
    ...(chosen === undefined ? {} : { node: chosen }),
    ...(tried.ineligible === undefined ? {} : { ineligible: tried.ineligible }),
    nodes: [...helped, ...others].slice(0, limit),
  }
}

/** The newest of one sort, in places that are used again. */
class Ring {
  private readonly places: Kept[] = []
  private next = 0

  clear(): void {
    this.places.length = 0
    this.next = 0
  }

  forget(uid: string): void {
    for (const kept of this.places) if (kept.uid === uid) kept.uid = ''
  }

  take(): Kept {
    const kept = this.places[this.next] ?? new Kept()
    this.places[this.next] = kept
    this.next = this.next + 1 === KEPT ? 0 : this.next + 1
    return kept
  }

  of(uid: string): readonly Kept[] {
    return this.places.filter((kept) => kept.uid === uid)
  }
}

/**
 * The tables of the newest decisions. Derived: it starts empty after a restore, and keeps the newest 500 that found
 * a node at once, and as many of the others, so that a crowd of easy ones drives out none that has a story.
 */
export class DecisionLog {
  private readonly easy = new Ring()
  private readonly hard = new Ring()
  private order = 0

  clear(): void {
    this.easy.clear()
    this.hard.clear()
  }

  forget(uid: string): void {
    this.easy.forget(uid)
    this.hard.forget(uid)
  }

  /** Keeps the framework's last evaluation as the decision about the pod. */
  note(
    framework: Framework,
    world: World,
    pod: PodInfo,
    at: Millis,
    node: string | undefined,
    message: string | undefined,
    tried?: Attempt,
  ): void {
    const { evaluation } = framework
    const kept = (node === undefined || pod.pod.status.conditions ? this.hard : this.easy).take()
    kept.order = ++this.order
    kept.preemption = tried && preemptionTable(tried, world.snapshot.nodeCount)
    kept.uid = pod.uid
    kept.namespace = pod.namespace
    kept.name = pod.pod.metadata.name
    kept.at = at
    kept.node = node
    kept.message = message
    kept.nodes = world.snapshot.nodeCount
    kept.evaluated = evaluation.processed
    kept.feasible = evaluation.count
    fillRows(kept, evaluation)
    kept.rejected =
      evaluation.rejected === 0
        ? NO_REJECTED
        : rejectedRows(world.snapshot.nodes, evaluation.rejections)
  }

  /** What is kept of the attempts to place the pod, the newest first. */
  all(uid: string): readonly Decision[] {
    if (uid === '') return []
    return [...this.hard.of(uid), ...this.easy.of(uid)]
      .sort((a, b) => b.order - a.order)
      .map(decisionFrom)
  }

  get(uid: string): Decision | undefined {
    return this.all(uid)[0]
  }
}

function decisionFrom(kept: Kept): Decision {
  const { plugins, names, scores, node, message, rows, preemption } = kept
  return {
    pod: `${kept.namespace}/${kept.name}`,
    uid: kept.uid,
    at: kept.at,
    nodes: kept.nodes,
    evaluated: kept.evaluated,
    feasible: kept.feasible,
    rejected: kept.rejected,
    ...(node === undefined ? {} : { node }),
    ...(message === undefined ? {} : { message }),
    ...(preemption === undefined ? {} : { preemption }),
    weights: Object.fromEntries(plugins.map((plugin) => [plugin.name, plugin.weight ?? 1])),
    scored: names.slice(0, rows).map((name, row) => ({
      node: name,
      total: scores[plugins.length * rows + row] ?? 0,
      scores: Object.fromEntries(
        plugins.map((plugin, part) => [plugin.name, scores[part * rows + row] ?? 0]),
      ),
    })),
  }
}
