import type { Cluster } from '../cluster.ts'
import { freeze } from '../equal.ts'
import { hex64 } from '../random.ts'
import { EPOCH, formatMicroTime, formatTime, type Millis } from '../time.ts'
import type { ApiObject, Event, ObjectReference } from '../types/index.ts'

export type EventType = 'Normal' | 'Warning'

/** Different messages of one reason about one object before they are folded into one event. */
const FOLD_AFTER = 10
const FOLD_WITHIN: Millis = 600_000
/** Token bucket per component and object: this many at once, then one each five minutes. */
const BURST = 25
const REFILL: Millis = 300_000
const ON_MACHINE = 'kubelet '
const NO_SOURCE: Readonly<Record<string, never>> = Object.freeze({})
const FOLDED = '(combined from similar events): '

/** What one component has said about one object for one reason. */
interface Topic {
  readonly type: EventType
  readonly reason: string
  readonly last: Millis
  /** Distinct messages of the present window; not grown beyond the folding bound. */
  readonly messages: readonly string[]
  /** Messages whose events can be counted on, the folded ones as FOLDED, and the names of these events beside them. */
  readonly said: readonly string[]
  readonly names: readonly string[]
}

/** All that one component has said about one object, and how much more it may say. */
interface Told {
  readonly tokens: number
  readonly at: Millis
  readonly topics: readonly Topic[]
}

/** Two halves: when the younger is full it becomes the older, and the older is forgotten. */
const YOUNG = 'events'
const OLD = 'events-old'
const HALF = 4096
/** Messages of a topic whose events are remembered. */
const NAMED = 20

function recallTold(cluster: Cluster, key: string): Told | undefined {
  return cluster.recall<Told>(YOUNG, key) ?? cluster.recall<Told>(OLD, key)
}

function rememberTold(cluster: Cluster, key: string, told: Told): void {
  const young = cluster.memory.get(YOUNG)
  if (young && young.size >= HALF && !young.has(key)) {
    cluster.memory.set(OLD, young)
    cluster.memory.set(YOUNG, new Map())
  }
  cluster.remember(YOUNG, key, told)
}

/** The new events API, which the scheduler alone uses: no count, no first and last time, nothing folded. */
function isSeries(source: string): boolean {
  return source === 'default-scheduler'
}

let lastAbout: ApiObject | undefined
let lastReference: ObjectReference = {}

/** Of the object as it is; what a step says about one object shares one reference. */
function reference(cluster: Cluster, about: ApiObject): ObjectReference {
  if (about === lastAbout) return lastReference
  const { namespace, name, uid } = about.metadata
  const { kind, apiVersion } = about
  const resourceVersion = about.metadata.resourceVersion || String(cluster.rv)
  const made: ObjectReference =
    namespace === undefined
      ? { kind, name, uid, apiVersion, resourceVersion }
      : { kind, namespace, name, uid, apiVersion, resourceVersion }
  if (about.metadata.resourceVersion) {
    lastAbout = about
    lastReference = made
  }
  return made
}

