import type { ClusterRoleBinding, RoleBinding } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

type Binding = RoleBinding | ClusterRoleBinding

// k8s: pkg/printers/internalversion subjectsStrings (1.36)
function subjects(binding: Binding, kind: string): string {
  return (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map((subject) => (subject.namespace ? `${subject.namespace}/${subject.name}` : subject.name))
    .join(', ')
}

export const roleBindingColumns: readonly Column<Binding>[] = [
  nameColumn,
  { name: 'ROLE', cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn,
  { name: 'USERS', wide: true, cell: (binding) => subjects(binding, 'User') },
  { name: 'GROUPS', wide: true, cell: (binding) => subjects(binding, 'Group') },
  { name: 'SERVICEACCOUNTS', wide: true, cell: (binding) => subjects(binding, 'ServiceAccount') },
]
