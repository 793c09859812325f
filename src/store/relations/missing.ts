import type { ApiObject, Kind, Pod } from '../../sim/index.ts'
import { peekCluster } from '../sim.ts'
import {
  idOf,
  idOfObject,
  keyOf,
  type Reader,
  type Relation,
  type Side,
  type Target,
} from './edge.ts'
import { targetsOf } from './relate.ts'
import { RELATIONS } from './rows.ts'

/** Who refers to something that is not there, and in which field. */
export interface Referrer {
  readonly id: string
  readonly side: Side
}

/** An object that others name and that does not exist. */
export interface Missing {
  readonly id: string
  readonly kind: Kind
  readonly key: string
  /** The first few. */
  readonly referrers: readonly Referrer[]
  /** How many there are in all. */
  readonly count: number
}

const KEPT = 8
const NAMED = RELATIONS.filter((relation) => relation.by === 'name')

/** Whoever is going away waits for nothing any more. */
function waits(object: ApiObject): boolean {
  if (object.metadata.deletionTimestamp !== undefined) return false
  if (object.kind !== 'Pod') return true
  const phase = (object as Pod).status.phase
  return phase !== 'Succeeded' && phase !== 'Failed'
}

/** An owner counts as missing when nobody of that uid is there, though another may bear its name. */
function isThere(relation: Relation, { kind, key, tie }: Target, reader: Reader): boolean {
  const found = reader.get(kind as Kind, key)
  if (!found) return false
  return relation.name !== 'owner' || tie.source.field.endsWith('.name')
    ? true
    : found.metadata.uid === tie.source.value
}

interface Found {
  readonly kind: Kind
  readonly key: string
  readonly referrers: Referrer[]
  count: number
}

interface Need {
  readonly relation: Relation
  readonly target: Target
}

const NOTHING: readonly Need[] = []
const needs = new WeakMap<ApiObject, readonly Need[]>()

/** What an object cannot do without, worked out once per version of it. `optional: true` is no error, so it is not among them. */
function needsOf(object: ApiObject, relations: readonly Relation[], reader: Reader) {
  const known = needs.get(object)
  if (known) return known
  const all = relations.flatMap((relation) =>
    targetsOf(relation, object, reader)
      .filter((target) => target.optional !== true)
      .map((target): Need => ({ relation, target })),
  )
  const own = all.length === 0 || !waits(object) ? NOTHING : all
  needs.set(object, own)
  return own
}

const BY_KIND: ReadonlyMap<Kind, readonly Relation[]> = new Map(
  NAMED.map(({ from }) => [from, NAMED.filter((other) => other.from === from)]),
)

/** Ids of all that an object cannot do without, whether it is there or not. */
export function needIdsOf(object: ApiObject, reader: Reader): readonly string[] {
  const relations = BY_KIND.get(object.kind) ?? []
  return needsOf(object, relations, reader).map(({ target }) => idOf(target.kind, target.key))
}

/** Everything that is named and not there. Kinds to be passed over are not asked whom they name. */
export function missingIn(
  reader: Reader,
  over: ReadonlySet<Kind> = new Set(),
): ReadonlyMap<string, Missing> {
  const found = new Map<string, Found>()
  for (const [kind, relations] of BY_KIND) {
    if (over.has(kind)) continue
    for (const object of reader.list(kind))
      for (const { relation, target } of needsOf(object, relations, reader))
        if (!isThere(relation, target, reader)) note(found, object, target)
  }
  return new Map([...found].map(([id, one]) => [id, { id, ...one }]))
}

function note(found: Map<string, Found>, object: ApiObject, { kind, key, tie }: Target): void {
  // A kind that this cluster does not serve cannot be created either.
  if (peekCluster()?.kinds.includes(kind as Kind) === false) return
  const id = idOf(kind, key)
  const one = found.get(id) ?? { kind: kind as Kind, key, referrers: [], count: 0 }
  found.set(id, one)
  const from = idOfObject(object)
  if (one.referrers.some((referrer) => referrer.id === from)) return
  one.count += 1
  if (one.referrers.length < KEPT) one.referrers.push({ id: from, side: tie.source })
}

/** Kubernetes' own words about what is missing: its reason and its message. */
export interface Words {
  readonly reason: string
  readonly message: string
}

function podWords(pod: Pod): readonly Words[] {
  const { initContainerStatuses = [], containerStatuses = [], conditions = [] } = pod.status
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap(({ state }) =>
    state?.waiting ? [state.waiting] : [],
  )
  return [...waiting, ...conditions].map(({ reason = '', message = '' }) => ({ reason, message }))
}

function conditionWords(object: ApiObject): readonly Words[] {
  if (object.kind === 'Pod') return podWords(object)
  const status = 'status' in object ? object.status : undefined
  if (typeof status !== 'object' || status === null || !('conditions' in status)) return []
  return (status.conditions ?? []).map((one) => ({
    reason: ('reason' in one ? one.reason : undefined) ?? '',
    message: ('message' in one ? one.message : undefined) ?? '',
  }))
}

/** What the cluster itself says about the missing thing: a container's or an object's condition, else the last Event. */
export function wordsAbout({ kind, key, referrers }: Missing, reader: Reader): Words | undefined {
  const name = key.slice(key.indexOf('/') + 1)
  if (kind === 'Role' || kind === 'ClusterRole') return authorizerWords(kind, name)
  const tells = ({ message }: Words) =>
    message.includes(`"${name}"`) || message.includes(`"${key}"`) || message.includes(`[${name}]`)
  for (const { id } of referrers) {
    const bar = id.indexOf('|')
    const object = reader.get(id.slice(0, bar) as Kind, id.slice(bar + 1))
    const found = object && conditionWords(object).find(tells)
    if (found) return found
  }
  return eventWords(new Set(referrers.map((one) => one.id)), tells, reader)
}

/** A binding has no status: the authorizer says so to whoever it refuses. */
// k8s: plugin/pkg/auth/authorizer/rbac RBACAuthorizer.Authorize (1.36)
function authorizerWords(kind: Kind, name: string): Words {
  const message = `RBAC: ${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`
  return { reason: 'Forbidden', message }
}

function eventWords(
  about: ReadonlySet<string>,
  tells: (words: Words) => boolean,
  reader: Reader,
): Words | undefined {
  let last: { readonly words: Words; readonly rv: number } | undefined
  for (const event of reader.list('Event')) {
    const { kind = '', namespace = '', name = '' } = event.involvedObject
    const place = namespace === '' || CLUSTER_WIDE.has(kind) ? '' : namespace
    if (!about.has(idOf(kind, keyOf({ name, namespace: place } as ApiObject['metadata'])))) continue
    const words = { reason: event.reason ?? '', message: event.message ?? '' }
    const rv = Number(event.metadata.resourceVersion)
    if (tells(words) && (last === undefined || rv > last.rv)) last = { words, rv }
  }
  return last?.words
}

const CLUSTER_WIDE: ReadonlySet<string> = new Set(['Node', 'PersistentVolume', 'StorageClass'])
