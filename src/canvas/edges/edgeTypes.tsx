import { BaseEdge, type EdgeProps } from 'reactflow'
import { useObject } from '../../store/sim.ts'
import type { StageEdge } from '../graph/elements.ts'
import { refOf } from '../graph/world.ts'
import styles from './edges.module.css'

type Props = EdgeProps<StageEdge>

/** Leaves and arrives level, and bends half-way. */
function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

/** What relations there are is read when the first line is asked about. */
async function explainWire(claim: string, volume: string, at: { x: number; y: number }) {
  const { explainPair } = await import('./explainPair.ts')
  explainPair(claim, volume, at)
}

/** Claim - volume - backend: a plug wire; dashed while the two are not bound to each other yet. */
function Wire({ id, source, target, data, sourceX, sourceY, targetX, targetY }: Props) {
  const claim = useObject('PersistentVolumeClaim', refOf(source).key)
  const pair = data?.name === 'claimRef'
  const loose = pair && claim?.status.phase !== 'Bound'
  const path = curve(sourceX, sourceY, targetX, targetY)
  return (
    <>
      <BaseEdge id={id} path={path} className={loose ? styles.loose : styles.wire} />
      {pair && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the inspector lists the same edge for keys
        <path
          className={`nopan ${styles.hit}`}
          d={path}
          onClick={({ clientX: x, clientY: y }) => void explainWire(source, target, { x, y })}
        />
      )}
    </>
  )
}

export const EDGE_TYPES = { wire: Wire }
