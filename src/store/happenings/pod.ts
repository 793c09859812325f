import type { ObjectOf } from '../../sim/index.ts'
import type { Happening } from './words.ts'

type Pod = ObjectOf<'Pod'>

/** What changed in a pod that a watcher wants to see: its node, its phase, its readiness, its troubles. */
export function podHappening(before: Pod, after: Pod): Happening | undefined {
  return (
    placed(before, after) ??
    ended(before, after) ??
    outOfMemory(before, after) ??
    debugged(before, after) ??
    restarted(before, after) ??
    troubled(before, after) ??
    creating(before, after) ??
    started(before, after) ??
    owned(before, after)
  )
}

function placed(before: Pod, after: Pod): Happening | undefined {
  if (!before.spec.nodeName && after.spec.nodeName)
    return { what: 'bound', values: { node: after.spec.nodeName } }
  const old = condition(before, 'PodScheduled')
  const now = condition(after, 'PodScheduled')
  const node = after.status?.nominatedNodeName
  if (node && node !== before.status?.nominatedNodeName)
    return { what: now?.status === 'False' ? 'promised' : 'announced', values: { node } }
  if (now?.status !== 'False' || (old?.status === 'False' && old.message === now.message))
    return undefined
  return { what: 'unschedulable', values: { message: now.message ?? '' } }
}

function ended(before: Pod, after: Pod): Happening | undefined {
  const phase = after.status?.phase
  if (phase === before.status?.phase) return undefined
  if (phase === 'Succeeded') return { what: 'succeeded', values: {} }
  if (phase !== 'Failed') return undefined
  const { reason = '', message = '' } = after.status ?? {}
  // The kubelet turned it away before anything of it had started.
  if (reason !== '' && (after.status?.containerStatuses ?? []).length === 0)
    return { what: 'rejected', values: { reason, message } }
  return { what: 'failed', values: { message: message === '' ? reason : message } }
}

function statuses(pod: Pod) {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
}

/** Lives that the kernel ended, by the id of each. */
function killedLives(pod: Pod): readonly string[] {
  return statuses(pod).flatMap(({ name, state, lastState }) =>
    [state?.terminated, lastState?.terminated].flatMap((end) =>
      end?.reason === 'OOMKilled' ? [`${name} ${end.containerID}`] : [],
    ),
  )
}

/** A container wanted more memory than its limit. */
function outOfMemory(before: Pod, after: Pod): Happening | undefined {
  if (before.status === after.status) return undefined
  const killed = killedLives(after)
  if (killed.length === 0) return undefined
  const old = killedLives(before)
  const fresh = killed.find((life) => !old.includes(life))
  return fresh === undefined
    ? undefined
    : { what: 'outOfMemory', values: { container: fresh.split(' ')[0] ?? '' } }
}

function debugged(before: Pod, after: Pod): Happening | undefined {
  const added = after.spec.ephemeralContainers?.at(-1)
  const more = after.spec.ephemeralContainers?.length !== before.spec.ephemeralContainers?.length
  return added && more
    ? { what: 'debugged', values: { container: added.name, image: added.image ?? '' } }
    : undefined
}

function restarted(before: Pod, after: Pod): Happening | undefined {
  const count = restarts(after)
  return count > restarts(before) ? { what: 'restarted', values: { count } } : undefined
}

/** Waiting reasons that are plain progress, not trouble. */
const PROGRESS: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing'])

function troubled(before: Pod, after: Pod): Happening | undefined {
  const reason = waitingReason(after)
  if (PROGRESS.has(reason) || reason === waitingReason(before)) return undefined
  const image = after.spec.containers[0]?.image ?? ''
  return { what: 'waiting', values: { reason, image } }
}

/** The kubelet took the pod up: from here to Running, images are pulled and containers made. */
function creating(before: Pod, after: Pod): Happening | undefined {
  if (waitingReason(before) !== '' || after.metadata.deletionTimestamp) return undefined
  const reason = waitingReason(after)
  if (reason !== 'ContainerCreating' && reason !== 'PodInitializing') return undefined
  const fresh = (before.status?.containerStatuses ?? []).length === 0
  return fresh
    ? { what: 'creating', values: { image: after.spec.containers[0]?.image ?? '' } }
    : undefined
}

function started(before: Pod, after: Pod): Happening | undefined {
  const was = condition(before, 'Ready')?.status === 'True'
  const is = condition(after, 'Ready')?.status === 'True'
  if (!was && is) return { what: 'ready', values: { address: after.status?.podIP ?? '' } }
  if (after.status?.phase === 'Running' && before.status?.phase !== 'Running')
    return { what: 'running', values: {} }
  return was && !is && !after.metadata.deletionTimestamp
    ? { what: 'unready', values: {} }
    : undefined
}

function owned(before: Pod, after: Pod): Happening | undefined {
  const was = before.metadata.ownerReferences?.find((o) => o.controller)
  const is = after.metadata.ownerReferences?.find((o) => o.controller)
  if (was?.uid === is?.uid) return undefined
  return is
    ? { what: 'adopted', values: { owner: is.name } }
    : { what: 'orphaned', values: { owner: was?.name ?? '' } }
}

function condition(pod: Pod, type: string) {
  return pod.status?.conditions?.find((c) => c.type === type)
}

function restarts(pod: Pod): number {
  return statuses(pod).reduce((sum, status) => sum + status.restartCount, 0)
}

function waitingReason(pod: Pod): string {
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ]
  return statuses.find((status) => status.state?.waiting)?.state?.waiting?.reason ?? ''
}
