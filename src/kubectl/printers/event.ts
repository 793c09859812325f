import type { Millis } from '../../sim/time.ts'
import type { Event } from '../../sim/types/index.ts'
import { since } from './age.ts'
import type { Column } from './column.ts'

function firstSeen(event: Event, at: Millis): string {
  return since(event.firstTimestamp || event.eventTime, at)
}

// k8s: pkg/printers/internalversion printEvent (1.36)
function lastSeen(event: Event, at: Millis): string {
  if (event.series) return since(event.series.lastObservedTime, at)
  return event.lastTimestamp ? since(event.lastTimestamp, at) : firstSeen(event, at)
}

function target(event: Event): string {
  const kind = (event.involvedObject.kind ?? '').toLowerCase()
  return event.involvedObject.name ? `${kind}/${event.involvedObject.name}` : kind
}

function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || ''
  const host = event.source?.host || event.reportingInstance || ''
  return host === '' ? component : `${component}, ${host}`
}

export const eventColumns: readonly Column<Event>[] = [
  { name: 'LAST SEEN', cell: lastSeen },
  { name: 'TYPE', cell: (event) => event.type ?? '' },
  { name: 'REASON', cell: (event) => event.reason ?? '' },
  { name: 'OBJECT', cell: target },
  { name: 'SUBOBJECT', wide: true, cell: (event) => event.involvedObject.fieldPath ?? '' },
  { name: 'SOURCE', wide: true, cell: source },
  { name: 'MESSAGE', cell: (event) => (event.message ?? '').trim() },
  { name: 'FIRST SEEN', wide: true, cell: firstSeen },
  {
    name: 'COUNT',
    wide: true,
    cell: (event) => (event.series ? (event.series.count ?? 0) : event.count || 1),
  },
  { name: 'NAME', wide: true, cell: (event) => event.metadata.name ?? '' },
]
