import { choice } from '../admission/containers.ts'
import { forbiddenField } from '../admission/fieldErrors.ts'
import type { FieldError } from '../errors.ts'
import type { Draft, PriorityClass } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** Values above this are for the system. */
const HIGHEST_USER = 1_000_000_000
const SYSTEM: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
}

// k8s: pkg/apis/scheduling/validation ValidatePriorityClass (1.36)
function rules(object: Draft<PriorityClass>): FieldError[] {
  const { name = '' } = object.metadata as { readonly name?: string }
  const value = object.value ?? 0
  const policy = choice(object.preemptionPolicy, 'preemptionPolicy', [
    'PreemptLowerPriority',
    'Never',
  ])
  if (name.startsWith('system-'))
    return SYSTEM[name] === value && !object.globalDefault
      ? policy
      : [
          forbiddenField(
            'metadata.name',
            "priority class names with 'system-' prefix are reserved for system use only. error: " +
              (SYSTEM[name] === undefined
                ? `${name} is not a known system priority class`
                : SYSTEM[name] === value
                  ? `globalDefault of ${name} must be false`
                  : `value of ${name} PriorityClass must be ${SYSTEM[name]}`),
          ),
          ...policy,
        ]
  return value > HIGHEST_USER
    ? [
        forbiddenField(
          'value',
          `maximum allowed value of a user defined priority is ${HIGHEST_USER}`,
        ),
        ...policy,
      ]
    : policy
}

export const priorityClass = defineKind({
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  group: 'scheduling.k8s.io',
  shortNames: ['pc'],
  namespaced: false,
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    value: draft.value ?? 0,
    preemptionPolicy: draft.preemptionPolicy ?? 'PreemptLowerPriority',
  }),
  rules,
  // k8s: pkg/apis/scheduling/validation ValidatePriorityClassUpdate (1.36)
  update: (next, previous) => [
    ...(next.value === previous.value
      ? []
      : [forbiddenField('value', 'may not be changed in an update.')]),
    ...(next.preemptionPolicy === previous.preemptionPolicy
      ? []
      : [
          {
            field: 'preemptionPolicy',
            type: 'Invalid' as const,
            text: `Invalid value: "${next.preemptionPolicy ?? ''}": field is immutable`,
          },
        ]),
  ],
})
