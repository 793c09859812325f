import type { Cluster } from './cluster.ts'
import { isReady } from './controllers/pods.ts'
import { type Use, usedAt } from './kubelet/behaviour/demand.ts'
import { runOf } from './kubelet/exec/find.ts'
import { kubeletRuns } from './kubelet/machine.ts'
import type { Millis } from './time.ts'
import type { Container, Pod } from './types/index.ts'

/** The metrics server asks every kubelet at this interval, beginning when it starts. */
const RESOLUTION: Millis = 15_000
/** A rate needs two points: a container that is younger than this when it is asked has none yet. */
const FRESH: Millis = 10_000
const NAMESPACE = 'kube-system'
const LABEL = 'k8s-app'
const SERVER = 'metrics-server'

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

/** `absent`: nobody serves metrics. `unready`: the one who should does not answer. Else the time of its last round, -1 before its first. */
export type MetricsState = 'absent' | 'unready' | { readonly lastRound: Millis }

/** Looks for the metrics server among the pods of kube-system: asked for when metrics are, and kept up to date by nobody. */
// k8s: metrics-server pkg/server server.runScrape (0.8)
export function metricsState(cluster: Cluster): MetricsState {
  const servers = cluster.list('Pod', {
    namespace: NAMESPACE,
    where: ({ metadata }) => metadata.labels?.[LABEL] === SERVER,
  })
  if (servers.length === 0) return 'absent'
  let lastRound = -2
  for (const pod of servers) {
    const name = pod.spec.containers[0]?.name ?? ''
    const run = isReady(pod) ? runOf(cluster, pod, name)?.run : undefined
    if (run?.state !== 'running') continue
    const rounds = Math.floor((cluster.now - run.startedAt) / RESOLUTION)
    lastRound = Math.max(lastRound, rounds < 1 ? -1 : run.startedAt + rounds * RESOLUTION)
  }
  return lastRound === -2 ? 'unready' : { lastRound }
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
export function podMetrics(cluster: Cluster, pod: Pod, round: Millis): PodMetrics | undefined {
  if (round < 0 || !reachable(cluster, pod.spec.nodeName)) return undefined
  const containers: ContainerMetrics[] = []
  for (const { name } of lasting(pod)) {
    const found = runOf(cluster, pod, name)
    if (found?.run.state !== 'running') continue
    const age = round - found.run.startedAt
    if (age < FRESH) return undefined
    containers.push({ name, ...usedAt(pod, found.container, age) })
  }
  return containers.length === 0 ? undefined : { pod, at: round, window: RESOLUTION, containers }
}

/** What the pods of a machine use together; undefined while its kubelet cannot be asked. What the machine itself uses is not in it. */
export function nodeMetrics(cluster: Cluster, node: string, round: Millis): Use | undefined {
  if (round < 0 || !reachable(cluster, node)) return undefined
  let milliCpu = 0
  let memory = 0
  for (const pod of cluster.podsOn(node))
    for (const one of podMetrics(cluster, pod, round)?.containers ?? []) {
      milliCpu += one.milliCpu
      memory += one.memory
    }
  return { milliCpu, memory }
}
