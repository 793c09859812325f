import { invalid, NOT_POSITIVE, nonNegative, required } from '../admission/fieldErrors.ts'
import { defineKind } from './base.ts'

export const lease = defineKind({
  kind: 'Lease',
  plural: 'leases',
  group: 'coordination.k8s.io',
  defaults: (draft) => (draft.spec ? draft : { ...draft, spec: {} }),
  // k8s: pkg/apis/coordination/validation ValidateLeaseSpec (1.36)
  rules: ({ spec }) => {
    const { leaseDurationSeconds: seconds, strategy, preferredHolder } = spec
    return [
      ...(seconds !== undefined && seconds <= 0
        ? [invalid('spec.leaseDurationSeconds', seconds, NOT_POSITIVE)]
        : []),
      ...nonNegative(spec.leaseTransitions, 'spec.leaseTransitions'),
      ...(preferredHolder && !strategy
        ? [required('spec.strategy', 'must be set if preferredHolder is set')]
        : []),
    ]
  },
})