/** NAME.NANOSECONDS in hexadecimal, as the recorder names events: more digits than a number holds, so in two parts. */
function eventName(cluster: Cluster, name: string): string {
  const millis = EPOCH + Math.floor(cluster.now)
  const low = (millis % 65_536) * 1_000_000 + (cluster.rv % 1_000_000)
  const high = Math.floor(millis / 65_536) * 1_000_000 + Math.floor(low / 65_536)
  const half = (high % 65_536) * 65_536 + (low % 65_536)
  return `${name}.${hex64(Math.floor(high / 65_536), half)}`
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

/** The topic after one more message of it, whose event has the name. */
function toldAgain(
  topic: Topic | undefined,
  now: Millis,
  { type, reason, messages }: Pick<Topic, 'type' | 'reason' | 'messages'>,
  message: string,
  name: string,
): Topic {
  const at = topic ? topic.said.indexOf(message) : -1
  if (topic && topic.names[at] === name)
    return { type, reason, last: now, messages, said: topic.said, names: topic.names }
  if (!topic || topic.said.length >= NAMED) {
    const said = messages.length === 1 && messages[0] === message ? messages : [message]
    return { type, reason, last: now, messages, said, names: [name] }
  }
  const said = at < 0 ? [...topic.said, message] : topic.said
  const names = at < 0 ? [...topic.names, name] : topic.names.with(at, name)
  return { type, reason, last: now, messages, said, names }
}

/**
 * k8s: client-go/tools/record EventCorrelator (1.36): equal events are counted, similar ones folded after ten
 * within ten minutes, and a component may say only so much about one object.
 */
export function recordEvent(
  cluster: Cluster,
  about: ApiObject,
  type: EventType,
  reason: string,
  message: string,
): void {
  const { source } = cluster.current
  const series = isSeries(source)
  const key = `${source} ${about.metadata.uid}`
  const told = recallTold(cluster, key)
  const tokens = told ? Math.min(BURST, told.tokens + (cluster.now - told.at) / REFILL) : BURST
  if (!series && tokens < 1) return
  const topics = told?.topics ?? NO_TOPICS
  const index = topics.findIndex((t) => t.type === type && t.reason === reason)
  const topic = topics[index]
  const current = topic && cluster.now - topic.last <= FOLD_WITHIN ? topic.messages : NO_MESSAGES
  const isKnown = current.includes(message)
  const folds = !series && !isKnown && current.length >= FOLD_AFTER - 1
  const slot = folds ? FOLDED : message
  const text = folds ? FOLDED + message : message
  const previous = topic?.names[topic.said.indexOf(slot)]
  // Nothing new is stored in a namespace that goes away; recorders lose such events silently.
  if (previous === undefined && isClosing(cluster, about)) return
  const name = write(cluster, about, { type, reason, text, series }, previous)
  const messages = isKnown || current.length >= FOLD_AFTER ? current : [...current, message]
  const next = toldAgain(topic, cluster.now, { type, reason, messages }, slot, name)
  rememberTold(cluster, key, {
    tokens: tokens - 1,
    at: cluster.now,
    topics: index < 0 ? [...topics, next] : topics.with(index, next),
  })
}

const NO_TOPICS: readonly Topic[] = []
const NO_MESSAGES: readonly string[] = []

interface Saying {
  readonly type: EventType
  readonly reason: string
  readonly text: string
  readonly series: boolean
}

function isClosing(cluster: Cluster, about: ApiObject): boolean {
  const namespace = cluster.find('Namespace', '', about.metadata.namespace ?? 'default')
  return namespace?.metadata.deletionTimestamp !== undefined
}

/** Counts on the event of that name when it is still there, else makes a new one. Returns its name. */
function write(
  cluster: Cluster,
  about: ApiObject,
  saying: Saying,
  name: string | undefined,
): string {
  const namespace = about.metadata.namespace ?? 'default'
  const previous = name === undefined ? undefined : cluster.find('Event', namespace, name)
  if (previous) {
    cluster.commit('Event', 'update', previous, again(cluster, previous, saying))
    return previous.metadata.name
  }
  const event = fresh(cluster, about, namespace, saying)
  cluster.commit('Event', 'create', undefined, event)
  return event.metadata.name
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

function fresh(
  cluster: Cluster,
  about: ApiObject,
  namespace: string,
  { type, reason, text, series }: Saying,
): Event {
  const { source, actor } = cluster.current
  const time = formatTime(cluster.now)
  const metadata = {
    name: eventName(cluster, about.metadata.name),
    namespace,
    uid: cluster.random.uid(),
    resourceVersion: '',
    creationTimestamp: time,
  }
  const involvedObject = reference(cluster, about)
  if (series)
    return {
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
    }
  const by = sourceOf(actor, source)
  return {
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
  }
}
