import { summarizePod } from '../../kubectl/printers/pod.ts'
import {
  type ApiObject,
  autoscalerMetrics,
  type Condition,
  findKindSpec,
  type Kind,
  type ObjectOf,
} from '../../sim/index.ts'
import type { StateShape } from '../kit/Shapes.tsx'
import type { TextKey } from '../text/en.ts'

/** One line of the overview. */
export interface Fact {
  readonly label: TextKey
  readonly value: string
  readonly state?: StateShape
  /** The object the value names. */
  readonly link?: { readonly kind: Kind; readonly key: string }
}

type Facts<K extends Kind> = (object: ObjectOf<K>) => readonly (Fact | undefined)[]

/** What to say about each kind, beyond what is said about all. Values are Kubernetes' own words. */
const FACTS: { readonly [K in Kind]?: Facts<K> } = {
  Pod: podFacts,
  Node: nodeFacts,
  Deployment: ({ spec, status }) => [
    {
      label: 'overview.replicas',
      value: `${status?.readyReplicas ?? 0} / ${spec.replicas ?? 1}`,
      state: (status?.readyReplicas ?? 0) >= (spec.replicas ?? 1) ? 'ok' : 'work',
    },
    fact('overview.strategy', spec.strategy?.type),
    fact('overview.image', images(spec.template.spec)),
  ],
  ReplicaSet: ({ spec, status }) => [
    {
      label: 'overview.replicas',
      value: `${status?.readyReplicas ?? 0} / ${spec.replicas ?? 1}`,
      state: (status?.readyReplicas ?? 0) >= (spec.replicas ?? 1) ? 'ok' : 'work',
    },
    fact('overview.image', images(spec.template?.spec)),
  ],
  HorizontalPodAutoscaler: autoscalerFacts,
  PersistentVolume: volumeFacts,
  PersistentVolumeClaim: claimFacts,
  Namespace: ({ status }) => [phase(status?.phase)],
  ConfigMap: ({ data }) => [fact('overview.data', Object.keys(data ?? {}).join(', '))],
  Secret: ({ data }) => [fact('overview.data', Object.keys(data ?? {}).join(', '))],
}

/** The overview of an object, most important first. Pure. */
export function factsOf(object: ApiObject): readonly Fact[] {
  const special = FACTS[object.kind] as Facts<Kind> | undefined
  const found = special?.(object) ?? []
  return [...found, ownerFact(object)].filter((one) => one !== undefined)
}

/** Status conditions of an object that has some. */
export function conditionsOf(
  object: ApiObject,
): readonly Pick<Condition, 'type' | 'status' | 'reason' | 'message'>[] {
  const status: unknown = 'status' in object ? object.status : undefined
  if (typeof status !== 'object' || status === null || !('conditions' in status)) return []
  return Array.isArray(status.conditions) ? status.conditions : []
}

function fact(label: TextKey, value: string | undefined): Fact | undefined {
  return value === undefined || value === '' ? undefined : { label, value }
}

function autoscalerFacts(hpa: ObjectOf<'HorizontalPodAutoscaler'>): readonly (Fact | undefined)[] {
  const { spec, status, metadata } = hpa
  const { kind, name } = spec.scaleTargetRef
  const current = status.currentReplicas ?? 0
  const key = `${metadata.namespace ?? ''}/${name}`
  return [
    {
      label: 'overview.target',
      value: `${kind}/${name}`,
      ...(findKindSpec(kind) ? { link: { kind: kind as Kind, key } } : {}),
    },
    {
      label: 'overview.replicas',
      value: `${current} / ${status.desiredReplicas} (${spec.minReplicas ?? 1}–${spec.maxReplicas})`,
      state: current === status.desiredReplicas ? 'ok' : 'work',
    },
    ...autoscalerMetrics(hpa).map(
      ({ name: metric, now, target, above }): Fact => ({
        label: 'overview.metric',
        value: `${metric} ${now ?? '<unknown>'} / ${target}`,
        state: now === undefined ? 'wait' : above ? 'work' : 'ok',
      }),
    ),
  ]
}

function images(spec: { readonly containers: readonly { readonly image?: string }[] } | undefined) {
  return spec?.containers.map((container) => container.image).join(', ')
}

const PHASES: Readonly<Record<string, StateShape>> = {
  Active: 'ok',
  Bound: 'ok',
  Available: 'ok',
  Pending: 'wait',
  Released: 'wait',
  Terminating: 'gone',
  Lost: 'bad',
  Failed: 'bad',
}

