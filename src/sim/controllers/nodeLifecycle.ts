import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { type Key, keyOf } from '../store.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Node, NodeCondition, Pod, Taint } from '../types/index.ts'
import type { Actor } from './controller.ts'
import { judge, setTaints } from './nodeZones.ts'
import { condition } from './pods.ts'

const NAME = 'node-lifecycle'
/** Key of the periodic look at all heartbeats. */
const MONITOR = 'monitor'
const HEARTBEAT_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']
const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/** Taints that follow from a condition: its type, the status that calls for it, the taint's key. */
const TAINTS: readonly (readonly [type: string, status: string, key: string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
]
const OWN_NO_SCHEDULE = new Set([...TAINTS.map(([, , key]) => key), UNSCHEDULABLE])

/** What was last seen of a node, and when. */
interface Seen {
  readonly lease: string
  readonly heartbeat: string
  readonly at: Millis
}

function statusOf(node: Node, type: string): string | undefined {
  const { conditions } = node.status
  if (!conditions) return undefined
  for (let index = 0; index < conditions.length; index++) {
    const entry = conditions[index]
    if (entry?.type === type) return entry.status
  }
  return undefined
}

/** k8s: pkg/controller/nodelifecycle Controller (1.36) */
export const nodeLifecycle: Actor = {
  name: NAME,
  source: 'node-controller',
  watches: { Node: (node) => [keyOf(node)] },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [MONITOR, ...cluster.store.keys('Node')],
  reconcile(cluster, key) {
    if (key === MONITOR) {
      const nodes = cluster.list('Node')
      for (const node of nodes) monitor(cluster, node)
      if (judge(cluster, NAME)) for (const node of nodes) startAnew(cluster, node)
      return { requeueAfter: cluster.profile.timings.nodeMonitorPeriod, background: true }
    }
    const node = cluster.at('Node', key)
    if (!node) {
      deregister(cluster, key)
      return undefined
    }
    register(cluster, node)
    const tainted = taint(cluster, node)
    if (statusOf(tainted, 'Ready') !== 'True') markPods(cluster, tainted)
    return undefined
  },
}

function register(cluster: Cluster, node: Node): void {
  const known = `registered ${keyOf(node)}`
  if (cluster.recall(NAME, known) === node.metadata.uid) return
  cluster.remember(NAME, known, node.metadata.uid)
  const { name } = node.metadata
  cluster.event(
    node,
    'Normal',
    'RegisteredNode',
    `Node ${name} event: Registered Node ${name} in Controller`,
  )
}

/** k8s: monitorNodeHealth: a node that is gone is told of once more. */
function deregister(cluster: Cluster, key: Key): void {
  const uid = cluster.recall<string>(NAME, `registered ${key}`)
  cluster.forget(NAME, key)
  cluster.forget(NAME, `registered ${key}`)
  if (uid === undefined) return
  const name = key.slice(1)
  const gone = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid } } as Node
  cluster.event(
    gone,
    'Normal',
    'RemovingNode',
    `Node ${name} event: Removing Node ${name} from Controller`,
  )
}

/** Notes a heartbeat when lease or status are new. Returns when the last one came. */
function look(cluster: Cluster, node: Node): Millis {
  const key = keyOf(node)
  const lease = cluster.find('Lease', 'kube-node-lease', node.metadata.name)?.spec.renewTime ?? ''
  const heartbeat = node.status.conditions?.find((c) => c.type === 'Ready')?.lastHeartbeatTime ?? ''
  const seen = cluster.recall<Seen>(NAME, key)
  if (seen && seen.lease === lease && seen.heartbeat === heartbeat) return seen.at
  cluster.remember(NAME, key, { lease, heartbeat, at: cluster.now })
  return cluster.now
}

/** As if it had just been heard of. */
function startAnew(cluster: Cluster, node: Node): void {
  const key = keyOf(node)
  const seen = cluster.recall<Seen>(NAME, key)
  if (seen) cluster.remember(NAME, key, { ...seen, at: cluster.now })
}

