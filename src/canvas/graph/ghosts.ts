import type { Filtered } from '../lens/filter.ts'
import { refOf, splitKey } from './world.ts'

/** Parts of the stage in which something that is missing has its place. */
type GhostColumn = 'workload' | 'claim' | 'volume' | 'config' | 'network'

/** Where a kind is drawn when others name an object of it that does not exist. A missing machine keeps its frame as long as pods are on it. */
const COLUMN_OF: Readonly<Record<string, GhostColumn>> = {
  ConfigMap: 'config',
  Secret: 'config',
  ServiceAccount: 'config',
  PriorityClass: 'config',
  Role: 'config',
  ClusterRole: 'config',
  StorageClass: 'config',
  PersistentVolumeClaim: 'claim',
  PersistentVolume: 'volume',
  Service: 'network',
  Deployment: 'workload',
  ReplicaSet: 'workload',
  ReplicationController: 'workload',
  StatefulSet: 'workload',
  DaemonSet: 'workload',
  Job: 'workload',
  CronJob: 'workload',
}

export function canBeGhost(kind: string): boolean {
  return kind in COLUMN_OF
}

/** The missing things of one column that do not stand there already. */
export function ghostsOf(
  ghosts: ReadonlySet<string>,
  column: GhostColumn,
  present: (id: string) => boolean,
): readonly string[] {
  if (ghosts.size === 0) return []
  return [...ghosts].filter((id) => COLUMN_OF[refOf(id).kind] === column && !present(id))
}

/** What a filter can know of a thing that is not there: its name. */
export function asFiltered(id: string): Filtered {
  const [namespace, name] = splitKey(refOf(id).key)
  return { metadata: namespace === '' ? { name } : { namespace, name } }
}

/** Ids of a column with its ghosts, which take places as if they were there. */
export function withGhosts(
  ids: readonly string[],
  ghosts: ReadonlySet<string>,
  column: GhostColumn,
  kind?: string,
): readonly string[] {
  if (ghosts.size === 0) return ids
  const there = new Set(ids)
  const named = (id: string) => (kind === undefined ? id : refOf(id).key)
  return [...ids, ...ghostsOf(ghosts, column, (id) => there.has(named(id))).map(named)]
}
