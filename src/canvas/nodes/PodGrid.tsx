import { useMemo, useSyncExternalStore } from 'react'
import { peekObject, simStore } from '../../store/sim.ts'
import { useView } from '../../store/view.ts'
import { isBroken } from '../facts/podFacts.ts'
import { capacityOf, type Density, densityFor, METRICS } from '../graph/metrics.ts'
import { idOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { concernCell } from '../lens/concernCell.ts'
import { FAINT } from '../lens/faint.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './Machine.module.css'
import { PodTile } from './PodTile.tsx'

/** The broken among the pods, as one string so that React sees when it changes. */
function useBroken(keys: readonly string[]): readonly string[] {
  const joined = useSyncExternalStore(simStore.subscribe, () =>
    keys
      .filter((key) => {
        const pod = peekObject('Pod', key)
        return pod !== undefined && isBroken(pod)
      })
      .join(' '),
  )
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined])
}

interface SlotProps {
  readonly podKey: string
  readonly density: Density['name']
}

/** A pod's place; faint when the pod is not what the lens is about. */
function Slot({ podKey, density }: SlotProps) {
  const faint = useCell(concernCell, ({ lit }) => !lit(idOf('Pod', podKey)))
  return (
    <span className={faint ? `${styles.slot} ${FAINT}` : styles.slot}>
      <PodTile podKey={podKey} density={density} />
    </span>
  )
}

interface Props {
  readonly name: string
  readonly keys: readonly string[]
  readonly density: Density['name']
}

/** Pods that do not fit: the healthy become a number, the broken stay. */
function Rest({ name, keys, density }: Props) {
  const text = useStageText()
  const broken = useBroken(keys)
  const healthy = keys.length - broken.length
  return (
    <>
      {broken.map((key) => (
        <Slot key={key} podKey={key} density={density} />
      ))}
      {healthy > 0 && (
        <span className={styles.rest} title={text('machine.rest', { count: healthy, node: name })}>
          +{healthy}
        </span>
      )}
    </>
  )
}

/** Pods as plain elements inside their machine, for when there are too many to be canvas nodes. */
export function PodGrid({ name, keys, density }: Props) {
  const { densities } = METRICS[useView((state) => state.distance)]
  const look = densities.find((one) => one.name === density) ?? densityFor(0)
  const room = capacityOf(look)
  const full = keys.length > room
  const shown = full ? keys.slice(0, room - look.columns) : keys
  return (
    <div
      className={full ? `${styles.grid} ${styles.crowded}` : styles.grid}
      style={{
        gridTemplateColumns: `repeat(${look.columns}, ${look.width}px)`,
        gridAutoRows: `${look.height}px`,
        gap: `${look.gap}px`,
      }}
    >
      {shown.map((key, index) =>
        key === '' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is nothing but its index
          <i key={`hole ${index}`} />
        ) : (
          <Slot key={key} podKey={key} density={density} />
        ),
      )}
      {full && (
        <Rest
          name={name}
          keys={keys.slice(shown.length).filter((key) => key !== '')}
          density={density}
        />
      )}
    </div>
  )
}
