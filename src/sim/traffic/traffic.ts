import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { isReady } from '../controllers/pods.ts'
import { milliPerRequest, roomFor } from '../kubelet/behaviour/demand.ts'
import { type LabelMatcher, matcherOf } from '../machinery/selector.ts'
import { milliValue } from '../scheduler/amounts.ts'
import type { Key } from '../store.ts'
import type { Millis } from '../time.ts'
import type { ApiObject, Container, Kind, LabelSelector, Pod } from '../types/index.ts'
import { type Flow, flowKey, isNoLoad, type Load, loadAmount, requestsOf, TRAFFIC } from './flow.ts'

/** How often whoever asks finds out which pods answer. */
const PERIOD: Millis = 5_000
const AGAIN: Requeue = { requeueAfter: PERIOD, background: true }
/** Longer than any round of the metrics server looks back. */
const REMEMBERED: Millis = 300_000
const NONE: readonly Key[] = []

/** Kinds whose pods can be asked. */
export const LOADABLE: readonly Kind[] = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Pod',
]

/** The act of the world: from now on the pods of the workload have this to do. Throws RangeError for no amount. */
export function giveLoad(cluster: Cluster, wanted: Load): void {
  const { kind, namespace, name } = wanted
  const amount = loadAmount(wanted.amount)
  const load = { kind, namespace, name, amount }
  const whose = `${kind.toLowerCase()} ${namespace}/${name}`
  const nothing = isNoLoad(amount)
  cluster.act(
    'Component',
    TRAFFIC,
    nothing ? `the load of ${whose} ends` : `${whose} gets a load of ${amount}`,
  )
  const key = flowKey(load)
  const known = cluster.recall<Flow>(TRAFFIC, key)
  if (nothing && !known) return
  cluster.remember(TRAFFIC, key, { load, points: known?.points ?? [] })
  cluster.enqueue(TRAFFIC, key)
}

interface Scaled {
  readonly spec: { readonly selector?: LabelSelector | Readonly<Record<string, string>> }
}

function matcherFor(cluster: Cluster, { kind, namespace, name }: Load): LabelMatcher | undefined {
  const found = cluster.find(kind, namespace, name) as ApiObject | undefined
  if (!found) return undefined
  const { selector } = (found as unknown as Scaled).spec
  return matcherOf(
    kind === 'ReplicationController'
      ? { matchLabels: (selector ?? {}) as Readonly<Record<string, string>> }
      : (selector ?? {}),
  )
}

/** The pods that answer: those that an endpoint would be made of. */
function answering(cluster: Cluster, load: Load): readonly Pod[] {
  const { kind, namespace, name } = load
  const open = (pod: Pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined
  if (kind === 'Pod') {
    const pod = cluster.find('Pod', namespace, name)
    return pod && open(pod) ? [pod] : []
  }
  const matches = matcherFor(cluster, load)
  if (!matches) return []
  return cluster.list('Pod', {
    namespace,
    where: (pod) => matches(pod.metadata.labels) && open(pod),
  })
}

/** Requests go to the first container that says on which port it answers. */
export function frontOf({ spec }: Pod): Container | undefined {
  return spec.containers.find(({ ports }) => ports?.length) ?? spec.containers[0]
}

/** How the load is shared now: equally, and none can spend more than its limit leaves. */
function shares(cluster: Cluster, load: Load): Readonly<Record<string, number>> {
  const pods = answering(cluster, load)
  const requests = requestsOf(load.amount)
  const shared: Record<string, number> = {}
  for (const pod of pods) {
    const container = frontOf(pod)
    if (!container) continue
    const each = requests === undefined ? 1 : milliPerRequest(container)
    const whole = requests === undefined ? milliValue(load.amount) : requests * each
    const share = Math.min(whole / pods.length, roomFor(pod, container))
    if (share > 0) shared[pod.metadata.uid] = share
  }
  return shared
}

function same(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Of the points that are too old only the last one still says something. */
function withoutOld(points: Flow['points'], before: Millis): Flow['points'] {
  const first = points.findLastIndex(({ at }) => at <= before)
  return first > 0 ? points.slice(first) : points
}

/** Whoever outside asks something of workloads: not a part of Kubernetes. */
export const traffic: Actor = {
  name: TRAFFIC,
  watches: {},
  delay: () => 0,
  resync: (cluster) => [...(cluster.memory.get(TRAFFIC)?.keys() ?? NONE)],
  reconcile(cluster, key) {
    const flow = cluster.recall<Flow>(TRAFFIC, key)
    if (!flow) return undefined
    const { load, points } = flow
    const { now } = cluster
    const last = points.at(-1)
    const ended = isNoLoad(load.amount)
    if (ended && (!last || (same(last.pods, {}) && last.at + REMEMBERED < now))) {
      cluster.forget(TRAFFIC, key)
      return undefined
    }
    const pods = ended ? {} : shares(cluster, load)
    if (!last || !same(last.pods, pods)) {
      const next = [...withoutOld(points, now - REMEMBERED), { at: now, pods }]
      cluster.remember(TRAFFIC, key, { load, points: next })
    }
    return AGAIN
  },
}
