import { since } from '../../kubectl/printers/age.ts'
import type { ObjectOf } from '../../sim/index.ts'
import { useKeys, useNow, useObject } from '../../store/sim.ts'
import type { Selection } from '../../store/ui.ts'
import { useText } from '../kit/useText.ts'
import styles from './Inspector.module.css'

/** The Events about the object, newest first, as `kubectl describe` lists them. */
export function EventsView({ selection }: { readonly selection: Selection }) {
  const text = useText()
  const keys = useKeys('Event')
  const at = selection.key.indexOf('/')
  // Events are named after their object, and those about cluster-scoped objects live in `default`.
  const prefix = `${selection.key.slice(0, at) || 'default'}/${selection.key.slice(at + 1)}.`
  const mine = keys.filter((key) => key.startsWith(prefix))
  if (mine.length === 0) return <p className={styles.quiet}>{text('events.none')}</p>
  return (
    <ol className={styles.events}>
      {mine.reverse().map((key) => (
        <EventLine key={key} eventKey={key} kind={selection.kind} />
      ))}
    </ol>
  )
}

function EventLine({ eventKey, kind }: { readonly eventKey: string; readonly kind: string }) {
  const text = useText()
  const now = useNow()
  const event = useObject('Event', eventKey)
  if (event?.involvedObject.kind !== kind) return null
  const count = countOf(event)
  return (
    <li className={`${styles.event} ${event.type === 'Warning' ? styles.warning : ''}`}>
      <b>{event.reason}</b>
      {count > 1 && ` ${text('events.times', { count })}`}
      <div>{event.message}</div>
      <small>
        {[event.source?.component ?? event.reportingComponent, lastSeen(event, now)]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </li>
  )
}

function countOf(event: ObjectOf<'Event'>): number {
  return event.series?.count ?? event.count ?? 1
}

function lastSeen(event: ObjectOf<'Event'>, now: number): string {
  const at = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime
  return at === undefined ? '' : since(at, now)
}
