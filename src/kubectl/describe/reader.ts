import type { Millis } from '../../sim/time.ts'
import type { Kind, ObjectOf } from '../../sim/types/index.ts'

/** What describers read of a cluster. `namespace` is empty for cluster-scoped kinds. */
export interface DescribeReader {
  find<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined
  list<K extends Kind>(kind: K, options?: { readonly namespace?: string }): readonly ObjectOf<K>[]
}

export interface DescribeContext {
  readonly reader: DescribeReader
  readonly at: Millis
  readonly showEvents: boolean
  readonly eventFields: boolean
}

/** The text of one object; ends with a line break. */
export type Describer<T> = (object: T, context: DescribeContext) => string
