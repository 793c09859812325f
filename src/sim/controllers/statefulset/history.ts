import type { Cluster } from '../../cluster.ts'
import { revisionHash } from '../../machinery/revisionHash.ts'
import type { ControllerRevision, Pod, StatefulSet } from '../../types/index.ts'
import { ownedBy } from '../pods.ts'
import { claimRevisions, dropRevision, keeps, renumber, templatePatch } from '../revisions.ts'
import { revisionOf } from './identity.ts'

const HASH = 'controller.kubernetes.io/hash'
const LONGEST_PREFIX = 223

/** The revisions of a set: all of them, the one its pods come from, and the one of the present template. */
export interface History {
  readonly all: readonly ControllerRevision[]
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly collisionCount: number
}

/**
 * Finds the revision of the present template, numbers it as the newest, and creates it when there is none.
 * k8s: pkg/controller/statefulset getStatefulSetRevisions (1.36)
 */
export function syncHistory(cluster: Cluster, set: StatefulSet): History {
  const all = claimRevisions(cluster, set, set.spec.selector)
  const patch = templatePatch(set.spec.template)
  const newest = all.at(-1)
  const same = all.findLast((revision) => keeps(revision, patch))
  const next = (newest?.revision ?? 0) + 1
  const found = same && (same === newest ? same : renumber(cluster, same, next))
  const count = set.status.collisionCount ?? 0
  const made = found ? undefined : createRevision(cluster, set, next, count)
  const update = found ?? made?.revision
  if (!update) throw new Error('a revision is found or made')
  const current = all.find(({ metadata }) => metadata.name === set.status.currentRevision)
  return { all, current: current ?? update, update, collisionCount: made?.collisionCount ?? count }
}

/** k8s: pkg/controller/history realHistory.CreateControllerRevision (1.36) */
function createRevision(
  cluster: Cluster,
  set: StatefulSet,
  number: number,
  collisions: number,
): { readonly revision: ControllerRevision; readonly collisionCount: number } {
  const data = templatePatch(set.spec.template)
  const { name: owner, namespace = '', annotations } = set.metadata
  for (let collisionCount = collisions; ; collisionCount++) {
    const hash = revisionHash(data, collisionCount)
    const name = `${owner.slice(0, LONGEST_PREFIX)}-${hash}`
    const taken = cluster.find('ControllerRevision', namespace, name)
    if (taken && keeps(taken, data)) return { revision: taken, collisionCount }
    // Another template has the same hash: the count of collisions gives it another name.
    if (taken) continue
    cluster.why(`no revision has the present template: it becomes revision ${number}`)
    const revision = cluster.create<'ControllerRevision'>({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...set.spec.template.metadata?.labels, [HASH]: revisionHash(data, collisions) },
        ...(annotations ? { annotations } : {}),
        ownerReferences: [ownedBy(set)],
      },
      data,
      revision: number,
    })
    return { revision, collisionCount }
  }
}

/** Deletes the oldest revisions that no pod has, beyond the limit. k8s: pkg/controller/statefulset truncateHistory (1.36) */
export function trimHistory(
  cluster: Cluster,
  set: StatefulSet,
  history: History,
  pods: readonly Pod[],
): void {
  const limit = set.spec.revisionHistoryLimit ?? 10
  if (limit < 0) return
  const live = new Set([
    history.current.metadata.name,
    history.update.metadata.name,
    ...pods.map(revisionOf),
  ])
  const past = history.all.filter(({ metadata }) => !live.has(metadata.name))
  for (const revision of past.slice(0, Math.max(0, past.length - limit)))
    dropRevision(cluster, revision, limit)
}
