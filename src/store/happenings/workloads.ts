import { type ObjectOf, semanticEqual } from '../../sim/index.ts'
import type { Happening } from './words.ts'

type Deployment = ObjectOf<'Deployment'>
type ReplicaSet = ObjectOf<'ReplicaSet'>

/** What changed in a Deployment: its size, its template, its pause, or that a rollout came to its end. */
export function deploymentHappening(before: Deployment, after: Deployment): Happening | undefined {
  const from = before.spec.replicas ?? 1
  const to = after.spec.replicas ?? 1
  if (from !== to) return { what: 'scaled', values: { from, to } }
  if (!before.spec.paused && after.spec.paused) return { what: 'paused', values: {} }
  if (before.spec.paused && !after.spec.paused) return { what: 'resumed', values: {} }
  return templateHappening(before, after) ?? rolloutHappening(before, after)
}

function templateHappening(before: Deployment, after: Deployment): Happening | undefined {
  const old = before.spec.template
  const now = after.spec.template
  if (old === now) return undefined
  const image = now.spec?.containers.find(
    (c, at) => c.image !== old.spec?.containers[at]?.image,
  )?.image
  if (image !== undefined) return { what: 'imageSet', values: { image } }
  // A patch may bring the same fields in another order.
  return semanticEqual(old, now) ? undefined : { what: 'templateChanged', values: {} }
}

function rolloutHappening(before: Deployment, after: Deployment): Happening | undefined {
  return !complete(before) && complete(after)
    ? { what: 'rolledOut', values: { count: after.spec.replicas ?? 1 } }
    : undefined
}

// k8s: pkg/controller/deployment/util DeploymentComplete (1.36)
function complete({ spec, status, metadata }: Deployment): boolean {
  const wanted = spec.replicas ?? 1
  return (
    (status?.updatedReplicas ?? 0) === wanted &&
    (status?.replicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  )
}

/** A ReplicaSet's new size: its Deployment's answer. */
export function replicaSetHappening(before: ReplicaSet, after: ReplicaSet): Happening | undefined {
  const from = before.spec.replicas ?? 1
  const to = after.spec.replicas ?? 1
  return from === to ? undefined : { what: 'replicaSetScaled', values: { from, to } }
}
