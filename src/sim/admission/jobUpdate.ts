import type { FieldError } from '../errors.ts'
import { internalJson, selectorJson } from '../schema/internal.ts'
import type { Job, JobSpec, PodSpec, PodTemplateSpec } from '../types/index.ts'
import { IMMUTABLE, invalid, semanticEqual } from './fieldErrors.ts'
import { podFailurePolicyJson, successPolicyJson } from './jobPolicies.ts'

function immutable(
  next: unknown,
  previous: unknown,
  field: string,
  shown: unknown = next,
): FieldError[] {
  return semanticEqual(next, previous) ? [] : [invalid(field, shown ?? null, IMMUTABLE)]
}

/** The number of completions moves only for Indexed Jobs, and only together with the parallelism. */
// k8s: pkg/apis/batch/validation validateCompletions (1.36)
function completionsErrors(next: JobSpec, previous: JobSpec): FieldError[] {
  const field = 'spec.completions'
  const { completions } = next
  if (next.completionMode !== 'Indexed') return immutable(completions, previous.completions, field)
  if (completions === undefined || completions === previous.completions) return []
  return completions === next.parallelism
    ? []
    : [invalid(field, completions, 'can only be modified in tandem with spec.parallelism')]
}

function conditionTrue(job: Job, type: string): boolean {
  return job.status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false
}

/** A Job that is suspended and has no pods yet, or none any more: it may still be placed elsewhere. */
// k8s: pkg/registry/batch/job validationOptionsForJob (1.36)
function mayMove(next: Job, previous: Job): boolean {
  if (next.spec.suspend !== true) return false
  const rests = conditionTrue(previous, 'Suspended') && !previous.status.active
  return previous.status.startTime === undefined || rests
}

function withoutResources(containers: PodSpec['containers'] | undefined): unknown {
  return containers?.map(({ resources: _, ...container }) => container)
}

/** What stays fixed even then: all but node affinity, node selector, tolerations, gates and resources. */
function fixed(spec: PodSpec): unknown {
  const { nodeSelector: _s, tolerations: _t, schedulingGates: _g, affinity, ...rest } = spec
  const { nodeAffinity: _n, ...others } = affinity ?? {}
  return {
    ...rest,
    ...(Object.keys(others).length > 0 ? { affinity: others } : {}),
    containers: withoutResources(spec.containers),
    initContainers: withoutResources(spec.initContainers),
  }
}

// k8s: pkg/apis/batch/validation validatePodTemplateUpdate (1.36); the path of metadata is a guess.
function templateErrors(
  next: PodTemplateSpec,
  previous: PodTemplateSpec,
  movable: boolean,
): FieldError[] {
  const spec = 'spec.template.spec'
  const shown = internalJson('PodSpec', next.spec)
  if (movable) return immutable(fixed(next.spec), fixed(previous.spec), spec, shown)
  return [
    ...immutable(next.metadata, previous.metadata, 'spec.template.metadata'),
    ...immutable(next.spec, previous.spec, spec, shown),
  ]
}

/** What may not change in a Job. */
// k8s: pkg/apis/batch/validation ValidateJobSpecUpdate (1.36)
export function jobUpdateErrors(next: Job, previous: Job): FieldError[] {
  const { spec } = next
  const old = previous.spec
  const selector = selectorJson(spec.selector)
  return [
    ...completionsErrors(spec, old),
    ...immutable(spec.selector, old.selector, 'spec.selector', selector),
    ...templateErrors(spec.template, old.template, mayMove(next, previous)),
    ...immutable(spec.completionMode, old.completionMode, 'spec.completionMode'),
    ...immutable(
      spec.podFailurePolicy,
      old.podFailurePolicy,
      'spec.podFailurePolicy',
      podFailurePolicyJson(spec.podFailurePolicy),
    ),
    ...immutable(spec.backoffLimitPerIndex, old.backoffLimitPerIndex, 'spec.backoffLimitPerIndex'),
    ...immutable(spec.managedBy, old.managedBy, 'spec.managedBy'),
    ...immutable(
      spec.successPolicy,
      old.successPolicy,
      'spec.successPolicy',
      successPolicyJson(spec.successPolicy),
    ),
  ]
}
