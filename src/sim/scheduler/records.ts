import type { Cluster } from '../cluster.ts'
import type { Millis } from '../time.ts'

export const SCHEDULER = 'scheduler'

/**
 * What the scheduler remembers of a pod that did not go through at once. Plain data in the cluster's memory,
 * by the pod's key.
 */
export interface PodRecord {
  readonly uid: string
  /** unschedulable: waits for a change; queued: will be tried again; binding: its volumes are being prepared. */
  readonly pool: 'unschedulable' | 'queued' | 'binding'
  readonly attempts: number
  /** When it was tried last. */
  readonly at: Millis
  /** Plugins that stood in its way. */
  readonly plugins: readonly string[]
  /** While binding: the machine it counts on, and until when. */
  readonly node?: string
  readonly deadline?: Millis
}

/** The record of this very pod, not of an older one of the same name. */
export function recordOf(cluster: Cluster, key: string, uid: string): PodRecord | undefined {
  const record = cluster.recall<PodRecord>(SCHEDULER, key)
  return record?.uid === uid ? record : undefined
}

const FIRST_BACKOFF: Millis = 1000
const LAST_BACKOFF: Millis = 10_000

/** The earliest moment of the next attempt. */
// k8s: pkg/scheduler/backend/queue backoff_queue.go (1.36)
export function backoffEnd(record: PodRecord): Millis {
  return record.at + Math.min(LAST_BACKOFF, FIRST_BACKOFF * 2 ** (record.attempts - 1))
}
