import {
  type ApiObject,
  Cluster,
  current,
  type Deployment,
  type Node,
  type Pod,
} from '../../../src/sim/index.ts'

/** Pods per machine of the clusters that are measured. */
const PER_MACHINE = 30
const PER_DEPLOYMENT = 500

type Status = Pod['status']

function running(ready: boolean, restarts = 0): Status {
  return {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'main',
        image: 'nginx',
        imageID: '',
        ready,
        restartCount: restarts,
        state: { running: {} },
      },
    ],
  }
}

function waitingFor(reason: string): Status {
  return {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'main',
        image: 'nginx',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason } },
      },
    ],
  }
}

const READY = running(true)
const STARTING = running(false)
const CRASHING = waitingFor('CrashLoopBackOff')
const CREATING = waitingFor('ContainerCreating')

/** One in a hundred is broken, one in fifty on its way. */
function statusOf(index: number): Status {
  if (index % 100 === 37) return CRASHING
  if (index % 100 === 61) return CREATING
  return index % 100 === 83 ? STARTING : READY
}

const METADATA = { resourceVersion: '1', creationTimestamp: '2021-03-01T00:00:00Z' }
const CONTAINERS = [{ name: 'main', image: 'nginx' }]
const ALLOCATABLE = { cpu: '8', memory: '32Gi', pods: '110' }

function machineName(index: number): string {
  return `m${String(index).padStart(4, '0')}`
}

function nodeAt(index: number): Node {
  const ready = index % 170 !== 91
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { ...METADATA, name: machineName(index), uid: `node-${index}`, labels: {} },
    spec: index % 60 === 17 ? { unschedulable: true } : {},
    status: {
      addresses: [{ type: 'InternalIP', address: `10.0.${index >> 8}.${index & 255}` }],
      allocatable: ALLOCATABLE,
      capacity: ALLOCATABLE,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }],
    },
  } as Node
}

const specs: Pod['spec'][] = []

function podAt(index: number): Pod {
  const machine = Math.floor(index / PER_MACHINE)
  const app = Math.floor(index / PER_DEPLOYMENT)
  specs[machine] ??= { containers: CONTAINERS, nodeName: machineName(machine) } as Pod['spec']
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...METADATA,
      namespace: 'default',
      name: `app-${app}-7d9f8b6c5-${index.toString(36).padStart(5, '0')}`,
      uid: `pod-${index}`,
      labels: { app: `app-${app}` },
    },
    spec: specs[machine],
    status: statusOf(index),
  } as Pod
}

function deploymentAt(index: number): Deployment {
  const labels = { app: `app-${index}` }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...METADATA, namespace: 'default', name: `app-${index}`, uid: `app-${index}` },
    spec: {
      replicas: PER_DEPLOYMENT,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: CONTAINERS } },
    },
    status: { replicas: PER_DEPLOYMENT, readyReplicas: PER_DEPLOYMENT },
  } as unknown as Deployment
}

function keyOf({ metadata }: ApiObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

/** A cluster of so many pods, in which nobody acts. */
export function syntheticCluster(pods: number): Cluster {
  const cluster = new Cluster({ profile: current, seed: 1, actors: [] })
  const put = (object: ApiObject) =>
    cluster.store.replace(object.kind, keyOf(object), undefined, object)
  for (let index = 0; index < Math.ceil(pods / PER_MACHINE); index++) put(nodeAt(index))
  for (let index = 0; index < Math.ceil(pods / PER_DEPLOYMENT); index++) put(deploymentAt(index))
  for (let index = 0; index < pods; index++) put(podAt(index))
  return cluster
}

/** Gives one pod in a hundred another state, as the kubelets would; `round` chooses which and what. */
export function change(cluster: Cluster, pods: number, round: number): number {
  let changed = 0
  for (let index = round % 100; index < pods; index += 100) {
    const key = keyOf(podAt(index))
    const before = cluster.get('Pod', ...split(key))
    if (!before) continue
    const status = before.status === READY ? CREATING : READY
    cluster.commit('Pod', 'update', before, { ...before, status })
    changed++
  }
  return changed
}

function split(key: string): [namespace: string, name: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

/** One more pod on the first machine. */
export function addOne(cluster: Cluster, round: number): void {
  const pod = podAt(0)
  cluster.commit('Pod', 'create', undefined, {
    ...pod,
    metadata: { ...pod.metadata, name: `late-${round}`, uid: `late-${round}` },
  })
}
