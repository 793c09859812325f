import { invalid, notSupported } from '../admission/fieldErrors.ts'
import { notOver100Percent, positiveIntOrPercent } from '../admission/rollingUpdate.ts'
import { validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { pathSegmentName } from '../rbac/rules.ts'
import { internalJson } from '../schema/internal.ts'
import type { IntOrString, PodDisruptionBudgetSpec } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget']

function amountErrors(value: IntOrString | undefined, field: string): FieldError[] {
  if (value === undefined) return []
  return [...positiveIntOrPercent(value, field), ...notOver100Percent(value, field)]
}

// k8s: pkg/apis/policy/validation ValidatePodDisruptionBudgetSpec (1.36)
function specErrors(spec: PodDisruptionBudgetSpec): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [
          invalid(
            'spec',
            internalJson('PodDisruptionBudgetSpec', spec),
            'minAvailable and maxUnavailable cannot be both set',
          ),
        ]
      : []),
    ...amountErrors(minAvailable, 'spec.minAvailable'),
    ...amountErrors(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
  ]
}

export const podDisruptionBudget = defineKind({
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  group: 'policy',
  shortNames: ['pdb'],
  subresources: ['status'],
  name: pathSegmentName,
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: draft.spec ?? {},
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  }),
  rules: (object) => specErrors(object.spec),
})
