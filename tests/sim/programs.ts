import fc from 'fast-check'
import { createLab } from '../../src/scenarios/labs.ts'
import {
  ApiError,
  type Cluster,
  type DaemonSet,
  type Deployment,
  keyOf,
  machineNames,
  machineOf,
  type Pod,
  runUntil,
  type StatefulSet,
} from '../../src/sim/index.ts'
import { cronJobDraft, jobDraft } from './controllers/jobs.ts'
import {
  claimDraft,
  daemonSetDraft,
  deploymentDraft,
  metadataFor,
  statefulSetDraft,
  templateFor,
  volumeDraft,
} from './programDrafts.ts'
import { SCALING_ACTS, type ScalingAction, scalingAction } from './scalingActions.ts'

/** One thing that a user or the world does. Numbers choose among what is there. */
export type Action =
  | { readonly do: 'create'; readonly name: number; readonly replicas: number }
  | { readonly do: 'daemon'; readonly name: number }
  | { readonly do: 'job'; readonly name: number; readonly line: string }
  | { readonly do: 'cron'; readonly name: number }
  | {
      readonly do: 'stateful'
      readonly name: number
      readonly replicas: number
      readonly parallel: boolean
    }
  | { readonly do: 'controller'; readonly name: number; readonly replicas: number }
  | { readonly do: 'budget'; readonly name: number; readonly most: number | string }
  | { readonly do: 'evict'; readonly pick: number }
  | { readonly do: 'scale'; readonly pick: number; readonly replicas: number }
  | { readonly do: 'image'; readonly pick: number; readonly tag: string }
  | { readonly do: 'delete-pod'; readonly pick: number; readonly grace: number | undefined }
  | {
      readonly do: 'delete'
      readonly pick: number
      readonly policy: 'Background' | 'Foreground' | 'Orphan'
    }
  | { readonly do: 'relabel'; readonly pick: number }
  | { readonly do: 'cordon'; readonly pick: number; readonly on: boolean }
  | {
      readonly do: 'machine'
      readonly pick: number
      readonly change: 'power-off' | 'power-on' | 'stop-kubelet' | 'start-kubelet'
    }
  | { readonly do: 'pause'; readonly pick: number; readonly paused: boolean }
  | { readonly do: 'claim'; readonly name: number; readonly size: number }
  | { readonly do: 'volume'; readonly name: number; readonly size: number }
  | { readonly do: 'quota'; readonly pods: number }
  | { readonly do: 'drain'; readonly pick: number }
  | { readonly do: 'taint'; readonly pick: number; readonly effect: string | undefined }
  | { readonly do: 'resize'; readonly pick: number; readonly replicas: number }
  | { readonly do: 'finish'; readonly pick: number }
  | { readonly do: 'replace-machine'; readonly pick: number }
  | { readonly do: 'suspend'; readonly pick: number; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | ScalingAction

const pick = fc.nat({ max: 50 })

export const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    name: fc.nat({ max: 3 }),
    replicas: fc.nat({ max: 6 }),
  }),
  fc.record({ do: fc.constant('daemon' as const), name: fc.nat({ max: 1 }) }),
  fc.record({
    do: fc.constant('job' as const),
    name: fc.nat({ max: 1 }),
    line: fc.constantFrom('sleep 2', 'exit 1', 'sleep 300'),
  }),
  fc.record({ do: fc.constant('cron' as const), name: fc.nat({ max: 1 }) }),
  fc.record({
    do: fc.constant('stateful' as const),
    name: fc.nat({ max: 1 }),
    replicas: fc.nat({ max: 4 }),
    parallel: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('controller' as const),
    name: fc.nat({ max: 1 }),
    replicas: fc.nat({ max: 4 }),
  }),
  fc.record({
    do: fc.constant('budget' as const),
    name: fc.nat({ max: 3 }),
    most: fc.constantFrom(0, 1, '50%'),
  }),
  fc.record({ do: fc.constant('evict' as const), pick }),
  fc.record({ do: fc.constant('scale' as const), pick, replicas: fc.nat({ max: 8 }) }),
  fc.record({
    do: fc.constant('image' as const),
    pick,
    tag: fc.constantFrom('1.25', '1.26', 'bad', '1.28'),
  }),
  fc.record({
    do: fc.constant('delete-pod' as const),
    pick,
    grace: fc.constantFrom(undefined, 0, 5),
  }),
  fc.record({
    do: fc.constant('delete' as const),
    pick,
    policy: fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const),
  }),
  fc.record({ do: fc.constant('relabel' as const), pick }),
  fc.record({ do: fc.constant('cordon' as const), pick, on: fc.boolean() }),
  fc.record({
    do: fc.constant('machine' as const),
    pick,
    change: fc.constantFrom(
      'power-off' as const,
      'power-on' as const,
      'stop-kubelet' as const,
      'start-kubelet' as const,
    ),
  }),
  fc.record({ do: fc.constant('pause' as const), pick, paused: fc.boolean() }),
  fc.record({
    do: fc.constant('claim' as const),
    name: fc.nat({ max: 4 }),
    size: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    do: fc.constant('volume' as const),
    name: fc.nat({ max: 4 }),
    size: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ do: fc.constant('quota' as const), pods: fc.integer({ min: 2, max: 30 }) }),
  fc.record({ do: fc.constant('drain' as const), pick }),
  fc.record({
    do: fc.constant('taint' as const),
    pick,
    effect: fc.constantFrom('NoSchedule', 'NoExecute', undefined),
  }),
  fc.record({ do: fc.constant('resize' as const), pick, replicas: fc.nat({ max: 5 }) }),
  fc.record({ do: fc.constant('finish' as const), pick }),
  fc.record({ do: fc.constant('replace-machine' as const), pick }),
  fc.record({ do: fc.constant('suspend' as const), pick, on: fc.boolean() }),
  scalingAction,
  fc.record({
    do: fc.constant('wait' as const),
    ms: fc.constantFrom(3, 40, 700, 2500, 12_000, 70_000),
  }),
)

