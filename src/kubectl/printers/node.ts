import type { Node } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { nodeRoles } from './text.ts'

/** `Ready`, `NotReady` or `Unknown`, with `SchedulingDisabled` for a cordoned node. */
// k8s: pkg/printers/internalversion printNode (1.36)
export function nodeStatus(node: Node): string {
  const ready = (node.status.conditions ?? []).findLast((one) => one.type === 'Ready')
  const states = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown']
  if (node.spec.unschedulable) states.push('SchedulingDisabled')
  return states.join(',')
}

function address(node: Node, type: string): string {
  return (node.status.addresses ?? []).find((one) => one.type === type)?.address ?? '<none>'
}

function kernel(node: Node): string {
  const info = node.status.nodeInfo
  const version = info?.kernelVersion || '<unknown>'
  return info?.architecture ? `${version} (${info.architecture})` : version
}

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  { name: 'STATUS', cell: nodeStatus },
  { name: 'ROLES', cell: (node) => nodeRoles(node.metadata.labels).join(',') || '<none>' },
  ageColumn,
  { name: 'VERSION', cell: (node) => node.status.nodeInfo?.kubeletVersion ?? '' },
  { name: 'INTERNAL-IP', wide: true, cell: (node) => address(node, 'InternalIP') },
  { name: 'EXTERNAL-IP', wide: true, cell: (node) => address(node, 'ExternalIP') },
  {
    name: 'OS-IMAGE',
    wide: true,
    cell: (node) => node.status.nodeInfo?.osImage || '<unknown>',
  },
  { name: 'KERNEL-VERSION', wide: true, cell: kernel },
  {
    name: 'CONTAINER-RUNTIME',
    wide: true,
    cell: (node) => node.status.nodeInfo?.containerRuntimeVersion || '<unknown>',
  },
]
