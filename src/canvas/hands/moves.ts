import type { Cluster, Pod } from '../../sim/index.ts'
import { controllerOf } from '../../sim/light.ts'
import { beginAction, updateAction } from '../../store/actions.ts'
import { type Does, gesture } from '../../store/gestures.ts'
import { runLine } from '../../store/intents.ts'
import {
  bindLine,
  deleteLine,
  evictLine,
  type Line,
  nodeLine,
  patchLine,
  type Target,
} from '../../store/lines.ts'
import { selectorPatch } from '../../store/patches.ts'
import { commitJournal, peekObject } from '../../store/sim.ts'
import { waitFor } from '../../store/waits.ts'
import { recreation } from './recreate.ts'

/** Controllers that replace a lost pod by one that may go anywhere. */
const REPLACERS: ReadonlySet<string> = new Set([
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'Job',
])

/** How long the replacement is waited for, in virtual milliseconds: longer than any grace period of a StatefulSet's pod. */
const PATIENCE = 600_000

export function hasReplacer(pod: Pod): boolean {
  return REPLACERS.has(controllerOf(pod)?.kind ?? '')
}

/** The workload whose template made the pod: the Deployment behind a ReplicaSet, or the controller itself. */
export function workloadOf(pod: Pod): Target | undefined {
  const namespace = pod.metadata.namespace ?? ''
  const owner = controllerOf(pod)
  if (owner?.kind === 'ReplicaSet') {
    const set = peekObject('ReplicaSet', `${namespace}/${owner.name}`)
    const above = set && controllerOf(set)
    if (above?.kind === 'Deployment') return { kind: 'Deployment', namespace, name: above.name }
    return { kind: 'ReplicaSet', namespace, name: owner.name }
  }
  switch (owner?.kind) {
    case 'ReplicationController':
    case 'StatefulSet':
    case 'DaemonSet':
      return { kind: owner.kind, namespace, name: owner.name }
    default:
      return undefined
  }
}

/** The line that sends all pods of the workload to one machine. */
export function pinLine(workload: Target, node: string): Line {
  return patchLine(workload, selectorPatch(workload.kind, node))
}

/** Binds a pod within this moment, before the scheduler wakes up for it. */
function bindAtOnce(cluster: Cluster, pod: Pod, node: string, does: Does): void {
  const { namespace = '', name } = pod.metadata
  const { command, stdin = '', near } = does(bindLine(namespace, name, node))
  const id = beginAction(command, { stdin, near })
  try {
    cluster.as({ reason: command }, () => cluster.bind(namespace, name, node))
    updateAction(id, { state: 'done', message: `pod ${name} → ${node}` })
  } catch (error) {
    updateAction(id, {
      state: 'refused',
      message: error instanceof Error ? error.message : String(error),
    })
  }
}

/** Evicts the pod and gives the one that its controller makes instead to the machine, faster than the scheduler. */
export function evictAndBind(pod: Pod, node: string): Promise<void> {
  return gesture((does, cluster) => evictThenBind(pod, node, does, cluster))
}

async function evictThenBind(pod: Pod, node: string, does: Does, cluster: Cluster): Promise<void> {
  const owner = controllerOf(pod)
  const namespace = pod.metadata.namespace ?? ''
  const before = new Set(cluster.owned('Pod', owner?.uid ?? '').map((one) => one.metadata.uid))
  const { code } = await runLine(does(evictLine(namespace, pod.metadata.name)))
  if (code !== 0) return
  const { epoch } = cluster
  const answered = (now: Cluster): boolean => {
    if (now !== cluster || now.epoch !== epoch) return true
    const replacement = now
      .owned('Pod', owner?.uid ?? '')
      .find(({ metadata, spec }) => !before.has(metadata.uid) && (spec.nodeName ?? '') === '')
    if (replacement) bindAtOnce(now, replacement, node, does)
    return replacement !== undefined
  }
  await waitFor(cluster, answered, cluster.now + PATIENCE)
  commitJournal()
}

function deletion(pod: Pod): Line {
  const { namespace = '', name } = pod.metadata
  return deleteLine({ kind: 'Pod', namespace, name })
}

export function cordonAndDelete(pod: Pod): Promise<void> {
  return gesture(async (does) => {
    const { code } = await runLine(does(nodeLine('cordon', pod.spec.nodeName ?? '')))
    if (code === 0) await runLine(does(deletion(pod)))
  })
}

export function recreate(pod: Pod, node: string): Promise<void> {
  const stdin = recreation(pod, node)
  const near = `Pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
  return gesture(async (does) => {
    const { code } = await runLine(does(deletion(pod)))
    if (code === 0) await runLine(does({ command: 'kubectl apply -f -', stdin, near }))
  })
}
