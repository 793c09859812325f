import type { Cluster } from '../cluster.ts'
import { KUBELET, podWorkKey, runtimeOf } from './runtime.ts'
import type { Sync } from './sync.ts'

/** Work keys of pods in a namespace that wait for something to be made there. */
type Waiting = Readonly<Record<string, string>>

function slot(namespace: string): string {
  return `blocked/${namespace}`
}

/** Notes that the pod waits for another object of its namespace. */
export function noteBlocked(sync: Sync): void {
  const { namespace = '', name, uid } = sync.pod.metadata
  const waiting = sync.cluster.recall<Waiting>(KUBELET, slot(namespace)) ?? {}
  if (waiting[uid] !== undefined) return
  sync.cluster.remember(KUBELET, slot(namespace), {
    ...waiting,
    [uid]: podWorkKey(uid, namespace, name),
  })
}

export function noteFree(cluster: Cluster, namespace: string, uid: string): void {
  const waiting = cluster.recall<Waiting>(KUBELET, slot(namespace))
  if (waiting?.[uid] === undefined) return
  const { [uid]: _, ...rest } = waiting
  if (Object.keys(rest).length > 0) cluster.remember(KUBELET, slot(namespace), rest)
  else cluster.forget(KUBELET, slot(namespace))
}

/**
 * Something that pods may wait for has come or changed: their next look is from now on worth waiting for. It is not
 * made earlier than the kubelet would make it; only claims are looked at all the time.
 */
export function retrySooner(cluster: Cluster, namespace: string, isClaim: boolean): void {
  for (const [uid, key] of Object.entries(
    cluster.recall<Waiting>(KUBELET, slot(namespace)) ?? {},
  )) {
    const runtime = runtimeOf(cluster, uid)
    if (!runtime) continue
    const starts = [...runtime.inits, ...runtime.containers].map((run) => run.startAt)
    const at = isClaim ? cluster.now + 100 : Math.max(runtime.blockedUntil, cluster.now, ...starts)
    cluster.enqueue(KUBELET, key, at - cluster.now)
  }
}

/** Something outside the cluster has changed that pods of any namespace may wait for. */
export function hurryAll(cluster: Cluster): void {
  for (const key of [...(cluster.memory.get(KUBELET)?.keys() ?? [])])
    if (key.startsWith(slot(''))) retrySooner(cluster, key.slice(slot('').length), false)
}
