import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { ApiError } from '../../errors.ts'
import { podTemplateHash } from '../../machinery/podTemplateHash.ts'
import type { Deployment, Draft, PodTemplateSpec, ReplicaSet } from '../../types/index.ts'
import { ownedBy } from '../pods.ts'
import { newSetAnnotations, REVISION, revisionOf } from './annotations.ts'
import { byAge, type Sets, sum } from './family.ts'
import { maxSurge, replicasOf } from './fenceposts.ts'
import { setProgress } from './progress.ts'

const HASH = 'pod-template-hash'

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _, ...labels } = template.metadata?.labels ?? {}
  const { labels: __, ...metadata } = template.metadata ?? {}
  return {
    ...template,
    metadata: { ...metadata, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
  }
}

/** k8s: pkg/controller/deployment/util EqualIgnoreHash (1.36) */
function sameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  if (a.spec !== b.spec && !equal(a.spec, b.spec)) return false
  return equal(withoutHash(a).metadata, withoutHash(b).metadata)
}

/**
 * Finds the set of the present template, keeps its annotations and revision up to date, and creates it when asked to.
 * k8s: pkg/controller/deployment getAllReplicaSetsAndSyncRevision, getNewReplicaSet (1.36)
 */
export function syncSets(
  cluster: Cluster,
  deployment: Deployment,
  owned: readonly ReplicaSet[],
  create: boolean,
): Sets {
  const sorted = [...owned].sort(byAge)
  const found = sorted.find((set) => sameTemplate(set.spec.template, deployment.spec.template))
  const old = sorted.filter((set) => set !== found)
  const revision = Math.max(0, ...old.map(revisionOf)) + 1
  if (found) return keepUp(cluster, deployment, found, old, revision)
  if (!create) return { deployment, current: undefined, old }
  return createSet(cluster, deployment, old, revision)
}

function keepUp(
  cluster: Cluster,
  deployment: Deployment,
  found: ReplicaSet,
  old: readonly ReplicaSet[],
  revision: number,
): Sets {
  const annotations = newSetAnnotations(found.metadata.annotations, deployment, revision, true)
  const { minReadySeconds: _, ...spec } = found.spec
  const minReady = deployment.spec.minReadySeconds
  cluster.why(
    `${found.metadata.name} has the present template: it becomes revision ${annotations[REVISION]}`,
  )
  const current = cluster.update({
    ...found,
    metadata: { ...found.metadata, annotations },
    spec: { ...spec, ...(minReady ? { minReadySeconds: minReady } : {}) },
  })
  const next = numbered(deployment, annotations[REVISION] ?? '')
  const known = next.status.conditions?.some((c) => c.type === 'Progressing')
  cluster.why(`the present template is revision ${annotations[REVISION]}`)
  const updated = known
    ? cluster.updateStatus(next)
    : setProgress(cluster, next, {
        status: 'True',
        reason: 'FoundNewReplicaSet',
        message: `Found new replica set "${current.metadata.name}"`,
      })
  return { deployment: updated, current, old }
}

/** The deployment with its present revision, not yet written. k8s: deployment/util SetDeploymentRevision (1.36) */
function numbered(deployment: Deployment, revision: string): Deployment {
  if (deployment.metadata.annotations?.[REVISION] === revision) return deployment
  return {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: { ...deployment.metadata.annotations, [REVISION]: revision },
    },
  }
}

function draftSet(
  deployment: Deployment,
  hash: string,
  replicas: number,
  revision: number,
): Draft<ReplicaSet> {
  const { template, selector, minReadySeconds } = deployment.spec
  const labels = { ...template.metadata?.labels, [HASH]: hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: newSetAnnotations(undefined, deployment, revision, false),
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}

/** k8s: pkg/controller/deployment/util NewRSNewReplicas (1.36): how large the present set may be now. */
export function allowedSize(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  size: number,
): number {
  const wanted = replicasOf(deployment)
  if (deployment.spec.strategy?.type !== 'RollingUpdate') return wanted
  const room = wanted + maxSurge(deployment) - sum(sets, replicasOf)
  return room <= 0 ? size : size + Math.min(room, wanted - size)
}

function createSet(
  cluster: Cluster,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
): Sets {
  const hash = podTemplateHash(deployment.spec.template, deployment.status.collisionCount)
  const replicas = allowedSize(deployment, old, 0)
  cluster.why(`no ReplicaSet has the present template: revision ${revision} gets one`)
  const current = createOrFind(cluster, deployment, draftSet(deployment, hash, replicas, revision))
  if (replicas > 0)
    cluster.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      cluster.profile.texts.scaledUp(current.metadata.name, replicas, 0),
    )
  const updated = setProgress(cluster, numbered(deployment, String(revision)), {
    status: 'True',
    reason: 'NewReplicaSetCreated',
    message: `Created new replica set "${current.metadata.name}"`,
  })
  return { deployment: updated, current, old }
}

function createOrFind(
  cluster: Cluster,
  deployment: Deployment,
  draft: Draft<ReplicaSet>,
): ReplicaSet {
  try {
    return cluster.create<'ReplicaSet'>(draft)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason === 'AlreadyExists') {
      // Another template has the same hash: count the collision into the hash, and try again.
      const collisionCount = (deployment.status.collisionCount ?? 0) + 1
      cluster.updateStatus({ ...deployment, status: { ...deployment.status, collisionCount } })
    } else {
      setProgress(cluster, deployment, {
        status: 'False',
        reason: 'ReplicaSetCreateError',
        message: `Failed to create new replica set "${draft.metadata.name}": ${error.message}`,
      })
    }
    throw error
  }
}
