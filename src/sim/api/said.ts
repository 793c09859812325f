import type { Cluster } from '../cluster.ts'
import { type Millis, parseTime } from '../time.ts'
import type { Event } from '../types/index.ts'

export type EventType = 'Normal' | 'Warning'

/** Different messages of one reason about one object before they are folded into one event. */
const FOLD_AFTER = 10
const FOLD_WITHIN: Millis = 600_000
/** Token bucket per component and object: this many at once, then one each five minutes. */
const BURST = 25
const REFILL: Millis = 300_000
export const FOLDED = '(combined from similar events): '

/** What a component is about to say. */
export interface Saying {
  readonly type: EventType
  readonly reason: string
  readonly source: string
  readonly text: string
  readonly series: boolean
  /** Part of the object that it is about, such as spec.containers{nginx}; empty for the whole. */
  readonly field: string
}

function isAlike(event: Event, { source, reason, type }: Saying): boolean {
  return event.reason === reason && event.type === type && event.reportingComponent === source
}

function saysSame({ message, involvedObject }: Event, { text, field }: Saying): boolean {
  return message === text && (involvedObject.fieldPath ?? '') === field
}

function isFold(event: Event): boolean {
  return event.message?.startsWith(FOLDED) === true
}

/** The newest event that says the same: this one's message or, of folded ones, whatever was folded before. */
export function findSaid(
  told: readonly Event[],
  saying: Saying,
  folds: boolean,
): Event | undefined {
  for (let index = told.length - 1; index >= 0; index--) {
    const event = told[index]
    if (!event || !isAlike(event, saying)) continue
    if (folds ? isFold(event) : saysSame(event, saying)) return event
  }
  return undefined
}

function firstAt(event: Event): Millis {
  return parseTime(event.firstTimestamp ?? event.metadata.creationTimestamp)
}

function lastAt(event: Event): Millis {
  return parseTime(event.lastTimestamp ?? event.metadata.creationTimestamp)
}

/** When each saying was made, oldest first. An event knows its first and its last; those between are spread evenly. */
function timesOf(events: readonly Event[]): readonly Millis[] {
  const times: Millis[] = []
  for (const event of events) {
    const count = event.count ?? 1
    const first = firstAt(event)
    const step = count > 1 ? (lastAt(event) - first) / (count - 1) : 0
    for (let index = 0; index < count; index++) times.push(first + index * step)
  }
  return times.sort((a, b) => a - b)
}

/** Since when there was no pause longer than the window of folding. */
function windowStart(alike: readonly Event[], now: Millis): Millis {
  let start = now
  for (const time of timesOf(alike).toReversed()) {
    if (start - time > FOLD_WITHIN) break
    start = time
  }
  return start
}

/** Whether the message is one of too many different ones about the same. */
// k8s: client-go/tools/record EventAggregator.EventAggregate (1.36)
export function isFolded(told: readonly Event[], saying: Saying, now: Millis): boolean {
  if (told.length < FOLD_AFTER - 1) return false
  const alike = told.filter((event) => isAlike(event, saying))
  if (alike.length < FOLD_AFTER - 1) return false
  const start = windowStart(alike, now)
  const current = alike.filter((event) => !isFold(event) && lastAt(event) >= start)
  if (current.some((event) => saysSame(event, saying))) return false
  return current.length >= FOLD_AFTER - 1
}

/** What is left of a bucket, in tokens, and when it was. */
interface Bucket {
  readonly tokens: number
  readonly at: Millis
}

/** Two halves: when the younger is full it becomes the older, and the older is forgotten. */
const YOUNG = 'events'
const OLD = 'events-old'
const HALF = 4096
/** Sayings from which a bucket is kept; before, what is left of it follows from the events. */
const KEPT_FROM = 20

function remember(cluster: Cluster, key: string, bucket: Bucket): void {
  const young = cluster.memory.get(YOUNG)
  if (young && young.size >= HALF && !young.has(key)) {
    cluster.memory.set(OLD, young)
    cluster.memory.set(YOUNG, new Map())
  }
  cluster.remember(YOUNG, key, bucket)
}

function refilled({ tokens, at }: Bucket, now: Millis): number {
  return Math.min(BURST, tokens + Math.max(0, now - at) / REFILL)
}

function drained(events: readonly Event[]): Bucket {
  let bucket: Bucket = { tokens: BURST, at: 0 }
  for (const at of timesOf(events)) bucket = { tokens: refilled(bucket, at) - 1, at }
  return bucket
}

/** Whether the component has said too much about the object of late; else one more saying is counted. */
// k8s: client-go/tools/record EventSourceObjectSpamFilter.Filter (1.36)
export function isSpam(
  cluster: Cluster,
  told: readonly Event[],
  source: string,
  uid: string,
): boolean {
  let sayings = 0
  for (let index = 0; index < told.length; index++) {
    const event = told[index]
    if (event?.reportingComponent === source) sayings += event.count ?? 1
  }
  if (sayings < KEPT_FROM) return false
  const key = `${source} ${uid}`
  const bucket =
    cluster.recall<Bucket>(YOUNG, key) ??
    cluster.recall<Bucket>(OLD, key) ??
    drained(told.filter((event) => event.reportingComponent === source))
  const tokens = refilled(bucket, cluster.now)
  if (tokens < 1) return true
  remember(cluster, key, { tokens: tokens - 1, at: cluster.now })
  return false
}
