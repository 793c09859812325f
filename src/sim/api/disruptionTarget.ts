import type { Cluster } from '../cluster.ts'
import { formatTime } from '../time.ts'
import type { Pod, PodCondition } from '../types/index.ts'

/** Why somebody other than its owner makes a pod go, as its status tells it. */
export function disruptionTarget(
  cluster: Cluster,
  pod: Pod,
  reason: string,
  message: string,
): PodCondition {
  const { generation } = pod.metadata
  return {
    type: 'DisruptionTarget',
    status: 'True',
    reason,
    message,
    lastTransitionTime: formatTime(cluster.now),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  }
}
