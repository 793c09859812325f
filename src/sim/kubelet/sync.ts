import type { EventType } from '../api/events.ts'
import type { Cluster } from '../cluster.ts'
import { intern } from '../intern.ts'
import type { Millis } from '../time.ts'
import type { Container, Pod } from '../types/index.ts'
import type { Agent } from './behaviour/agent.ts'
import type { Machine } from './machine.ts'
import type { Runtime } from './runtime.ts'

/** One look of a kubelet at one pod: everything its stages share. `run` is a copy that stages change. */
export interface Sync {
  readonly cluster: Cluster
  readonly now: Millis
  readonly pod: Pod
  readonly machine: Machine
  readonly agent: Agent
  readonly run: Runtime
  /** When to look again; -1 for not at all. */
  due: Millis
  /** True as long as everything to look at again is a back-off, a deadline or far away. */
  background: boolean
}

export function syncOf(
  cluster: Cluster,
  pod: Pod,
  machine: Machine,
  agent: Agent,
  run: Runtime,
): Sync {
  return { cluster, now: cluster.now, pod, machine, agent, run, due: -1, background: true }
}

/** Asks to look at the pod again at the given time. */
export function wake(sync: Sync, at: Millis, background = false): void {
  if (sync.due < 0 || at < sync.due) sync.due = at
  if (!background) sync.background = false
}

/** Where the container is in its pod, as events about it name it. */
// k8s: pkg/kubelet/container GenerateContainerRef, fieldPath (1.36)
export function containerField({ spec }: Pod, container: Container): string {
  const list = spec.containers.includes(container)
    ? 'containers'
    : spec.initContainers?.includes(container)
      ? 'initContainers'
      : 'ephemeralContainers'
  return intern(`spec.${list}{${container.name}}`)
}

/** Records an event about one container of the pod. */
export function say(
  { cluster, pod }: Sync,
  container: Container,
  type: EventType,
  reason: string,
  message: string,
): void {
  cluster.event(pod, type, reason, message, containerField(pod, container))
}

/** `name_namespace(uid)`, as kubelets write a pod. */
export function podText(pod: Pod): string {
  const { name, namespace, uid } = pod.metadata
  return `${name}_${namespace}(${uid})`
}

/** A duration as Go prints it: 1.5s, 340ms, 2m40s. */
// k8s: go time Duration.String
export function goDuration(millis: Millis): string {
  if (millis < 1000) return millis <= 0 ? '0s' : `${Math.round(millis)}ms`
  const rounded = Math.round(millis)
  const hours = Math.floor(rounded / 3_600_000)
  const minutes = Math.floor(rounded / 60_000) % 60
  const seconds = (rounded % 60_000) / 1000
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}
