import type { Cluster } from '../cluster.ts'
import { freeze } from '../equal.ts'
import { revision, type Writable } from '../metadata.ts'
import { hex64 } from '../random.ts'
import type { Key } from '../store.ts'
import { EPOCH, formatMicroTime, formatTime } from '../time.ts'
import type { ApiObject, Event, ObjectMeta, ObjectReference } from '../types/index.ts'
import { type EventType, FOLDED, findSaid, isFolded, isSpam, type Saying } from './said.ts'

export type { EventType } from './said.ts'

const ON_MACHINE = 'kubelet '
const NO_SOURCE: Readonly<Record<string, never>> = Object.freeze({})

/** The new events API, which the scheduler alone uses: no count, no first and last time, nothing folded. */
function isSeries(source: string): boolean {
  return source === 'default-scheduler'
}

let lastAbout: ApiObject | undefined
let lastField = ''
let lastReference: ObjectReference = {}

/** Of the object as it is; what a step says about one object (or one part of it) shares one reference. */
function reference(cluster: Cluster, about: ApiObject, field: string): ObjectReference {
  if (about === lastAbout && field === lastField) return lastReference
  const { namespace, name, uid } = about.metadata
  const { kind, apiVersion } = about
  const resourceVersion = about.metadata.resourceVersion || String(cluster.rv)
  const whole: Writable<ObjectReference> =
    namespace === undefined
      ? { kind, name, uid, apiVersion, resourceVersion }
      : { kind, namespace, name, uid, apiVersion, resourceVersion }
  if (field !== '') whole.fieldPath = field
  const made: ObjectReference = Object.freeze(whole)
  if (about.metadata.resourceVersion) {
    lastAbout = about
    lastField = field
    lastReference = made
  }
  return made
}

/** Nanoseconds in hexadecimal, as the recorder names events: more digits than a number holds, so in two parts. */
function nanoseconds(cluster: Cluster): string {
  const millis = EPOCH + Math.floor(cluster.now)
  const low = (millis % 65_536) * 1_000_000 + (cluster.rv % 1_000_000)
  const high = Math.floor(millis / 65_536) * 1_000_000 + Math.floor(low / 65_536)
  const half = (high % 65_536) * 65_536 + (low % 65_536)
  return hex64(Math.floor(high / 65_536), half)
}

interface Source {
  readonly component: string
  readonly host?: string
}

const SOURCES = 10_000
const sources = new Map<string, Source>()

/** Who says it: one object for all that one component says on one machine. */
function sourceOf(actor: string, component: string): Source {
  const known = sources.get(actor)
  if (known?.component === component) return known
  const host = actor.startsWith(ON_MACHINE) ? actor.slice(ON_MACHINE.length) : ''
  const made = freeze(host === '' ? { component } : { component, host })
  if (sources.size >= SOURCES) sources.clear()
  sources.set(actor, made)
  return made
}

/**
 * k8s: client-go/tools/record EventCorrelator (1.36): equal events are counted, similar ones folded after ten
 * within ten minutes, and a component may say only so much about one object. What was said before is read from the
 * events themselves, where the recorder has caches of its own: so it knows no more of events that are deleted.
 */
export function recordEvent(
  cluster: Cluster,
  about: ApiObject,
  type: EventType,
  reason: string,
  message: string,
  field = '',
): void {
  const { source } = cluster.current
  const series = isSeries(source)
  const told = cluster.store.eventsOf(about.metadata.uid)
  if (!series && isSpam(cluster, told, source, about.metadata.uid)) return
  const saying = { type, reason, source, series, field, text: message }
  const folds = !series && isFolded(told, saying, cluster.now)
  if (folds) saying.text = FOLDED + message
  const previous = findSaid(told, saying, folds)
  if (previous) {
    const key = `${previous.metadata.namespace}/${previous.metadata.name}`
    cluster.commit('Event', 'update', previous, again(cluster, previous, saying), key)
    return
  }
  const namespace = about.metadata.namespace ?? 'default'
  // Nothing new is stored in a namespace that goes away; recorders lose such events silently.
  if (cluster.store.closing.has(namespace)) return
  const key = `${namespace}/${about.metadata.name}.${nanoseconds(cluster)}`
  cluster.commitEvent(key, fresh(cluster, about, key, saying))
}

function again(cluster: Cluster, previous: Event, { text, series }: Saying): Event {
  if (series)
    return {
      ...previous,
      series: {
        count: (previous.series?.count ?? 1) + 1,
        lastObservedTime: formatMicroTime(cluster.now),
      },
    }
  return {
    ...previous,
    message: text,
    count: (previous.count ?? 1) + 1,
    lastTimestamp: formatTime(cluster.now),
  }
}

/** The event, frozen, under the resourceVersion that it will have. */
function fresh(
  cluster: Cluster,
  about: ApiObject,
  key: Key,
  { type, reason, text, series, field }: Saying,
): Event {
  const { source, actor } = cluster.current
  const time = formatTime(cluster.now)
  const { namespace = 'default' } = about.metadata
  const metadata: ObjectMeta = Object.freeze({
    // A part of the key, which is one text in one piece: events are most of what a cluster holds.
    name: key.slice(namespace.length + 1),
    namespace,
    uid: cluster.random.uid(),
    resourceVersion: revision(cluster.rv + 1),
    creationTimestamp: time,
  })
  const involvedObject = reference(cluster, about, field)
  if (series)
    return Object.freeze<Event>({
      apiVersion: 'v1',
      kind: 'Event',
      metadata,
      involvedObject,
      reason,
      message: text,
      type,
      action: 'Binding',
      eventTime: formatMicroTime(cluster.now),
      reportingInstance: `${source}-m-k8s`,
      source: NO_SOURCE,
      reportingComponent: source,
    })
  const by = sourceOf(actor, source)
  return Object.freeze<Event>({
    apiVersion: 'v1',
    kind: 'Event',
    metadata,
    involvedObject,
    reason,
    message: text,
    type,
    source: by,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    reportingInstance: by.host ?? '',
    reportingComponent: source,
  })
}
