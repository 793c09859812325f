import { MERGE_ROOTS, MERGE_TYPES } from './mergeKeys.ts'

/** What a strategic patch must know of a field: how lists merge, and the schema of what lies in it. */
export interface PatchField {
  readonly strategies: readonly string[]
  readonly mergeKey: string
  readonly schema: PatchSchema
}

export interface PatchSchema {
  /** The rules of a field that is an object or a list; throws a PatchError for one that the type lacks. */
  field(name: string): PatchField
}

/** Fields without rules: objects merge, lists are replaced. */
const PLAIN: PatchSchema = { field: () => PLAIN_FIELD }
const PLAIN_FIELD: PatchField = { strategies: [], mergeKey: '', schema: PLAIN }

const known = new Map<string, PatchSchema>()

/** `field`, then optionally /Type, @mergeKey and !strategy[,strategy]. */
function parseFieldRule(text: string): readonly [string, PatchField] {
  const [, name = '', type, mergeKey = '', strategies] =
    /^([^/@!]+)(?:\/([^@!]+))?(?:@([^!]+))?(?:!(.+))?$/.exec(text) ?? []
  const field: PatchField = {
    strategies: strategies === undefined ? [] : strategies.split(','),
    mergeKey,
    get schema() {
      return type === undefined ? PLAIN : schemaOfType(type)
    },
  }
  return [name, field]
}

function schemaOfType(type: string): PatchSchema {
  const hit = known.get(type)
  if (hit) return hit
  const fields = new Map((MERGE_TYPES[type] ?? '').split(' ').filter(Boolean).map(parseFieldRule))
  const schema: PatchSchema = { field: (name) => fields.get(name) ?? PLAIN_FIELD }
  known.set(type, schema)
  return schema
}

/** The schema of a built-in kind, or undefined for a custom one (which takes no strategic patch). */
export function schemaOf(kind: string): PatchSchema | undefined {
  return MERGE_ROOTS.has(kind) ? schemaOfType(kind) : undefined
}

/** Whether the kind takes a strategic merge patch. */
export function takesStrategic(kind: string): boolean {
  return MERGE_ROOTS.has(kind)
}
