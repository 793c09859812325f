import type { FieldError } from '../errors.ts'
import type { LabelSelector, PodSpec, PodTemplateSpec } from '../types/index.ts'
import { forbiddenField, invalid, notSupported } from './fieldErrors.ts'
import { validateAnnotations, validateLabels } from './meta.ts'
import { validatePodAnnotations } from './podAnnotations.ts'
import { validatePodSpec } from './podSpec.ts'
import { isEmptySelector, selectorMatches } from './selectors.ts'

/** Template specs that were found right. */
const fine = new WeakSet<PodSpec>()

function templateSpec(spec: PodSpec, field: string): FieldError[] {
  if (fine.has(spec)) return []
  const errors = validatePodSpec(spec, undefined, field)
  if (errors.length === 0) fine.add(spec)
  return errors
}

// k8s: pkg/apis/core/validation ValidatePodTemplateSpec (1.36)
export function validateTemplate(template: PodTemplateSpec, field: string): FieldError[] {
  const { labels, annotations } = template.metadata ?? {}
  return [
    ...validateLabels(labels, `${field}.labels`),
    ...validateAnnotations(annotations, `${field}.annotations`),
    ...validatePodAnnotations(annotations, template.spec, `${field}.annotations`),
    ...templateSpec(template.spec, `${field}.spec`),
    ...((template.spec.ephemeralContainers ?? []).length > 0
      ? [
          forbiddenField(
            `${field}.spec.ephemeralContainers`,
            'ephemeral containers not allowed in pod template',
          ),
        ]
      : []),
  ]
}

/** What a template says whose labels its owner's selector does not select. */
export function labelsMismatch(template: PodTemplateSpec, field: string): FieldError {
  const labels = template.metadata?.labels
  return invalid(`${field}.metadata.labels`, labels, '`selector` does not match template `labels`')
}

/** The pods of a workload that never ends must restart, and have no deadline. */
export function endlessErrors(
  { spec }: PodTemplateSpec,
  field: string,
  kind: string,
): FieldError[] {
  const { restartPolicy = '', activeDeadlineSeconds } = spec
  const policy = `${field}.spec.restartPolicy`
  const deadline = `${field}.spec.activeDeadlineSeconds`
  return [
    ...(restartPolicy === 'Always' ? [] : [notSupported(policy, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(deadline, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ]
}

/** The template of a ReplicaSet or Deployment: its labels must match, and its pods must restart. */
// k8s: pkg/apis/apps/validation ValidatePodTemplateSpecForReplicaSet (1.36)
export function validateOwnedTemplate(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
  field: string,
): FieldError[] {
  // An unset selector converts to one that matches nothing, which is not the empty one.
  const mismatch = selector
    ? !isEmptySelector(selector) && !selectorMatches(selector, template.metadata?.labels)
    : true
  return [
    ...(mismatch ? [labelsMismatch(template, field)] : []),
    ...validateTemplate(template, field),
    ...endlessErrors(template, field, 'ReplicaSet'),
  ]
}
