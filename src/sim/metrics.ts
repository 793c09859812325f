import type { Cluster } from './cluster.ts'
import { isReady } from './controllers/pods.ts'
import { type Use, usedAt } from './kubelet/behaviour/demand.ts'
import { resolutionOf } from './kubelet/behaviour/resolution.ts'
import { runOf } from './kubelet/exec/find.ts'
import { kubeletRuns } from './kubelet/machine.ts'
import type { Millis } from './time.ts'
import { spentOnLoad } from './traffic/flow.ts'
import { frontOf } from './traffic/traffic.ts'
import type { Container, Pod } from './types/index.ts'

/** A rate needs two points: a container that is younger than this when it is asked has none yet. */
const FRESH: Millis = 10_000
const NAMESPACE = 'kube-system'
const LABEL = 'k8s-app'
const SERVER = 'metrics-server'
const MIB = 1024 * 1024
/** What a machine does beside its pods: kubelet, container runtime, the system. */
const MACHINE: Use = { milliCpu: 45, memory: 310 * MIB }

/** One time that the metrics server asked every kubelet. */
export interface Round {
  readonly at: Millis
  /** How long after the one before. */
  readonly window: Millis
}

/** What the metrics server knows about the use of one container. */
interface ContainerMetrics extends Use {
  readonly name: string
}

export interface PodMetrics {
  readonly pod: Pod
  /** When the use was measured, and over how long a time before that. */
  readonly at: Millis
  readonly window: Millis
  readonly containers: readonly ContainerMetrics[]
}

/** `absent`: nobody serves metrics. `unready`: the one who should does not answer. `empty`: it could not compare two rounds yet. */
export type MetricsState = 'absent' | 'unready' | 'empty' | Round

/** Looks for the metrics server among the pods of kube-system: asked for when metrics are, and kept up to date by nobody. */
// k8s: metrics-server pkg/server server.runScrape (0.8)
export function metricsState(cluster: Cluster): MetricsState {
  const servers = cluster.list('Pod', {
    namespace: NAMESPACE,
    where: ({ metadata }) => metadata.labels?.[LABEL] === SERVER,
  })
  if (servers.length === 0) return 'absent'
  let newest: Round | 'unready' | 'empty' = 'unready'
  for (const pod of servers) {
    const name = pod.spec.containers[0]?.name ?? ''
    const found = isReady(pod) ? runOf(cluster, pod, name) : undefined
    if (found?.run.state !== 'running') continue
    // It asks when it starts, and then at every turn.
    const window = resolutionOf(found.container)
    const rounds = Math.floor((cluster.now - found.run.startedAt) / window)
    const at = found.run.startedAt + rounds * window
    if (rounds < 1) newest = newest === 'unready' ? 'empty' : newest
    else if (typeof newest === 'string' || newest.at < at) newest = { at, window }
  }
  return newest
}

/** Containers that run side by side: the pod's own and its sidecars. */
export function lasting({ spec }: Pod): readonly Container[] {
  const sidecars = spec.initContainers?.filter((one) => one.restartPolicy === 'Always') ?? []
  return [...spec.containers, ...sidecars]
}

function reachable(cluster: Cluster, node: string | undefined): boolean {
  return node !== undefined && kubeletRuns(cluster, node)
}

/** The pod's use as of that round of the metrics server: of the containers that run, sidecars too; undefined while one of them is too young. */
// k8s: metrics-server pkg/storage podStorage.GetMetrics (0.8)
export function podMetrics(cluster: Cluster, pod: Pod, round: Round): PodMetrics | undefined {
  if (!reachable(cluster, pod.spec.nodeName)) return undefined
  const containers: ContainerMetrics[] = []
  const { at } = round
  const front = frontOf(pod)?.name
  let { window } = round
  for (const { name } of lasting(pod)) {
    const found = runOf(cluster, pod, name)
    if (found?.run.state !== 'running') continue
    const age = at - found.run.startedAt
    if (age < FRESH) return undefined
    const since = Math.min(age, round.window)
    window = Math.min(window, since)
    const used = usedAt(pod, found.container, age)
    const asked = name === front ? spentOnLoad(cluster, pod.metadata.uid, at - since, at) : 0
    containers.push({ name, memory: used.memory, milliCpu: used.milliCpu + asked })
  }
  return containers.length === 0 ? undefined : { pod, at, window, containers }
}

/** What a machine and its pods use together; undefined while its kubelet cannot be asked. */
// k8s: metrics-server pkg/storage nodeStorage.GetMetrics (0.8)
export function nodeMetrics(cluster: Cluster, node: string, round: Round): Use | undefined {
  if (!reachable(cluster, node)) return undefined
  let { milliCpu, memory } = MACHINE
  for (const pod of cluster.podsOn(node))
    for (const one of podMetrics(cluster, pod, round)?.containers ?? []) {
      milliCpu += one.milliCpu
      memory += one.memory
    }
  return { milliCpu, memory }
}