function phase(value: string | undefined): Fact | undefined {
  if (value === undefined) return undefined
  return { label: 'overview.status', value, state: PHASES[value] ?? 'work' }
}

function podState(pod: ObjectOf<'Pod'>, reason: string): StateShape {
  if (pod.metadata.deletionTimestamp) return 'gone'
  if (reason === 'Running' || reason === 'Completed') return 'ok'
  if (reason === 'Pending') return 'wait'
  return /^(ContainerCreating|PodInitializing|Init:\d)/.test(reason) ? 'work' : 'bad'
}

function podFacts(pod: ObjectOf<'Pod'>): readonly (Fact | undefined)[] {
  const { reason, ready, total, restarts } = summarizePod(pod)
  const node = pod.spec.nodeName ?? ''
  return [
    { label: 'overview.status', value: reason, state: podState(pod, reason) },
    { label: 'overview.ready', value: `${ready} / ${total}` },
    node === ''
      ? undefined
      : { label: 'overview.node', value: node, link: { kind: 'Node', key: `/${node}` } },
    fact('overview.address', pod.status?.podIP),
    { label: 'overview.restarts', value: String(restarts) },
    fact('overview.image', images(pod.spec)),
    ...claimsOf(pod),
  ]
}

function claimsOf(pod: ObjectOf<'Pod'>): readonly Fact[] {
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
    claim
      ? [
          {
            label: 'overview.claim' as const,
            value: claim.claimName,
            link: {
              kind: 'PersistentVolumeClaim' as const,
              key: `${pod.metadata.namespace ?? ''}/${claim.claimName}`,
            },
          },
        ]
      : [],
  )
}

function nodeFacts(node: ObjectOf<'Node'>): readonly (Fact | undefined)[] {
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready')?.status === 'True'
  const cordoned = node.spec?.unschedulable === true
  const value = `${ready ? 'Ready' : 'NotReady'}${cordoned ? ',SchedulingDisabled' : ''}`
  const capacity = node.status?.allocatable ?? {}
  return [
    { label: 'overview.status', value, state: cordoned ? 'wait' : ready ? 'ok' : 'bad' },
    fact('overview.address', node.status?.addresses?.find((a) => a.type === 'InternalIP')?.address),
    fact(
      'overview.capacity',
      ['cpu', 'memory', 'pods'].map((name) => `${name} ${capacity[name] ?? '?'}`).join(' · '),
    ),
    fact('overview.taints', node.spec?.taints?.map((t) => `${t.key}:${t.effect}`).join(', ')),
    fact('overview.version', node.status?.nodeInfo?.kubeletVersion),
  ]
}

function volumeFacts({
  spec,
  status,
}: ObjectOf<'PersistentVolume'>): readonly (Fact | undefined)[] {
  const claim = spec.claimRef
  const { nfs, hostPath, local } = spec
  const backend = nfs ? `nfs ${nfs.server}:${nfs.path}` : (hostPath?.path ?? local?.path)
  return [
    phase(status?.phase),
    fact('overview.capacity', spec.capacity?.storage),
    fact('overview.modes', spec.accessModes?.join(', ')),
    fact('overview.reclaim', spec.persistentVolumeReclaimPolicy),
    fact('overview.class', spec.storageClassName),
    claim?.name
      ? {
          label: 'overview.claim',
          value: `${claim.namespace}/${claim.name}`,
          link: { kind: 'PersistentVolumeClaim', key: `${claim.namespace}/${claim.name}` },
        }
      : undefined,
    fact('overview.backend', backend),
  ]
}

function claimFacts({
  spec,
  status,
}: ObjectOf<'PersistentVolumeClaim'>): readonly (Fact | undefined)[] {
  const volume = spec.volumeName ?? ''
  return [
    phase(status?.phase),
    fact('overview.request', String(spec.resources?.requests?.storage ?? '')),
    fact('overview.capacity', status?.capacity?.storage),
    fact('overview.modes', spec.accessModes?.join(', ')),
    fact('overview.class', spec.storageClassName),
    volume === ''
      ? undefined
      : {
          label: 'overview.volume',
          value: volume,
          link: { kind: 'PersistentVolume', key: `/${volume}` },
        },
  ]
}

function ownerFact(object: ApiObject): Fact | undefined {
  const owner = object.metadata.ownerReferences?.find((one) => one.controller)
  if (!owner) return undefined
  return {
    label: 'overview.owner',
    value: `${owner.kind} ${owner.name}`,
    link: { kind: owner.kind as Kind, key: `${object.metadata.namespace ?? ''}/${owner.name}` },
  }
}
