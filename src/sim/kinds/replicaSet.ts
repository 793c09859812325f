import {
  IMMUTABLE,
  invalid,
  nonNegative,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { validateOwnedTemplate } from '../admission/podTemplate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import { emptySelectorErrors, validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { selectorJson } from '../schema/internal.ts'
import type { LabelSelector, ReplicaSet, ReplicaSetSpec } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** The spec without a selector can be posted, and is refused in the server's words. */
type Posted = Omit<ReplicaSetSpec, 'selector'> & { readonly selector?: LabelSelector }

function filled(spec: ReplicaSetSpec): ReplicaSetSpec {
  return { ...spec, replicas: spec.replicas ?? 1, template: templateDefaults(spec.template) }
}

// k8s: pkg/apis/apps/validation ValidateReplicaSetSpec (1.36)
function specErrors(spec: Posted): FieldError[] {
  const { selector } = spec
  return [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(selector ? validateLabelSelector(selector, 'spec.selector') : [required('spec.selector')]),
    ...emptySelectorErrors(selector, 'spec.selector', 'deployment'),
    ...validateOwnedTemplate(spec.template, selector, 'spec.template'),
  ]
}

export const replicaSet = defineKind({
  kind: 'ReplicaSet',
  plural: 'replicasets',
  group: 'apps',
  shortNames: ['rs'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  // k8s: pkg/apis/apps/v1 SetDefaults_ReplicaSet (1.36)
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: filled(draft.spec),
    status: { replicas: 0 },
  }),
  rules: (object) => specErrors(object.spec),
  update: (next, previous) =>
    semanticEqual(next.spec.selector, previous.spec.selector)
      ? []
      : [invalid('spec.selector', selectorJson(next.spec.selector), IMMUTABLE)],
  prepareUpdate: (next: ReplicaSet, previous): ReplicaSet =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  warnings: ({ metadata, spec }) => [
    ...nameWarning(metadata.name),
    ...podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
  ],
})
