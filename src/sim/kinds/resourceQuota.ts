import { quotaAmounts, quotaScopes, scopesChange } from '../quota/rules.ts'
import { defineKind } from './base.ts'

export const resourceQuota = defineKind({
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  subresources: ['status'],
  defaults: (draft) => ({ ...draft, status: {} }),
  // k8s: pkg/apis/core/validation ValidateResourceQuotaSpec (1.36)
  rules: ({ spec }) => [...quotaAmounts(spec?.hard, 'spec.hard'), ...quotaScopes(spec ?? {})],
  update: (next, previous) => scopesChange(next.spec, previous.spec),
})
