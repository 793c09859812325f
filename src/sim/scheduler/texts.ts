/** The scheduler's words that differ between Kubernetes versions. */
export interface SchedulerTexts {
  untoleratedTaint(key: string, value: string): string
  readonly nodeAffinity: string
  readonly volumeNodeConflict: string
  /** When one reason rules out all nodes at once. */
  refusedEverywhere(nodes: number, reason: string, plugin: string, pod: string): string
  /** Since preemption became a plugin, the message says what it tried; before, it does not. */
  readonly explainsPreemption: boolean
  /** Of the event that a victim gets; `preemptor` is its namespace and name. */
  preempted(preemptor: string, uid: string, node: string): string
  /** Victims get the condition DisruptionTarget. */
  readonly marksVictims: boolean
}

export const CURRENT_SCHEDULER_TEXTS: SchedulerTexts = {
  untoleratedTaint: () => 'node(s) had untolerated taint(s)',
  nodeAffinity: "node(s) didn't match Pod's node affinity/selector",
  volumeNodeConflict: "node(s) didn't match PersistentVolume's node affinity",
  // The last two words are upstream's: a later plugin finds no state of the plugins that never ran.
  refusedEverywhere: (nodes, reason) => `0/${nodes} nodes are available: ${reason}. not found`,
  explainsPreemption: true,
  preempted: (_preemptor, uid, node) => `Preempted by pod ${uid} on node ${node}`,
  marksVictims: true,
}

/** As Kubernetes 1.18 says it. */
export const BOOK_SCHEDULER_TEXTS: SchedulerTexts = {
  untoleratedTaint: (key, value) =>
    `node(s) had taint {${key}: ${value}}, that the pod didn't tolerate`,
  nodeAffinity: "node(s) didn't match node selector",
  volumeNodeConflict: 'node(s) had volume node affinity conflict',
  refusedEverywhere: (_nodes, reason, plugin, pod) =>
    reason.startsWith('persistentvolumeclaim')
      ? reason
      : `error while running "${plugin}" filter plugin for pod "${pod}": ${reason}`,
  explainsPreemption: false,
  preempted: (preemptor, _uid, node) => `Preempted by ${preemptor} on node ${node}`,
  marksVictims: false,
}
