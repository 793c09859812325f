import { compareQuantity, quantityError } from '../../sim/machinery/quantity.ts'
import { Failure } from '../failure.ts'
import { findJsonpath } from '../jsonpath/evaluate.ts'
import { JsonpathError, relaxedJsonpath } from '../jsonpath/parse.ts'

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Plain texts by their characters, digits too: a client asked about w10 and w9 puts w10 first. */
function compareTexts(a: string, b: string): number {
  if (quantityError(a) === undefined && quantityError(b) === undefined) {
    return compareQuantity(a, b)
  }
  return compareText(a, b)
}

// k8s: kubectl/pkg/cmd/get isLess (1.36)
function compareValues(a: unknown, b: unknown): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(b)) - Number(isMissing(a))
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (typeof a === 'boolean' || typeof a === 'object') throw unsortable(a)
  return 0
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null
}

function unsortable(value: unknown): Failure {
  const type = Array.isArray(value)
    ? '[]interface {}'
    : typeof value === 'boolean'
      ? 'bool'
      : 'map[string]interface {}'
  return new Failure(`unsortable type: ${type}`)
}

function relaxed(field: string): string {
  try {
    return relaxedJsonpath(field)
  } catch (error) {
    throw error instanceof JsonpathError ? new Failure(error.message) : error
  }
}

/**
 * Objects in the order of --sort-by: by the value at a path (numbers, quantities, times or texts), those
 * without it first; equals stay as they were. Throws a Failure when none has the field.
 */
// k8s: kubectl/pkg/cmd/get RuntimeSorter.Sort (1.36)
export function sortObjects<T extends object>(objects: readonly T[], field: string): readonly T[] {
  const path = relaxed(field)
  const keyed = objects.map((object) => ({
    object,
    key: findJsonpath(path, object, { allowMissingKeys: true })[0]?.[0],
  }))
  if (keyed.length > 0 && keyed.every(({ key }) => key === undefined)) {
    const text = JSON.stringify(path)
    throw new Failure(`couldn't find any field with path ${text} in the list of objects`)
  }
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ object }) => object)
}
