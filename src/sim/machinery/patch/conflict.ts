import { keyOf, PATCH, RETAIN_KEYS, splitStrategies } from './directives.ts'
import type { JsonList, JsonObject } from './json.ts'
import { goText, isObject, jsonEqual, PatchError } from './json.ts'
import { deduplicate, elementType, sortScalars } from './lists.ts'
import type { PatchField, PatchSchema } from './schema.ts'

const NO_STRATEGY = (schema: PatchSchema): PatchField => ({ strategies: [], mergeKey: '', schema })

/** Whether two patches of one object disagree anywhere. */
// k8s: strategicpatch MergingMapsHaveConflicts (1.36)
export function hasConflicts(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  return valuesConflict(left, right, () => NO_STRATEGY(schema))
}

function valuesConflict(left: unknown, right: unknown, field: () => PatchField): boolean {
  if (isObject(left)) return !isObject(right) || mapsConflict(left, right, field())
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, field())
  return !jsonEqual(left, right)
}

function mapsConflict(left: JsonObject, right: JsonObject, field: PatchField): boolean {
  // A directive acts on the whole object, so both must carry the same one.
  if (left[PATCH] !== right[PATCH]) return true
  if (splitStrategies(field.strategies).name === 'replace') return false
  return Object.keys(left).some((key) => {
    if (key === PATCH || key === RETAIN_KEYS || !Object.hasOwn(right, key)) return false
    return valuesConflict(left[key], right[key], () => field.schema.field(key))
  })
}

function listsConflict(left: JsonList, right: JsonList, field: PatchField): boolean {
  const type = elementType(left, right)
  const item = (): PatchField => NO_STRATEGY(field.schema)
  if (splitStrategies(field.strategies).name === 'merge') {
    if (type !== 'map') return false
    const others = new Map(right.map((other) => [keyOf(other, field.mergeKey), other]))
    return left.some((mine) => {
      const key = keyOf(mine, field.mergeKey)
      return others.has(key) && valuesConflict(mine, others.get(key), item)
    })
  }
  if (left.length !== right.length) return true
  const order = (list: JsonList): JsonList =>
    type === 'map' ? list : sortScalars(deduplicate(list))
  const theirs = order(right)
  return order(left).some((mine, i) => valuesConflict(mine, theirs[i], item))
}

const PLAIN_TEXT = /^[A-Za-z_$./][\w $./-]*$/
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~)$/i

function scalarYaml(value: unknown): string {
  if (typeof value !== 'string') return goText(value).replace('<nil>', 'null')
  return PLAIN_TEXT.test(value) && !RESERVED.test(value) && !value.endsWith(' ')
    ? value
    : JSON.stringify(value)
}

/** Block YAML with sorted keys, as upstream shows patches in errors. */
function yamlLines(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlLines(item)
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)]
    })
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.keys(value)
      .sort()
      .flatMap((key) => fieldLines(key, value[key]))
  }
  if (Array.isArray(value)) return ['[]']
  return [isObject(value) ? '{}' : scalarYaml(value)]
}

function fieldLines(key: string, value: unknown): string[] {
  const lines = yamlLines(value)
  if (Array.isArray(value) && value.length > 0) return [`${key}:`, ...lines]
  if (isObject(value) && Object.keys(value).length > 0) {
    return [`${key}:`, ...lines.map((line) => `  ${line}`)]
  }
  return [`${key}: ${lines[0]}`]
}

/** The error of an apply that would overwrite what others changed. */
// k8s: apimachinery/pkg/util/mergepatch NewErrConflict (1.36)
export function conflictError(patch: unknown, changed: unknown): PatchError {
  const yaml = (value: unknown): string => `${yamlLines(value).join('\n')}\n`
  return new PatchError(
    `patch:\n${yaml(patch)}\nconflicts with changes made from original to current:\n${yaml(changed)}\n`,
  )
}
