import { Cluster } from '../../../src/sim/cluster.ts'
import { kubelet } from '../../../src/sim/kubelet/kubelet.ts'
import type { Machine } from '../../../src/sim/kubelet/machine.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import type { Profile } from '../../../src/sim/profiles/profile.ts'
import { runUntil } from '../../../src/sim/run.ts'
import type { Container, Draft, Pod, PodSpec } from '../../../src/sim/types/index.ts'

export function machine(name: string, fields: Partial<Machine> = {}): Machine {
  return {
    name,
    ip: '192.168.1.101',
    podCidr: '172.16.1.0/24',
    cpu: '2',
    memory: '2Gi',
    pods: '110',
    labels: {},
    taints: [],
    powered: true,
    kubelet: true,
    ...fields,
  }
}

export interface LabOptions {
  readonly agent?: 'recording'
  readonly profile?: Profile
  readonly machines?: readonly Machine[]
  readonly seed?: number
}

/** A cluster in which only the kubelets act, with one machine w1 that is ready. */
export function lab(options: LabOptions = {}): Cluster {
  const cluster = new Cluster({
    profile: options.profile ?? current,
    seed: options.seed ?? 7,
    actors: [kubelet],
  })
  for (const name of ['default', 'kube-system', 'kube-node-lease'])
    cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} })
  cluster.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
  })
  cluster.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace: 'default' },
    data: { 'ca.crt': 'x' },
  })
  if (options.agent) cluster.world({ type: 'fact', name: 'agent', value: options.agent })
  for (const one of options.machines ?? [machine('w1')])
    cluster.world({ type: 'add', machine: one })
  runUntil(cluster, { quiet: true })
  return cluster
}

export interface PodOptions {
  readonly spec?: Partial<PodSpec>
  readonly container?: Partial<Container>
  readonly annotations?: Readonly<Record<string, string>>
}

export function draft(name: string, { spec, container, annotations }: PodOptions = {}): Draft<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', ...(annotations ? { annotations } : {}) },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27', ...container }], ...spec },
  }
}

/** Creates a pod and binds it to the machine. */
export function place(cluster: Cluster, name: string, options: PodOptions = {}, node = 'w1'): Pod {
  cluster.create<'Pod'>(draft(name, options))
  return cluster.bind('default', name, node)
}

export function pod(cluster: Cluster, name: string): Pod {
  return cluster.get('Pod', 'default', name)
}

export function elapse(cluster: Cluster, seconds: number): void {
  runUntil(cluster, { time: cluster.now + seconds * 1000 })
}

export function quiet(cluster: Cluster, timeout = 600_000): boolean {
  return runUntil(cluster, { quiet: true, timeout })
}

/** Reason, message and count of the events about an object, oldest first. */
export function events(cluster: Cluster, name: string): readonly string[] {
  return cluster
    .list('Event', { where: (event) => event.involvedObject.name === name })
    .toSorted(
      (a, b) =>
        Number(a.metadata.uid === b.metadata.uid) ||
        order(cluster, a.metadata.name) - order(cluster, b.metadata.name),
    )
    .map((event) => `${event.type} ${event.reason} ${event.count}: ${event.message}`)
}

function order(cluster: Cluster, event: string): number {
  return cluster.journal
    .since(0)
    .findIndex((e) => e.kind === 'Event' && e.verb === 'create' && e.after?.metadata.name === event)
}

/** What kubectl would show as STATUS and READY, roughly: phase, waiting or ended reason, readiness, restarts. */
export function short(one: Pod): string {
  const [status] = one.status.containerStatuses ?? []
  const state = status?.state
  const reason =
    state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running ? 'running' : '')
  return `${one.status.phase} ${reason} ${status?.ready ? 'ready' : 'unready'} ${status?.restartCount ?? 0}`
}

/** Every state the pod went through, as `short` tells it, each with the time in seconds since the start. */
export function story(cluster: Cluster, name: string, since = 0): readonly string[] {
  const lines: string[] = []
  for (const entry of cluster.journal.since(0)) {
    if (entry.kind !== 'Pod' || entry.key !== `default/${name}` || entry.at < since) continue
    const text = entry.after ? short(entry.after as Pod) : 'gone'
    if (!lines.at(-1)?.endsWith(` ${text}`))
      lines.push(`${((entry.at - since) / 1000).toFixed(2)} ${text}`)
  }
  return lines
}
