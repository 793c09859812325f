import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../types/index.ts'
import { better, refusal } from './match.ts'

/** What of a cluster the comparison reads: a running one, or its picture. */
export interface Shelf {
  list(kind: 'PersistentVolume'): readonly PersistentVolume[]
  find(kind: 'StorageClass', namespace: string, name: string): StorageClass | undefined
}

/**
 * smallest: the one that the claim has, or gets at the next look. fits: it would do, but another is better, or the claim
 * waits for its first pod. refused: it cannot be this claim's.
 */
type Verdict = 'smallest' | 'fits' | 'refused'

export interface Candidate {
  readonly volume: PersistentVolume
  readonly verdict: Verdict
  /** Why: the binder's own words, in English. */
  readonly reason: string
}

const WAITS = 'waiting for first consumer to be created before binding'

function classNameOf({ metadata, spec }: PersistentVolumeClaim): string {
  return (
    metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''
  )
}

/**
 * Every volume as the claim's binding sees it now: the fitting ones first, the best at the head. A claim that is bound
 * has its volume at the head, and the others as they would be judged today.
 */
export function candidatesOf(shelf: Shelf, claim: PersistentVolumeClaim): readonly Candidate[] {
  const volumes = shelf.list('PersistentVolume')
  const named = claim.spec.volumeName
  const delayed =
    !named &&
    shelf.find('StorageClass', '', classNameOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer'
  const fitting: PersistentVolume[] = []
  const refused: Candidate[] = []
  for (const volume of volumes) {
    // Whoever waits for a pod compares the same volumes, only later and for one machine.
    const reason = named === volume.metadata.name ? undefined : refusal(volume, claim, false)
    if (reason === undefined) fitting.push(volume)
    else refused.push({ volume, verdict: 'refused', reason })
  }
  fitting.sort((a, b) => {
    if (named === a.metadata.name) return -1
    return named === b.metadata.name ? 1 : better(claim, a, b)
  })
  return [
    ...fitting.map((volume, index): Candidate => {
      if (index > 0) return { volume, verdict: 'fits', reason: 'a smaller volume fits' }
      if (delayed) return { volume, verdict: 'fits', reason: WAITS }
      return { volume, verdict: 'smallest', reason: 'the smallest volume that fits' }
    }),
    ...refused,
  ]
}
