import { ApiError } from '../sim/errors.ts'
import type { KindSpec } from '../sim/index.ts'
import {
  checkFieldSelector,
  matchesFields,
  parseFieldSelector,
} from '../sim/machinery/fieldSelector.ts'
import { matches, parseSelector } from '../sim/machinery/selector.ts'
import type { ApiObject } from '../sim/types/index.ts'
import { Failure } from './failure.ts'

/** Whether labels satisfy a -l text; an empty text is satisfied by all. Throws Failure. */
export function labelQuery(
  text: string,
): (labels: Readonly<Record<string, string>> | undefined) => boolean {
  try {
    const selector = parseSelector(text)
    return (labels) => matches(selector, labels)
  } catch (error) {
    throw failed(error)
  }
}

/** Whether objects of a type satisfy a --field-selector text. Throws Failure or ApiError. */
export function fieldQuery(spec: KindSpec, text: string): (object: ApiObject) => boolean {
  try {
    const requirements = parseFieldSelector(text)
    checkFieldSelector(spec.kind, requirements)
    return (object) => matchesFields(requirements, object)
  } catch (error) {
    throw failed(error)
  }
}

function failed(error: unknown): Error {
  if (error instanceof ApiError || error instanceof Failure) return error
  if (error instanceof Error && error.name !== 'TypeError') return new Failure(error.message)
  throw error
}
