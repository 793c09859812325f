import { humanDuration } from '../../sim/machinery/duration.ts'
import { type Millis, parseTime } from '../../sim/time.ts'
import type { ObjectMeta } from '../../sim/types/index.ts'
import type { Column } from './column.ts'

/** How long ago a moment was, in kubectl's short form; `<unknown>` when there is none. */
// k8s: pkg/printers/internalversion translateTimestampSince (1.36)
export function since(time: string | undefined | null, at: Millis): string {
  if (!time) return '<unknown>'
  return humanDuration(at - parseTime(time))
}

interface Named {
  readonly metadata: ObjectMeta
}

export const nameColumn: Column<Named> = {
  name: 'NAME',
  cell: (object) => object.metadata.name ?? '',
}

export const ageColumn: Column<Named> = {
  name: 'AGE',
  cell: (object, at) => since(object.metadata.creationTimestamp, at),
}

/** What kinds without a printer of their own show. */
export const createdColumn: Column<Named> = {
  name: 'CREATED AT',
  cell: (object) => object.metadata.creationTimestamp ?? '',
}
