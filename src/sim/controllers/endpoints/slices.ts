import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { isHeadless } from '../../network/families.ts'
import { SERVICE_NAME } from '../../network/serviceLabel.ts'
import { type Key, keyIn, keyOf } from '../../store.ts'
import type {
  DiscoveryEndpointPort,
  Draft,
  Endpoint,
  EndpointSlice,
  Pod,
  Service,
} from '../../types/index.ts'
import type { Controller } from '../controller.ts'
import { isReady } from '../pods.ts'
import { HEADLESS } from './endpoints.ts'
import {
  endpointHostname,
  hasEndpoint,
  isSelecting,
  podsOf,
  servicesOf,
  targetPort,
} from './membership.ts'
import { type Group, planSlices, portsKey } from './slicePlan.ts'
import { lastChange, TRIGGER } from './trigger.ts'

export { SERVICE_NAME }

const NAME = 'endpointslice'
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const MANAGER = 'endpointslice-controller.k8s.io'
const ZONE = 'topology.kubernetes.io/zone'

/** The Service of a slice that this controller looks after. */
function serviceKeys(slice: EndpointSlice): readonly Key[] {
  const { labels = {}, namespace = '' } = slice.metadata
  const name = labels[SERVICE_NAME]
  return labels[MANAGED_BY] === MANAGER && name ? [keyIn(namespace, name)] : []
}

/** k8s: pkg/controller/endpointslice Controller.syncService (1.36) */
export const endpointSliceController: Controller<'Service'> = {
  name: NAME,
  source: 'endpoint-slice-controller',
  kind: 'Service',
  watches: {
    Service: (service) => [keyOf(service)],
    Pod: (_, cluster, change) => servicesOf(cluster, change),
    EndpointSlice: (slice) => serviceKeys(slice),
  },
  reconcile(cluster, key) {
    const service = cluster.at('Service', key)
    if (!service) {
      cluster.forget(NAME, key)
      return undefined
    }
    // Slices of a Service that is being deleted are the garbage collector's.
    if (!isSelecting(service) || service.metadata.deletionTimestamp) return undefined
    const pods = podsOf(cluster, service)
    const since = lastChange(cluster, NAME, key, service, pods)
    reconcile(cluster, service, pods, since)
    return undefined
  },
}

/** The slices of the Service that carry this manager's label. */
export function slicesOf(
  cluster: Cluster,
  namespace: string,
  service: string,
  manager: string,
): readonly EndpointSlice[] {
  return cluster.list('EndpointSlice', {
    namespace,
    where: ({ metadata }) =>
      metadata.labels?.[SERVICE_NAME] === service && metadata.labels[MANAGED_BY] === manager,
  })
}

function reconcile(
  cluster: Cluster,
  service: Service,
  pods: readonly Pod[],
  since: string | undefined,
): void {
  const { name, namespace = '' } = service.metadata
  const existing = slicesOf(cluster, namespace, name, MANAGER)
  const plan = planSlices(groupsOf(cluster, service, pods), existing)
  const labels = labelsOf(service)
  const notes = since === undefined ? undefined : { [TRIGGER]: since }
  const ready = pods.filter((pod) => hasEndpoint(pod, true) && isReady(pod)).length
  cluster.why(`${ready} pods of the Service are ready`)
  for (const group of plan.create)
    cluster.create<'EndpointSlice'>(newSlice(service, group, labels, notes))
  const written = new Set(plan.update.map(([slice]) => slice))
  for (const [slice, group] of plan.update) rewrite(cluster, slice, group, labels, notes)
  for (const slice of existing)
    if (
      !written.has(slice) &&
      !plan.remove.includes(slice) &&
      !equal(slice.metadata.labels, labels)
    )
      rewrite(cluster, slice, slice, labels, notes)
  for (const { metadata } of plan.remove)
    cluster.delete('EndpointSlice', namespace, metadata.name, {
      preconditions: { uid: metadata.uid },
    })
}

// k8s: endpointslice setEndpointSliceLabels (1.36)
function labelsOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, [SERVICE_NAME]: __, [MANAGED_BY]: ___, ...own } = metadata.labels ?? {}
  return {
    ...own,
    ...(isHeadless(spec) ? { [HEADLESS]: '' } : {}),
    [MANAGED_BY]: MANAGER,
    [SERVICE_NAME]: metadata.name,
  }
}

function newSlice(
  service: Service,
  { endpoints, ports }: Group,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> | undefined,
): Draft<EndpointSlice> {
  const { name, namespace = '', uid } = service.metadata
  const owner = { apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Service' }
  return {
    addressType: service.spec.ipFamilies?.[0] ?? 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints,
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels,
      ...(annotations ? { annotations } : {}),
      ownerReferences: [{ ...owner, name, uid }],
    },
    ports,
  }
}

function rewrite(
  cluster: Cluster,
  slice: EndpointSlice,
  { endpoints, ports }: Pick<EndpointSlice, 'endpoints' | 'ports'>,
  labels: Readonly<Record<string, string>>,
  notes: Readonly<Record<string, string>> | undefined,
): void {
  const { annotations, ...metadata } = slice.metadata
  const noted = { ...annotations, ...notes }
  cluster.update<EndpointSlice>({
    ...slice,
    metadata: {
      ...metadata,
      labels,
      ...(Object.keys(noted).length > 0 ? { annotations: noted } : {}),
    },
    endpoints,
    ports: ports ?? null,
  })
}

function groupsOf(cluster: Cluster, service: Service, pods: readonly Pod[]): readonly Group[] {
  const groups = new Map<
    string,
    { ports: readonly DiscoveryEndpointPort[]; endpoints: Endpoint[] }
  >()
  const bare = (service.spec.ports ?? []).length === 0
  for (const pod of pods) {
    if (!hasEndpoint(pod, true)) continue
    const ports = portsOf(pod, service)
    if (ports.length === 0 && !bare) continue
    const key = portsKey(ports)
    const group = groups.get(key) ?? { ports, endpoints: [] }
    group.endpoints.push(endpointOf(cluster, pod, service))
    groups.set(key, group)
  }
  return [...groups.values()]
}

function portsOf(pod: Pod, { spec }: Service): readonly DiscoveryEndpointPort[] {
  const ports: DiscoveryEndpointPort[] = []
  for (const one of spec.ports ?? []) {
    const port = targetPort(pod, one)
    if (port === undefined) continue
    const { appProtocol, name = '', protocol = 'TCP' } = one
    ports.push({ ...(appProtocol === undefined ? {} : { appProtocol }), name, port, protocol })
  }
  return ports
}

// k8s: endpointslice podToEndpoint (1.36)
function endpointOf(cluster: Cluster, pod: Pod, service: Service): Endpoint {
  const { name, namespace = '', uid, deletionTimestamp } = pod.metadata
  const serving = isReady(pod)
  const terminating = deletionTimestamp !== undefined
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  const hostname = endpointHostname(pod, service)
  const { nodeName } = pod.spec
  const node = nodeName === undefined ? undefined : cluster.find('Node', '', nodeName)
  const zone = node?.metadata.labels?.[ZONE]
  return {
    addresses: [pod.status.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
    ...(zone === undefined ? {} : { zone }),
  }
}
