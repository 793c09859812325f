import type { PersistentVolume } from '../../sim/index.ts'
import { peekKeys, peekObject } from '../../store/sim.ts'
import { backendOf } from '../graph/backend.ts'

/** How a place stands, as a tone of the stage. */
export const STANDING_TONES = {
  up: 'ok',
  lost: 'bad',
  down: 'bad',
  none: 'wait',
  unknown: 'done',
} as const

/** The first volume that points to the place. */
export function volumeAt(key: string): PersistentVolume | undefined {
  for (const one of peekKeys('PersistentVolume')) {
    const volume = peekObject('PersistentVolume', one)
    if (volume && backendOf(volume)?.key === key) return volume
  }
  return undefined
}
