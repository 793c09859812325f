import type { Plugin, Rejection } from '../plugin.ts'

const TAKEN: Rejection = {
  code: 'Unschedulable',
  plugin: 'NodePorts',
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
}

// k8s: pkg/scheduler/framework/plugins/nodeports Filter (1.36)
export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepareFilter(pod) {
    const { ports } = pod
    if (ports.length === 0) return undefined
    return {
      check(node) {
        if (!node.ports) return undefined
        for (const port of ports) if (node.ports.conflicts(port)) return TAKEN
        return undefined
      },
    }
  },
}
