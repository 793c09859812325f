import { filledLimits, limitErrors } from '../quota/limitRules.ts'
import type { LimitRange } from '../types/index.ts'
import { defineKind } from './base.ts'

export const limitRange = defineKind({
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  defaults: (draft) => ({ ...draft, spec: filledLimits(draft.spec) }),
  rules: ({ spec }) => limitErrors(spec),
  prepareUpdate: (next: LimitRange): LimitRange => ({ ...next, spec: filledLimits(next.spec) }),
})
