import type { FieldError } from '../errors.ts'
import { jsonDiff } from '../schema/diff.ts'
import { internalJson } from '../schema/internal.ts'
import type { Affinity, Container, NodeSelectorTerm, PodSpec } from '../types/index.ts'
import { trimmedImage } from './containers.ts'
import { forbiddenField, invalid, required, semanticEqual } from './fieldErrors.ts'
import { range } from './names.ts'
import { onlyAddedTolerations } from './tolerations.ts'

const MAX_INT32 = 2_147_483_647
const MAY_CHANGE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

type Containers = readonly Container[]

/** Undefined when containers were added or removed. */
function imageUpdates(next: Containers, previous: Containers, field: string) {
  if (next.length !== previous.length) return undefined
  return next.flatMap((container, i) => [
    ...(container.image ? [] : [required(`${field}[${i}].image`)]),
    ...trimmedImage(container, `${field}[${i}]`),
  ])
}

/** The error that ends validation, or undefined. */
function deadlineUpdate(next: PodSpec, previous: PodSpec): FieldError | undefined {
  const field = 'spec.activeDeadlineSeconds'
  const { activeDeadlineSeconds: seconds } = next
  const before = previous.activeDeadlineSeconds
  if (seconds === undefined) return undefined
  if (seconds < 0 || seconds > MAX_INT32) return invalid(field, seconds, range(0, MAX_INT32))
  return before !== undefined && before < seconds
    ? invalid(field, seconds, 'must be less than or equal to previous value')
    : undefined
}

// k8s: pkg/apis/core/validation validateOnlyDeletedSchedulingGates (1.36)
function gateUpdate(next: PodSpec, previous: PodSpec): FieldError[] {
  const known = new Set((previous.schedulingGates ?? []).map((gate) => gate.name))
  return (next.schedulingGates ?? []).flatMap((gate, i) =>
    known.has(gate.name)
      ? []
      : [
          forbiddenField(
            `spec.schedulingGates[${i}].name`,
            `only deletion is allowed, but found new scheduling gate '${gate.name}'`,
          ),
        ],
  )
}

function withImages(next: Containers, previous: Containers): Containers {
  return next.map((container, i) => {
    const { image: _, ...rest } = container
    const image = previous[i]?.image
    return image === undefined ? rest : { ...rest, image }
  })
}

function onlyAdds(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const before = [previous.matchExpressions ?? [], previous.matchFields ?? []] as const
  const after = [next.matchExpressions ?? [], next.matchFields ?? []] as const
  if (before.every((list) => list.length === 0)) return after.every((list) => list.length === 0)
  return before.every((list, i) => semanticEqual((after[i] ?? []).slice(0, list.length), list))
}

// k8s: pkg/apis/core/validation validateNodeAffinityMutation (1.36)
function affinityUpdate(next: Affinity | undefined, previous: Affinity | undefined): FieldError[] {
  const hard = 'requiredDuringSchedulingIgnoredDuringExecution'
  const field = `spec.affinity.nodeAffinity.${hard}.nodeSelectorTerms`
  const before = previous?.nodeAffinity?.[hard]?.nodeSelectorTerms ?? []
  const after = next?.nodeAffinity?.[hard]?.nodeSelectorTerms ?? []
  if (before.length === 0) return []
  const shown = after.map((term) => internalJson('NodeSelectorTerm', term))
  if (before.length !== after.length)
    return [
      invalid(
        field,
        shown.length === 0 ? undefined : shown,
        'no additions/deletions to non-empty NodeSelectorTerms list are allowed',
      ),
    ]
  return before.flatMap((term, i) =>
    onlyAdds(after[i] ?? {}, term)
      ? []
      : [
          invalid(
            `${field}[${i}]`,
            shown[i],
            'only additions are allowed (no mutations or deletions)',
          ),
        ],
  )
}

/** Of a pod that waits behind scheduling gates, node selector and node affinity may be narrowed. */
function gatedUpdate(next: PodSpec, previous: PodSpec): { errors: FieldError[]; spec: PodSpec } {
  const errors: FieldError[] = []
  const old = previous.nodeSelector ?? {}
  const selector = next.nodeSelector ?? {}
  if (Object.entries(old).some(([key, value]) => selector[key] !== value))
    errors.push(
      invalid(
        'spec.nodeSelector',
        selector,
        'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
      ),
    )
  errors.push(...affinityUpdate(next.affinity, previous.affinity))
  const { nodeSelector: _, affinity, ...rest } = next
  const { nodeAffinity: __, ...others } = affinity ?? {}
  const node = previous.affinity?.nodeAffinity
  const merged: Affinity = node ? { ...others, nodeAffinity: node } : others
  const keep = previous.affinity !== undefined || Object.keys(merged).length > 0
  return {
    errors,
    spec: {
      ...rest,
      ...(previous.nodeSelector ? { nodeSelector: previous.nodeSelector } : {}),
      ...(keep ? { affinity: merged } : {}),
    },
  }
}

/** The new spec with everything that may change set back. */
function munged(next: PodSpec, previous: PodSpec): PodSpec {
  const { activeDeadlineSeconds: _, schedulingGates: __, tolerations: ___, ...rest } = next
  const grace = previous.terminationGracePeriodSeconds
  return {
    ...rest,
    containers: withImages(next.containers, previous.containers),
    ...(next.initContainers
      ? { initContainers: withImages(next.initContainers, previous.initContainers ?? []) }
      : {}),
    ...(previous.activeDeadlineSeconds === undefined
      ? {}
      : { activeDeadlineSeconds: previous.activeDeadlineSeconds }),
    ...(previous.schedulingGates ? { schedulingGates: previous.schedulingGates } : {}),
    ...(previous.tolerations ? { tolerations: previous.tolerations } : {}),
    ...(grace !== undefined && grace < 0 && next.terminationGracePeriodSeconds === 1
      ? { terminationGracePeriodSeconds: grace }
      : {}),
  }
}

/** What of a pod's spec may not change. */
// k8s: pkg/apis/core/validation ValidatePodUpdate (1.36)
export function validatePodSpecUpdate(next: PodSpec, previous: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  for (const key of ['containers', 'initContainers'] as const) {
    const images = imageUpdates(next[key] ?? [], previous[key] ?? [], `spec.${key}`)
    if (!images)
      return [
        ...errors,
        forbiddenField(`spec.${key}`, 'pod updates may not add or remove containers'),
      ]
    errors.push(...images)
  }
  const deadline = deadlineUpdate(next, previous)
  if (deadline) return [...errors, deadline]
  if (next.activeDeadlineSeconds === undefined && previous.activeDeadlineSeconds !== undefined)
    errors.push(
      invalid(
        'spec.activeDeadlineSeconds',
        undefined,
        'must not update from a positive integer to nil value',
      ),
    )
  errors.push(
    ...onlyAddedTolerations(next.tolerations ?? [], previous.tolerations ?? [], 'spec.tolerations'),
    ...gateUpdate(next, previous),
  )
  let spec = munged(next, previous)
  if ((previous.schedulingGates ?? []).length > 0) {
    const gated = gatedUpdate(spec, previous)
    errors.push(...gated.errors)
    spec = gated.spec
  }
  if (semanticEqual(spec, previous)) return errors
  const diff = jsonDiff(internalJson('PodSpec', previous), internalJson('PodSpec', spec))
  return [
    ...errors,
    forbiddenField('spec', `pod updates may not change fields other than ${MAY_CHANGE}\n${diff}`),
  ]
}
