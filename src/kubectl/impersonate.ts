import {
  authorize,
  type Cluster,
  denied,
  escalation,
  kindSpec,
  type Person,
  type Wish,
} from '../sim/index.ts'
import type { ApiObject, Draft, Kind } from '../sim/types/index.ts'

/** The parts of a cluster that a guard stands before; whatever else it has is passed on. */
type Guarded = Pick<
  Cluster,
  | 'find'
  | 'get'
  | 'list'
  | 'create'
  | 'update'
  | 'updateStatus'
  | 'patch'
  | 'delete'
  | 'bind'
  | 'evict'
  | 'scale'
>

interface GuardOptions {
  /** What a look at a single object counts as: who deletes by name does not read first. */
  readonly look: 'get' | 'delete'
}

/** Kinds by which somebody gives rights to others. */
const GRANTS: ReadonlySet<Kind> = new Set([
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
])

/** Throws Forbidden unless the person may do it. */
export function requireAccess(cluster: Cluster, person: Person, wish: Wish): void {
  const { allowed, reason } = authorize(cluster, person, wish)
  if (!allowed) throw denied(person, wish, reason)
}

/**
 * The cluster as somebody else meets it: each request is refused unless a role allows it. What actors do because of a
 * request is theirs, and not asked about.
 */
export function impersonated(cluster: Cluster, person: Person, { look }: GuardOptions): Cluster {
  const may = (verb: string, kind: Kind, namespace = '', name = '', subresource = '') => {
    const { group, plural } = kindSpec(kind)
    const rest = { namespace, name, subresource }
    requireAccess(cluster, person, { verb, group, resource: plural, ...rest })
  }
  const named = (verb: string, object: { kind: Kind; metadata: object }, sub = '') => {
    const { name, namespace } = object.metadata as { name?: string; namespace?: string }
    may(verb, object.kind, namespace, name, sub)
  }
  const honest = (object: ApiObject | Draft) => {
    const refusal = escalation(cluster, person, object)
    if (refusal) throw refusal
  }
  const guard: Guarded = {
    find: (kind, namespace, name) => {
      may(look, kind, namespace, name)
      return cluster.find(kind, namespace, name)
    },
    get: (kind, namespace, name) => {
      may(look, kind, namespace, name)
      return cluster.get(kind, namespace, name)
    },
    list: (kind, options) => {
      may('list', kind, options?.namespace)
      return cluster.list(kind, options)
    },
    create: (draft, options) => {
      const { kind, metadata } = draft as { kind: Kind; metadata: { namespace?: string } }
      may('create', kind, metadata.namespace)
      honest(draft as Draft)
      return cluster.create(draft, options)
    },
    update: (object, options) => {
      named('update', object)
      honest(object)
      return cluster.update(object, options)
    },
    updateStatus: (object, options) => {
      named('update', object, 'status')
      return cluster.updateStatus(object, options)
    },
    patch: (kind, namespace, name, request, options) => {
      may('patch', kind, namespace, name)
      if (GRANTS.has(kind))
        honest(cluster.patch(kind, namespace, name, request, { ...options, dryRun: true }))
      return cluster.patch(kind, namespace, name, request, options)
    },
    delete: (kind, namespace, name, options) => {
      may('delete', kind, namespace, name)
      return cluster.delete(kind, namespace, name, options)
    },
    bind: (namespace, pod, node) => {
      may('create', 'Pod', namespace, pod, 'binding')
      return cluster.bind(namespace, pod, node)
    },
    evict: (namespace, pod, options) => {
      may('create', 'Pod', namespace, pod, 'eviction')
      cluster.evict(namespace, pod, options)
    },
    scale: (kind, namespace, name, request) => {
      may('patch', kind, namespace, name, 'scale')
      return cluster.scale(kind, namespace, name, request)
    },
  }
  return Object.assign(Object.create(cluster) as Cluster, guard)
}
