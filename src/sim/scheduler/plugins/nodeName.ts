import type { Plugin, Rejection } from '../plugin.ts'

const OTHER_NODE: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: 'NodeName',
  reasons: ["node(s) didn't match the requested node name"],
}

// k8s: pkg/scheduler/framework/plugins/nodename Filter (1.36)
export const nodeName: Plugin = {
  name: 'NodeName',
  prepareFilter(pod) {
    const wanted = pod.pod.spec.nodeName
    if (!wanted) return undefined
    return { check: (node) => (node.name === wanted ? undefined : OTHER_NODE) }
  },
}
