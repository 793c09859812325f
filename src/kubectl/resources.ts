import type { Cluster, KindSpec, Profile } from '../sim/index.ts'
import { isServed, KINDS, kindSpec, OTHER_VERSIONS, otherVersion } from '../sim/index.ts'
import type { ApiObject } from '../sim/types/index.ts'
import { Failure, quote } from './failure.ts'

function byDiscovery(a: KindSpec, b: KindSpec): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1
  return a.plural < b.plural ? -1 : 1
}

const SERVED: readonly KindSpec[] = [...KINDS].sort(byDiscovery)

const SERVED_BY = new Map<Profile, readonly KindSpec[]>()

function served(profile: Profile): readonly KindSpec[] {
  const found = SERVED.filter((spec) => isServed(spec, profile))
  SERVED_BY.set(profile, found)
  return found
}

/** Every type that the cluster serves, in the order in which kubectl lists them. */
export function servedTypes({ profile }: Cluster): readonly KindSpec[] {
  return SERVED_BY.get(profile) ?? served(profile)
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(spec: Pick<KindSpec, 'group' | 'version'>): string {
  return spec.group === '' ? spec.version : `${spec.group}/${spec.version}`
}

/** The same types in the other versions in which they are served. */
const ELSE: readonly KindSpec[] = OTHER_VERSIONS.map(({ kind, version }): KindSpec => {
  const spec: KindSpec = kindSpec(kind)
  return { ...spec, version }
})

/** Every version of every type, the preferred ones first. */
export function servedVersions(cluster: Cluster): readonly KindSpec[] {
  return [...servedTypes(cluster), ...ELSE]
}

/** The object as a client of the type's version gets it. */
export function inVersion(spec: KindSpec, object: ApiObject): ApiObject {
  const other = otherVersion(apiVersionOf(spec), spec.kind)
  return other && object.apiVersion !== apiVersionOf(spec)
    ? (other.fromStored(object) as unknown as ApiObject)
    : object
}

/** The type of a manifest, when it is served. */
export function typeOfManifest(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
): KindSpec | undefined {
  return servedVersions(cluster).find((s) => s.kind === kind && apiVersionOf(s) === apiVersion)
}

function names(spec: KindSpec): readonly string[] {
  return [spec.plural, spec.singular, spec.kind.toLowerCase(), ...spec.shortNames]
}

/** `deploy`, `deployments.apps` or `deployments.v1.apps`; throws as the server would not know it. */
export function findType(cluster: Cluster, text: string): KindSpec {
  const [resource = '', ...rest] = text.toLowerCase().split('.')
  const qualifier = rest.join('.')
  const found = servedVersions(cluster).find(
    (spec) => names(spec).includes(resource) && qualifies(spec, qualifier),
  )
  if (found) return found
  throw new Failure(`the server doesn't have a resource type ${quote(text)}`)
}

function qualifies(spec: KindSpec, qualifier: string): boolean {
  const { group, version } = spec
  return (
    qualifier === '' ||
    qualifier === group ||
    qualifier === `${version}.${group}` ||
    (group === '' && qualifier === version)
  )
}

/** The types of `pods,svc` or of a category such as `all`. */
export function findTypes(cluster: Cluster, text: string): readonly KindSpec[] {
  const found: KindSpec[] = []
  for (const word of text.split(',')) {
    if (word === '') continue
    const category = servedTypes(cluster).filter((spec) => spec.categories.includes(word))
    for (const spec of category.length > 0 ? category : [findType(cluster, word)])
      if (!found.includes(spec)) found.push(spec)
  }
  return found
}
