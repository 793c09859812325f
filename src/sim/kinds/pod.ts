import { trimmedImage } from '../admission/containers.ts'
import { forbiddenField } from '../admission/fieldErrors.ts'
import { validateMeta, validateMetaUpdate } from '../admission/meta.ts'
import { subdomainName } from '../admission/names.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { admitPod } from '../admission/podAdmission.ts'
import { validateAnnotationUpdates, validatePodAnnotations } from '../admission/podAnnotations.ts'
import { podSpecDefaults } from '../admission/podDefaults.ts'
import { validatePodSpec } from '../admission/podSpec.ts'
import { validatePodSpecUpdate } from '../admission/podUpdate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import { qosClass } from '../admission/qos.ts'
import type { FieldError } from '../errors.ts'
import type { Draft, Pod, PodCondition, PodSpec, PodStatus } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** Specs found right: all pods of a template have the same one. */
const fine = new WeakSet<PodSpec>()

function imagesTrimmed(spec: PodSpec): FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap((key) =>
    (spec[key] ?? []).flatMap((container, i) => trimmedImage(container, `spec.${key}[${i}]`)),
  )
}

/** Rules of the spec of a real pod; those that need its name are not remembered. */
function specErrors(pod: Draft<Pod>): FieldError[] {
  const { spec, metadata } = pod
  if (fine.has(spec)) return []
  const errors = [...validatePodSpec(spec, metadata, 'spec'), ...imagesTrimmed(spec)]
  const named = spec.volumes?.some((volume) => volume.ephemeral) ?? false
  if (errors.length === 0 && !named) fine.add(spec)
  return errors
}

// k8s: pkg/apis/core/validation validatePodMetadataAndSpec (1.36)
function metadataAndSpec(pod: Draft<Pod>): FieldError[] {
  return [
    ...validateMeta(pod.metadata, true, subdomainName),
    ...validatePodAnnotations(pod.metadata.annotations, pod.spec, 'metadata.annotations'),
    ...specErrors(pod),
  ]
}

const GATED: readonly PodCondition[] = [
  {
    type: 'PodScheduled',
    status: 'False',
    // The API writes a time that was never set as null.
    lastProbeTime: null as unknown as string,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  },
]

const FRESH = new Map<string, PodStatus>()

/** Status of a pod that was just posted; shared by all pods of one class. */
function freshStatus(spec: PodSpec): PodStatus {
  const qos = qosClass(spec)
  if ((spec.schedulingGates ?? []).length > 0)
    return { phase: 'Pending', conditions: GATED, qosClass: qos }
  const known = FRESH.get(qos)
  if (known) return known
  const status = { phase: 'Pending', qosClass: qos }
  FRESH.set(qos, status)
  return status
}

export const pod = {
  ...defineKind({
    kind: 'Pod',
    plural: 'pods',
    shortNames: ['po'],
    categories: ['all'],
    subresources: ['status', 'binding', 'eviction', 'log', 'exec', 'ephemeralcontainers'],
    // k8s: pkg/registry/core/pod PrepareForCreate (1.36)
    defaults: (draft) => {
      const spec = podSpecDefaults(draft.spec ?? { containers: [] })
      const { apiVersion, kind } = draft
      const metadata = firstGeneration(draft.metadata)
      return { apiVersion, kind, metadata, spec, status: freshStatus(spec) }
    },
    admit: admitPod,
    prepareUpdate: (next: Pod, previous): Pod =>
      next.spec === previous.spec ? next : { ...next, spec: podSpecDefaults(next.spec) },
    warnings: (object) => [
      ...nameWarning(object.metadata.name, "the Pod's hostname"),
      ...podWarnings(object.spec, object.metadata),
    ],
  }),
  // k8s: pkg/apis/core/validation ValidatePodCreate (1.36)
  validate: (object: Draft<Pod>): readonly FieldError[] => {
    const errors = metadataAndSpec(object)
    const { spec } = object
    if ((spec.ephemeralContainers ?? []).length > 0)
      errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'))
    if (spec.nodeName && (spec.schedulingGates ?? []).length > 0)
      errors.push(
        forbiddenField(
          'spec.nodeName',
          'cannot be set until all schedulingGates have been cleared',
        ),
      )
    return errors
  },
  // k8s: pkg/apis/core/validation ValidatePodUpdate (1.36)
  validateUpdate: (next: Pod, previous: Pod): readonly FieldError[] => [
    ...validateMetaUpdate(next.metadata, previous.metadata),
    ...metadataAndSpec(next as Draft<Pod>),
    ...validateAnnotationUpdates(
      next.metadata.annotations,
      previous.metadata.annotations,
      'metadata.annotations',
    ),
    ...(next.spec === previous.spec ? [] : validatePodSpecUpdate(next.spec, previous.spec)),
  ],
}
