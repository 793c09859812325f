import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../sim/index.ts'
import type { Decision } from '../../sim/scheduler/index.ts'
import { cell } from '../../store/cell.ts'
import type { What } from '../../store/happening.ts'
import type { Deed } from './activity.ts'

/** What has just been decided: its candidates show how they fared, for a moment. */
export interface Judged {
  readonly rv: number
  /** Stage id of the pod or claim. */
  readonly id: string
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

/** The decision that is on stage at a moment. Pure. */
export function judgedAt(deeds: readonly Deed[], time: number): Judged | undefined {
  const deed = deeds.findLast(
    (one) => DECISIONS.has(one.what) && one.at <= time && one.actor !== 'user',
  )
  if (!deed || time - deed.at > FLASH) return undefined
  const claim = deed.what === 'volumeReserved' ? deed.tie : deed.target
  return claim === undefined ? undefined : { rv: deed.rv, id: claim }
}

export const judgedCell = cell<Judged | undefined>(undefined)

export function updateJudged(deeds: readonly Deed[], time: number): void {
  const judged = judgedAt(deeds, time)
  if (judged?.rv !== judgedCell.get()?.rv) judgedCell.set(judged)
}

/** How one candidate fared. */
export interface Chip {
  /** Stage id of the candidate. */
  readonly on: string
  readonly sort: 'won' | 'fits' | 'no'
  /** Weighted total, where there is one. */
  readonly score: number | undefined
  /** Why not, in the engine's words. */
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

/** Every volume as a candidate of the claim; `refusal` is the binder's own rule, which says why not. Pure. */
export function chipsOfClaim(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  refusal: (volume: PersistentVolume) => string | undefined,
): readonly Chip[] {
  const { name, namespace } = claim.metadata
  return volumes.map((volume): Chip => {
    const on = `PersistentVolume|/${volume.metadata.name}`
    const ref = volume.spec.claimRef
    const won =
      claim.spec.volumeName === volume.metadata.name ||
      (ref?.name === name && ref?.namespace === namespace)
    if (won) return { on, sort: 'won', score: undefined, reasons: [] }
    const why = refusal(volume)
    const sort = why === undefined ? 'fits' : 'no'
    return { on, sort, score: undefined, reasons: why === undefined ? [] : [why] }
  })
}

/** Whether a pod still waits for a machine: then its verdicts stay readable for as long as one looks at it. */
export function waitsForMachine(pod: Pod): boolean {
  return !pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined
}
