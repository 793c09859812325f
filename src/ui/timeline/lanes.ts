import type { Entry } from '../../sim/index.ts'
import { happeningOf, type What } from '../../store/happening.ts'

/** How a mark looks: each sort has its own shape and colour. */
export type MarkSort = 'act' | 'good' | 'end' | 'trouble' | 'work'

export interface Mark {
  readonly entry: Entry
  readonly sort: MarkSort
  /** Stage time at which it was shown. */
  readonly at: number
}

export interface Lane {
  readonly actor: string
  readonly marks: readonly Mark[]
}

const SORTS: Partial<Readonly<Record<What, MarkSort>>> = {
  deleting: 'end',
  removed: 'end',
  failed: 'trouble',
  waiting: 'trouble',
  unschedulable: 'trouble',
  preempted: 'trouble',
  restarted: 'trouble',
  unready: 'trouble',
  nodeNotReady: 'trouble',
  nodeLost: 'trouble',
  claimLost: 'trouble',
  rejected: 'trouble',
  probeFailed: 'trouble',
  hookFailed: 'trouble',
  outOfMemory: 'trouble',
  mountFailed: 'trouble',
  createFailed: 'trouble',
  noVolume: 'trouble',
  provisionFailed: 'trouble',
  volumeFailed: 'trouble',
  jobFailed: 'trouble',
  pressed: 'trouble',
  ending: 'end',
  poweredOff: 'end',
  kubeletStopped: 'end',
  componentStopped: 'end',
  machineRemoved: 'end',
  jobDone: 'good',
  running: 'work',
  ready: 'good',
  succeeded: 'good',
  rolledOut: 'good',
  nodeReady: 'good',
  claimBound: 'good',
  volumeBound: 'good',
}

/** Where an actor's lane stands: the user on top, then those who decide, then the machines. */
function rank(actor: string): string {
  if (actor === 'user') return '0'
  if (actor.startsWith('kubelet')) return `3 ${actor}`
  return actor.includes('scheduler') ? '2' : `1 ${actor}`
}

/** Marks of the actions shown since a moment, in lanes of who acted; the busiest of the latest when there are too many. */
export function lanesOf(
  actions: readonly Entry[],
  shownAt: (rv: number) => number | undefined,
  since: number,
  most: number,
): readonly Lane[] {
  const lanes = new Map<string, Mark[]>()
  for (let index = actions.length - 1; index >= 0; index--) {
    const entry = actions[index]
    const at = entry && shownAt(entry.rv)
    if (!entry || at === undefined || at < since) break
    const lane = lanes.get(entry.actor)
    if (!lane && lanes.size === most) continue
    const what = happeningOf(entry)?.what
    const mark: Mark = { entry, at, sort: (what && SORTS[what]) ?? 'act' }
    if (lane) lane.push(mark)
    else lanes.set(entry.actor, [mark])
  }
  return [...lanes]
    .map(([actor, marks]) => ({ actor, marks: marks.reverse() }))
    .sort((a, b) => (rank(a.actor) < rank(b.actor) ? -1 : 1))
}
