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

/** Creates pods by Deployments of 1,000 on a cluster of machines and runs until all are Ready. */
export function engineBench(pods: number, nodes: number): readonly Figure[] {
  const cluster = machines(nodes)
  const before = heap()
  const start = process.cpuUsage()
  for (let index = 0; index * PODS_PER_DEPLOYMENT < pods; index++)
    cluster.create<'Deployment'>(
      deployment(index, Math.min(PODS_PER_DEPLOYMENT, pods - index * PODS_PER_DEPLOYMENT)),
    )
  runUntil(cluster, { quiet: true, timeout: 3_600_000 })
  const used = process.cpuUsage(start)
  const ready = readyPods(cluster)
  if (ready !== pods) throw new Error(`only ${ready} of ${pods} pods became ready`)
  const seconds = (used.user + used.system) / 1e6
  const large = pods >= 150_000
  return [
    {
      name: `engine/${pods}x${nodes}`,
      value: Math.round(pods / seconds),
      unit: 'pods/CPU s',
      target: large ? '>= 5000 (150,000 within 30 CPU s)' : '>= 10000',
    },
    {
      name: `memory/${pods}x${nodes}`,
      value: Math.round((heap() - before) / pods),
      unit: 'bytes/pod',
      target: large ? '<= 13300 (2 GB in all)' : '<= 13300',
    },
  ]
}
