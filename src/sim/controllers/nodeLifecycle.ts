import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { type Key, keyOf } from '../store.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Node, NodeCondition, Pod, Taint } from '../types/index.ts'
import type { Actor } from './controller.ts'
import { condition } from './pods.ts'

const NAME = 'node-lifecycle'
/** Key of the periodic look at all heartbeats. */
const MONITOR = 'monitor'
/** Memory slot: when a node was last given up. */
const LAST_EVICTION = 'last eviction'
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
      for (const node of cluster.list('Node')) monitor(cluster, node)
      judgeAll(cluster)
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

/** k8s: tryUpdateNodeHealth: silence beyond the grace makes every heartbeat condition Unknown. */
function monitor(cluster: Cluster, node: Node): void {
  const silence = cluster.now - look(cluster, node)
  if (silence > cluster.profile.timings.nodeMonitorGrace) forgetNode(cluster, node, silence)
}

/** How many nodes there are, and how many of them are not ready. */
interface Health {
  readonly nodes: number
  readonly dark: number
}

/** Judging writes taints only, so that the health of the cluster is the same for every node of one look. */
function judgeAll(cluster: Cluster): void {
  const nodes = cluster.list('Node')
  let dark = 0
  for (const node of nodes) if (statusOf(node, 'Ready') !== 'True') dark++
  if (dark === 0) return
  for (const node of nodes) judge(cluster, node, { nodes: nodes.length, dark })
}

/** k8s: handleDisruption: while the whole cluster is dark the fault is likely here, and nobody is given up. */
function judge(cluster: Cluster, node: Node, health: Health): void {
  const ready = statusOf(node, 'Ready')
  if (ready === 'True') return
  if (health.dark < health.nodes)
    evict(cluster, node, ready === 'Unknown' ? UNREACHABLE : NOT_READY, health)
  else spare(cluster, node)
}

function spare(cluster: Cluster, node: Node): void {
  const present = node.spec.taints ?? []
  const isOurs = (t: Taint) =>
    t.effect === 'NoExecute' && (t.key === UNREACHABLE || t.key === NOT_READY)
  const kept = present.filter((t) => !isOurs(t))
  if (kept.length === present.length) return
  cluster.why('no node is ready at all: the fault is likely here')
  setTaints(cluster, node, kept)
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

/** k8s: doNoScheduleTaintingPass, and the removal of NoExecute taints from a node that is ready again. */
function taint(cluster: Cluster, node: Node): Node {
  const wanted = TAINTS.filter(([type, status]) => statusOf(node, type) === status).map(
    ([, , key]) => key,
  )
  if (node.spec.unschedulable) wanted.push(UNSCHEDULABLE)
  const present = node.spec.taints ?? []
  const kept = present.filter((t) => keeps(t, wanted, statusOf(node, 'Ready')))
  const has = (key: string) => kept.some((t) => t.key === key && t.effect === 'NoSchedule')
  const time = formatTime(cluster.now)
  const added: Taint[] = wanted
    .filter((key) => !has(key))
    .map((key) => ({ key, effect: 'NoSchedule', timeAdded: time }))
  if (added.length === 0 && kept.length === present.length) return node
  cluster.why('taints follow the conditions of the node')
  return setTaints(cluster, node, [...kept, ...added])
}

function keeps(entry: Taint, wanted: readonly string[], ready: string | undefined): boolean {
  if (entry.effect === 'NoSchedule')
    return !OWN_NO_SCHEDULE.has(entry.key) || wanted.includes(entry.key)
  if (entry.effect !== 'NoExecute') return true
  if (entry.key === NOT_READY) return ready === 'False'
  if (entry.key === UNREACHABLE) return ready === 'Unknown'
  return true
}

function setTaints(cluster: Cluster, node: Node, taints: readonly Taint[]): Node {
  const { taints: _, ...spec } = node.spec
  return cluster.update({ ...node, spec: { ...spec, ...(taints.length > 0 ? { taints } : {}) } })
}

/** Nodes given up per this long, and the share of dead ones from which the fault is likely here. */
const EVICTION_PERIOD: Millis = 10_000
const SLOW_EVICTION_PERIOD: Millis = 100_000
const UNHEALTHY_SHARE = 0.55
const LARGE_CLUSTER = 50

/** How long until the next node may be given up. k8s: ComputeZoneState, setLimiterInZone (1.36); one zone. */
function evictionPeriod({ nodes, dark }: Health): Millis {
  if (dark <= 2 || dark / nodes < UNHEALTHY_SHARE) return EVICTION_PERIOD
  return nodes > LARGE_CLUSTER ? SLOW_EVICTION_PERIOD : Number.POSITIVE_INFINITY
}

/** k8s: processTaintBaseEviction, doNoExecuteTaintingPass: the NoExecute taint, one node at a time. */
function evict(cluster: Cluster, node: Node, key: string, health: Health): void {
  if (node.spec.taints?.some((t) => t.key === key && t.effect === 'NoExecute')) return
  const opposite = key === NOT_READY ? UNREACHABLE : NOT_READY
  const swaps = node.spec.taints?.some((t) => t.key === opposite && t.effect === 'NoExecute')
  const last = cluster.recall<Millis>(NAME, LAST_EVICTION) ?? Number.NEGATIVE_INFINITY
  const period = evictionPeriod(health)
  if (!swaps && (period === Number.POSITIVE_INFINITY || cluster.now < last + period)) return
  if (!swaps) cluster.remember(NAME, LAST_EVICTION, cluster.now)
  const kept = (node.spec.taints ?? []).filter(
    (t) => !(t.key === opposite && t.effect === 'NoExecute'),
  )
  cluster.why('pods may not stay on a node that is not ready')
  const current = cluster.get('Node', '', node.metadata.name)
  setTaints(cluster, { ...node, metadata: current.metadata }, [
    ...kept,
    { key, effect: 'NoExecute', timeAdded: formatTime(cluster.now) },
  ])
}
