import type { Cluster } from '../../cluster.ts'
import { ApiError } from '../../errors.ts'
import { podTemplateHash } from '../../machinery/podTemplateHash.ts'
import type { ControllerRevision, DaemonSet, Pod } from '../../types/index.ts'
import { ownedBy } from '../pods.ts'
import { claimRevisions, dropRevision, keeps, renumber, templatePatch } from '../revisions.ts'
import { HASH_LABEL } from './template.ts'

export interface History {
  /** The hash that new pods carry. */
  readonly hash: string
  /** Revisions of other templates, oldest first. */
  readonly old: readonly ControllerRevision[]
}

function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[HASH_LABEL] ?? metadata.name
}

/** k8s: pkg/controller/daemon constructHistory (1.36) */
export function syncHistory(cluster: Cluster, set: DaemonSet): History {
  const patch = templatePatch(set.spec.template)
  const old: ControllerRevision[] = []
  const same: ControllerRevision[] = []
  for (const revision of claimRevisions(cluster, set, set.spec.selector))
    (keeps(revision, patch) ? same : old).push(revision)
  const next = Math.max(0, ...old.map(({ revision }) => revision)) + 1
  const found = newestOf(cluster, set, same)
  const current = found
    ? found.revision < next
      ? renumber(cluster, found, next)
      : found
    : snapshot(cluster, set, next)
  return { hash: hashOf(current), old }
}

/** Of several revisions with one template the newest stays, and the pods of the others become its own. */
// k8s: pkg/controller/daemon dedupCurHistories (1.36)
function newestOf(
  cluster: Cluster,
  set: DaemonSet,
  same: readonly ControllerRevision[],
): ControllerRevision | undefined {
  const kept = same.at(-1)
  if (!kept || same.length === 1) return kept
  const pods = [...cluster.owned('Pod', set.metadata.uid)]
  pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  for (const pod of pods)
    if (pod.metadata.labels?.[HASH_LABEL] !== hashOf(kept)) {
      const labels = { ...pod.metadata.labels, [HASH_LABEL]: hashOf(kept) }
      cluster.why(`${pod.metadata.name} has the template of ${kept.metadata.name}`)
      cluster.update({ ...pod, metadata: { ...pod.metadata, labels } })
    }
  for (const { metadata } of same.slice(0, -1)) {
    cluster.why(`${metadata.name} has the same template as ${kept.metadata.name}`)
    cluster.delete('ControllerRevision', metadata.namespace ?? '', metadata.name)
  }
  return kept
}

/** k8s: pkg/controller/daemon snapshot (1.36) */
function snapshot(cluster: Cluster, set: DaemonSet, revision: number): ControllerRevision {
  const { name: owner, namespace = '', annotations } = set.metadata
  const { template } = set.spec
  const hash = podTemplateHash(template, set.status.collisionCount)
  const name = `${owner}-${hash}`
  const data = templatePatch(template)
  cluster.why(`no revision has the present template: it becomes revision ${revision}`)
  try {
    return cluster.create<'ControllerRevision'>({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
        ...(annotations ? { annotations } : {}),
        ownerReferences: [ownedBy(set)],
      },
      data,
      revision,
    })
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    const taken = cluster.get('ControllerRevision', namespace, name)
    if (keeps(taken, data)) return taken
    // Another template has the same hash: count the collision into the hash, and try again.
    const collisionCount = (set.status.collisionCount ?? 0) + 1
    cluster.updateStatus({ ...set, status: { ...set.status, collisionCount } })
    throw error
  }
}

/** Deletes the oldest revisions that no pod has, beyond the limit. k8s: pkg/controller/daemon cleanupHistory (1.36) */
export function trimHistory(
  cluster: Cluster,
  set: DaemonSet,
  { old }: History,
  pods: readonly Pod[],
): void {
  const limit = set.spec.revisionHistoryLimit ?? 10
  const live = new Set(pods.map((pod) => pod.metadata.labels?.[HASH_LABEL]))
  const past = old.filter((revision) => !live.has(hashOf(revision)))
  for (const revision of past.slice(0, Math.max(0, old.length - limit)))
    dropRevision(cluster, revision, limit)
}
