import { Handle, Position } from 'reactflow'
import styles from './Card.module.css'

/** Where wires touch a card: they end left and begin right. Not to be grabbed. */
export function Ports() {
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        className={styles.port ?? ''}
      />
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={styles.port ?? ''}
      />
    </>
  )
}
