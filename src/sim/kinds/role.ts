import { aggregation, pathSegmentName, policyRules, RBAC_GROUP } from '../rbac/rules.ts'
import { defineKind } from './base.ts'

export const role = defineKind({
  kind: 'Role',
  plural: 'roles',
  group: RBAC_GROUP,
  name: pathSegmentName,
  defaults: (draft) => draft,
  rules: (object) => policyRules(object.rules, true),
})

export const clusterRole = defineKind({
  kind: 'ClusterRole',
  plural: 'clusterroles',
  group: RBAC_GROUP,
  namespaced: false,
  name: pathSegmentName,
  defaults: (draft) => draft,
  rules: (object) => [...policyRules(object.rules, false), ...aggregation(object.aggregationRule)],
})
