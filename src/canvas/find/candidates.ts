import type { ApiObject, Kind, Node, Pod, Service } from '../../sim/index.ts'
import { KINDS } from '../../sim/index.ts'
import { keyOf } from '../graph/world.ts'
import type { Candidate, KindName } from './rank.ts'

/** Kinds that come and go all the time and that nobody looks for by name. */
const NOISE: ReadonlySet<string> = new Set(['Event', 'Lease'])

/** What is looked for most stands first; the rest follows in the cluster's own order. */
const FIRST: readonly Kind[] = [
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'Node',
  'Service',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'ConfigMap',
  'Secret',
]

const served = KINDS.filter((spec) => !NOISE.has(spec.kind))

/** Kinds that the search knows, the usual ones first. */
export const SOUGHT: readonly Kind[] = [
  ...FIRST.filter((kind) => served.some((spec) => spec.kind === kind)),
  ...served.map((spec) => spec.kind as Kind).filter((kind) => !FIRST.includes(kind)),
]

export const KIND_NAMES: readonly KindName[] = SOUGHT.map((kind) => {
  const spec = served.find((one) => one.kind === kind)
  return {
    kind,
    names: spec ? [kind.toLowerCase(), spec.plural, spec.singular, ...spec.shortNames] : [],
  }
})

function present(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]
}

function podWords({ spec, status }: Pod): Pick<Candidate, 'addresses' | 'images'> {
  return {
    addresses: present([status.podIP, ...(status.podIPs ?? []).map((one) => one.ip)]),
    images: present([...(spec.initContainers ?? []), ...spec.containers].map((one) => one.image)),
  }
}

function nodeAddresses({ spec, status }: Node): readonly string[] {
  return present([...(status.addresses ?? []).map((one) => one.address), spec.podCIDR])
}

function serviceAddresses({ spec, status }: Service): readonly string[] {
  const outside = status.loadBalancer?.ingress?.map((one) => one.ip) ?? []
  return present([spec.clusterIP, ...(spec.externalIPs ?? []), ...outside])
}

interface Templated {
  readonly spec?: { readonly template?: { readonly spec?: Pod['spec'] } }
}

function templateImages(object: ApiObject): readonly string[] {
  const spec = (object as unknown as Templated).spec?.template?.spec
  return present((spec?.containers ?? []).map((one) => one.image))
}

function wordsOf(object: ApiObject): Pick<Candidate, 'addresses' | 'images'> {
  if (object.kind === 'Pod') return podWords(object)
  if (object.kind === 'Node') return { addresses: nodeAddresses(object), images: [] }
  if (object.kind === 'Service') return { addresses: serviceAddresses(object), images: [] }
  return { addresses: [], images: templateImages(object) }
}

const NONE: Readonly<Record<string, string>> = {}
/** An object never changes: each version is read once. */
const known = new WeakMap<ApiObject, Candidate>()

/** The object as the search reads it. */
export function candidateOf(object: ApiObject): Candidate {
  let candidate = known.get(object)
  if (!candidate) {
    const { namespace = '', name, labels = NONE } = object.metadata
    candidate = {
      kind: object.kind,
      key: keyOf(object),
      namespace,
      name,
      labels,
      ...wordsOf(object),
    }
    known.set(object, candidate)
  }
  return candidate
}
