import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { isIpv6 } from '../../network/addresses.ts'
import { type Key, keyIn, keyOf } from '../../store.ts'
import type {
  Draft,
  Endpoint,
  EndpointAddress,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
} from '../../types/index.ts'
import type { Controller } from '../controller.ts'
import { type Group, planSlices } from './slicePlan.ts'
import { MANAGED_BY, SERVICE_NAME, slicesOf } from './slices.ts'
import { TRIGGER } from './trigger.ts'

const NAME = 'endpointslicemirroring'
const MANAGER = 'endpointslicemirroring-controller.k8s.io'
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Addresses of a subset that are mirrored. */
const MOST = 1000

/** k8s: pkg/controller/endpointslicemirroring Controller.syncEndpoints (1.36): hand-made Endpoints get slices too. */
export const endpointSliceMirroring: Controller<'Endpoints'> = {
  name: NAME,
  source: 'endpoint-slice-mirroring-controller',
  kind: 'Endpoints',
  watches: {
    Endpoints: (endpoints) => [keyOf(endpoints)],
    Service: (service) => [keyOf(service)],
    EndpointSlice: (slice) => mirroredKeys(slice),
  },
  reconcile(cluster, key) {
    const endpoints = cluster.at('Endpoints', key)
    if (!endpoints) return undefined
    const { name, namespace = '' } = endpoints.metadata
    const existing = slicesOf(cluster, namespace, name, MANAGER)
    if (!isMirrored(cluster, endpoints)) {
      if (existing.length > 0) cluster.why('its Service selects pods, or is gone')
      for (const { metadata } of existing)
        cluster.delete('EndpointSlice', namespace, metadata.name, {
          preconditions: { uid: metadata.uid },
        })
      return undefined
    }
    mirror(cluster, endpoints, existing)
    return undefined
  },
}

function mirroredKeys({ metadata }: EndpointSlice): readonly Key[] {
  const { labels = {}, namespace = '' } = metadata
  const name = labels[SERVICE_NAME]
  return labels[MANAGED_BY] === MANAGER && name ? [keyIn(namespace, name)] : []
}

// k8s: pkg/controller/endpointslicemirroring shouldMirror (1.36)
function isMirrored(cluster: Cluster, endpoints: Endpoints): boolean {
  const { labels = {}, annotations = {} } = endpoints.metadata
  if (labels[SKIP] === 'true' || LEADER in annotations) return false
  const service = cluster.at('Service', keyOf(endpoints))
  return service !== undefined && service.spec.selector === undefined
}

function mirror(cluster: Cluster, endpoints: Endpoints, existing: readonly EndpointSlice[]): void {
  const plan = planSlices((endpoints.subsets ?? []).flatMap(groupsOf), existing)
  const { namespace = '' } = endpoints.metadata
  const meta = metaOf(endpoints)
  cluster.why('Endpoints that nobody else looks after')
  for (const group of plan.create) cluster.create<'EndpointSlice'>(sliceFor(endpoints, group, meta))
  const updates = new Map(plan.update)
  for (const slice of existing) {
    if (plan.remove.includes(slice)) continue
    const { annotations: _, ...metadata } = slice.metadata
    const next = { ...slice, ...updates.get(slice), metadata: { ...metadata, ...meta } }
    if (updates.has(slice) || !equal(slice.metadata.labels, meta.labels))
      cluster.update<EndpointSlice>(next)
  }
  for (const { metadata } of plan.remove)
    cluster.delete('EndpointSlice', namespace, metadata.name, {
      preconditions: { uid: metadata.uid },
    })
}

interface Meta {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

// k8s: pkg/controller/endpointslicemirroring newEndpointSlice (1.36)
function metaOf({ metadata }: Endpoints): Meta {
  const { [TRIGGER]: _, [LAST_APPLIED]: __, ...annotations } = metadata.annotations ?? {}
  return {
    labels: { ...metadata.labels, [MANAGED_BY]: MANAGER, [SERVICE_NAME]: metadata.name },
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  }
}

function sliceFor(
  endpoints: Endpoints,
  { endpoints: list, ports }: Group,
  meta: Meta,
): Draft<EndpointSlice> {
  const { name, namespace = '', uid } = endpoints.metadata
  const owner = { apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Endpoints' }
  const first = list[0]?.addresses[0] ?? ''
  return {
    addressType: isIpv6(first) ? 'IPv6' : 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints: list,
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...meta,
      ownerReferences: [{ ...owner, name, uid }],
    },
    ports,
  }
}

function endpointOf(
  { ip, hostname, nodeName, targetRef }: EndpointAddress,
  ready: boolean,
): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  }
}

function groupsOf({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset): Group[] {
  const all = [
    ...addresses.map((address) => endpointOf(address, true)),
    ...notReadyAddresses.map((address) => endpointOf(address, false)),
  ].slice(0, MOST)
  const named = ports.map(({ name = '', ...port }) => ({ ...port, name }))
  // A slice has addresses of one family.
  return [false, true].flatMap((sixth) => {
    const endpoints = all.filter((one) => isIpv6(one.addresses[0] ?? '') === sixth)
    return endpoints.length > 0 ? [{ ports: named, endpoints }] : []
  })
}
