import type { PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
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
