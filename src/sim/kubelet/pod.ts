import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import { podRequests } from '../scheduler/requests.ts'
import { formatTime } from '../time.ts'
import type { Pod } from '../types/index.ts'
import { noteLook, refreshConfig, setUpConfig } from '../volumes/configSync.ts'
import { makeHostPaths } from '../volumes/hostPaths.ts'
import { type Rejection, rejection } from './admission.ts'
import { peakOf } from './behaviour/demand.ts'
import { agentOf } from './behaviour/index.ts'
import { noteBlocked, noteFree } from './blocked.ts'
import { stepContainers, stepEphemerals } from './containers.ts'
import { allocate, release } from './ipam.ts'
import { kubeletName, type Machine, machineOf } from './machine.ts'
import { networkReady } from './nodeRecord.ts'
import { bury } from './removed.ts'
import { draftOf, freezeRuntime, KUBELET, newRun, type Runtime, runtimeOf } from './runtime.ts'
import { isMirror, showAgain } from './staticPods.ts'
import { podStatus } from './status.ts'
import { type Sync, syncOf, wake } from './sync.ts'
import { conclude, hasFinished, terminate } from './termination.ts'
import { account } from './usage.ts'
import { type Obstacle, obstacleText, volumeObstacle } from './volumes.ts'

/** How long a claim may be missing before the kubelet complains. */
const CLAIM_TIMEOUT = 123_000
const NETWORK_RETRY = 2000

function removeFromApi(cluster: Cluster, pod: Pod): void {
  const { namespace = '', name, uid, deletionGracePeriodSeconds } = pod.metadata
  if (deletionGracePeriodSeconds === 0) return
  cluster.why('its containers have stopped')
  cluster.delete('Pod', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } })
}

/** k8s: pkg/kubelet Kubelet.rejectPod (1.36) */
function reject(cluster: Cluster, pod: Pod, { reason, message }: Rejection): void {
  cluster.why(`the node cannot take the pod: ${reason}`)
  cluster.event(pod, 'Warning', reason, message)
  cluster.updateStatus({
    ...pod,
    status: {
      ...pod.status,
      phase: 'Failed',
      reason,
      message: cluster.profile.kubelet.rejected(message),
      startTime: formatTime(cluster.now),
    },
  })
}

/** Takes a new pod in; undefined when it was refused. */
function admit(cluster: Cluster, pod: Pod, machine: Machine): Runtime | undefined {
  const asked = podRequests(pod)
  const refused = rejection(cluster, pod, machine, asked)
  if (refused) {
    reject(cluster, pod, refused)
    return undefined
  }
  const { uid, namespace, name } = pod.metadata
  const runtime: Runtime = {
    uid,
    key: `${namespace}/${name}`,
    node: machine.name,
    startTime: formatTime(cluster.now),
    startedAt: cluster.now,
    milliCpu: asked.milliCpu,
    memory: asked.memory,
    ephemeral: asked.ephemeral,
    peak: agentOf(cluster).realNodes ? peakOf(pod) : 0,
    sandboxAt: -1,
    ip: '',
    awaits: '',
    blockedUntil: 0,
    blockedTimes: 0,
    stopAt: -1,
    grace: 0,
    endReason: '',
    endMessage: '',
    over: false,
    inits: pod.spec.initContainers?.map(newRun) ?? [],
    containers: pod.spec.containers.map(newRun),
    ephemerals: undefined,
  }
  account(cluster, runtime, 1)
  return runtime
}

/** Complains about a volume when it is time to, and settles when to look again. */
function block(sync: Sync, obstacle: Obstacle): void {
  const { run, now } = sync
  const again = run.awaits === obstacle.kind
  if (!again || now >= run.blockedUntil) {
    if (again || (obstacle.kind === 'mount' && !obstacle.takes))
      sync.cluster.event(sync.pod, 'Warning', 'FailedMount', obstacleText(obstacle))
    const wait =
      obstacle.kind === 'mount'
        ? (again || !obstacle.takes ? sync.agent.retryAfter(run.blockedTimes) : 0) +
          (obstacle.takes ?? 0)
        : CLAIM_TIMEOUT
    run.blockedUntil = now + wait
    run.blockedTimes++
  }
  run.awaits = obstacle.kind
  wake(sync, run.blockedUntil, true)
}

/** Whether volumes are there; complains and asks to be called again when not. */
function volumesReady(sync: Sync): boolean {
  const { run, now, cluster, pod } = sync
  if (run.awaits === 'mount' && now < run.blockedUntil) {
    wake(sync, run.blockedUntil, true)
    return false
  }
  const obstacle = volumeObstacle(cluster, pod)
  if (obstacle) {
    noteBlocked(sync)
    block(sync, obstacle)
    return false
  }
  if (run.awaits !== '') noteFree(cluster, pod.metadata.namespace ?? '', run.uid)
  run.awaits = ''
  if (pod.spec.volumes) makeHostPaths(cluster, pod)
  return true
}

function waitForNetwork(sync: Sync): void {
  const { run, cluster, pod, now } = sync
  if (now >= run.blockedUntil) {
    const why = `network is not ready: ${cluster.profile.kubelet.networkNotReady}`
    cluster.event(pod, 'Warning', 'NetworkNotReady', why)
    run.blockedUntil = now + NETWORK_RETRY
  }
  wake(sync, run.blockedUntil)
}

