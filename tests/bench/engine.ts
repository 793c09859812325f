import { workerMachine } from '../../src/scenarios/machines.ts'
import {
  type Cluster,
  createCluster,
  current,
  type Deployment,
  type Draft,
  runUntil,
} from '../../src/sim/index.ts'
import type { Figure } from './main.ts'

const PODS_PER_DEPLOYMENT = 1000

function deployment(index: number, replicas: number): Draft<Deployment> {
  const labels = { app: `web-${index}` }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${index}`, namespace: 'default', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'nginx:1.27',
              resources: { requests: { cpu: '100m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  }
}

/** A cluster of equal machines, all Ready, with nothing on them. */
function machines(count: number): Cluster {
  const cluster = createCluster({ profile: current, seed: 1, journalLimit: 20_000 })
  for (const name of ['default', 'kube-system', 'kube-node-lease'])
    cluster.create<'Namespace'>({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: {},
    })
  const plan = { cpu: '8', memory: '32Gi' }
  for (let i = 0; i < count; i++) {
    const machine = workerMachine(cluster, `node-${i}`, plan)
    cluster.world({ type: 'add', machine })
  }
  runUntil(cluster, { quiet: true, timeout: 300_000 })
  return cluster
}

function readyPods(cluster: Cluster): number {
  let ready = 0
  for (const set of cluster.store.values('ReplicaSet')) ready += set.status.readyReplicas ?? 0
  return ready
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Creates pods by Deployments of 1,000 and runs until all are Ready. */
function fill(cluster: Cluster, pods: number): void {
  for (let index = 0; index * PODS_PER_DEPLOYMENT < pods; index++)
    cluster.create<'Deployment'>(
      deployment(index, Math.min(PODS_PER_DEPLOYMENT, pods - index * PODS_PER_DEPLOYMENT)),
    )
  runUntil(cluster, { quiet: true, timeout: 3_600_000 })
  const ready = readyPods(cluster)
  if (ready !== pods) throw new Error(`only ${ready} of ${pods} pods became ready`)
}

/** Clusters that live until the end of the process. */
const alive: Cluster[] = []

/**
 * Brings the process to the state in which a user's is after its first seconds: the engine's code is compiled. Without
 * this a run of 15,000 pods measures V8's compiler as well, which is told apart as the cold figure. One
 * cluster stays alive, as a user's does: when the last object of a shape is collected, V8 throws away the code that
 * was made for it, and a new cluster would begin cold again.
 */
export function warmUp(): void {
  const small = machines(50)
  alive.push(small)
  fill(small, 1000)
  fill(machines(500), 15_000)
}

/** Measures in CPU time; `mark` goes behind the name of the figure. */
export function engineBench(pods: number, nodes: number, mark = ''): readonly Figure[] {
  const cluster = machines(nodes)
  const before = heap()
  const start = process.cpuUsage()
  fill(cluster, pods)
  const used = process.cpuUsage(start)
  const seconds = (used.user + used.system) / 1e6
  const large = pods >= 150_000
  const speed = {
    name: `engine/${pods}x${nodes}${mark}`,
    value: Math.round(pods / seconds),
    unit: 'pods/CPU s',
    target: large ? '>= 5000 (150,000 within 30 CPU s)' : '>= 10000',
  }
  // The first cluster of a process pays for compiled code as well: that is not the pods' memory.
  if (mark !== '') return [speed]
  return [
    speed,
    {
      name: `memory/${pods}x${nodes}`,
      value: Math.round((heap() - before) / pods),
      unit: 'bytes/pod',
      target: large ? '<= 13300 (2 GB in all)' : '<= 13300',
    },
  ]
}
