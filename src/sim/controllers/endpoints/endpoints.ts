import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { toNumber } from '../../network/addresses.ts'
import { isHeadless } from '../../network/families.ts'
import { type Key, keyOf } from '../../store.ts'
import type {
  Draft,
  EndpointAddress,
  EndpointPort,
  EndpointSubset,
  Endpoints,
  Pod,
  Service,
} from '../../types/index.ts'
import type { Controller } from '../controller.ts'
import { isReady } from '../pods.ts'
import {
  endpointHostname,
  hasEndpoint,
  isSelecting,
  podsOf,
  servicesOf,
  targetPort,
} from './membership.ts'
import { lastChange, TRIGGER } from './trigger.ts'

const NAME = 'endpoints'
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
export const HEADLESS = 'service.kubernetes.io/headless'
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'
const CAPACITY = 1000

/** k8s: pkg/controller/endpoint Controller.syncService (1.36) */
export const endpointController: Controller<'Service'> = {
  name: NAME,
  source: 'endpoint-controller',
  kind: 'Service',
  watches: {
    Service: (service) => [keyOf(service)],
    Pod: (_, cluster, change) => servicesOf(cluster, change),
    Endpoints: (endpoints, cluster, { after }) =>
      after || !cluster.at('Service', keyOf(endpoints)) ? [] : [keyOf(endpoints)],
  },
  reconcile(cluster, key) {
    const service = cluster.at('Service', key)
    if (!service) {
      forget(cluster, key)
      return undefined
    }
    if (!isSelecting(service)) return undefined
    const pods = podsOf(cluster, service)
    const found = cluster.at('Endpoints', key)
    const subsets = subsetsOf(service, pods)
    const { kept, truncated } = withinCapacity(subsets)
    const labels = labelsOf(cluster, service)
    const since = lastChange(cluster, NAME, key, service, pods)
    const same =
      found && equal(found.subsets ?? [], kept) && equal(found.metadata.labels ?? {}, labels)
    if (same) return undefined
    write(cluster, service, found, { kept, truncated, labels, since })
    return undefined
  },
}

function forget(cluster: Cluster, key: Key): void {
  cluster.forget(NAME, key)
  const orphan = cluster.at('Endpoints', key)
  if (!orphan) return
  const { namespace = '', name } = orphan.metadata
  cluster.why('its Service is gone')
  cluster.delete('Endpoints', namespace, name)
}

function labelsOf(cluster: Cluster, { metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...own } = metadata.labels ?? {}
  return {
    ...own,
    ...(isHeadless(spec) ? { [HEADLESS]: '' } : {}),
    ...(cluster.profile.features.endpointsAreOld ? { [MANAGED_BY]: 'endpoint-controller' } : {}),
  }
}

interface Wanted {
  readonly kept: readonly EndpointSubset[]
  readonly truncated: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly since: string | undefined
}

function write(
  cluster: Cluster,
  service: Service,
  found: Endpoints | undefined,
  { kept, truncated, labels, since }: Wanted,
): void {
  const { [TRIGGER]: _, [OVER_CAPACITY]: __, ...annotations } = found?.metadata.annotations ?? {}
  const noted = {
    ...annotations,
    ...(since === undefined ? {} : { [TRIGGER]: since }),
    ...(truncated ? { [OVER_CAPACITY]: 'truncated' } : {}),
  }
  const hasNotes = Object.keys(noted).length > 0
  const ready = kept.reduce((sum, subset) => sum + (subset.addresses?.length ?? 0), 0)
  cluster.why(`${ready} pods of the Service are ready`)
  if (!found) {
    const { name, namespace = '' } = service.metadata
    const draft: Draft<Endpoints> = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace, labels, ...(hasNotes ? { annotations: noted } : {}) },
      ...(kept.length > 0 ? { subsets: kept } : {}),
    }
    cluster.create<'Endpoints'>(draft)
    return
  }
  const { annotations: ___, ...metadata } = found.metadata
  const { subsets: ____, ...rest } = found
  cluster.update<Endpoints>({
    ...rest,
    metadata: { ...metadata, labels, ...(hasNotes ? { annotations: noted } : {}) },
    ...(kept.length > 0 ? { subsets: kept } : {}),
  })
}

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const { name, namespace = '', uid } = pod.metadata
  const hostname = endpointHostname(pod, service)
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ip: pod.status.podIP ?? '',
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  }
}

/** The ports of the Service as this pod has them. */
function portsOf(pod: Pod, { spec }: Service): readonly EndpointPort[] {
  const ports: EndpointPort[] = []
  for (const one of spec.ports ?? []) {
    const port = targetPort(pod, one)
    if (port === undefined) continue
    const { appProtocol, name = '', protocol = 'TCP' } = one
    ports.push({
      ...(appProtocol === undefined ? {} : { appProtocol }),
      ...(name === '' ? {} : { name }),
      port,
      protocol,
    })
  }
  return ports
}

/** Pods with the same ports stand together, in the order of their addresses. */
// k8s: pkg/api/v1/endpoints RepackSubsets (1.36)
function subsetsOf(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const tolerant = service.spec.publishNotReadyAddresses === true
  const bare = isHeadless(service.spec) && (service.spec.ports ?? []).length === 0
  const groups = new Map<string, { ports: readonly EndpointPort[]; pods: Pod[] }>()
  for (const pod of pods) {
    if (!hasEndpoint(pod, tolerant)) continue
    const ports = portsOf(pod, service)
    if (ports.length === 0 && !bare) continue
    const key = JSON.stringify(ports)
    const group = groups.get(key) ?? { ports, pods: [] }
    group.pods.push(pod)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ ports, pods: members }): EndpointSubset => {
    const sorted = [...members].sort(
      (a, b) => (toNumber(a.status.podIP ?? '') ?? 0) - (toNumber(b.status.podIP ?? '') ?? 0),
    )
    const serves = (pod: Pod) => tolerant || isReady(pod)
    const ready = sorted.filter(serves).map((pod) => addressOf(pod, service))
    const rest = sorted.filter((pod) => !serves(pod)).map((pod) => addressOf(pod, service))
    return {
      ...(ready.length > 0 ? { addresses: ready } : {}),
      ...(rest.length > 0 ? { notReadyAddresses: rest } : {}),
      ...(ports.length > 0 ? { ports } : {}),
    }
  })
}

/** At most a thousand addresses, the ready ones first. */
// k8s: pkg/controller/endpoint truncateEndpoints (1.36)
function withinCapacity(subsets: readonly EndpointSubset[]): {
  readonly kept: readonly EndpointSubset[]
  readonly truncated: boolean
} {
  const ready = subsets.reduce((sum, { addresses }) => sum + (addresses?.length ?? 0), 0)
  const rest = subsets.reduce((sum, one) => sum + (one.notReadyAddresses?.length ?? 0), 0)
  if (ready + rest <= CAPACITY) return { kept: subsets, truncated: false }
  let room = CAPACITY
  let spare = Math.max(0, CAPACITY - ready)
  const kept = subsets.map(({ addresses = [], notReadyAddresses = [], ...subset }) => {
    const first = addresses.slice(0, room)
    room -= first.length
    const second = notReadyAddresses.slice(0, spare)
    spare -= second.length
    return {
      ...(first.length > 0 ? { addresses: first } : {}),
      ...(second.length > 0 ? { notReadyAddresses: second } : {}),
      ...subset,
    }
  })
  return { kept, truncated: true }
}
