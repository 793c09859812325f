import { useMemo, useSyncExternalStore } from 'react'
import { peekObject, simStore } from '../../store/sim.ts'
import { roomOf, useUi } from '../../store/ui.ts'
import { isBroken } from '../facts/podFacts.ts'
import { capacityOf, type Density, densityFor, METRICS } from '../graph/metrics.ts'
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
        <PodTile key={key} podKey={key} density={density} />
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
  const { densities } = METRICS[useUi((state) => roomOf(state.theme))]
  const look = densities.find((one) => one.name === density) ?? densityFor(0)
  const room = capacityOf(look)
  const full = keys.length > room
  const shown = full ? keys.slice(0, room - look.columns) : keys
  return (
    <div
      className={styles.grid}
      style={{
        gridTemplateColumns: `repeat(${look.columns}, ${look.width}px)`,
        gridAutoRows: `${look.height}px`,
        gap: `${look.gap}px`,
      }}
    >
      {shown.map((key) => (
        <PodTile key={key} podKey={key} density={density} />
      ))}
      {full && <Rest name={name} keys={keys.slice(shown.length)} density={density} />}
    </div>
  )
}