/** k8s: tryUpdateNodeHealth: silence beyond the grace makes every heartbeat condition Unknown. */
function monitor(cluster: Cluster, node: Node): void {
  const silence = cluster.now - look(cluster, node)
  if (silence > cluster.profile.timings.nodeMonitorGrace) forgetNode(cluster, node, silence)
}

function forgetNode(cluster: Cluster, node: Node, silence: Millis): void {
  const time = formatTime(cluster.now)
  const present = node.status.conditions ?? []
  const unknown = (type: string): NodeCondition => {
    const old = present.find((c) => c.type === type)
    if (old?.status === 'Unknown') return old
    return {
      type,
      status: 'Unknown',
      ...(old?.lastHeartbeatTime ? { lastHeartbeatTime: old.lastHeartbeatTime } : {}),
      lastTransitionTime: time,
      reason: old ? 'NodeStatusUnknown' : 'NodeStatusNeverUpdated',
      message: old ? 'Kubelet stopped posting node status.' : 'Kubelet never posted node status.',
    }
  }
  const others = present.filter((c) => !HEARTBEAT_CONDITIONS.includes(c.type))
  const known = present.filter((c) => HEARTBEAT_CONDITIONS.includes(c.type)).map((c) => c.type)
  const types = [...known, ...HEARTBEAT_CONDITIONS.filter((type) => !known.includes(type))]
  const conditions = [...others, ...types.map(unknown)]
  if (equal(conditions, present)) return
  cluster.why(`no heartbeat for ${Math.round(silence / 1000)} s`)
  const next = cluster.updateStatus({ ...node, status: { ...node.status, conditions } })
  if (statusOf(node, 'Ready') === 'True')
    cluster.event(
      next,
      'Normal',
      'NodeNotReady',
      `Node ${node.metadata.name} status is now: NodeNotReady`,
    )
}

/** k8s: MarkPodsNotReady: nobody vouches for the pods any more, so they leave the endpoints. */
function markPods(cluster: Cluster, node: Node): void {
  const pods = cluster
    .podsOn(node.metadata.name)
    .filter((pod) => condition(pod, 'Ready')?.status === 'True')
  for (const pod of [...pods].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    markPod(cluster, node, pod)
}

function markPod(cluster: Cluster, node: Node, pod: Pod): void {
  cluster.why(`node ${node.metadata.name} is not ready`)
  const conditions = (pod.status.conditions ?? []).map((entry) =>
    entry.type === 'Ready'
      ? { ...entry, status: 'False', lastTransitionTime: formatTime(cluster.now) }
      : entry,
  )
  const next = cluster.updateStatus({ ...pod, status: { ...pod.status, conditions } })
  cluster.event(next, 'Warning', 'NodeNotReady', 'Node is not ready')
}

/** k8s: doNoScheduleTaintingPass (1.36) */
function taint(cluster: Cluster, node: Node): Node {
  const wanted = TAINTS.filter(([type, status]) => statusOf(node, type) === status).map(
    ([, , key]) => key,
  )
  if (node.spec.unschedulable) wanted.push(UNSCHEDULABLE)
  const present = node.spec.taints ?? []
  const kept = present.filter((t) => keeps(t, wanted))
  const has = (key: string) => kept.some((t) => t.key === key && t.effect === 'NoSchedule')
  const time = formatTime(cluster.now)
  const added: Taint[] = wanted
    .filter((key) => !has(key))
    .map((key) => ({ key, effect: 'NoSchedule', timeAdded: time }))
  if (added.length === 0 && kept.length === present.length) return node
  cluster.why('taints follow the conditions of the node')
  return setTaints(cluster, node, [...kept, ...added])
}

function keeps({ effect, key }: Taint, wanted: readonly string[]): boolean {
  return effect !== 'NoSchedule' || !OWN_NO_SCHEDULE.has(key) || wanted.includes(key)
}
