import { compareQuantity, quantityError } from '../../sim/machinery/quantity.ts'
import { Failure } from '../failure.ts'
import { findJsonpath } from '../jsonpath/evaluate.ts'
import { JsonpathError, relaxedJsonpath } from '../jsonpath/parse.ts'

const DIGITS = /^\d+/

/** Texts in natural order: runs of digits count as numbers and come before letters. */
// k8s: fvbommel/sortorder NaturalLess (1.36)
export function compareNatural(a: string, b: string): number {
  let left = a
  let right = b
  while (left !== '' && right !== '') {
    const first = DIGITS.exec(left)?.[0]
    const second = DIGITS.exec(right)?.[0]
    if ((first === undefined) !== (second === undefined)) return first === undefined ? 1 : -1
    const order =
      first === undefined || second === undefined
        ? compareText(left.charAt(0), right.charAt(0))
        : compareDigits(first, second)
    if (order !== 0) return order
    left = left.slice(first?.length ?? 1)
    right = right.slice(second?.length ?? 1)
  }
  return left.length - right.length
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  return left.length - right.length || compareText(left, right) || a.length - b.length
}

function compareTexts(a: string, b: string): number {
  if (quantityError(a) === undefined && quantityError(b) === undefined) {
    return compareQuantity(a, b)
  }
  return compareNatural(a, b)
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
