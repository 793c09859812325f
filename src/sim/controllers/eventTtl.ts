import { parseTime } from '../time.ts'
import type { Event } from '../types/index.ts'
import type { Actor } from './controller.ts'

const SWEEP = 'sweep'
const PERIOD = 60_000

function lastSeen(event: Event): number {
  const text =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.metadata.creationTimestamp
  return parseTime(text)
}

/** Events live for an hour, as the API server's etcd lease has it (1.36). */
export const eventTtl: Actor = {
  name: 'event-ttl',
  watches: {},
  delay: () => 0,
  resync: () => [SWEEP],
  reconcile(cluster) {
    const limit = cluster.now - cluster.profile.timings.eventTtl
    const old: Event[] = []
    // Events are kept in the order of their creation: the first young one ends the search.
    for (const event of cluster.store.values('Event')) {
      if (parseTime(event.metadata.creationTimestamp) > limit) break
      if (lastSeen(event) <= limit) old.push(event)
    }
    cluster.why('events live for an hour')
    for (const event of old)
      cluster.delete('Event', event.metadata.namespace ?? '', event.metadata.name)
    return { requeueAfter: PERIOD, background: true }
  },
}
