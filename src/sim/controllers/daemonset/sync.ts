import type { Cluster } from '../../cluster.ts'
import { ApiError } from '../../errors.ts'
import type { DaemonSet, Pod } from '../../types/index.ts'
import { daemonDraft } from './template.ts'

/** Pods created or deleted in one look at most. */
const BURST = 250

/** What one look decided to do. */
export interface Plan {
  /** Nodes that get a pod. */
  readonly nodes: readonly string[]
  readonly doomed: readonly (readonly [pod: Pod, why: string])[]
}

/** Creates and deletes. True when anything was attempted. k8s: pkg/controller/daemon syncNodes (1.36) */
export function carryOut(cluster: Cluster, set: DaemonSet, hash: string, plan: Plan): boolean {
  const failure = createPods(cluster, set, hash, plan.nodes.slice(0, BURST))
  for (const [pod, why] of plan.doomed.slice(0, BURST)) {
    const { namespace = '', name, uid } = pod.metadata
    if (!cluster.find('Pod', namespace, name)) continue
    cluster.why(why)
    cluster.delete('Pod', namespace, name, { preconditions: { uid } })
    cluster.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
  }
  if (failure) throw failure
  return plan.nodes.length > 0 || plan.doomed.length > 0
}

/** In batches of 1, 2, 4 ..., up to the first one with a refusal, so as not to flood the API. */
function createPods(
  cluster: Cluster,
  set: DaemonSet,
  hash: string,
  nodes: readonly string[],
): ApiError | undefined {
  for (let at = 0, size = 1; at < nodes.length; at += size, size *= 2) {
    let failure: ApiError | undefined
    for (const node of nodes.slice(at, at + size))
      failure = createPod(cluster, set, hash, node) ?? failure
    if (failure) return failure
  }
  return undefined
}

function createPod(
  cluster: Cluster,
  set: DaemonSet,
  hash: string,
  node: string,
): ApiError | undefined {
  try {
    cluster.why(`${node} should run a pod and has none`)
    const pod = cluster.create<'Pod'>(daemonDraft(set, hash, node))
    cluster.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // In a namespace that goes away this is expected and will never succeed.
    if (error.message.includes('because it is being terminated')) return undefined
    cluster.event(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
    return error
  }
}
