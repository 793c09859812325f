import type { Endpoint, EndpointSlice, Service, ServicePort } from '../../types/index.ts'

/** An address and port behind a Service, as a proxy sees it from its node. */
export interface Target {
  readonly ip: string
  readonly port: number
  readonly node: string
  readonly zones: readonly string[]
  readonly nodes: readonly string[]
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  readonly pod: { readonly namespace: string; readonly name: string } | undefined
}

function targetOf(endpoint: Endpoint, ip: string, port: number): Target {
  const { conditions = {}, nodeName = '', hints, targetRef } = endpoint
  const ready = conditions.ready ?? true
  return {
    ip,
    port,
    node: nodeName,
    zones: hints?.forZones?.map(({ name }) => name) ?? [],
    nodes: hints?.forNodes?.map(({ name }) => name) ?? [],
    ready,
    serving: conditions.serving ?? ready,
    terminating: conditions.terminating ?? false,
    pod:
      targetRef?.kind === 'Pod'
        ? { namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' }
        : undefined,
  }
}

type Port = NonNullable<EndpointSlice['ports']>[number]

function isFor(port: Port, { name = '', protocol = 'TCP' }: ServicePort): boolean {
  return (port.name ?? '') === name && (port.protocol ?? 'TCP') === protocol
}

function targetsOfSlice(slice: EndpointSlice, wanted: ServicePort): readonly Target[] {
  const numbers = (slice.ports ?? []).flatMap((one) =>
    isFor(one, wanted) && one.port !== undefined ? [one.port] : [],
  )
  return numbers.flatMap((number) =>
    (slice.endpoints ?? []).flatMap((endpoint) => {
      const [ip] = endpoint.addresses
      return ip === undefined ? [] : [targetOf(endpoint, ip, number)]
    }),
  )
}

function inOrder(a: Target, b: Target): number {
  if (a.ip === b.ip) return a.port - b.port
  return a.ip < b.ip ? -1 : 1
}

/** Everything behind one port of a Service, each address once, in the order of the addresses. */
export function targetsOf(slices: readonly EndpointSlice[], port: ServicePort): readonly Target[] {
  const found = new Map<string, Target>()
  for (const target of slices.flatMap((slice) => targetsOfSlice(slice, port))) {
    const key = `${target.ip}:${target.port}`
    if (target.ready || !found.has(key)) found.set(key, target)
  }
  return [...found.values()].sort(inOrder)
}

/** Where a proxy stands. */
export interface Standpoint {
  readonly node: string
  readonly zone: string | undefined
}

/** What a proxy may choose from; an empty list with `any` means that what there is lies elsewhere. */
export interface Choice {
  readonly eligible: readonly Target[]
  readonly any: boolean
  readonly local: boolean
  /** Only endpoints that are ending were left. */
  readonly ending: boolean
  /** Only those of the same zone or node are used. */
  readonly near: boolean
}

const isEnding = ({ serving, terminating }: Target): boolean => serving && terminating

/** Those that are ready; without any, those that still serve while they end. */
// k8s: pkg/proxy/topology.go CategorizeEndpoints, ProxyTerminatingEndpoints (1.36)
function usable(targets: readonly Target[]): Pick<Choice, 'eligible' | 'ending'> {
  const ready = targets.filter((one) => one.ready)
  if (ready.length > 0) return { eligible: ready, ending: false }
  const ending = targets.filter(isEnding)
  return { eligible: ending, ending: ending.length > 0 }
}

/** k8s: pkg/proxy/topology.go topologyModeFromHints (1.36) */
function nearest(targets: readonly Target[], { node, zone }: Standpoint): readonly Target[] {
  const ready = targets.filter((one) => one.ready)
  if (ready.length === 0) return targets
  if (ready.every((one) => one.nodes.length > 0)) {
    const own = targets.filter((one) => one.nodes.includes(node))
    if (own.some((one) => one.ready)) return own
  }
  if (zone === undefined || !ready.every((one) => one.zones.length > 0)) return targets
  const same = targets.filter((one) => one.zones.includes(zone))
  return same.some((one) => one.ready) ? same : targets
}

/** What the proxy of the node chooses from, for a policy `Cluster` or `Local`. */
export function choiceOf(targets: readonly Target[], policy: string, at: Standpoint): Choice {
  const any = targets.some((one) => one.ready || isEnding(one))
  if (policy === 'Local') {
    const own = targets.filter((one) => one.node === at.node)
    return { ...usable(own), any, local: true, near: false }
  }
  const close = nearest(targets, at)
  return { ...usable(close), any, local: false, near: close.length < targets.length }
}

export function affinitySeconds({ spec }: Service): number | undefined {
  if (spec.sessionAffinity !== 'ClientIP') return undefined
  return spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800
}
