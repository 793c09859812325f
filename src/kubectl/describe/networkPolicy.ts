import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../sim/types/index.ts'
import { formatSelector } from '../printers/text.ts'
import { printAnnotations, printLabels } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

const INDENT = '    '

interface Direction {
  readonly peer: 'From' | 'To'
  readonly anyone: string
  readonly isolated: string
}

const INGRESS: Direction = {
  peer: 'From',
  anyone: 'From: <any> (traffic not restricted by source)',
  isolated: '<none> (Selected pods are isolated for ingress connectivity)',
}
const EGRESS: Direction = {
  peer: 'To',
  anyone: 'To: <any> (traffic not restricted by destination)',
  isolated: '<none> (Selected pods are isolated for egress connectivity)',
}

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined
  readonly peers: readonly NetworkPolicyPeer[] | undefined
}

function printPeer(page: Page, peer: NetworkPolicyPeer): void {
  if (peer.namespaceSelector) {
    page.line(1, `${INDENT}NamespaceSelector: ${formatSelector(peer.namespaceSelector)}`)
  }
  if (peer.podSelector) page.line(1, `${INDENT}PodSelector: ${formatSelector(peer.podSelector)}`)
  if (peer.namespaceSelector || peer.podSelector || !peer.ipBlock) return
  page.line(1, `${INDENT}IPBlock:`)
  page.line(2, `${INDENT}CIDR: ${peer.ipBlock.cidr}`)
  page.line(2, `${INDENT}Except: ${(peer.ipBlock.except ?? []).join(', ')}`)
}

function portText({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  const from = port ?? '<nil>'
  if (endPort === undefined) return `To Port: ${from}/${protocol}`
  return `To Port Range: ${from}-${endPort}/${protocol}`
}

function printRules(page: Page, rules: readonly Rule[], direction: Direction): void {
  if (rules.length === 0) page.line(0, INDENT + direction.isolated)
  for (const [index, { ports = [], peers = [] }] of rules.entries()) {
    if (index > 0) page.line(0, `${INDENT}----------`)
    if (ports.length === 0) page.line(0, `${INDENT}To Port: <any> (traffic allowed to all ports)`)
    for (const port of ports) page.line(0, INDENT + portText(port))
    if (peers.length === 0) page.line(0, INDENT + direction.anyone)
    for (const peer of peers) {
      page.line(0, `${INDENT}${direction.peer}:`)
      printPeer(page, peer)
    }
  }
}

/** Go's text of a moment, in UTC. */
function goTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} +0000 UTC`
}

// k8s: kubectl/pkg/describe describeNetworkPolicy (1.36)
export const describeNetworkPolicy: Describer<NetworkPolicy> = ({ metadata, spec }) => {
  const page = new Page()
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Created on', goTime(metadata.creationTimestamp))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.line(0, 'Spec:')
  page.write(1, 'PodSelector: ')
  const selector = formatSelector(spec.podSelector)
  const everyone = '<none> (Allowing the specific traffic to all pods in this namespace)'
  page.line(2, selector === '<none>' ? everyone : selector)
  const types = spec.policyTypes ?? []
  if (types.includes('Ingress')) {
    page.line(1, 'Allowing ingress traffic:')
    const rules = (spec.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }))
    printRules(page, rules, INGRESS)
  } else page.line(1, 'Not affecting ingress traffic')
  if (types.includes('Egress')) {
    page.line(1, 'Allowing egress traffic:')
    const rules = (spec.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }))
    printRules(page, rules, EGRESS)
  } else page.line(1, 'Not affecting egress traffic')
  page.line(1, `Policy Types: ${types.join(', ') || '<none>'}`)
  return page.text()
}
