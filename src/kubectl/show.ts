import type { ApiObject } from '../sim/types/index.ts'
import { formatObjects } from './output/index.ts'

/** Objects in the form that -o names; `single` prints the one object rather than a List of one. */
export function showObjects(
  format: string,
  objects: readonly ApiObject[],
  single: boolean,
  noHeaders = false,
): string {
  return formatObjects(objects, { format, single, noHeaders, at: 0 })
}
