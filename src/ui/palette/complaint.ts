import {
  ApiError,
  alreadyExists,
  type Draft,
  findKindSpec,
  invalid,
  type KindSpec,
  kindSpec,
  notFound,
  type Profile,
} from '../../sim/index.ts'
import { decode } from '../../sim/schema/decode.ts'
import { peekObject } from '../../store/sim.ts'

/**
 * What the API server would say against the object, in its own words; undefined when it would take it. Nothing is asked
 * of the cluster: a dry run would be one more request in its record with every letter typed.
 */
export function complaintOf(
  raw: Readonly<Record<string, unknown>>,
  profile: Profile,
): string | undefined {
  const spec = findKindSpec(String(raw.kind))
  if (!spec) return undefined
  try {
    return refusalOf(spec, decode(spec, raw).object, profile)
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
}

/** Stands for the uid that the object would get. */
const UID = '00000000-0000-4000-8000-000000000000'

function refusalOf(spec: KindSpec, object: Draft, profile: Profile): string | undefined {
  const { name = '', namespace = 'default' } = object.metadata
  const home = spec.namespaced ? namespace : ''
  if (home !== '' && !peekObject('Namespace', `/${home}`))
    return notFound(kindSpec('Namespace'), home).message
  if (name === '') return 'resource name may not be empty'
  const placed = { ...object, metadata: { ...object.metadata, ...(home && { namespace: home }) } }
  const complete = spec.defaults(placed as Draft, profile)
  const errors = spec.validate(spec.identify?.(complete, UID) ?? complete, profile)
  if (errors.length > 0) return invalid(spec, name, errors).message
  return peekObject(spec.kind, `${home}/${name}`) ? alreadyExists(spec, name).message : undefined
}
