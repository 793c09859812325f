import type { Cluster } from '../cluster.ts'
import { toAddress } from '../network/addresses.ts'
import { keyOf } from '../store.ts'
import type { Service } from '../types/index.ts'
import { type Pool, selectsNode } from './config.ts'
import { ranked } from './election.ts'
import type { Ready } from './endpoints.ts'
import { BGP, LAYER2, type Protocol } from './names.ts'
import { FAILURE_NOTICED, isAlive, type Process, processes } from './processes.ts'
import { rulesOf } from './versions.ts'

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'

/** Nodes whose speaker is there, or has died so lately that the others do not know it yet. */
function members(cluster: Cluster): ReadonlySet<string> {
  const known = processes(cluster, 'speaker').filter(
    (one) => isAlive(one) || cluster.now < one.diedAt + FAILURE_NOTICED,
  )
  return new Set(known.map(({ node }) => node))
}

function selectedBy(cluster: Cluster, pool: Pool, protocol: Protocol, name: string): boolean {
  const labels = cluster.find('Node', '', name)?.metadata.labels
  return pool.adverts.some(
    (advert) => advert.protocol === protocol && selectsNode(advert.nodeSelectors, labels),
  )
}

/** Nodes among which the leader of an address is chosen. */
// k8s: metallb speaker/layer2_controller.go usableNodes (0.8.2), speakersForPool (0.15)
function eligible(
  cluster: Cluster,
  process: Process,
  service: Service,
  pool: Pool,
  ready: Ready,
): readonly string[] {
  const rules = rulesOf(process.tag)
  const local = rules.candidates === 'endpoints' || service.spec.externalTrafficPolicy === 'Local'
  const known = rules.members ? members(cluster) : undefined
  const all = local ? [...ready.nodes] : [...(known ?? ready.nodes)]
  return all.filter((name) => {
    if (known && !known.has(name)) return false
    if (rules.configMap) return true
    const node = cluster.find('Node', '', name)
    const down = node?.status.conditions?.some(
      ({ type, status }) => type === 'NetworkUnavailable' && status === 'True',
    )
    return (
      !down &&
      node?.metadata.labels?.[EXCLUDED] === undefined &&
      selectedBy(cluster, pool, LAYER2, name)
    )
  })
}

/** Why the node does not answer ARP for the address; undefined when it is the one to do so. */
function layer2(
  cluster: Cluster,
  process: Process,
  service: Service,
  pool: Pool,
  ready: Ready,
  address: number,
): string | undefined {
  const rules = rulesOf(process.tag)
  const subject = rules.hashes === 'service' ? keyOf(service) : toAddress(address)
  const nodes = ready.any ? eligible(cluster, process, service, pool, ready) : []
  return ranked(nodes, subject)[0] === process.node ? undefined : 'notOwner'
}

// k8s: metallb speaker/bgp_controller.go ShouldAnnounce
function bgp(process: Process, service: Service, ready: Ready): string | undefined {
  if (service.spec.externalTrafficPolicy === 'Local')
    return ready.nodes.has(process.node) ? undefined : 'noLocalEndpoints'
  return ready.any ? undefined : 'noEndpoints'
}

/** Why the speaker does not announce the address in that way; undefined when it does. */
export function refusal(
  cluster: Cluster,
  process: Process,
  service: Service,
  pool: Pool,
  ready: Ready,
  address: number,
  protocol: Protocol,
): string | undefined {
  if (!selectedBy(cluster, pool, protocol, process.node)) return 'notOwner'
  return protocol === BGP
    ? bgp(process, service, ready)
    : layer2(cluster, process, service, pool, ready, address)
}
