import { Cluster } from '../../../src/sim/cluster.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import type { Profile } from '../../../src/sim/profiles/profile.ts'
import { scheduler } from '../../../src/sim/scheduler/index.ts'
import type { Draft, Node, Pod, PodSpec } from '../../../src/sim/types/index.ts'

/** A cluster in which only the scheduler acts. */
export function clusterOf(
  options: { readonly seed?: number; readonly profile?: Profile } = {},
): Cluster {
  const cluster = new Cluster({
    profile: options.profile ?? current,
    seed: options.seed ?? 1,
    actors: [scheduler],
  })
  cluster.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default' },
    spec: {},
  })
  cluster.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
  })
  return cluster
}

export interface NodeOptions {
  readonly cpu?: string
  readonly memory?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: Node['spec']['taints']
  readonly unschedulable?: boolean
}

/** A machine that is up: the taint that admission puts on a new node is already gone. */
export function addNode(cluster: Cluster, name: string, options: NodeOptions = {}): Node {
  const { cpu = '2', memory = '2Gi', labels = {}, taints, unschedulable } = options
  const resources = { cpu, memory, pods: '110' }
  const created = cluster.create<'Node'>({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...(unschedulable ? { unschedulable } : {}) },
    status: { allocatable: resources, capacity: resources },
  })
  const node = cluster.update<Node>({ ...created, spec: { ...created.spec, taints: taints ?? [] } })
  return cluster.updateStatus<Node>({
    ...node,
    status: { ...node.status, allocatable: resources, capacity: resources },
  })
}

export function podDraft(name: string, spec: Partial<PodSpec> = {}, cpu?: string): Draft<Pod> {
  const resources = cpu ? { resources: { requests: { cpu } } } : {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { containers: [{ name: 'c', image: 'nginx', ...resources }], ...spec },
  }
}

export function addPod(
  cluster: Cluster,
  name: string,
  spec: Partial<PodSpec> = {},
  cpu?: string,
): Pod {
  return cluster.create<'Pod'>(podDraft(name, spec, cpu))
}

export function nodeOf(cluster: Cluster, pod: string): string | undefined {
  return cluster.get('Pod', 'default', pod).spec.nodeName
}

/** Messages of the pod's events of one reason, in their order. */
export function messages(cluster: Cluster, pod: string, reason: string): readonly string[] {
  return cluster
    .list('Event', { where: (e) => e.reason === reason && involved(e) === pod })
    .map((e) => e.message ?? (e as { note?: string }).note ?? '')
}

function involved(event: object): string | undefined {
  const { involvedObject, regarding } = event as {
    involvedObject?: { name?: string }
    regarding?: { name?: string }
  }
  return (involvedObject ?? regarding)?.name
}

export function condition(cluster: Cluster, pod: string): string | undefined {
  return cluster
    .get('Pod', 'default', pod)
    .status.conditions?.find((c) => c.type === 'PodScheduled')?.message
}
