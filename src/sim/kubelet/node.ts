import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import { equal } from '../equal.ts'
import { formatMicroTime } from '../time.ts'
import type { Node } from '../types/index.ts'
import { ELECTION, knownEnsembles } from './behaviour/ensemble.ts'
import { agentOf } from './behaviour/index.ts'
import { watchPressure } from './eviction.ts'
import { IMAGES, imagesOn } from './images.ts'
import { release } from './ipam.ts'
import { ENSEMBLE } from './lives.ts'
import { type Machine, machineOf } from './machine.ts'
import { extendedOf, type NodeState, nodeDraft, nodeStatus } from './nodeObject.ts'
import { type NodeRecord, putRecord, RECORDS, recordOf } from './nodeRecord.ts'
import {
  AT_EASE,
  NEVER_MET,
  type Pressed,
  pressedAt,
  WANTS,
  type Want,
} from './pressure/signals.ts'
import { removeRuntime } from './removed.ts'
import { leaveBehind, wantsRestart } from './restart.ts'
import { draftOf, KUBELET, newRun, type Run, runtimeOf, workOnMachine } from './runtime.ts'
import { showStaticPods } from './staticPods.ts'
import { USAGE } from './usage.ts'

const LEASES = 'kube-node-lease'
const LEASE_SECONDS = 40
/** Status is posted at least this often, even when nothing changed. */
const STATUS_PERIOD = 300_000
const CONDITIONS: Readonly<Record<Want, string>> = {
  memory: 'MemoryPressure',
  disk: 'DiskPressure',
  pid: 'PIDPressure',
}
const NEWS: Readonly<Record<Want, readonly [pressed: string, eased: string]>> = {
  memory: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  disk: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  pid: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
}

function uidOf(key: string): string {
  return key.split('/')[1] ?? ''
}

/** k8s: component-helpers/apimachinery/lease controller.ensureLease and retryUpdateLease (1.36) */
function renewLease(cluster: Cluster, node: Node | undefined, name: string): void {
  if (!cluster.find('Namespace', '', LEASES)) return
  const renewTime = formatMicroTime(cluster.now)
  const lease = cluster.find('Lease', LEASES, name)
  cluster.why('the node is alive')
  if (lease) {
    cluster.update({ ...lease, spec: { ...lease.spec, renewTime } })
    return
  }
  cluster.create<'Lease'>({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: LEASES,
      ...(node
        ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }] }
        : {}),
    },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
  })
}

/** All that ran is lost: containers start anew, in a new sandbox. */
function restartPods(cluster: Cluster, node: string): void {
  for (const key of workOnMachine(cluster, node)) {
    const known = runtimeOf(cluster, uidOf(key))
    if (!known || known.over) continue
    const pod = cluster.at('Pod', known.key)
    release(cluster, known.ip, known.uid)
    const run = draftOf(known)
    const { initContainers, containers, restartPolicy } = pod?.spec ?? { containers: [] }
    run.containers.forEach((one, index) => {
      const container = containers[index]
      lose(
        one,
        cluster.now,
        container === undefined ||
          wantsRestart(restartPolicy, container, { ...one, exitCode: 255 }, false),
      )
    })
    run.inits = run.inits.map((one, index) =>
      initContainers?.[index]
        ? { ...newRun(), id: one.id, restarts: one.restarts, last: one.last }
        : one,
    )
    cluster.remember(KUBELET, known.uid, { ...run, ip: '', sandboxAt: -1, stopAt: -1 })
    if (pod && known.ip !== '')
      cluster.event(
        pod,
        'Normal',
        'SandboxChanged',
        'Pod sandbox changed, it will be killed and re-created.',
      )
  }
}

function lose(run: Run, now: number, restarts: boolean): void {
  if (run.pull?.state === 'pulling') run.pull = undefined
  if (run.state !== 'running') return
  run.exitCode = 255
  run.exitReason = 'Unknown'
  run.finishedAt = now
  run.exitAt = -1
  run.ready = false
  run.started = false
  run.stopping = false
  run.startup = undefined
  run.liveness = undefined
  run.readiness = undefined
  run.state = 'terminated'
  if (!restarts) return
  leaveBehind(run)
  run.startAt = now
}

