import { equal } from '../../equal.ts'
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from '../../types/index.ts'

/** Endpoints that share their ports, as they should be. */
export interface Group {
  readonly ports: readonly DiscoveryEndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** What is to become of slices. */
export interface Plan {
  readonly create: readonly Group[]
  readonly update: readonly (readonly [slice: EndpointSlice, next: Group])[]
  readonly remove: readonly EndpointSlice[]
}

/** How many endpoints a slice may have. */
export const PER_SLICE = 100

export function portsKey(ports: readonly DiscoveryEndpointPort[] | null | undefined): string {
  return JSON.stringify(ports ?? [])
}

const nameOf = ({ targetRef, addresses }: Endpoint): string =>
  `${targetRef?.uid ?? ''} ${addresses[0] ?? ''}`

interface Draft {
  readonly slice: EndpointSlice
  endpoints: Endpoint[]
  changed: boolean
}

/** The slice with what is still wanted of it; who is found there is taken from `missing`. */
function keep(slice: EndpointSlice, missing: Map<string, Endpoint>): Draft {
  const endpoints: Endpoint[] = []
  let changed = false
  for (const old of slice.endpoints ?? []) {
    const name = nameOf(old)
    const wanted = missing.get(name)
    if (!wanted) {
      changed = true
      continue
    }
    missing.delete(name)
    if (!equal(wanted, old)) changed = true
    endpoints.push(wanted)
  }
  return { slice, endpoints, changed }
}

/**
 * The fewest writes: endpoints stay where they are, new ones fill slices that are written anyway, then slices with
 * enough room for all of them, then new slices.
 */
// k8s: endpointslice reconciler.reconcileByPortMapping (1.36)
function planGroup(group: Group, existing: readonly EndpointSlice[]): Plan {
  const missing = new Map(group.endpoints.map((endpoint) => [nameOf(endpoint), endpoint]))
  const drafts = existing.map((slice) => keep(slice, missing))
  const rest = [...missing.values()]
  const fill = (draft: Draft): void => {
    const room = PER_SLICE - draft.endpoints.length
    if (room <= 0 || rest.length === 0) return
    draft.endpoints.push(...rest.splice(0, room))
    draft.changed = true
  }
  const byFullness = (a: Draft, b: Draft) => b.endpoints.length - a.endpoints.length
  for (const draft of drafts.filter((one) => one.changed).sort(byFullness)) fill(draft)
  const roomy = drafts
    .filter((one) => !one.changed && PER_SLICE - one.endpoints.length >= rest.length)
    .sort(byFullness)[0]
  if (roomy && rest.length > 0 && rest.length < PER_SLICE) fill(roomy)
  const create: Group[] = []
  while (rest.length > 0) create.push({ ports: group.ports, endpoints: rest.splice(0, PER_SLICE) })
  return {
    create,
    update: drafts
      .filter(({ changed, endpoints }) => changed && endpoints.length > 0)
      .map(({ slice, endpoints }) => [slice, { ports: group.ports, endpoints }] as const),
    remove: drafts
      .filter(({ changed, endpoints }) => changed && endpoints.length === 0)
      .map(({ slice }) => slice),
  }
}

/** What is to be written so that the slices are those of the groups. */
// k8s: endpointslice reconciler.reconcileByAddressType and finalize (1.36)
export function planSlices(groups: readonly Group[], existing: readonly EndpointSlice[]): Plan {
  const create: Group[] = []
  const update: (readonly [EndpointSlice, Group])[] = []
  const remove: EndpointSlice[] = []
  const known = new Set<string>()
  for (const group of groups) {
    const key = portsKey(group.ports)
    known.add(key)
    const plan = planGroup(
      group,
      existing.filter((slice) => portsKey(slice.ports) === key),
    )
    create.push(...plan.create)
    update.push(...plan.update)
    remove.push(...plan.remove)
  }
  remove.push(...existing.filter((slice) => !known.has(portsKey(slice.ports))))
  const left = existing.length - remove.length
  // A Service always has a slice, be it an empty one.
  if (create.length === 0 && left === 0) {
    const empty = remove.findIndex((slice) => isPlaceholder(slice))
    if (empty >= 0) remove.splice(empty, 1)
    else create.push({ ports: [], endpoints: [] })
  }
  // What would be deleted is taken for what would be created.
  while (create.length > 0 && remove.length > 0) {
    const group = create.shift() as Group
    const slice = remove.shift() as EndpointSlice
    update.push([slice, group])
  }
  return { create, update, remove }
}

function isPlaceholder(slice: EndpointSlice): boolean {
  return (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0
}
