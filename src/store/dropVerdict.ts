import { ApiError, type ApiObject, findKindSpec, invalid, type KindSpec } from '../sim/index.ts'
import { jsonMerge, PatchError, strategicMerge } from '../sim/machinery/patch/index.ts'
import { decode } from '../sim/schema/decode.ts'
import { freePath, type MountKind, mountPatch, templateOf } from './patches.ts'
import { runningCluster } from './sim.ts'
import { type DropVerdict, FINE, no } from './verdict.ts'

/**
 * What the API server would say against a patch, in its own words; undefined when it would take it. Nothing is asked of
 * the cluster: a dry run for every move of the hand would be a request in its record each time.
 */
export function patchRefusal(
  object: ApiObject,
  patch: unknown,
  type: 'strategic' | 'merge',
): string | undefined {
  const profile = runningCluster()?.profile
  const spec = findKindSpec(object.kind) as KindSpec | undefined
  if (!profile || !spec) return undefined
  try {
    const merged =
      type === 'merge' ? jsonMerge(object, patch) : strategicMerge(object.kind, object, patch)
    const { object: decoded } = decode(spec, merged as Readonly<Record<string, unknown>>)
    const full = {
      ...spec.defaults(decoded, profile),
      ...('status' in object && { status: object.status }),
    }
    const next = spec.prepareUpdate?.(full as ApiObject, object, profile) ?? (full as ApiObject)
    const errors = spec.validateUpdate(next, object, profile)
    return errors.length > 0 ? invalid(spec, object.metadata.name, errors).message : undefined
  } catch (error) {
    if (error instanceof ApiError || error instanceof PatchError) return error.message
    throw error
  }
}

/** Whether the template of a workload could be changed so that its pods have the thing. */
export function mountVerdict(thing: ApiObject, workload: ApiObject): DropVerdict {
  const template = templateOf(workload)
  const container = template?.containers[0]?.name
  if (!template || container === undefined) return FINE
  const kind = thing.kind as MountKind
  const { name } = thing.metadata
  const path = freePath(kind, template, container)
  const patch = mountPatch(workload.kind, template, { kind, name, container, as: 'files', path })
  const why = patchRefusal(workload, patch, 'strategic')
  return why === undefined ? FINE : no(why)
}

/** Whether a ConfigMap or Secret would take a file under a key. */
export function fileVerdict(object: ApiObject, key: string, size: number): DropVerdict {
  // As many letters as base64 gives decide nothing that a text would not.
  const patch =
    object.kind === 'Secret'
      ? { data: { [key]: btoa('x'.repeat(size)) } }
      : { data: { [key]: 'x'.repeat(size) } }
  const why = patchRefusal(object, patch, 'merge')
  return why === undefined ? FINE : no(why)
}
