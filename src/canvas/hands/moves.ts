import type { Cluster, Pod } from '../../sim/index.ts'
import { controllerOf } from '../../sim/light.ts'
import { beginAction, updateAction } from '../../store/actions.ts'
import { applyYaml, cordon, deletePod, runLine } from '../../store/intents.ts'
import { bindLine, evictLine, type Line, patchLine, type Target } from '../../store/lines.ts'
import { selectorPatch } from '../../store/patches.ts'
import { commitJournal, peekObject, whenCluster } from '../../store/sim.ts'
import { waitFor } from '../../store/waits.ts'
import { recreation } from './recreate.ts'

/** Controllers that replace a lost pod by one that may go anywhere. */
const REPLACERS: ReadonlySet<string> = new Set(['ReplicaSet', 'StatefulSet', 'Job'])

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
  if (owner?.kind !== 'StatefulSet' && owner?.kind !== 'DaemonSet') return undefined
  return { kind: owner.kind, namespace, name: owner.name }
}

/** The line that sends all pods of the workload to one machine. */
export function pinLine(workload: Target, node: string): Line {
  return patchLine(workload, selectorPatch(workload.kind, node))
}

/** Binds a pod within this moment, before the scheduler wakes up for it. */
function bindAtOnce(cluster: Cluster, pod: Pod, node: string): void {
  const { namespace = '', name } = pod.metadata
  const { command, stdin = '', near } = bindLine(namespace, name, node)
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
export async function evictAndBind(pod: Pod, node: string): Promise<void> {
  const owner = controllerOf(pod)
  const namespace = pod.metadata.namespace ?? ''
  const cluster = await whenCluster()
  const before = new Set(cluster.owned('Pod', owner?.uid ?? '').map((one) => one.metadata.uid))
  const { code } = await runLine(evictLine(namespace, pod.metadata.name))
  if (code !== 0) return
  const { epoch } = cluster
  const answered = (now: Cluster): boolean => {
    if (now !== cluster || now.epoch !== epoch) return true
    const replacement = now
      .owned('Pod', owner?.uid ?? '')
      .find(({ metadata, spec }) => !before.has(metadata.uid) && (spec.nodeName ?? '') === '')
    if (replacement) bindAtOnce(now, replacement, node)
    return replacement !== undefined
  }
  await waitFor(cluster, answered, cluster.now + PATIENCE)
  commitJournal()
}

export async function cordonAndDelete(pod: Pod): Promise<void> {
  const { namespace = '', name } = pod.metadata
  const { code } = await cordon(pod.spec.nodeName ?? '')
  if (code === 0) await deletePod(namespace, name)
}

export async function recreate(pod: Pod, node: string): Promise<void> {
  const manifest = recreation(pod, node)
  const { code } = await deletePod(pod.metadata.namespace ?? '', pod.metadata.name)
  if (code === 0) await applyYaml(manifest, '')
}
