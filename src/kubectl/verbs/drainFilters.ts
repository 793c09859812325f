import type { Cluster } from '../../sim/index.ts'
import type { Pod } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import { isSlow } from './drainEvict.ts'

export interface DrainRules {
  readonly force: boolean
  readonly ignoreDaemonSets: boolean
  readonly deleteEmptyDir: boolean
  /** Pods whose deletion is overdue by more seconds are left out; 0 for none. */
  readonly skipSeconds: number
}

/** What a drain does about the pods of a node. */
export interface Judged {
  /** To be evicted. */
  readonly pods: readonly Pod[]
  readonly errors: readonly Error[]
  /** What is risky about it, in one line; empty when nothing is. */
  readonly warning: string
}

interface Verdict {
  /** The pod is left alone when false, and no other filter is asked. */
  readonly take: boolean
  readonly level?: 'warning' | 'error'
  readonly message?: string
}

type Filter = (pod: Pod, rules: DrainRules, cluster: Cluster) => Verdict

const OKAY: Verdict = { take: true }
const MIRROR = 'kubernetes.io/config.mirror'

function owner({ metadata }: Pod) {
  return metadata.ownerReferences?.find((reference) => reference.controller)
}

function finished({ status }: Pod): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed'
}

const overdue: Filter = (pod, { skipSeconds }, { now }) =>
  isSlow(pod, skipSeconds, now) ? { take: false } : OKAY

const daemonSet: Filter = (pod, { force, ignoreDaemonSets }, cluster) => {
  const controller = owner(pod)
  if (controller?.kind !== 'DaemonSet' || finished(pod)) return OKAY
  if (!cluster.find('DaemonSet', pod.metadata.namespace ?? '', controller.name)) {
    const message = `daemonsets.apps ${JSON.stringify(controller.name)} not found`
    return { take: force, level: force ? 'warning' : 'error', message }
  }
  return ignoreDaemonSets
    ? { take: false, level: 'warning', message: 'ignoring DaemonSet-managed Pods' }
    : {
        take: false,
        level: 'error',
        message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
      }
}

const mirror: Filter = ({ metadata }) =>
  metadata.annotations?.[MIRROR] === undefined ? OKAY : { take: false }

const localStorage: Filter = (pod, { deleteEmptyDir }) => {
  if (!pod.spec.volumes?.some((volume) => volume.emptyDir) || finished(pod)) return OKAY
  return deleteEmptyDir
    ? { take: true, level: 'warning', message: 'deleting Pods with local storage' }
    : {
        take: false,
        level: 'error',
        message: 'Pods with local storage (use --delete-emptydir-data to override)',
      }
}

const unmanaged: Filter = (pod, { force }) => {
  if (finished(pod) || owner(pod)) return OKAY
  return force
    ? { take: true, level: 'warning', message: 'deleting Pods that declare no controller' }
    : {
        take: false,
        level: 'error',
        message: 'Pods that declare no controller (use --force to override)',
      }
}

/** Asked in this order; the last one asked decides. */
const FILTERS = [overdue, daemonSet, mirror, localStorage, unmanaged]

function verdictOf(pod: Pod, rules: DrainRules, cluster: Cluster): Verdict {
  let verdict = OKAY
  for (const filter of FILTERS) {
    verdict = filter(pod, rules, cluster)
    if (!verdict.take) break
  }
  return verdict
}

/** Sorts the pods of a node into those to evict, the warnings and the refusals. */
// k8s: kubectl/pkg/drain Helper.GetPodsForDeletion (1.36)
export function judge(cluster: Cluster, pods: readonly Pod[], rules: DrainRules): Judged {
  const taken: Pod[] = []
  const groups = { warning: new Map<string, string[]>(), error: new Map<string, string[]>() }
  for (const pod of pods) {
    const { take, level, message = '' } = verdictOf(pod, rules, cluster)
    if (take) taken.push(pod)
    if (!level) continue
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`
    groups[level].set(message, [...(groups[level].get(message) ?? []), name])
  }
  const texts = (group: ReadonlyMap<string, readonly string[]>) =>
    [...group].map(([message, names]) => `${message}: ${names.join(', ')}`)
  return {
    pods: taken,
    errors: texts(groups.error).map((text) => new Failure(`cannot delete ${text}`)),
    warning: texts(groups.warning).join('; '),
  }
}
