import {
  bindingErrors,
  filledBinding,
  pathSegmentName,
  RBAC_GROUP,
  roleRefChange,
} from '../rbac/rules.ts'
import type { ClusterRoleBinding, RoleBinding } from '../types/index.ts'
import { defineKind } from './base.ts'

export const roleBinding = defineKind({
  kind: 'RoleBinding',
  plural: 'rolebindings',
  group: RBAC_GROUP,
  name: pathSegmentName,
  defaults: (draft) => filledBinding(draft),
  rules: (object) => bindingErrors(object, true),
  prepareUpdate: (next: RoleBinding): RoleBinding => filledBinding(next),
  update: (next, previous) => roleRefChange(next.roleRef, previous.roleRef),
})

export const clusterRoleBinding = defineKind({
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  group: RBAC_GROUP,
  namespaced: false,
  name: pathSegmentName,
  defaults: (draft) => filledBinding(draft),
  rules: (object) => bindingErrors(object, false),
  prepareUpdate: (next: ClusterRoleBinding): ClusterRoleBinding => filledBinding(next),
  update: (next, previous) => roleRefChange(next.roleRef, previous.roleRef),
})
