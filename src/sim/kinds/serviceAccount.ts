import { defineKind } from './base.ts'

export const serviceAccount = defineKind({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  defaults: (draft) => draft,
})
