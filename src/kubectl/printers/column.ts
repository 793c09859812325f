import type { Millis } from '../../sim/time.ts'

export type Cell = string | number | boolean

/** One column of `kubectl get`; `wide` columns appear with -o wide only. `at` is the virtual now. */
export interface Column<T> {
  readonly name: string
  readonly wide?: true
  cell(object: T, at: Millis): Cell
}