export const program: fc.Arbitrary<readonly Action[]> = fc.array(action, {
  minLength: 1,
  maxLength: 14,
})

type Workload = Deployment | DaemonSet | StatefulSet

function workloads(cluster: Cluster): readonly Workload[] {
  const inDefault = { namespace: 'default' }
  return [
    ...cluster.list('Deployment', inDefault),
    ...cluster.list('DaemonSet', inDefault),
    ...cluster.list('StatefulSet', inDefault),
  ]
}

function choose<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)]
}

function onDeployment(
  cluster: Cluster,
  index: number,
  change: (d: Deployment) => Deployment,
): void {
  const found = choose(cluster.list('Deployment', { namespace: 'default' }), index)
  if (found) cluster.update(change(found))
}

function withTag<W extends Workload>(workload: W, tag: string): W {
  const { template } = workload.spec
  const containers = template.spec.containers.map((c) => ({ ...c, image: `nginx:${tag}` }))
  return {
    ...workload,
    spec: { ...workload.spec, template: { ...template, spec: { ...template.spec, containers } } },
  }
}

function relabel(cluster: Cluster, pod: Pod | undefined): void {
  if (pod) cluster.update({ ...pod, metadata: { ...pod.metadata, labels: { app: 'stray' } } })
}

type Act<D extends Action['do']> = (cluster: Cluster, step: Extract<Action, { do: D }>) => void

