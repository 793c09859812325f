import type { ClusterRoleBinding, RoleBinding } from '../../sim/types/index.ts'
import { printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

export const describeRoleBinding: Describer<RoleBinding | ClusterRoleBinding> = (binding) => {
  const page = new Page()
  printHead(page, binding, false)
  page.line(0, 'Role:')
  page.field(1, 'Kind', binding.roleRef.kind)
  page.field(1, 'Name', binding.roleRef.name)
  page.line(0, 'Subjects:')
  page.line(1, 'Kind\tName\tNamespace')
  page.line(1, '----\t----\t---------')
  for (const { kind, name, namespace = '' } of binding.subjects ?? []) {
    page.line(1, `${kind}\t${name}\t${namespace}`)
  }
  return page.text()
}
