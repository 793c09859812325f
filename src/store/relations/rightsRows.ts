import type { Kind } from '../../sim/index.ts'
import { named, type Relation } from './edge.ts'

function row<K extends Kind>(relation: Relation<K>): Relation {
  return relation as unknown as Relation
}

/** Who may do what: a binding names its role and the accounts that have it. */
const BOOTSTRAPPING = 'kubernetes.io/bootstrapping'
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'] as const

export const rightsRows = BINDINGS.flatMap((from) => [
  row({
    name: 'roleRef',
    from,
    to: ['Role', 'ClusterRole'],
    by: 'name',
    targets: ({ roleRef: { kind, name }, metadata }) =>
      named(kind, kind === 'Role' ? (metadata.namespace ?? '') : '', name, 'roleRef.name'),
  }),
  row({
    name: 'subject',
    from,
    to: ['ServiceAccount'],
    by: 'name',
    // People and groups are no objects of the cluster; accounts of controllers are made when they are needed.
    targets: ({ subjects, metadata }) =>
      (subjects ?? []).flatMap(({ kind, name, namespace }, index) =>
        kind === 'ServiceAccount'
          ? named(
              kind,
              namespace ?? metadata.namespace ?? '',
              name,
              `subjects[${index}].name`,
              metadata.labels?.[BOOTSTRAPPING] !== undefined,
            )
          : [],
      ),
  }),
])
