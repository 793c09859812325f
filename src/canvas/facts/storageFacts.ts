import type { PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
import { value } from '../../sim/machinery/quantity.ts'
import type { Tone } from './podFacts.ts'

const SHORT: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

/** Access modes as kubectl prints them: RWO,RWX. */
export function modesText(modes: readonly string[] | undefined): string {
  return (modes ?? []).map((mode) => SHORT[mode] ?? mode).join(',')
}

const TONES: Readonly<Record<string, Tone>> = {
  Bound: 'ok',
  Available: 'done',
  Pending: 'wait',
  Released: 'gone',
  Lost: 'bad',
  Failed: 'bad',
}

/** Phase (or Terminating) of a claim or a volume, with its tone. */
export function phaseOf(object: PersistentVolume | PersistentVolumeClaim): {
  readonly word: string
  readonly tone: Tone
} {
  if (object.metadata.deletionTimestamp !== undefined) return { word: 'Terminating', tone: 'gone' }
  const word = object.status.phase ?? 'Pending'
  return { word, tone: TONES[word] ?? 'work' }
}

/** How much of the volume that a claim owns it asked for; all of nothing while it owns none. */
export function shareOf({ spec, status }: PersistentVolumeClaim): {
  readonly part: number
  readonly loose: boolean
} {
  const owned = value(status?.capacity?.storage ?? '0')
  const asked = value(spec.resources?.requests?.storage ?? '0')
  return owned > 0 ? { part: asked / owned, loose: false } : { part: 0, loose: true }
}
