import type { ApiObject, Kind, LabelSelector, PersistentVolume, Pod } from '../../sim/index.ts'
import { formatSelector, type LabelMatcher, matcherOf } from '../../sim/machinery/selector.ts'
import { keyOf, type Reader, type Target } from './edge.ts'

const matchers = new WeakMap<LabelSelector, LabelMatcher>()

function matcherFor(selector: LabelSelector): LabelMatcher {
  let matcher = matchers.get(selector)
  if (!matcher) {
    matcher = matcherOf(selector)
    matchers.set(selector, matcher)
  }
  return matcher
}

/** The labels that the selector asks about, as they stand on the object. */
function askedLabels(selector: LabelSelector, labels: ApiObject['metadata']['labels']): string {
  const keys = [
    ...Object.keys(selector.matchLabels ?? {}),
    ...(selector.matchExpressions ?? []).map((one) => one.key),
  ]
  return [...new Set(keys)]
    .sort()
    .map((key) => (labels?.[key] === undefined ? `!${key}` : `${key}=${labels[key]}`))
    .join(',')
}

interface Selecting {
  readonly selector: LabelSelector | undefined
  readonly field: string
  readonly kind: Kind
  readonly namespace: string
  /** Only those with this controller, where the owner counts as well. */
  readonly uid?: string
}

/** Objects of one namespace whose labels fit the selector. An empty selector draws nothing: it would be all of them. */
export function selected(wanted: Selecting, reader: Reader): readonly Target[] {
  const { selector, kind, namespace, uid } = wanted
  if (!selector || formatSelector(selector) === '<none>') return []
  const fits = matcherFor(selector)
  const targets: Target[] = []
  for (const { metadata } of reader.list(kind)) {
    if (metadata.namespace !== namespace || !fits(metadata.labels)) continue
    const owner = metadata.ownerReferences?.find((one) => one.controller)
    if (uid !== undefined && owner !== undefined && owner.uid !== uid) continue
    targets.push({
      kind,
      key: keyOf(metadata),
      tie: {
        source: { field: wanted.field, value: formatSelector(selector) },
        target: { field: 'metadata.labels', value: askedLabels(selector, metadata.labels) },
      },
    })
  }
  return targets
}

const PLAIN: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist'])

/** Nodes from which a local volume can be reached. */
export function reachableFrom(volume: PersistentVolume, reader: Reader): readonly Target[] {
  const terms = volume.spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  const found = new Map<string, Target>()
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    if (matchExpressions.length === 0) continue
    const selector: LabelSelector = {
      matchExpressions: matchExpressions.filter((one) => PLAIN.has(one.operator)),
    }
    const fits = matcherOf(selector)
    const field = `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`
    for (const { metadata } of reader.list('Node')) {
      if (!fits(metadata.labels)) continue
      const source = { field, value: formatSelector(selector) }
      const target = { field: 'metadata.labels', value: askedLabels(selector, metadata.labels) }
      found.set(metadata.name, { kind: 'Node', key: keyOf(metadata), tie: { source, target } })
    }
  }
  return [...found.values()]
}

/** Who owns the object, by name and by uid: after a name was used again, only the uid tells. */
export function owners({ metadata }: ApiObject): readonly Target[] {
  return (metadata.ownerReferences ?? []).flatMap(({ kind, name, uid }, index) => {
    const at = `metadata.ownerReferences[${index}]`
    const key = `${kind === 'Node' ? '' : (metadata.namespace ?? '')}/${name}`
    const tie = (field: 'name' | 'uid', value: string) => ({
      source: { field: `${at}.${field}`, value },
      target: { field: `metadata.${field}`, value },
    })
    return [
      { kind, key, tie: tie('uid', uid) },
      { kind, key, tie: tie('name', name) },
    ]
  })
}

export function nodeOf({ spec }: Pod): string {
  return spec.nodeName ?? ''
}
