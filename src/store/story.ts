import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Entry } from '../sim/index.ts'
import { happeningOf } from './happening.ts'
import { onEntries, peekCluster } from './sim.ts'

/** How many actions the screen keeps to tell and to draw. */
const KEPT = 600
/** How far back in the journal a fresh screen looks for them. */
const LOOK_BACK = 4000

let kept: Entry[] = []

export const storyStore = createStore<{ readonly version: number }>()(() => ({ version: 0 }))

/** The last actions worth seeing, oldest first. The same array until another one came. */
export function recentActions(): readonly Entry[] {
  return kept
}

/** The last actions worth seeing; renders again when another one came. */
export function useRecentActions(): readonly Entry[] {
  useStore(storyStore, (state) => state.version)
  return kept
}

function keep(entries: readonly Entry[], fresh: boolean): void {
  const view = peekCluster()
  if (!view) return
  const { journal, rv } = view
  const source = fresh ? journal.since(Math.max(journal.compacted, rv - LOOK_BACK)) : entries
  // At speed a batch can be longer than all that is kept: older entries need not even be looked at.
  const found: Entry[] = []
  for (let at = source.length - 1; at >= 0 && found.length < KEPT; at--) {
    const entry = source[at]
    if (entry && happeningOf(entry)) found.push(entry)
  }
  if (found.length === 0 && !fresh) return
  found.reverse()
  kept = (fresh ? found : [...kept, ...found]).slice(-KEPT)
  storyStore.setState(({ version }) => ({ version: version + 1 }))
}

onEntries(keep, { pictures: true })

/** An action and everything that led to it, oldest first. */
const LONGEST_CHAIN = 40

/**
 * The last thing that happened to an object, and what led to it back to the user's own click: the journal's causes,
 * without steps that nobody would miss. Empty when the journal no longer knows.
 */
export function causesOf(kind: string, key: string): readonly Entry[] {
  const journal = peekCluster()?.journal
  if (!journal) return []
  const all = journal.since(journal.compacted)
  const last = all.findLast(
    (entry) => entry.kind === kind && entry.key === key && happeningOf(entry) !== undefined,
  )
  const chain: Entry[] = []
  for (
    let entry = last;
    entry !== undefined && chain.length < LONGEST_CHAIN;
    entry = entry.cause > 0 ? journal.at(entry.cause) : undefined
  )
    if (entry.actor === 'user' || happeningOf(entry)) chain.push(entry)
  return chain.reverse()
}
