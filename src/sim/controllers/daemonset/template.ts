import type {
  Affinity,
  DaemonSet,
  Draft,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Toleration,
} from '../../types/index.ts'
import { podFromTemplate } from '../pods.ts'

export const HASH_LABEL = 'controller-revision-hash'
const GENERATION_LABEL = 'pod-template-generation'
const GENERATION = 'deprecated.daemonset.template.generation'

type Tolerated = readonly [condition: string, effect: 'NoExecute' | 'NoSchedule']

/** A daemon stays on a machine in trouble: it may be what mends it. */
const TROUBLES: readonly Tolerated[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
]
const NO_NETWORK: Tolerated = ['network-unavailable', 'NoSchedule']

function same(a: Toleration, b: Toleration): boolean {
  return (
    a.key === b.key &&
    a.effect === b.effect &&
    a.operator === b.operator &&
    (a.value ?? '') === (b.value ?? '')
  )
}

const tolerations = new WeakMap<PodSpec, readonly Toleration[]>()

/** The template's tolerations and those that every daemon pod gets; a template's equal one is replaced where it stands. */
// k8s: pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations (1.36)
export function daemonTolerations(spec: PodSpec): readonly Toleration[] {
  const known = tolerations.get(spec)
  if (known) return known
  const list = [...(spec.tolerations ?? [])]
  for (const [condition, effect] of spec.hostNetwork ? [...TROUBLES, NO_NETWORK] : TROUBLES) {
    const added: Toleration = {
      effect,
      key: `node.kubernetes.io/${condition}`,
      operator: 'Exists',
    }
    const at = list.findIndex((present) => same(present, added))
    if (at < 0) list.push(added)
    else list[at] = added
  }
  tolerations.set(spec, list)
  return list
}

/** Affinity that names one node, in the place of whatever nodes the template required. */
// k8s: pkg/controller/daemon/util ReplaceDaemonSetPodNodeNameNodeAffinity (1.36)
function pinned(affinity: Affinity | undefined, node: string): Affinity {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
    },
  }
}

function templateGeneration(set: DaemonSet): string | undefined {
  return set.metadata.annotations?.[GENERATION]
}

/** k8s: pkg/controller/daemon/util CreatePodTemplate (1.36) */
export function daemonDraft(set: DaemonSet, hash: string, node: string): Draft<Pod> {
  const { template } = set.spec
  const generation = templateGeneration(set)
  const labels = {
    ...template.metadata?.labels,
    ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }),
    [HASH_LABEL]: hash,
  }
  const stamped: PodTemplateSpec = {
    metadata: { ...template.metadata, labels },
    spec: {
      ...template.spec,
      affinity: pinned(template.spec.affinity, node),
      tolerations: daemonTolerations(template.spec),
    },
  }
  return podFromTemplate(set, stamped)
}

/** k8s: pkg/controller/daemon/util IsPodUpdated (1.36) */
export function isUpdated(set: DaemonSet, pod: Pod, hash: string): boolean {
  const { labels } = pod.metadata
  const generation = templateGeneration(set)
  return (
    labels?.[HASH_LABEL] === hash ||
    (generation !== undefined && labels?.[GENERATION_LABEL] === generation)
  )
}
