import { drive, kubectl } from '../kubectl/run.ts'
import {
  book2021,
  type Cluster,
  createCluster,
  current,
  type Draft,
  type Profile,
  Random,
  runUntil,
  type WorldAct,
} from '../sim/index.ts'
import { controlPlanePods } from './controlPlane.ts'
import { CROWD_MACHINES, fillCrowd } from './crowd.ts'
import { kubeSystem, nodeDaemons } from './kubeSystem.ts'
import { controlPlaneMachine, workerMachine } from './machines.ts'
import { BOOK_METALLB, BOOK_POOL } from './metallb.ts'
import { apiService, dnsService } from './services.ts'

export type LabName = 'book' | 'book-metallb' | 'plain' | 'recording' | 'empty' | 'large'

export interface LabOptions {
  /** Any integer; 1 when missing. */
  readonly seed?: number
  readonly profile?: Profile['name']
}

interface LabRecipe {
  readonly profile: Profile['name']
  build(cluster: Cluster): void
}

const PROFILES: Readonly<Record<Profile['name'], Profile>> = { 'book-2021': book2021, current }

/** Namespaces and classes that every cluster has from the first moment. */
const FIRST_OBJECTS: readonly Draft[] = [
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(
    (name): Draft => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} }),
  ),
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
]

const CONTROL_PLANE_IP = '192.168.1.10'

/** The control plane's machine is a file server too, as in the textbook. */
const SHARED_FOLDER: WorldAct = {
  type: 'nfs',
  change: 'export',
  server: CONTROL_PLANE_IP,
  path: '/nfs_shared',
  clients: '192.168.1.0/24',
  options: ['rw', 'sync', 'no_root_squash'],
}

function add(cluster: Cluster, drafts: readonly Draft[]): void {
  cluster.as({ actor: 'cluster-setup', reason: 'the cluster is set up' }, () => {
    for (const draft of drafts) cluster.create(draft)
  })
}

/**
 * The way to the API server itself, which that keeps up. Its chance is its own: what happens in a lab of some seed does
 * not depend on what the server writes before.
 */
function serveApi(cluster: Cluster, drafts = apiService(CONTROL_PLANE_IP)): void {
  const { state } = cluster.random
  cluster.world({ type: 'chance', state: new Random(state[0]).state })
  cluster.as({ actor: 'kube-apiserver', reason: 'the API server offers itself' }, () => {
    for (const draft of drafts) cluster.create(draft)
  })
  cluster.world({ type: 'chance', state })
}

function join(cluster: Cluster, master: string, workers: readonly string[]): void {
  cluster.as({ actor: 'cluster-setup', reason: 'the machines join' }, () => {
    const machine = controlPlaneMachine(cluster, master, CONTROL_PLANE_IP)
    const staticPods = controlPlanePods(cluster.profile, CONTROL_PLANE_IP)
    cluster.world({ type: 'add', machine: { ...machine, staticPods } })
    for (const name of workers)
      cluster.world({ type: 'add', machine: workerMachine(cluster, name) })
    cluster.world(SHARED_FOLDER)
  })
}

/** Four equal machines with an address block of 256 each, whose agents behave as in the recordings. */
function recordingMachines(cluster: Cluster): void {
  const names = ['w1-k8s', 'w2-k8s', 'w3-k8s', 'm-k8s']
  const size = { cpu: '2', memory: '2Gi' }
  cluster.as({ actor: 'cluster-setup', reason: 'the machines join' }, () => {
    cluster.world({ type: 'fact', name: 'agent', value: 'recording' })
    cluster.world({ type: 'fact', name: 'service-cluster-ip-range', value: '10.96.0.0/16' })
    cluster.world({ type: 'fact', name: 'provisioners', value: ['fake.csi/prov'] })
    names.forEach((name, index) => {
      const machine =
        name === 'm-k8s'
          ? controlPlaneMachine(cluster, name, '192.168.1.10', size)
          : workerMachine(cluster, name, size)
      cluster.world({ type: 'add', machine: { ...machine, podCidr: `172.16.${index}.0/24` } })
    })
  })
}