const ACTS: { readonly [D in Action['do']]: Act<D> } = {
  create: (cluster, step) => {
    cluster.create<'Deployment'>(deploymentDraft(`app${step.name}`, step.replicas))
  },
  job: (cluster, step) => {
    const wish = { line: step.line, completions: 3, parallelism: 2, backoffLimit: 1 }
    cluster.create<'Job'>(jobDraft(`job${step.name}`, wish))
  },
  cron: (cluster, step) => {
    cluster.create<'CronJob'>(cronJobDraft(`cron${step.name}`, {}, { line: 'sleep 2' }))
  },
  daemon: (cluster, step) => {
    cluster.create<'DaemonSet'>(daemonSetDraft(`agent${step.name}`))
  },
  controller: (cluster, step) => {
    const labels = { app: `old${step.name}` }
    cluster.create<'ReplicationController'>({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: metadataFor(labels.app),
      spec: { replicas: step.replicas, template: templateFor(labels) },
    })
  },
  budget: (cluster, step) => {
    cluster.create<'PodDisruptionBudget'>({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadataFor(`budget${step.name}`),
      spec: { maxUnavailable: step.most, selector: { matchLabels: { app: `app${step.name}` } } },
    })
  },
  evict: (cluster, step) => {
    const pod = choose(cluster.list('Pod', { namespace: 'default' }), step.pick)
    if (pod) cluster.evict('default', pod.metadata.name)
  },
  stateful: (cluster, step) => {
    const draft = statefulSetDraft(`db${step.name}`, step.replicas, step.parallel)
    cluster.create<'StatefulSet'>(draft)
  },
  scale: (cluster, step) => {
    const found = choose(workloads(cluster), step.pick)
    if (found)
      cluster.scale(found.kind, 'default', found.metadata.name, { replicas: step.replicas })
  },
  image: (cluster, step) => {
    const found = choose(workloads(cluster), step.pick)
    if (found) cluster.update(withTag(found, step.tag))
  },
  'delete-pod': (cluster, step) => {
    const pod = choose(cluster.list('Pod', { namespace: 'default' }), step.pick)
    const options = step.grace === undefined ? {} : { gracePeriodSeconds: step.grace }
    if (pod) cluster.delete('Pod', 'default', pod.metadata.name, options)
  },
  delete: (cluster, step) => {
    const found = choose(workloads(cluster), step.pick)
    const options = { propagationPolicy: step.policy }
    if (found) cluster.delete(found.kind, 'default', found.metadata.name, options)
  },
  relabel: (cluster, step) => {
    relabel(cluster, choose(cluster.list('Pod', { namespace: 'default' }), step.pick))
  },
  cordon: (cluster, step) => {
    const node = choose(cluster.list('Node'), step.pick)
    if (!node) return
    const { unschedulable: _, ...spec } = node.spec
    cluster.update({ ...node, spec: { ...spec, ...(step.on ? { unschedulable: true } : {}) } })
  },
  machine: (cluster, step) => {
    const name = choose(machineNames(cluster), step.pick)
    if (name && machineOf(cluster, name)) cluster.world({ type: step.change, name })
  },
  pause: (cluster, step) => {
    onDeployment(cluster, step.pick, (d) => ({ ...d, spec: { ...d.spec, paused: step.paused } }))
  },
  claim: (cluster, step) => {
    cluster.create<'PersistentVolumeClaim'>(claimDraft(`claim${step.name}`, step.size))
  },
  volume: (cluster, step) => {
    cluster.create<'PersistentVolume'>(volumeDraft(`volume${step.name}`, step.size))
  },
  quota: (cluster, step) => {
    const spec = { hard: { pods: String(step.pods), 'count/jobs.batch': '4' } }
    const known = cluster.find('ResourceQuota', 'default', 'most')
    if (known) cluster.update({ ...known, spec })
    else
      cluster.create<'ResourceQuota'>({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: metadataFor('most'),
        spec,
      })
  },
  drain: (cluster, step) => {
    const node = choose(cluster.list('Node'), step.pick)
    if (!node) return
    cluster.update({ ...node, spec: { ...node.spec, unschedulable: true } })
    for (const { metadata } of cluster.podsOn(node.metadata.name))
      if (metadata.namespace === 'default' && metadata.ownerReferences?.[0]?.kind !== 'DaemonSet')
        attempt(() => cluster.evict('default', metadata.name))
  },
  taint: (cluster, step) => {
    const node = choose(cluster.list('Node'), step.pick)
    if (!node) return
    const others = (node.spec.taints ?? []).filter(({ key }) => key !== 'chaos')
    const taints = step.effect ? [...others, { key: 'chaos', effect: step.effect }] : others
    cluster.update({ ...node, spec: { ...node.spec, taints } })
  },
  resize: (cluster, step) => {
    const found = choose(cluster.list('ReplicationController', { namespace: 'default' }), step.pick)
    if (found)
      cluster.scale('ReplicationController', 'default', found.metadata.name, {
        replicas: step.replicas,
      })
  },
  finish: (cluster, step) => {
    const done = [
      ...cluster.list('Job', { namespace: 'default' }),
      ...cluster.list('CronJob', { namespace: 'default' }),
      ...cluster.list('ReplicationController', { namespace: 'default' }),
    ]
    const found = choose(done, step.pick)
    const options = { propagationPolicy: 'Background' } as const
    if (found) cluster.delete(found.kind, 'default', found.metadata.name, options)
  },
  'replace-machine': (cluster, step) => {
    const name = choose(
      machineNames(cluster).filter((one) => one !== 'm-k8s'),
      step.pick,
    )
    const machine = name === undefined ? undefined : machineOf(cluster, name)
    if (!machine) return
    cluster.world({ type: 'remove', name: machine.name })
    attempt(() => cluster.delete('Node', '', machine.name))
    runUntil(cluster, { time: cluster.now + 3000 })
    cluster.world({ type: 'add', machine: { ...machine, powered: true, kubelet: true } })
  },
  suspend: (cluster, step) => {
    const found = choose(cluster.list('Job', { namespace: 'default' }), step.pick)
    if (found) cluster.update({ ...found, spec: { ...found.spec, suspend: step.on } })
  },
  ...SCALING_ACTS,
  wait: (cluster, step) => {
    runUntil(cluster, { time: cluster.now + step.ms })
  },
}

/** A refusal by the API is part of life. */
function attempt(what: () => void): void {
  try {
    what()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

function act<D extends Action['do']>(
  cluster: Cluster,
  step: Extract<Action, { do: D }> & { do: D },
): void {
  ACTS[step.do](cluster, step)
}

/** Does it, or is refused. */
export function perform(cluster: Cluster, step: Action): void {
  attempt(() => act(cluster, step))
}

/** A fresh lab of the recorded behaviour; every call gives an equal one. */
export function freshLab(seed = 7): Cluster {
  return createLab('recording', { seed })
}

export function play(cluster: Cluster, steps: readonly Action[]): void {
  for (const step of steps) perform(cluster, step)
}

export function settle(cluster: Cluster, timeout = 900_000): boolean {
  return runUntil(cluster, { quiet: true, timeout })
}

/** The journal as text: equal texts are equal journals. */
export function journalText(cluster: Cluster, since = 0): string {
  return cluster.journal
    .since(since)
    .map((entry) => JSON.stringify(entry))
    .join('\n')
}

/** Every object as text, in order of kind and key. */
export function worldText(cluster: Cluster): string {
  return [...cluster.store.entries()]
    .flatMap(([kind, objects]) =>
      objects.map((object) => `${kind} ${keyOf(object)} ${JSON.stringify(object)}`),
    )
    .sort()
    .join('\n')
}
