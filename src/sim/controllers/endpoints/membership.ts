import type { Cluster } from '../../cluster.ts'
import { type Key, keyOf } from '../../store.ts'
import type { Pod, Service, ServicePort } from '../../types/index.ts'
import type { Change } from '../controller.ts'
import { condition, isReady, isTerminal } from '../pods.ts'

const NONE: readonly Key[] = []

/** k8s: labels.Set.AsSelectorPreValidated; a Service without a selector selects nothing (1.36). */
export function selects({ spec }: Service, pod: Pod): boolean {
  const { selector } = spec
  if (!selector) return false
  const labels = pod.metadata.labels ?? {}
  for (const key in selector) if (labels[key] !== selector[key]) return false
  return true
}

/** Whether anybody looks after the Service's endpoints here, or they are somebody else's. */
export function isSelecting({ spec }: Service): boolean {
  return spec.selector !== undefined && spec.type !== 'ExternalName'
}

function keysFor(cluster: Cluster, pod: Pod): readonly Key[] {
  const found: Key[] = []
  for (const service of cluster.list('Service', { namespace: pod.metadata.namespace ?? '' }))
    if (isSelecting(service) && selects(service, pod)) found.push(keyOf(service))
  return found.length > 0 ? found : NONE
}

/** What endpoints tell of a pod; the container ports of a pod never change. */
// k8s: endpointslice/util podEndpointsChanged (1.36)
function sameEndpoint(before: Pod, after: Pod): boolean {
  return (
    before.status.podIP === after.status.podIP &&
    before.spec.nodeName === after.spec.nodeName &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
    isTerminal(before) === isTerminal(after) &&
    isReady(before) === isReady(after)
  )
}

/** The Services whose endpoints a change of the pod may change. */
// k8s: endpointslice/util GetPodServiceMembershipUpdate (1.36)
export function servicesOf(cluster: Cluster, { before, after }: Change<Pod>): readonly Key[] {
  if (cluster.store.count('Service') === 0) return NONE
  if (!before || !after) return before || after ? keysFor(cluster, (after ?? before) as Pod) : NONE
  const relabelled = before.metadata.labels !== after.metadata.labels
  if (!relabelled && sameEndpoint(before, after)) return NONE
  const now = keysFor(cluster, after)
  if (!relabelled) return now
  const then = keysFor(cluster, before)
  return then.length === 0 ? now : [...new Set([...now, ...then])]
}

/** The pods of the Service in the order of their names. */
export function podsOf(cluster: Cluster, service: Service): readonly Pod[] {
  return cluster.list('Pod', {
    namespace: service.metadata.namespace ?? '',
    where: (pod) => selects(service, pod),
  })
}

/** k8s: endpointslice/util ShouldPodBeInEndpoints (1.36) */
export function hasEndpoint(pod: Pod, withTerminating: boolean): boolean {
  if (isTerminal(pod) || !pod.status.podIP) return false
  return withTerminating || pod.metadata.deletionTimestamp === undefined
}

/** The number behind a Service's target port in this pod; undefined when no container has a port of that name. */
// k8s: pkg/api/v1/pod FindPort (1.36)
export function targetPort(
  pod: Pod,
  { targetPort, port, protocol }: ServicePort,
): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port
  const sidecars = (pod.spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always')
  for (const container of [...pod.spec.containers, ...sidecars])
    for (const one of container.ports ?? [])
      if (one.name === targetPort && (one.protocol ?? 'TCP') === protocol) return one.containerPort
  return undefined
}

/** k8s: endpointslice/util ShouldSetHostname (1.36) */
export function endpointHostname(pod: Pod, { metadata }: Service): string | undefined {
  const { hostname, subdomain } = pod.spec
  const same = subdomain === metadata.name && pod.metadata.namespace === metadata.namespace
  return hostname && same ? hostname : undefined
}

/** When what the endpoints tell of a pod last changed; empty while nothing is known. */
// k8s: endpointslice/util getPodTriggerTime (1.36)
export function triggerTime(pod: Pod): string {
  return condition(pod, 'Ready')?.lastTransitionTime ?? ''
}
