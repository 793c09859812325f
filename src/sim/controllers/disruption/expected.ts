import type { Cluster } from '../../cluster.ts'
import { kindSpec } from '../../kinds/index.ts'
import { controllerOf } from '../../store.ts'
import type { Kind, OwnerReference, Pod, PodDisruptionBudget } from '../../types/index.ts'
import { scaled } from '../deployment/fenceposts.ts'

/** How many pods there should be, and how many of them healthy. */
export interface Expected {
  readonly pods: number
  readonly healthy: number
  /** Names of pods without a controller, for which nobody can say how many there should be. */
  readonly unmanaged: readonly string[]
}

/** Why that cannot be said. */
export class Uncountable extends Error {}

interface Scale {
  readonly uid: string
  readonly replicas: number
}

interface Scalable {
  readonly metadata: { readonly uid: string }
  readonly spec: { readonly replicas?: number }
}

function scaleOf(object: Scalable): Scale {
  return { uid: object.metadata.uid, replicas: object.spec.replicas ?? 1 }
}

/** The scale of the pod's controller; for a ReplicaSet of a Deployment that of the Deployment. */
// k8s: pkg/controller/disruption DisruptionController.finders (1.36)
function scaleOfOwner(cluster: Cluster, pod: Pod, owner: OwnerReference): Scale {
  const { namespace = '', name } = pod.metadata
  const served = cluster.kinds.includes(owner.kind as Kind)
  const spec = served ? kindSpec(owner.kind as Kind) : undefined
  if (!spec) throw new Uncountable(`no matches for kind "${owner.kind}"`)
  if (!spec.subresources.includes('scale')) {
    const resource = spec.group === '' ? spec.plural : `${spec.plural}.${spec.group}`
    throw new Uncountable(`${resource} does not implement the scale subresource`)
  }
  const found = cluster.find(spec.kind, namespace, owner.name)
  if (found?.metadata.uid !== owner.uid)
    throw new Uncountable(`found no controllers for pod ${JSON.stringify(name)}`)
  const above = found.kind === 'ReplicaSet' ? controllerOf(found) : undefined
  if (above?.kind !== 'Deployment') return scaleOf(found as Scalable)
  const deployment = cluster.find('Deployment', namespace, above.name)
  if (deployment?.metadata.uid !== above.uid)
    throw new Uncountable(`found no controllers for pod ${JSON.stringify(name)}`)
  return scaleOf(deployment)
}

/** What the controllers of the pods want together, each counted once. */
// k8s: pkg/controller/disruption getExpectedScale (1.36)
function scaleOfPods(cluster: Cluster, pods: readonly Pod[]) {
  const replicas = new Map<string, number>()
  const known = new Set<string>()
  const unmanaged: string[] = []
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (!owner) unmanaged.push(pod.metadata.name)
    else if (!known.has(owner.uid)) {
      known.add(owner.uid)
      const scale = scaleOfOwner(cluster, pod, owner)
      replicas.set(scale.uid, scale.replicas)
    }
  }
  return { pods: [...replicas.values()].reduce((a, b) => a + b, 0), unmanaged }
}

/** k8s: pkg/controller/disruption getExpectedPodCount (1.36) */
export function expectedOf(
  cluster: Cluster,
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
): Expected {
  const { maxUnavailable, minAvailable } = spec
  if (maxUnavailable !== undefined) {
    const scale = scaleOfPods(cluster, pods)
    return { ...scale, healthy: Math.max(0, scale.pods - scaled(maxUnavailable, scale.pods, true)) }
  }
  if (minAvailable === undefined) return { pods: 0, healthy: 0, unmanaged: [] }
  if (typeof minAvailable === 'number')
    return { pods: pods.length, healthy: minAvailable, unmanaged: [] }
  const scale = scaleOfPods(cluster, pods)
  return { ...scale, healthy: scaled(minAvailable, scale.pods, true) }
}
