import type { Candidate, Pod } from '../../sim/index.ts'
import type { Decision } from '../../sim/scheduler/index.ts'
import { cell } from '../../store/cell.ts'
import type { What } from '../../store/happening.ts'
import type { Deed } from './activity.ts'

/** What has just been decided: its candidates show how they fared, for a moment. */
export interface Judged {
  readonly rv: number
  /** Stage id of the pod or claim. */
  readonly id: string
  /** So many of a claim's candidates have been looked at by now, the smallest first. */
  readonly seen: number
}

/** Stage milliseconds for which the candidates of a decision show their verdict. */
const FLASH = 2600

const DECISIONS: ReadonlySet<What | undefined> = new Set<What>([
  'bound',
  'unschedulable',
  'promised',
  'volumeReserved',
  'claimBound',
])

/** Stage milliseconds from one candidate of a claim to the next, and how many are looked at one by one. */
const STEP = 340
const STEPS = 8
/** A comparison is told from its beginning: what belongs to the same claim goes on with it. */
const CLAIM_FLASH = FLASH + STEPS * STEP

const ALL = Number.POSITIVE_INFINITY
const CLAIMS = 'PersistentVolumeClaim|'
const BY_BINDER = 'pv.kubernetes.io/bound-by-controller'

function subjectOf({ what, tie, target }: Deed): string | undefined {
  return what === 'volumeReserved' ? tie : target
}

/** When the telling of a claim's choice began: with the first of the deeds that belong to it. */
function begunAt(deeds: readonly Deed[], last: number, id: string): number {
  let begun = deeds[last]?.at ?? 0
  for (let index = last - 1; index >= 0; index--) {
    const deed = deeds[index]
    if (!deed || begun - deed.at > FLASH) break
    if (DECISIONS.has(deed.what) && subjectOf(deed) === id) begun = deed.at
  }
  return begun
}

/** The decision that is on stage at a moment. Pure. `still`: all candidates at once. */
export function judgedAt(deeds: readonly Deed[], time: number, still = false): Judged | undefined {
  const last = deeds.findLastIndex(
    (one) => DECISIONS.has(one.what) && one.at <= time && one.actor !== 'user',
  )
  const deed = deeds[last]
  const id = deed && subjectOf(deed)
  if (!deed || id === undefined) return undefined
  if (!id.startsWith(CLAIMS))
    return time - deed.at > FLASH ? undefined : { rv: deed.rv, id, seen: ALL }
  const age = time - begunAt(deeds, last, id)
  if (age > CLAIM_FLASH && time - deed.at > FLASH) return undefined
  const step = Math.floor(age / STEP)
  return { rv: deed.rv, id, seen: still || step > STEPS ? ALL : step }
}

export const judgedCell = cell<Judged | undefined>(undefined)

export function updateJudged(deeds: readonly Deed[], time: number, still: boolean): void {
  const judged = judgedAt(deeds, time, still)
  const before = judgedCell.get()
  if (judged?.rv !== before?.rv || judged?.seen !== before?.seen) judgedCell.set(judged)
}

/** How one candidate fared. */
export interface Chip {
  /** Stage id of the candidate. */
  readonly on: string
  readonly sort: 'won' | 'fits' | 'no'
  /** Weighted total, where there is one. */
  readonly score: number | undefined
  /** Why, in the engine's words. */
  readonly reasons: readonly string[]
}

/** The scheduler's table as one chip per machine that was looked at. Pure. */
export function chipsOfDecision(decision: Decision): readonly Chip[] {
  const { node, scored, rejected } = decision
  return [
    ...scored.map(({ node: name, total }): Chip => {
      const score = scored.length > 1 ? total : undefined
      return { on: `Node|/${name}`, sort: name === node ? 'won' : 'fits', score, reasons: [] }
    }),
    ...rejected.map(
      ({ node: name, reasons }): Chip => ({
        on: `Node|/${name}`,
        sort: 'no',
        score: undefined,
        reasons,
      }),
    ),
  ]
}

/** A person or a provisioner gave it to its claim: nothing was compared. */
function isReserved({ metadata, spec }: Candidate['volume']): boolean {
  return spec.claimRef !== undefined && !metadata.annotations?.[BY_BINDER]
}

/** Every volume as a candidate of a claim, with what its binder says of it. `given`: it has one, or is about to. Pure. */
export function chipsOfCandidates(
  candidates: readonly Candidate[],
  given: (candidate: Candidate) => boolean,
): readonly Chip[] {
  return candidates.map((candidate): Chip => {
    const { volume, verdict, reason } = candidate
    const fit = given(candidate) ? 'won' : 'fits'
    const byHand = fit === 'won' && isReserved(volume)
    return {
      on: `PersistentVolume|/${volume.metadata.name}`,
      sort: verdict === 'refused' ? 'no' : fit,
      score: undefined,
      reasons: byHand && verdict !== 'refused' ? [] : [reason],
    }
  })
}

/**
 * A comparison so far: candidates are looked at from the smallest to the largest, and the one that is taken is known
 * only when all were seen. `sizeOf` gives a candidate's size. Pure.
 */
export function comparedSoFar(
  chips: readonly Chip[],
  seen: number,
  sizeOf: (on: string) => number,
): readonly Chip[] {
  if (seen > chips.length) return chips
  const order = [...chips].sort((a, b) => sizeOf(a.on) - sizeOf(b.on))
  return order
    .slice(0, seen)
    .map((chip) => (chip.sort === 'no' ? chip : { ...chip, sort: 'fits', reasons: [] }))
}

/** Whether a pod still waits for a machine: then its verdicts stay readable for as long as one looks at it. */
export function waitsForMachine(pod: Pod): boolean {
  return !pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined
}
