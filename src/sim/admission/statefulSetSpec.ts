import type { FieldError } from '../errors.ts'
import { internalJson } from '../schema/internal.ts'
import type {
  LabelSelector,
  PodTemplateSpec,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../types/index.ts'
import { validateClaimSpec } from './claimSpec.ts'
import { invalid, invalidAll, nonNegative, notSupported, required } from './fieldErrors.ts'
import { dnsLabel } from './names.ts'
import { endlessErrors, labelsMismatch, validateTemplate } from './podTemplate.ts'
import { amount, notOver100Percent, positiveIntOrPercent } from './rollingUpdate.ts'
import {
  emptySelectorErrors,
  isEmptySelector,
  selectorMatches,
  validateLabelSelector,
} from './selectors.ts'

/** The spec without a selector can be posted, and is refused in the server's words. */
export type PostedStatefulSetSpec = Omit<StatefulSetSpec, 'selector'> & {
  readonly selector?: LabelSelector
}

const RETENTION = ['Retain', 'Delete']

// k8s: pkg/apis/apps/validation validateRollingUpdateStatefulSet (1.36)
function strategyErrors(
  strategy: StatefulSetUpdateStrategy | undefined,
  field: string,
): FieldError[] {
  const { type = '', rollingUpdate } = strategy ?? {}
  const at = `${field}.rollingUpdate`
  if (type === '') return [required(field)]
  if (type === 'OnDelete')
    return rollingUpdate
      ? [
          invalid(
            at,
            internalJson('RollingUpdateStatefulSetStrategy', rollingUpdate),
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : []
  if (type !== 'RollingUpdate')
    return [
      invalid(
        field,
        internalJson('StatefulSetUpdateStrategy', strategy),
        "must be 'RollingUpdate' or 'OnDelete'",
      ),
    ]
  const { partition, maxUnavailable } = rollingUpdate ?? {}
  if (maxUnavailable === undefined) return nonNegative(partition, `${at}.partition`)
  const unavailable = `${at}.maxUnavailable`
  return [
    ...nonNegative(partition, `${at}.partition`),
    ...positiveIntOrPercent(maxUnavailable, unavailable),
    ...(amount(maxUnavailable) === 0 ? [invalid(unavailable, maxUnavailable, 'cannot be 0')] : []),
    ...notOver100Percent(maxUnavailable, unavailable),
  ]
}

/** The template with the volumes that the claims will be: containers may mount them. */
function withClaims(spec: PostedStatefulSetSpec): PodTemplateSpec {
  const { template, volumeClaimTemplates = [] } = spec
  if (volumeClaimTemplates.length === 0) return template
  const volumes = template.spec.volumes ?? []
  const claims = volumeClaimTemplates
    .map(({ metadata }) => metadata.name)
    .filter((name) => !volumes.some((volume) => volume.name === name))
    .map((name) => ({ name, persistentVolumeClaim: { claimName: name } }))
  return { ...template, spec: { ...template.spec, volumes: [...volumes, ...claims] } }
}

// k8s: pkg/apis/apps/validation ValidatePodTemplateSpecForStatefulSet (1.36)
function templateErrors(spec: PostedStatefulSetSpec): FieldError[] {
  const { template, selector } = spec
  const { metadata } = template
  const matched =
    selector && (isEmptySelector(selector) || selectorMatches(selector, metadata?.labels))
  return [
    ...(matched ? [] : [labelsMismatch(template, 'spec.template')]),
    ...validateTemplate(withClaims(spec), 'spec.template'),
    ...endlessErrors(template, 'spec.template', 'StatefulSet'),
  ]
}

function policyErrors(spec: PostedStatefulSetSpec): FieldError[] {
  const policy = spec.podManagementPolicy ?? ''
  if (policy === '') return [required('spec.podManagementPolicy')]
  return policy === 'OrderedReady' || policy === 'Parallel'
    ? []
    : [invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]
}

function retentionErrors(spec: PostedStatefulSetSpec): FieldError[] {
  const { persistentVolumeClaimRetentionPolicy: policy } = spec
  if (!policy) return []
  const field = 'spec.persistentVolumeClaimRetentionPolicy'
  return (['whenDeleted', 'whenScaled'] as const).flatMap((when) =>
    RETENTION.includes(policy[when] ?? '')
      ? []
      : [notSupported(`${field}.${when}`, policy[when] ?? '', RETENTION)],
  )
}

function selectorErrors(selector: LabelSelector | undefined): FieldError[] {
  if (!selector) return [required('spec.selector')]
  return [
    ...validateLabelSelector(selector, 'spec.selector'),
    ...emptySelectorErrors(selector, 'spec.selector', 'statefulset'),
  ]
}

// k8s: pkg/apis/apps/validation ValidateStatefulSetSpec (1.36)
export function statefulSetErrors(spec: PostedStatefulSetSpec): FieldError[] {
  const { serviceName = '' } = spec
  return [
    ...policyErrors(spec),
    ...strategyErrors(spec.updateStrategy, 'spec.updateStrategy'),
    ...retentionErrors(spec),
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...(serviceName === ''
      ? []
      : invalidAll('spec.serviceName', serviceName, dnsLabel(serviceName))),
    ...selectorErrors(spec.selector),
    ...templateErrors(spec),
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim, index) =>
      validateClaimSpec(claim.spec, `spec.volumeClaimTemplates[${index}].spec`),
    ),
  ]
}
