import { useMemo } from 'react'
import type { Kind } from '../../sim/index.ts'
import { fileVerdict, mountVerdict } from '../../store/dropVerdict.ts'
import { peekObject } from '../../store/sim.ts'
import { type DropVerdict, reserveVerdict } from '../../store/verdict.ts'
import { refOf } from '../graph/world.ts'
import { reasonText } from '../motion/reasonText.ts'
import { type StorageKey, useStorageText } from '../text/storage.ts'
import { useStageText } from '../text/useStageText.ts'
import { useCell } from './cell.ts'
import { FILE, obstacle } from './drops.ts'
import styles from './Ghost.module.css'
import { dragCell } from './hands.ts'

const WORDS: Readonly<Record<string, StorageKey>> = {
  PersistentVolume: 'drop.reserve',
  PersistentVolumeClaim: 'drop.mount',
  ConfigMap: 'drop.mount',
  Secret: 'drop.mount',
  [FILE]: 'drop.file',
}

/** What would come of dropping the one thing on the other; undefined where nothing is known. */
export function verdictOn(dragged: string, target: string): DropVerdict | undefined {
  const [from, to] = [refOf(dragged), refOf(target)]
  const onto = peekObject(to.kind as Kind, to.key)
  if (!onto) return undefined
  if (from.kind === FILE) return fileVerdict(onto, 'file', 1)
  if (obstacle(dragged, target)) return undefined
  if (from.kind === 'PersistentVolume') {
    const volume = peekObject('PersistentVolume', from.key)
    return volume && onto.kind === 'PersistentVolumeClaim'
      ? reserveVerdict(volume, onto)
      : undefined
  }
  const thing = peekObject(from.kind as Kind, from.key)
  return thing && WORDS[from.kind] ? mountVerdict(thing, onto) : undefined
}

/** What would come of letting go here, beside what is in the hand. */
export function HeldVerdict() {
  const text = useStorageText()
  const stage = useStageText()
  const dragged = useCell(dragCell, (drag) => drag?.id ?? '')
  const over = useCell(dragCell, (drag) => drag?.over ?? '')
  const verdict = useMemo(
    () => (over === '' ? undefined : verdictOn(dragged, over)),
    [dragged, over],
  )
  const words = WORDS[refOf(dragged).kind]
  if (!verdict || !words) return null
  return (
    <span role="status" className={verdict.ok ? styles.yes : styles.no}>
      {verdict.ok ? `✓ ${text(words)}` : `✕ ${reasonText(verdict.why, stage)}`}
    </span>
  )
}