function announce(cluster: Cluster, node: Node): void {
  if (!agentOf(cluster).realNodes) return
  const say = (
    reason: string,
    message = `Node ${node.metadata.name} status is now: ${reason}`,
  ): void => cluster.event(node, 'Normal', reason, message)
  say('Starting', 'Starting kubelet.')
  say('NodeHasSufficientMemory')
  say('NodeHasNoDiskPressure')
  say('NodeHasSufficientPID')
  say('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
}

/** Tells that the node has come to be short of something, or is so no more. */
function sayPressure(cluster: Cluster, node: Node, pressed: Pressed): void {
  const found = node.status?.conditions
  if (!found) return
  for (const want of WANTS) {
    const was = found.some(({ type, status }) => type === CONDITIONS[want] && status === 'True')
    if (was === pressed[want]) continue
    const reason = NEWS[want][pressed[want] ? 0 : 1]
    cluster.event(node, 'Normal', reason, `Node ${node.metadata.name} status is now: ${reason}`)
  }
}

function post(cluster: Cluster, machine: Machine, node: Node, state: NodeState): Node {
  const { ready } = state
  const was = node.status?.conditions?.find((c) => c.type === 'Ready')?.status
  const next = cluster.updateStatus({
    ...node,
    status: nodeStatus(cluster, machine, node.status, state),
  })
  if (was !== 'True' && ready && agentOf(cluster).realNodes)
    cluster.event(node, 'Normal', 'NodeReady', `Node ${machine.name} status is now: NodeReady`)
  return next
}

/** k8s: pkg/kubelet Kubelet.tryRegisterWithAPIServer (1.36) */
function register(cluster: Cluster, machine: Machine, ready: boolean): Node {
  cluster.why('its kubelet has started')
  const known = cluster.find('Node', '', machine.name)
  const node =
    known ?? cluster.create<'Node'>(nodeDraft(cluster, machine, { ready, pressed: AT_EASE }))
  announce(cluster, node)
  return node.status?.conditions?.length && !known
    ? node
    : post(cluster, machine, node, { ready, pressed: AT_EASE })
}

function startUp(cluster: Cluster, machine: Machine, record: NodeRecord | undefined): NodeRecord {
  if (record && !record.booted) restartPods(cluster, machine.name)
  const networkAt = record?.booted ? record.networkAt : cluster.now + agentOf(cluster).networkDelay
  const ready = cluster.now >= networkAt
  register(cluster, machine, ready)
  for (const key of workOnMachine(cluster, machine.name))
    cluster.enqueue(KUBELET, key, cluster.profile.timings.kubeletDelay)
  return {
    running: true,
    booted: true,
    networkAt,
    statusAt: cluster.now,
    images: Object.keys(imagesOn(cluster, machine.name)).length,
    metAt: record?.booted ? record.metAt : NEVER_MET,
    collectedAt: record?.collectedAt ?? -1,
  }
}

/** Whether the API shows something else than the kubelet has to say. */
function differs(node: Node, ready: boolean, pressed: Pressed): boolean {
  const found = node.status?.conditions ?? []
  const wanted: Readonly<Record<string, string>> = {
    MemoryPressure: pressed.memory ? 'True' : 'False',
    DiskPressure: pressed.disk ? 'True' : 'False',
    PIDPressure: pressed.pid ? 'True' : 'False',
    Ready: ready ? 'True' : 'False',
  }
  const { capacity, allocatable } = node.status ?? {}
  return (
    Object.keys(wanted).some(
      (type) => found.find((c) => c.type === type)?.status !== wanted[type],
    ) || !equal(extendedOf(capacity), extendedOf(allocatable))
  )
}

function beat(cluster: Cluster, machine: Machine, record: NodeRecord): NodeRecord {
  const node = cluster.find('Node', '', machine.name)
  renewLease(cluster, node, machine.name)
  if (!node) return record
  const ready = cluster.now >= record.networkAt
  const watched = watchPressure(cluster, machine, node, record)
  const images = Object.keys(imagesOn(cluster, machine.name)).length
  const due = cluster.now - record.statusAt >= STATUS_PERIOD
  const pressed = pressedAt(cluster.now, watched.metAt)
  if (!due && images === record.images && !differs(node, ready, pressed))
    return watched === record ? record : { ...record, ...watched }
  cluster.why(
    due
      ? 'it reports the state of the node from time to time'
      : 'the state of the node has changed',
  )
  sayPressure(cluster, node, pressed)
  post(cluster, machine, node, { ready, pressed })
  return { ...record, ...watched, statusAt: cluster.now, images }
}

/** The machine is taken away, and with it all that its kubelet knew. */
function forgetMachine(cluster: Cluster, name: string): void {
  for (const key of workOnMachine(cluster, name)) {
    const runtime = runtimeOf(cluster, uidOf(key))
    if (runtime) removeRuntime(cluster, runtime)
  }
  cluster.forget(RECORDS, name)
  cluster.forget(IMAGES, name)
  cluster.forget(USAGE, name)
}

/** The kubelet does not run; without power, neither does anything else: programs elsewhere miss those that were here. */
function rest(cluster: Cluster, machine: Machine, record: NodeRecord | undefined): void {
  if (!machine.powered)
    for (const key of knownEnsembles(cluster)) cluster.enqueue(KUBELET, ENSEMBLE + key, ELECTION)
  if (!record) return
  const booted = record.booted && machine.powered
  putRecord(cluster, machine.name, { ...record, running: false, booted })
}

/** Looks at one machine's node: registration, lease, status. */
// k8s: pkg/kubelet Kubelet.Run and syncNodeStatus (1.36)
export function reconcileNode(cluster: Cluster, name: string): Requeue | undefined {
  const machine = machineOf(cluster, name)
  const record = recordOf(cluster, name)
  if (!machine) {
    forgetMachine(cluster, name)
    return undefined
  }
  if (!machine.powered || !machine.kubelet) {
    rest(cluster, machine, record)
    return undefined
  }
  cluster.speakAs(`kubelet ${name}`, KUBELET)
  const started = record?.running ? record : startUp(cluster, machine, record)
  if (machine.staticPods) showStaticPods(cluster, machine)
  const next = beat(cluster, machine, started)
  if (next !== record) putRecord(cluster, name, next)
  const renew = cluster.profile.timings.nodeLeaseRenew
  const wait = next.networkAt - cluster.now
  if (wait > 0 && wait <= renew) return { requeueAfter: wait }
  return { requeueAfter: renew, background: true }
}
