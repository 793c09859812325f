import type { ObjectOf } from '../../sim/index.ts'
import type { Happening } from './words.ts'

type Claim = ObjectOf<'PersistentVolumeClaim'>
type Volume = ObjectOf<'PersistentVolume'>

/** A claim found its volume or lost it. */
export function claimHappening(before: Claim, after: Claim): Happening | undefined {
  const phase = after.status?.phase
  if (phase === before.status?.phase) return grown(before, after)
  const volume = after.spec.volumeName ?? ''
  if (phase === 'Bound') return { what: 'claimBound', values: { volume } }
  return phase === 'Lost' ? { what: 'claimLost', values: { volume } } : undefined
}

function grown(before: Claim, after: Claim): Happening | undefined {
  const from = before.status?.capacity?.storage
  const to = after.status?.capacity?.storage
  if (from === undefined || to === undefined || from === to) return undefined
  return { what: 'claimGrown', values: { from, to } }
}

/** A volume was reserved for a claim, bound, released or is to be had. */
export function volumeHappening(before: Volume, after: Volume): Happening | undefined {
  const claim = after.spec.claimRef?.name ?? ''
  const phase = after.status?.phase
  if (phase !== before.status?.phase) {
    if (phase === 'Bound') return { what: 'volumeBound', values: { claim } }
    if (phase === 'Released') return { what: 'volumeReleased', values: { claim } }
    if (phase === 'Failed')
      return { what: 'volumeFailed', values: { message: after.status?.message ?? '' } }
    if (phase === 'Available') return { what: 'volumeAvailable', values: {} }
  }
  return claim !== '' && !before.spec.claimRef
    ? { what: 'volumeReserved', values: { claim } }
    : undefined
}
