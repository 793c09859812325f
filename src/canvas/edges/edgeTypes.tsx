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

/** Claim - volume - backend: a plug wire; dashed while the two are not bound to each other yet. */
function Wire({ id, source, data, sourceX, sourceY, targetX, targetY }: Props) {
  const claim = useObject('PersistentVolumeClaim', refOf(source).key)
  const loose = data?.name === 'claimRef' && claim?.status.phase !== 'Bound'
  return (
    <BaseEdge
      id={id}
      path={curve(sourceX, sourceY, targetX, targetY)}
      className={loose ? styles.loose : styles.wire}
    />
  )
}

/** A relation of the selected object. */
function Relation({ id, sourceX, sourceY, targetX, targetY }: Props) {
  return (
    <BaseEdge
      id={id}
      path={curve(sourceX, sourceY, targetX, targetY)}
      className={styles.relation}
    />
  )
}

export const EDGE_TYPES = { wire: Wire, relation: Relation }
