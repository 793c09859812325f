import type { Entry } from '../../sim/index.ts'
import { cell } from '../../store/cell.ts'
import { happeningOf, type What } from '../../store/happening.ts'
import { shownAt, stageTime } from '../../store/playback.ts'
import { onEntries, peekCluster } from '../../store/sim.ts'
import { idOf } from '../graph/world.ts'

/** What kind of message a deed is: each has its own sign. */
export type Sort = 'create' | 'update' | 'delete' | 'bind' | 'report' | 'act'

/** One deed on the stage: who did it to what, and when the stage showed it. */
export interface Deed {
  readonly rv: number
  readonly actor: string
  readonly target: string
  /** Machine of the pod it was done to, for when the pod has no place of its own. */
  readonly machine: string | undefined
  readonly sort: Sort
  /** What it means to a watcher; undefined when nobody would miss it: then only the lamp lights. */
  readonly what: What | undefined
  /** The entry that woke the actor, 0 for none: the message of the watch. */
  readonly cause: number
  /** Stage milliseconds. */
  readonly at: number
  /** The other end of what was tied or untied. */
  readonly tie: string | undefined
}

/** Stage milliseconds for which a lamp stays lit after its actor did something. */
export const GLOW = 900
/** Longest time a deed can be seen. */
export const LIFE = 1900
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

function sortOf(entry: Entry, what: What | undefined): Sort {
  if (entry.verb !== 'update') return entry.verb
  if (what === 'deleting') return 'delete'
  if (what === 'bound' || what === 'claimBound' || what === 'volumeBound') return 'bind'
  return entry.actor.startsWith('kubelet') ? 'report' : 'update'
}

const TIES: ReadonlySet<What | undefined> = new Set<What>([
  'claimBound',
  'volumeBound',
  'volumeReserved',
  'volumeReleased',
])

/** The claim of a volume, the volume of a claim. */
function tieOf({ before, after }: Entry, what: What | undefined): string | undefined {
  const object = after ?? before
  if (!object || !TIES.has(what)) return undefined
  if (object.kind === 'PersistentVolumeClaim' && object.spec.volumeName)
    return idOf('PersistentVolume', `/${object.spec.volumeName}`)
  if (object.kind !== 'PersistentVolume' || !object.spec.claimRef) return undefined
  const { namespace = '', name = '' } = object.spec.claimRef
  return idOf('PersistentVolumeClaim', `${namespace}/${name}`)
}

/** What an entry is on the stage; undefined for heartbeats and records. Pure. */
export function deedOf(entry: Entry, at: number): Deed | undefined {
  if (QUIET.has(entry.kind)) return undefined
  const what = happeningOf(entry)?.what
  return {
    rv: entry.rv,
    actor: entry.actor,
    target: idOf(entry.kind, entry.key),
    machine: machineOf(entry),
    sort: sortOf(entry, what),
    what,
    cause: entry.cause,
    at,
    tie: tieOf(entry, what),
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

function deedsOf(entries: readonly Entry[], fallback: number | undefined): readonly Deed[] {
  // A burst at high speed shows its end only: nobody could follow more.
  return entries.slice(-KEPT).flatMap((entry) => {
    const at = shownAt(entry.rv) ?? fallback
    const deed = at === undefined ? undefined : deedOf(entry, at)
    return deed ? [deed] : []
  })
}

function read(entries: readonly Entry[], fresh: boolean): void {
  if (fresh) {
    // After going back, what was on stage at that moment is on stage again; of a new cluster nothing was.
    const view = peekCluster()
    if (!view) return
    const { journal, rv } = view
    deedsCell.set(deedsOf(journal.since(Math.max(journal.compacted, rv - 4 * KEPT)), undefined))
    return
  }
  const deeds = deedsOf(entries, stageTime())
  if (deeds.length > 0) deedsCell.set([...deedsCell.get(), ...deeds].slice(-KEPT))
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
  const journal = peekCluster()?.journal
  if (!journal) return undefined
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
