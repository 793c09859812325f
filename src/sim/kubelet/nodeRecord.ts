import type { Cluster } from '../cluster.ts'
import type { Millis } from '../time.ts'
import type { MetAt } from './pressure/signals.ts'

/** Memory by machine. */
export const RECORDS = 'kubelet nodes'

/** What a kubelet knows of itself between two looks. */
export interface NodeRecord {
  /** Its process runs, as far as it was seen. */
  readonly running: boolean
  /** The machine has power since the containers on it were started. */
  readonly booted: boolean
  /** When the pod network is up. */
  readonly networkAt: Millis
  /** When status was posted last, and how many images it listed. */
  readonly statusAt: Millis
  readonly images: number
  /** When it was short of what last, and when images were collected; -1 for never. */
  readonly metAt: MetAt
  readonly collectedAt: Millis
}

export function recordOf(cluster: Cluster, node: string): NodeRecord | undefined {
  return cluster.recall<NodeRecord>(RECORDS, node)
}

export function putRecord(cluster: Cluster, node: string, record: NodeRecord): void {
  cluster.remember(RECORDS, node, record)
}

/** Whether pods of the machine can have a network. */
export function networkReady(cluster: Cluster, node: string): boolean {
  const record = recordOf(cluster, node)
  return record !== undefined && cluster.now >= record.networkAt
}
