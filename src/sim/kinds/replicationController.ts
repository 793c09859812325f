import { keysOf, nonNegative, required } from '../admission/fieldErrors.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { endlessErrors, labelsMismatch, validateTemplate } from '../admission/podTemplate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import type { FieldError } from '../errors.ts'
import type {
  PodTemplateSpec,
  ReplicationController,
  ReplicationControllerSpec,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** The spec without a template can be posted, and is refused in the server's words. */
type Posted = Omit<ReplicationControllerSpec, 'template'> & { readonly template?: PodTemplateSpec }

function isEmpty(map: Readonly<Record<string, string>> | undefined): boolean {
  return keysOf(map).length === 0
}

// k8s: pkg/apis/core/v1 SetDefaults_ReplicationController (1.36): it selects what it makes.
function filled(spec: Posted): ReplicationControllerSpec {
  const labels = spec.template?.metadata?.labels
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    ...(isEmpty(spec.selector) && labels ? { selector: labels } : {}),
    ...(spec.template ? { template: templateDefaults(spec.template) } : {}),
  } as ReplicationControllerSpec
}

// k8s: pkg/apis/core/validation ValidatePodTemplateSpecForRC (1.36)
function templateErrors({ template, selector = {} }: Posted): FieldError[] {
  const field = 'spec.template'
  if (!template) return [required(field)]
  const labels = template.metadata?.labels ?? {}
  const matched = Object.entries(selector).every(([key, value]) => labels[key] === value)
  return [
    ...(matched ? [] : [labelsMismatch(template, field)]),
    ...validateTemplate(template, field),
    ...endlessErrors(template, field, 'ReplicationController'),
  ]
}

// k8s: pkg/apis/core/validation ValidateReplicationControllerSpec (1.36)
function specErrors(spec: Posted): FieldError[] {
  return [
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(isEmpty(spec.selector) ? [required('spec.selector')] : []),
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...templateErrors(spec),
  ]
}

export const replicationController = defineKind({
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  defaults: (draft) => {
    const spec: Posted = draft.spec ?? {}
    const labels = spec.template?.metadata?.labels
    const { metadata } = draft
    return {
      ...draft,
      metadata: firstGeneration(
        isEmpty(metadata.labels) && labels ? { ...metadata, labels } : metadata,
      ),
      spec: filled(spec),
      status: { replicas: 0 },
    }
  },
  rules: (object) => specErrors(object.spec),
  prepareUpdate: (next: ReplicationController, previous): ReplicationController =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  warnings: ({ metadata, spec }) => [
    ...nameWarning(metadata.name),
    ...podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
  ],
})
