import { jsonMerge } from '../../sim/machinery/patch/mergePatch.ts'
import { strategicMerge } from '../../sim/machinery/patch/strategic.ts'
import type { Kind } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Json } from '../manifests.ts'
import type { Call } from '../verb.ts'

/** How a generated object is changed by hand before it is sent. */
export const OVERRIDES: readonly Flag[] = [
  {
    name: 'override-type',
    type: 'string',
    value: 'merge',
    help: 'How --overrides is merged: merge or strategic.',
  },
  { name: 'overrides', type: 'string', help: 'JSON to merge over the object.' },
]

/** The object with the JSON of --overrides merged over it. */
export function overridden(call: Call, kind: Kind, object: Json): Json {
  const text = call.flags.text('overrides')
  if (text === '') return object
  let patch: unknown
  try {
    patch = JSON.parse(text)
  } catch {
    throw new Failure(`Invalid JSON for --overrides: ${quote(text)}`)
  }
  const type = call.flags.text('override-type')
  if (type === 'merge') return jsonMerge(object, patch) as Json
  if (type === 'strategic') return strategicMerge(kind, object, patch) as Json
  throw new Failure(`invalid override type: ${type}`)
}