function fakeClass(name: string, fields: object): Draft {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'fake.csi/prov',
    reclaimPolicy: 'Delete',
    ...fields,
  }
}

function buildBook(cluster: Cluster): void {
  add(cluster, FIRST_OBJECTS)
  serveApi(cluster)
  add(cluster, nodeDaemons())
  join(cluster, 'm-k8s', ['w1-k8s', 'w2-k8s', 'w3-k8s'])
  runUntil(cluster, { quiet: true, timeout: 600_000 })
  add(cluster, [...kubeSystem(), dnsService()])
}

/** Applies a manifest as whoever sat there before did, so that it can be applied again in another form. */
function apply(cluster: Cluster, name: string, yaml: string): void {
  const readFile = (path: string): string | undefined => (path === name ? yaml : undefined)
  const io = { readFile, stdin: '', config: { namespace: 'default' } }
  const { code, stderr } = drive(cluster, kubectl(cluster, ['apply', '-f', name], io), {
    line: `kubectl apply -f ${name}`,
  })
  if (code !== 0) throw new Error(stderr)
  runUntil(cluster, { quiet: true, timeout: 600_000 })
}

const RECIPES: Readonly<Record<LabName, LabRecipe>> = {
  /** The textbook's lab: one control plane and three workers. */
  book: { profile: 'book-2021', build: buildBook },
  /** The same after MetalLB was installed and given its three addresses. */
  'book-metallb': {
    profile: 'book-2021',
    build(cluster) {
      buildBook(cluster)
      runUntil(cluster, { quiet: true, timeout: 600_000 })
      apply(cluster, 'metallb.yaml', BOOK_METALLB)
      apply(cluster, 'metallb-l2config.yaml', BOOK_POOL)
    },
  },
  plain: {
    profile: 'current',
    build(cluster) {
      add(cluster, FIRST_OBJECTS)
      serveApi(cluster)
      join(cluster, 'control-plane', ['worker-1', 'worker-2', 'worker-3'])
    },
  },
  recording: {
    profile: 'current',
    build(cluster) {
      add(cluster, FIRST_OBJECTS)
      // That server ran alone and told nobody where it was.
      serveApi(cluster, apiService(CONTROL_PLANE_IP).slice(0, 1))
      recordingMachines(cluster)
      add(cluster, [
        fakeClass('fake-dyn', { allowVolumeExpansion: true }),
        fakeClass('fake-wffc', { volumeBindingMode: 'WaitForFirstConsumer' }),
      ])
    },
  },
  /** An API without machines. */
  empty: {
    profile: 'current',
    build(cluster) {
      add(cluster, FIRST_OBJECTS)
      serveApi(cluster)
    },
  },
  /** Two hundred machines and two thousand pods: to be looked at from afar. */
  large: {
    profile: 'current',
    build(cluster) {
      add(cluster, FIRST_OBJECTS)
      serveApi(cluster)
      const names = Array.from({ length: CROWD_MACHINES }, (_, index) => `worker-${index + 1}`)
      join(cluster, 'control-plane', names)
      runUntil(cluster, { quiet: true, timeout: 600_000 })
      fillCrowd(cluster)
    },
  },
}

export const LABS = Object.keys(RECIPES) as readonly LabName[]

export function isLab(name: string): name is LabName {
  return name in RECIPES
}

/** A lab, built and come to rest. The same name, profile and seed give the same cluster. */
export function createLab(name: LabName, options: LabOptions = {}): Cluster {
  const recipe = RECIPES[name]
  const profile = PROFILES[options.profile ?? recipe.profile]
  const cluster = createCluster({ profile, seed: options.seed ?? 1 })
  recipe.build(cluster)
  runUntil(cluster, { quiet: true, timeout: 600_000 })
  return cluster
}
