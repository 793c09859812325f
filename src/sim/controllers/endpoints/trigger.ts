import type { Cluster } from '../../cluster.ts'
import type { Key } from '../../store.ts'
import type { Pod, Service } from '../../types/index.ts'
import { triggerTime } from './membership.ts'

/** Annotation with the moment of the change that led to a write. */
export const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time'

interface Seen {
  readonly service: string
  readonly pods: Readonly<Record<string, string>>
}

/** The earliest change since the last look, in RFC 3339; undefined when nothing that has a time changed. */
// k8s: endpointslice/util TriggerTimeTracker.ComputeEndpointLastChangeTriggerTime (1.36)
export function lastChange(
  cluster: Cluster,
  actor: string,
  key: Key,
  service: Service,
  pods: readonly Pod[],
): string | undefined {
  const before = cluster.recall<Seen>(actor, key)
  const now: Record<string, string> = {}
  let first: string | undefined
  const changed = (time: string): void => {
    if (first === undefined || time < first) first = time
  }
  for (const pod of pods) {
    const time = triggerTime(pod)
    if (time === '') continue
    now[pod.metadata.name] = time
    if (time > (before?.pods[pod.metadata.name] ?? '')) changed(time)
  }
  const created = service.metadata.creationTimestamp ?? ''
  if (created > (before?.service ?? '')) changed(created)
  cluster.remember(actor, key, { service: created, pods: now } satisfies Seen)
  return first
}