/** Whether the pod has its sandbox with an address. */
function sandboxReady(sync: Sync): boolean {
  const { run, cluster, pod, machine, now } = sync
  if (run.ip !== '') return true
  const ownNetwork = pod.spec.hostNetwork !== true
  if (run.sandboxAt < 0) {
    if (ownNetwork && !networkReady(cluster, machine.name)) {
      waitForNetwork(sync)
      return false
    }
    if (!volumesReady(sync)) return false
    setUpConfig(sync)
    run.sandboxAt = now + sync.agent.sandboxDelay(pod)
  }
  if (now < run.sandboxAt) {
    wake(sync, run.sandboxAt)
    return false
  }
  run.ip = ownNetwork ? allocate(cluster, machine, run.uid) : machine.ip
  if (run.ip !== '') return true
  cluster.event(
    pod,
    'Warning',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox network: no more IPs available in the pod address range',
  )
  run.sandboxAt = now + 12_000
  wake(sync, run.sandboxAt, true)
  return false
}

/** k8s: pkg/kubelet activeDeadlineHandler (1.36) */
function pastDeadline(sync: Sync): boolean {
  const limit = sync.pod.spec.activeDeadlineSeconds
  if (limit === undefined) return false
  const at = sync.run.startedAt + limit * 1000
  if (sync.now < at) {
    wake(sync, at, true)
    return false
  }
  if (sync.run.endReason === '') {
    sync.run.endReason = 'DeadlineExceeded'
    sync.run.endMessage = 'Pod was active on the node longer than the specified deadline'
    sync.cluster.event(sync.pod, 'Normal', 'DeadlineExceeded', sync.run.endMessage)
  }
  return true
}

/** What a pod gets that its kubelet ends. */
// k8s: pkg/kubelet/eviction immediateEvictionGracePeriodSeconds (1.36)
function endGrace({ run, pod }: Sync): number {
  return run.endReason === 'Evicted' ? 1 : (pod.spec.terminationGracePeriodSeconds ?? 30)
}

function advance(sync: Sync): void {
  const { metadata, spec } = sync.pod
  if (metadata.deletionTimestamp !== undefined) {
    terminate(sync, metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30)
    return
  }
  if (sync.run.stopAt >= 0 || sync.run.endReason !== '' || pastDeadline(sync)) {
    terminate(sync, sync.run.stopAt >= 0 ? sync.run.grace : endGrace(sync))
    return
  }
  if (!sandboxReady(sync)) return
  refreshConfig(sync)
  stepContainers(sync)
  if (spec.ephemeralContainers) stepEphemerals(sync, spec.ephemeralContainers)
  if (hasFinished(sync)) conclude(sync)
}

const REASONS: Readonly<Record<string, string>> = {
  Pending: 'it prepares the containers',
  Running: 'it reports how the containers are',
  Succeeded: 'all containers have ended well',
  Failed: 'a container has failed for good',
}

/** Stores what came of the look, in memory and in the API. */
function save(sync: Sync): Requeue | undefined {
  const { cluster, pod, run } = sync
  if (run.over) {
    release(cluster, run.ip, run.uid)
    account(cluster, run, -1)
    noteFree(cluster, pod.metadata.namespace ?? '', run.uid)
  }
  cluster.keep(KUBELET, run.uid, freezeRuntime(run))
  const status = podStatus(sync)
  cluster.why(REASONS[status.phase ?? ''] ?? '')
  const { apiVersion, kind, metadata, spec } = pod
  const written = cluster.updateStatus<Pod>({ apiVersion, kind, metadata, spec, status })
  if (written !== pod) noteLook(sync, written)
  if (run.over && pod.metadata.deletionTimestamp !== undefined) removeFromApi(cluster, written)
  if (sync.due < 0 || run.over) return undefined
  return { requeueAfter: Math.max(0, sync.due - sync.now), background: sync.background }
}

/** A pod that the machine has no record of: nothing is left to do when it is over or being deleted. */
function meet(cluster: Cluster, pod: Pod, machine: Machine): Runtime | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) {
    removeFromApi(cluster, pod)
    return undefined
  }
  if (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return undefined
  return admit(cluster, pod, machine)
}

/** What is left to do about a pod that is gone from the API, or that shows what runs anyway; true when that was all. */
function settled(
  cluster: Cluster,
  machine: Machine,
  pod: Pod | undefined,
  known: Runtime | undefined,
): boolean {
  if (!pod) {
    if (known && !(machine.staticPods && showAgain(cluster, known))) bury(cluster, known)
    return true
  }
  if (pod.metadata.deletionTimestamp === undefined) return false
  const isGone = known !== undefined && (known.over || (machine.staticPods && isMirror(pod)))
  if (isGone) removeFromApi(cluster, pod)
  return isGone === true
}

/** Looks at one pod on its machine. `key` is `uid/namespace/name`. */
// k8s: pkg/kubelet Kubelet.SyncPod (1.36)
export function reconcilePod(cluster: Cluster, key: string): Requeue | undefined {
  const slash = key.indexOf('/')
  const uid = key.slice(0, slash)
  const known = runtimeOf(cluster, uid)
  // The record's own text is looked up many times faster than one that was cut out just now.
  const found = cluster.at('Pod', known?.key ?? key.slice(slash + 1))
  const pod = found?.metadata.uid === uid ? found : undefined
  const node = pod?.spec.nodeName ?? known?.node
  const machine = node ? machineOf(cluster, node) : undefined
  if (!node || !machine?.powered || !machine.kubelet) return undefined
  cluster.speakAs(kubeletName(node), KUBELET)
  if (settled(cluster, machine, pod, known) || !pod) return undefined
  const runtime = known ?? meet(cluster, pod, machine)
  if (!runtime || runtime.over) return undefined
  const sync = syncOf(cluster, pod, machine, agentOf(cluster), known ? draftOf(runtime) : runtime)
  advance(sync)
  return save(sync)
}
