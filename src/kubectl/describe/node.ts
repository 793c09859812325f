import type { Node } from '../../sim/types/index.ts'
import { nodeRoles } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { compare, printAnnotations, printLabels, printTaints } from './meta.ts'
import { printNodeResources } from './nodeResources.ts'
import { longTime, Page } from './page.ts'
import type { DescribeContext, Describer } from './reader.ts'

const UNSET = '<unset>'

function printLease(page: Page, name: string, { reader }: DescribeContext): void {
  const lease = reader.find('Lease', 'kube-node-lease', name)
  if (!lease) {
    const error = `leases.coordination.k8s.io "${name}" not found`
    page.field(0, 'Lease', `Failed to get lease: ${error}`)
    return
  }
  const { holderIdentity, acquireTime, renewTime } = lease.spec
  page.line(0, 'Lease:')
  page.field(1, 'HolderIdentity', holderIdentity ?? UNSET)
  page.field(1, 'AcquireTime', acquireTime ? longTime(acquireTime) : UNSET)
  page.field(1, 'RenewTime', renewTime ? longTime(renewTime) : UNSET)
}

function printConditions(page: Page, node: Node): void {
  const conditions = node.status.conditions ?? []
  if (conditions.length === 0) return
  const rule = '----\t------\t-----------------\t------------------\t------\t-------'
  page.write(
    0,
    'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n',
  )
  page.line(1, rule)
  for (const { type, status, reason = '', message = '', ...times } of conditions) {
    const beat = longTime(times.lastHeartbeatTime)
    const change = longTime(times.lastTransitionTime)
    page.line(1, `${type} \t${status} \t${beat} \t${change} \t${reason} \t${message}`)
  }
}

function printAmounts(
  page: Page,
  label: string,
  amounts: Readonly<Record<string, string>> | undefined,
): void {
  const entries = Object.entries(amounts ?? {}).sort(([a], [b]) => compare(a, b))
  if (entries.length > 0) page.line(0, `${label}:`)
  for (const [name, amount] of entries) page.field(1, name, amount)
}

function printSystem(page: Page, node: Node): void {
  const info = node.status.nodeInfo
  page.line(0, 'System Info:')
  page.field(1, 'Machine ID', info?.machineID ?? '')
  page.field(1, 'System UUID', info?.systemUUID ?? '')
  page.field(1, 'Boot ID', info?.bootID ?? '')
  page.field(1, 'Kernel Version', info?.kernelVersion ?? '')
  page.field(1, 'OS Image', info?.osImage ?? '')
  page.field(1, 'Operating System', info?.operatingSystem ?? '')
  page.field(1, 'Architecture', info?.architecture ?? '')
  page.field(1, 'Container Runtime Version', info?.containerRuntimeVersion ?? '')
  page.field(1, 'Kubelet Version', info?.kubeletVersion ?? '')
  const { podCIDR, podCIDRs, providerID } = node.spec
  if (podCIDR) page.field(0, 'PodCIDR', podCIDR)
  if (podCIDRs?.length) page.field(0, 'PodCIDRs', podCIDRs.join(','))
  if (providerID) page.field(0, 'ProviderID', providerID)
}

// k8s: kubectl/pkg/describe describeNode (1.36)
export const describeNode: Describer<Node> = (node, context) => {
  const page = new Page()
  const { metadata, spec, status } = node
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Roles', nodeRoles(metadata.labels).join(',') || '<none>')
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  printTaints(page, spec.taints)
  page.field(0, 'Unschedulable', spec.unschedulable ?? false)
  printLease(page, metadata.name, context)
  printConditions(page, node)
  page.line(0, 'Addresses:')
  for (const { type, address } of status.addresses ?? []) page.field(1, type, address)
  printAmounts(page, 'Capacity', status.capacity)
  printAmounts(page, 'Allocatable', status.allocatable)
  printSystem(page, node)
  printNodeResources(page, node, context)
  printEvents(page, node, context)
  return page.text()
}
