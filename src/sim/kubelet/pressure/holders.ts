import type { Cluster } from '../../cluster.ts'
import { wholeValue } from '../../scheduler/amounts.ts'
import type { Container, Pod } from '../../types/index.ts'
import { diskAt, processesAt } from '../behaviour/burden.ts'
import { type Use, usedAt } from '../behaviour/demand.ts'
import { runOf } from '../exec/find.ts'
import type { Machine } from '../machine.ts'
import { runtimeOf } from '../runtime.ts'

const NOTHING: Use = { milliCpu: 0, memory: 0 }

/**
 * What the named container uses at this moment: thousandths of a CPU and bytes of memory, by the behaviour of its
 * program and its age; nothing while it does not run. Traffic that it answers is not in it.
 */
export function containerUse(cluster: Cluster, pod: Pod, name: string): Use {
  const found = runOf(cluster, pod, name)
  if (found?.run.state !== 'running') return NOTHING
  return usedAt(pod, found.container, cluster.now - found.run.startedAt)
}

/** Bytes that the container has on its machine's disk: its files outlive its program, until it starts anew. */
export function containerDisk(cluster: Cluster, pod: Pod, name: string): number {
  const found = runOf(cluster, pod, name)
  if (!found || found.run.id === '') return 0
  const { run, container } = found
  const end = run.state === 'running' ? cluster.now : run.finishedAt
  return diskAt(pod, container, Math.max(0, end - run.startedAt))
}

function containerProcesses(cluster: Cluster, pod: Pod, name: string): number {
  const found = runOf(cluster, pod, name)
  if (found?.run.state !== 'running') return 0
  return processesAt(pod, found.container, cluster.now - found.run.startedAt)
}

export type Asked = 'memory' | 'ephemeral-storage'

export function requestOf(container: Container, resource: Asked): number {
  return wholeValue(container.resources?.requests?.[resource] ?? '0')
}

/** A pod with what it has of its machine, and what it asked for. */
export interface Holder {
  readonly pod: Pod
  readonly memory: number
  readonly memoryAsked: number
  readonly disk: number
  readonly diskAsked: number
  readonly processes: number
}

export function holdersOn(cluster: Cluster, machine: Machine): readonly Holder[] {
  return cluster.podsOn(machine.name).flatMap((pod) => {
    const runtime = runtimeOf(cluster, pod.metadata.uid)
    if (!runtime || runtime.over) return []
    const holder = { memory: 0, memoryAsked: 0, disk: 0, diskAsked: 0, processes: 0 }
    for (const container of pod.spec.containers) {
      holder.memory += containerUse(cluster, pod, container.name).memory
      holder.memoryAsked += requestOf(container, 'memory')
      holder.disk += containerDisk(cluster, pod, container.name)
      holder.diskAsked += requestOf(container, 'ephemeral-storage')
      holder.processes += containerProcesses(cluster, pod, container.name)
    }
    return [{ pod, ...holder }]
  })
}

const priority = ({ pod }: Holder): number => pod.spec.priority ?? 0

/** Pods in the order in which they have to go. */
// k8s: pkg/kubelet/eviction rankMemoryPressure, rankDiskPressureFunc, rankPIDPressure (1.36)
export function ranked(
  holders: readonly Holder[],
  resource: 'memory' | 'ephemeral-storage' | 'pids',
): readonly Holder[] {
  if (resource === 'pids')
    return holders.toSorted((a, b) => priority(a) - priority(b) || b.processes - a.processes)
  const over = (one: Holder): number =>
    resource === 'memory' ? one.memory - one.memoryAsked : one.disk - one.diskAsked
  const exceeds = (one: Holder): number => (over(one) > 0 ? 0 : 1)
  return holders.toSorted(
    (a, b) => exceeds(a) - exceeds(b) || priority(a) - priority(b) || over(b) - over(a),
  )
}
