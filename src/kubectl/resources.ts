import type { Cluster, KindSpec } from '../sim/index.ts'
import { KINDS } from '../sim/index.ts'
import { Failure, quote } from './failure.ts'

function byDiscovery(a: KindSpec, b: KindSpec): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1
  return a.plural < b.plural ? -1 : 1
}

const SERVED: readonly KindSpec[] = [...KINDS].sort(byDiscovery)

/** Every type that the cluster serves, in the order in which kubectl lists them. */
export function servedTypes(_cluster: Cluster): readonly KindSpec[] {
  return SERVED
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(spec: Pick<KindSpec, 'group' | 'version'>): string {
  return spec.group === '' ? spec.version : `${spec.group}/${spec.version}`
}

/** The type of a manifest, when it is served. */
export function typeOfManifest(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
): KindSpec | undefined {
  return servedTypes(cluster).find((s) => s.kind === kind && apiVersionOf(s) === apiVersion)
}

function names(spec: KindSpec): readonly string[] {
  return [spec.plural, spec.singular, spec.kind.toLowerCase(), ...spec.shortNames]
}

/** `deploy`, `deployments.apps` or `deployments.v1.apps`; throws as the server would not know it. */
export function findType(cluster: Cluster, text: string): KindSpec {
  const [resource = '', ...rest] = text.toLowerCase().split('.')
  const qualifier = rest.join('.')
  const found = servedTypes(cluster).find(
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
