import type { Taint } from '../../types/index.ts'
import type { Plugin, Rejection } from '../plugin.ts'
import { untolerated } from './tolerations.ts'

const CORDONED: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: 'NodeUnschedulable',
  reasons: ['node(s) were unschedulable'],
}
const TAINT: readonly Taint[] = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]

// k8s: pkg/scheduler/framework/plugins/nodeunschedulable Filter (1.36)
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepareFilter(pod, world) {
    if (world.snapshot.unschedulableNodes === 0) return undefined
    if (!untolerated(TAINT, pod.pod.spec.tolerations ?? [])) return undefined
    return { check: (node) => (node.unschedulable ? CORDONED : undefined) }
  },
}
