import type { Entry } from '../../sim/index.ts'
import { happeningOf } from '../../store/happening.ts'
import { shownAt, stageTime } from '../../store/playback.ts'
import { getCluster, onEntries } from '../../store/sim.ts'
import { idOf } from '../graph/world.ts'
import { cell } from '../hands/cell.ts'

/** One deed on the stage: who did it to what, and when the stage showed it. */
export interface Deed {
  readonly rv: number
  readonly actor: string
  readonly target: string
  /** Machine of the pod it was done to, for when the pod has no place of its own. */
  readonly machine: string | undefined
  readonly verb: Entry['verb']
  /** Stage milliseconds. */
  readonly at: number
  /** Worth a message across the stage; otherwise only the lamp lights. */
  readonly visible: boolean
}

/** Stage milliseconds for which a lamp stays lit after its actor did something. */
export const GLOW = 900
/** Longest time a deed can be seen. */
export const LIFE = 1500
const KEPT = 200

const QUIET: ReadonlySet<string> = new Set(['Event', 'Lease'])

/** The last deeds, oldest first. */
export const deedsCell = cell<readonly Deed[]>([])
/** Names of the actors that did something within the last moment of stage time. */
export const litCell = cell<ReadonlySet<string>>(new Set())

function machineOf(entry: Entry): string | undefined {
  const pod = entry.after ?? entry.before
  return pod?.kind === 'Pod' ? pod.spec.nodeName : undefined
}

/** What an entry is on the stage; undefined for heartbeats and records. Pure. */
export function deedOf(entry: Entry, at: number): Deed | undefined {
  if (QUIET.has(entry.kind)) return undefined
  return {
    rv: entry.rv,
    actor: entry.actor,
    target: idOf(entry.kind, entry.key),
    machine: machineOf(entry),
    verb: entry.verb,
    at,
    visible: happeningOf(entry) !== undefined,
  }
}

/** Actors whose last deed is at most GLOW old at the time. Pure: playing backwards lights the same lamps. */
export function litAt(deeds: readonly Deed[], time: number): ReadonlySet<string> {
  const lit = new Set<string>()
  for (let index = deeds.length - 1; index >= 0; index--) {
    const deed = deeds[index]
    if (!deed || time - deed.at > LIFE + GLOW) break
    if (deed.at <= time && time - deed.at <= GLOW) lit.add(deed.actor)
  }
  return lit
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one))
}

function read(entries: readonly Entry[], fresh: boolean): void {
  const before = fresh ? [] : deedsCell.get()
  // A burst at high speed shows its end only: nobody could follow more.
  const deeds = entries
    .slice(-KEPT)
    .map((entry) => deedOf(entry, shownAt(entry.rv) ?? stageTime()))
    .filter((deed) => deed !== undefined)
  if (deeds.length > 0 || fresh) deedsCell.set([...before, ...deeds].slice(-KEPT))
}

/** Follows the journal while the stage is mounted. */
export function followJournal(): () => void {
  return onEntries(read)
}

/** Brings the lamps up to the stage's clock; called once per frame. */
export function updateLamps(time: number): void {
  const lit = litAt(deedsCell.get(), time)
  if (!sameSet(lit, litCell.get())) litCell.set(lit)
}

/** How far back the API server's card looks for a request worth naming. */
const LOOK_BACK = 200

/** The newest entry that is somebody's story, for the API server's card; else the newest that is no heartbeat. */
export function lastRequest(): Entry | undefined {
  const { journal } = getCluster()
  const newest = journal.last?.rv ?? 0
  let other: Entry | undefined
  for (let rv = newest; rv > 0 && newest - rv < LOOK_BACK; rv--) {
    const entry = journal.at(rv)
    if (!entry || QUIET.has(entry.kind)) continue
    if (happeningOf(entry) !== undefined) return entry
    other ??= entry
  }
  return other
}
