import type { ApiObject, Kind } from '../../sim/index.ts'
import {
  type Edge,
  edgeId,
  idOf,
  idOfObject,
  type Reader,
  type Relation,
  type RelationName,
  refOf,
  type Target,
} from './edge.ts'
import { RELATIONS } from './rows.ts'

/** What an object says by name does not depend on anything else: worked out once per version of the object. */
const known = new Map<Relation, WeakMap<ApiObject, readonly Target[]>>()

export function targetsOf(
  relation: Relation,
  object: ApiObject,
  reader: Reader,
): readonly Target[] {
  if (relation.by === 'match') return relation.targets(object as never, reader)
  let memory = known.get(relation)
  if (!memory) {
    memory = new WeakMap()
    known.set(relation, memory)
  }
  let targets = memory.get(object)
  if (!targets) {
    targets = relation.targets(object as never, reader)
    memory.set(object, targets)
  }
  return targets
}

/** Edges from one object by one relation; several fields that name the same thing are one edge. */
function edgesBy(relation: Relation, object: ApiObject, reader: Reader): readonly Edge[] {
  const targets = targetsOf(relation, object, reader)
  if (targets.length === 0) return []
  const from = idOfObject(object)
  const found = new Map<string, Edge>()
  for (const { kind, key, tie, optional = false } of targets) {
    const to = idOf(kind, key)
    const before = found.get(to)
    found.set(to, {
      name: relation.name,
      from,
      to,
      ties: [...(before?.ties ?? []), tie],
      optional: (before?.optional ?? true) && optional,
    })
  }
  return [...found.values()]
}

export type Wanted = (name: RelationName, from: Kind) => boolean

/** All edges of the world (or of some relations only), until there are `limit` of them. */
export function relate(
  reader: Reader,
  wanted: Wanted = () => true,
  limit: number = Number.POSITIVE_INFINITY,
): readonly Edge[] {
  const edges: Edge[] = []
  for (const relation of RELATIONS) {
    if (!wanted(relation.name, relation.from)) continue
    for (const object of reader.list(relation.from)) {
      if (edges.length >= limit) return edges
      edges.push(...edgesBy(relation, object, reader))
    }
  }
  return edges
}

function outgoing(id: string, reader: Reader): readonly Edge[] {
  const { kind, key } = refOf(id)
  const object = reader.get(kind as Kind, key)
  if (!object) return []
  return RELATIONS.filter((one) => one.from === kind).flatMap((one) => edgesBy(one, object, reader))
}

function incoming(id: string, reader: Reader, limit: number): readonly Edge[] {
  const { kind, key } = refOf(id)
  const edges: Edge[] = []
  for (const relation of RELATIONS) {
    if (!relation.to.includes(kind) && relation.to[0] !== '*') continue
    for (const object of reader.list(relation.from)) {
      if (edges.length >= limit) return edges
      const names = (target: Target) => target.key === key && target.kind === kind
      if (!targetsOf(relation, object, reader).some(names)) continue
      edges.push(...edgesBy(relation, object, reader).filter((edge) => edge.to === id))
    }
  }
  return edges
}

/** Most edges that are worth listing for one object. */
const MOST = 400

/** The edges in which the object takes part, on either side: first what it says itself. */
export function edgesOf(id: string, reader: Reader, limit: number = MOST): readonly Edge[] {
  const out = outgoing(id, reader)
  const seen = new Set(out.map(edgeId))
  return [...out, ...incoming(id, reader, limit).filter((edge) => !seen.has(edgeId(edge)))].slice(
    0,
    limit,
  )
}
