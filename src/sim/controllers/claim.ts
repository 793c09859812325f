import type { Cluster } from '../cluster.ts'
import { type LabelMatcher, matcherOf as makeMatcher } from '../machinery/selector.ts'
import { controllerOf, keyOf } from '../store.ts'
import type { ApiObject, LabelSelector, ObjectOf } from '../types/index.ts'
import { isTerminal, ownedBy } from './pods.ts'

type Labels = ApiObject['metadata']['labels']

/** Kinds of objects that a controller may adopt. */
type Claimable = 'Pod' | 'ReplicaSet' | 'ControllerRevision'

const matchers = new WeakMap<LabelSelector, LabelMatcher>()

/** The selector as a function, made once per selector object. */
export function matcherOf(selector: LabelSelector): LabelMatcher {
  let matcher = matchers.get(selector)
  if (!matcher) {
    matcher = makeMatcher(selector)
    matchers.set(selector, matcher)
  }
  return matcher
}

const everyone = () => true

/**
 * The children of an owner: those it controls and still selects, those it now adopts, without those it releases.
 * k8s: pkg/controller BaseControllerRefManager.ClaimObject (1.36)
 */
export function claim<K extends Claimable>(
  cluster: Cluster,
  kind: K,
  owner: ApiObject,
  selector: LabelSelector,
  belongs: (child: ObjectOf<K>) => boolean = everyone,
): readonly ObjectOf<K>[] {
  const matches = matcherOf(selector)
  const claimed: ObjectOf<K>[] = []
  const strays: ObjectOf<K>[] = []
  const keepsAll = owner.metadata.deletionTimestamp !== undefined
  // Children made from one template share their labels: what was found of the one before holds.
  let labels: Labels
  let wanted = false
  for (const child of cluster.owned(kind, owner.metadata.uid)) {
    if (!keepsAll && (labels === undefined || child.metadata.labels !== labels)) {
      labels = child.metadata.labels
      wanted = matches(labels)
    }
    if (keepsAll || (wanted && belongs(child))) claimed.push(child)
    else strays.push(child)
  }
  // Owned objects come in no promised order, and a replay must write in the same one.
  for (const child of strays.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    release(cluster, child, owner)
  if (owner.metadata.deletionTimestamp) return claimed
  adoptLoose(cluster, kind, owner, matches, claimed, belongs)
  return claimed
}

/** Adopts what nobody controls and the selector selects. */
function adoptLoose<K extends Claimable>(
  cluster: Cluster,
  kind: K,
  owner: ApiObject,
  matches: LabelMatcher,
  claimed: ObjectOf<K>[],
  belongs: (child: ObjectOf<K>) => boolean,
): void {
  const loose = cluster.store.uncontrolled(kind, owner.metadata.namespace ?? '')
  if (loose.size === 0) return
  for (const key of [...loose].sort()) {
    const child = cluster.at(kind, key)
    if (!child || child.metadata.deletionTimestamp || !matches(child.metadata.labels)) continue
    if ((child.kind === 'Pod' && isTerminal(child)) || !belongs(child)) continue
    claimed.push(adopt(cluster, child, owner))
  }
}

function adopt<T extends ApiObject>(cluster: Cluster, child: T, owner: ApiObject): T {
  cluster.why(`adopts ${child.kind} ${child.metadata.name}: its labels match the selector`)
  const ownerReferences = [...(child.metadata.ownerReferences ?? []), ownedBy(owner)]
  return cluster.update({ ...child, metadata: { ...child.metadata, ownerReferences } })
}

function release<T extends ApiObject>(cluster: Cluster, child: T, owner: ApiObject): void {
  if (controllerOf(child)?.uid !== owner.metadata.uid) return
  cluster.why(
    `releases ${child.kind} ${child.metadata.name}: its labels no longer match the selector`,
  )
  const { ownerReferences = [], ...metadata } = child.metadata
  const rest = ownerReferences.filter((o) => o.uid !== owner.metadata.uid)
  cluster.update({
    ...child,
    metadata: { ...metadata, ...(rest.length > 0 ? { ownerReferences: rest } : {}) },
  })
}
