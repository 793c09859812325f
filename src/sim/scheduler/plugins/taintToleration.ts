import { MAX_SCORE, normalizeByBest, type Plugin } from '../plugin.ts'
import { tolerates, untolerated } from './tolerations.ts'

// k8s: pkg/scheduler/framework/plugins/tainttoleration (1.36)
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,

  prepareFilter(pod, world) {
    if (world.snapshot.hardTaintedNodes === 0) return undefined
    const tolerations = pod.pod.spec.tolerations ?? []
    return {
      check(node) {
        if (node.hardTaints.length === 0) return undefined
        const taint = untolerated(node.hardTaints, tolerations)
        if (!taint) return undefined
        return {
          code: 'UnschedulableAndUnresolvable',
          plugin: 'TaintToleration',
          reasons: [world.texts.untoleratedTaint(taint.key, taint.value ?? '')],
        }
      },
    }
  },

  prepareScore(pod, world) {
    if (world.snapshot.softTaintedNodes === 0) return MAX_SCORE
    const soft = (pod.pod.spec.tolerations ?? []).filter(
      (t) => !t.effect || t.effect === 'PreferNoSchedule',
    )
    return {
      score(node) {
        let intolerable = 0
        for (const taint of node.softTaints) {
          if (!soft.some((toleration) => tolerates(toleration, taint))) intolerable++
        }
        return intolerable
      },
      normalize: (scores, _nodes, count) => normalizeByBest(scores, count, true),
    }
  },
}
