import type { Backend, Leaf } from '../../volumes/types.ts'
import type { Inside } from './inside.ts'

/** As whom a program runs. */
export interface User {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
}

/** The user of the container; root where nothing says otherwise, as images here are. */
export function userOf({ pod, container }: Pick<Inside, 'pod' | 'container'>): User {
  const own = container.securityContext
  const shared = pod.spec.securityContext
  const gid = own?.runAsGroup ?? shared?.runAsGroup ?? 0
  const groups = [gid, ...(shared?.supplementalGroups ?? [])]
  if (shared?.fsGroup !== undefined) groups.push(shared.fsGroup)
  return { uid: own?.runAsUser ?? shared?.runAsUser ?? 0, gid, groups }
}

/** Volumes that are given to the pod's group when they are mounted. */
// k8s: pkg/volume SetVolumeOwnership callers (1.36)
const OWNED: ReadonlySet<string> = new Set([
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
  'csi',
  'local',
  'gitRepo',
])

/** The group that files of the volume belong to; undefined where the pod's group changes nothing. */
export function groupFor({ pod }: Pick<Inside, 'pod'>, backend: Backend): number | undefined {
  const group = pod.spec.securityContext?.fsGroup
  if (group === undefined || backend.fsType === 'nfs4') return undefined
  const isDisk = backend.lifetime === 'beyond' && backend.medium === 'disk'
  return OWNED.has(backend.kind) || isDisk ? group : undefined
}

/** The folder that a volume is, when nobody changed it. */
export function rootLeaf(inside: Pick<Inside, 'pod'>, backend: Backend): Leaf {
  const gid = groupFor(inside, backend)
  const open = backend.kind === 'emptyDir' || backend.medium === 'api'
  if (gid !== undefined) return { type: 'folder', mode: open ? 0o2777 : 0o2775, gid }
  return { type: 'folder', mode: open ? 0o777 : 0o755 }
}

const READ = 4
const WRITE = 2

function may({ uid, groups }: User, leaf: Leaf, bit: number): boolean {
  if (uid === 0) return true
  const mode = leaf.mode ?? (leaf.type === 'folder' ? 0o755 : 0o644)
  if (uid === (leaf.uid ?? 0)) return ((mode >> 6) & bit) !== 0
  if (groups.includes(leaf.gid ?? 0)) return ((mode >> 3) & bit) !== 0
  return (mode & bit) !== 0
}

export const mayRead = (user: User, leaf: Leaf): boolean => may(user, leaf, READ)
export const mayWrite = (user: User, leaf: Leaf): boolean => may(user, leaf, WRITE)
