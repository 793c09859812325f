import { type Millis, parseTime } from '../../sim/time.ts'
import type { ApiObject, Event } from '../../sim/types/index.ts'
import { since } from '../printers/age.ts'
import type { Page } from './page.ts'
import type { DescribeContext, DescribeReader } from './reader.ts'

const MIRROR = 'kubernetes.io/config.mirror'

/** The events about an object, by its name, namespace, uid and (but for pods) kind. */
// k8s: kubectl/pkg/describe searchEvents (1.36)
function eventsOf(reader: DescribeReader, object: ApiObject, uid: string): readonly Event[] {
  const { name, namespace = '' } = object.metadata
  const events = reader.list('Event', namespace === '' ? {} : { namespace })
  return events.filter(({ involvedObject }) => {
    if (involvedObject.name !== name || (involvedObject.namespace ?? '') !== namespace) return false
    if (uid && involvedObject.uid !== uid) return false
    return object.kind === 'Pod' || involvedObject.kind === object.kind
  })
}

/** A node's events carry either its uid or, from the kubelet, its name as one. */
function uidsOf(object: ApiObject): readonly string[] {
  if (object.kind === 'Node') return [object.metadata.uid, object.metadata.name]
  if (object.kind === 'Pod') return [object.metadata.annotations?.[MIRROR] ?? object.metadata.uid]
  return [object.metadata.uid]
}

/** Upstream sorts by this field alone: events that have only an eventTime come first. */
function lastMoment(event: Event): Millis {
  const time = event.lastTimestamp
  return time ? parseTime(time) : Number.NEGATIVE_INFINITY
}

function interval(event: Event, at: Millis): string {
  const first = since(event.eventTime || event.firstTimestamp, at)
  if (event.series) {
    return `${since(event.series.lastObservedTime, at)} (x${event.series.count ?? 0} over ${first})`
  }
  const count = event.count ?? 0
  return count > 1 ? `${since(event.lastTimestamp, at)} (x${count} over ${first})` : first
}

function messageOf(
  { message = '', involvedObject }: Event,
  { eventFields }: DescribeContext,
): string {
  const { fieldPath = '' } = involvedObject
  return eventFields && fieldPath !== '' ? `${fieldPath}: ${message.trim()}` : message.trim()
}

/** The events of an object as the last block of its description; nothing when they are not asked for. */
// k8s: kubectl/pkg/describe DescribeEvents (1.36)
export function printEvents(page: Page, object: ApiObject, context: DescribeContext): void {
  if (!context.showEvents) return
  const found = uidsOf(object).flatMap((uid) => eventsOf(context.reader, object, uid))
  if (found.length === 0) {
    page.field(0, 'Events', '<none>')
    return
  }
  const events = found.sort((a, b) => lastMoment(a) - lastMoment(b))
  page.flush()
  page.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n')
  page.line(1, '----\t------\t----\t----\t-------')
  for (const event of events) {
    const source = event.source?.component || event.reportingComponent || ''
    page.line(
      1,
      [
        event.type ?? '',
        event.reason ?? '',
        interval(event, context.at),
        source,
        messageOf(event, context),
      ].join('\t'),
    )
  }
}
