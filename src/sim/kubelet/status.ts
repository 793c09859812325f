import { freeze } from '../equal.ts'
import type { Writable } from '../metadata.ts'
import { formatTime, type Millis } from '../time.ts'
import type {
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  PodStatus,
} from '../types/index.ts'
import { digestOf, parseImage } from './behaviour/reference.ts'
import { podConditions } from './conditions.ts'
import { wantsRestart } from './restart.ts'
import type { Ended, Run } from './runtime.ts'
import type { Sync } from './sync.ts'

const NEVER: ContainerState = Object.freeze({})
const REMEMBERED = 2000

interface ImageNames {
  readonly image: string
  readonly imageID: string
}

/** A container that nothing has happened to yet: its status, and the list of a pod that has only this one. */
interface Untouched {
  readonly reason: string
  readonly status: ContainerStatus
  readonly alone: readonly ContainerStatus[]
}

// By the container in the spec, which all pods of a template share.
const imageNames = new WeakMap<Container, ImageNames & { readonly profile: string }>()
const untouched = new WeakMap<Container, Untouched>()

function bounded<K, V>(map: Map<K, V>, key: K, value: V): V {
  if (map.size >= REMEMBERED) map.clear()
  map.set(key, value)
  return value
}

function namesOf(sync: Sync, container: Container): ImageNames {
  const { kubelet, name } = sync.cluster.profile
  const { image = '' } = container
  if (sync.agent.imagesPresent) return { image, imageID: 'sha256:fake' }
  const known = imageNames.get(container)
  if (known?.profile === name) return known
  const { repository, full } = parseImage(image)
  const made = {
    profile: name,
    image: kubelet.runningImage(full, image),
    imageID: kubelet.imageId(repository, digestOf(full)),
  }
  imageNames.set(container, made)
  return made
}

function untouchedOf(container: Container, reason: string): Untouched {
  const known = untouched.get(container)
  if (known?.reason === reason) return known
  const status = freeze<ContainerStatus>({
    image: container.image ?? '',
    imageID: '',
    lastState: NEVER,
    name: container.name,
    ready: false,
    restartCount: 0,
    started: false,
    state: { waiting: { reason } },
  })
  const made = { reason, status, alone: Object.freeze([status]) }
  untouched.set(container, made)
  return made
}

/** Whether nothing has happened to the container yet. */
function isUntouched(run: Run): boolean {
  return run.id === '' && run.reason === ''
}

function terminated(ended: Ended): ContainerStateTerminated {
  return {
    containerID: ended.id,
    exitCode: ended.exitCode,
    finishedAt: formatTime(ended.finishedAt),
    reason: ended.reason,
    startedAt: formatTime(ended.startedAt),
    ...(ended.message === undefined ? {} : { message: ended.message }),
  }
}

const running = new Map<string, ContainerState>()

function runningSince(at: Millis): ContainerState {
  const startedAt = formatTime(at)
  const known = running.get(startedAt)
  if (known) return known
  return bounded(running, startedAt, Object.freeze({ running: Object.freeze({ startedAt }) }))
}

function stateOf(run: Run, creating: string): ContainerState {
  if (run.state === 'running' && !run.hook) return runningSince(run.startedAt)
  if (run.state === 'terminated')
    return {
      terminated: terminated({
        id: run.id,
        exitCode: run.exitCode,
        reason: run.exitReason,
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
      }),
    }
  if (run.reason === '') return { waiting: { reason: creating } }
  return {
    waiting:
      run.message === '' ? { reason: run.reason } : { message: run.message, reason: run.reason },
  }
}

function containerStatus(
  sync: Sync,
  container: Container,
  run: Run,
  init: boolean,
  creating: string,
): ContainerStatus {
  if (isUntouched(run)) return untouchedOf(container, creating).status
  const ended =
    init && container.restartPolicy !== 'Always' && run.state === 'terminated' && run.exitCode === 0
  const ready = run.ready || ended
  const lastState = run.last ? { terminated: terminated(run.last) } : NEVER
  const state = stateOf(run, creating)
  if (run.id === '') {
    const image = container.image ?? ''
    return {
      image,
      imageID: '',
      lastState,
      name: container.name,
      ready,
      restartCount: 0,
      started: false,
      state,
    }
  }
  const { image, imageID } = namesOf(sync, container)
  return {
    containerID: run.id,
    image,
    imageID,
    lastState,
    name: container.name,
    ready,
    restartCount: run.restarts,
    started:
      run.state === 'running' && (run.started || (init && container.restartPolicy !== 'Always')),
    state,
  }
}

interface Tally {
  waiting: number
  running: number
  stopped: number
  succeeded: number
}

function tally(runs: readonly Run[]): Tally {
  const sum: Tally = { waiting: 0, running: 0, stopped: 0, succeeded: 0 }
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index] as Run
    if (run.state === 'running' && !run.hook) sum.running++
    else if (run.state === 'terminated') {
      sum.stopped++
      if (run.exitCode === 0) sum.succeeded++
    } else if (run.last) sum.stopped++
    else sum.waiting++
  }
  return sum
}

type InitState = 'pending' | 'failed' | 'done'

function oneInit(container: Container, run: Run, policy: string | undefined): InitState {
  if (container.restartPolicy === 'Always')
    return run.state === 'terminated' || run.started || run.last ? 'done' : 'pending'
  if (run.state !== 'terminated') return 'pending'
  if (run.exitCode === 0) return 'done'
  return wantsRestart(policy, container, run, true) ? 'pending' : 'failed'
}

/** Whether init containers still hold the others back: pending, failed for good, or none of these. */
function initState(sync: Sync): InitState {
  const { initContainers, restartPolicy } = sync.pod.spec
  if (!initContainers) return 'done'
  for (const [index, container] of initContainers.entries()) {
    const run = sync.run.inits[index]
    const state = run ? oneInit(container, run, restartPolicy) : 'done'
    if (state !== 'done') return state
  }
  return 'done'
}

/** A pod is not over before all of it has stopped: its phase stays while sidecars run. */
// k8s: pkg/kubelet/status manager.mergePodStatus, transitioningToTerminalPhase (1.36)
function phaseOf(sync: Sync): string {
  const phase = ownPhase(sync)
  const { run, pod } = sync
  if (run.inits.length === 0 || run.over || (phase !== 'Succeeded' && phase !== 'Failed'))
    return phase
  return run.inits.some((one) => one.state === 'running') ? (pod.status.phase ?? phase) : phase
}

/** k8s: pkg/kubelet getPhase (1.36) */
function ownPhase(sync: Sync): string {
  const { run, pod } = sync
  if (run.endReason !== '') return 'Failed'
  const init = initState(sync)
  if (init === 'failed') return 'Failed'
  const sum = tally(run.containers)
  if (init === 'pending' && sum.running + sum.stopped === 0) return 'Pending'
  if (sum.waiting > 0) return 'Pending'
  if (sum.running > 0) return 'Running'
  if (run.over) return sum.succeeded === sum.stopped ? 'Succeeded' : 'Failed'
  if (pod.spec.restartPolicy === 'Always') return 'Running'
  if (sum.succeeded === sum.stopped) return 'Succeeded'
  return pod.spec.restartPolicy === 'Never' ? 'Failed' : 'Running'
}

const addresses = new Map<string, readonly { readonly ip: string }[]>()

function addressList(ip: string): readonly { readonly ip: string }[] {
  return addresses.get(ip) ?? bounded(addresses, ip, Object.freeze([Object.freeze({ ip })]))
}

function statuses(
  sync: Sync,
  containers: readonly Container[],
  runs: readonly Run[],
  init: boolean,
): readonly ContainerStatus[] {
  const creating = sync.run.inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const [container] = containers
  const [run] = runs
  if (containers.length === 1 && container && run)
    return isUntouched(run)
      ? untouchedOf(container, creating).alone
      : Object.freeze([freeze(containerStatus(sync, container, run, init, creating))])
  const list: ContainerStatus[] = []
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index]
    const run = runs[index]
    if (container && run) list.push(containerStatus(sync, container, run, init, creating))
  }
  return freeze(list)
}

function addressesOf(before: PodStatus, ip: string): readonly { readonly ip: string }[] {
  return before.podIP === ip && before.podIPs ? before.podIPs : freeze([{ ip }])
}

/**
 * The fields that nearly every pod has, in one literal: V8 keeps what is added to an object later outside of it, and
 * statuses are a good part of all memory.
 */
function usualStatus(sync: Sync, phase: string): Writable<PodStatus> {
  const { pod, run, machine } = sync
  const { status: before } = pod
  const { qosClass } = before
  const { generation: observedGeneration } = pod.metadata
  const podIP = (pod.spec.hostNetwork ? machine.ip : run.ip) || before.podIP || ''
  const conditions = podConditions(sync, phase)
  const containerStatuses = statuses(sync, pod.spec.containers, run.containers, false)
  const hostIP = machine.ip
  const { startTime } = run
  if (!sync.cluster.profile.kubelet.fullStatus || !qosClass || observedGeneration === undefined)
    return withMore({ conditions, containerStatuses, hostIP, phase, startTime }, sync, podIP)
  const hostIPs = before.hostIP === hostIP && before.hostIPs ? before.hostIPs : addressList(hostIP)
  if (podIP === '')
    return {
      conditions,
      containerStatuses,
      hostIP,
      phase,
      startTime,
      qosClass,
      hostIPs,
      observedGeneration,
    }
  return {
    conditions,
    containerStatuses,
    hostIP,
    phase,
    startTime,
    qosClass,
    hostIPs,
    observedGeneration,
    podIP,
    podIPs: addressesOf(before, podIP),
  }
}

/** The rarer case: an older profile, or a pod without a class or a generation. */
function withMore(status: Writable<PodStatus>, sync: Sync, podIP: string): Writable<PodStatus> {
  const { metadata, status: before } = sync.pod
  if (before.qosClass !== undefined) status.qosClass = before.qosClass
  if (sync.cluster.profile.kubelet.fullStatus) {
    status.hostIPs = addressList(sync.machine.ip)
    if (metadata.generation !== undefined) status.observedGeneration = metadata.generation
  }
  if (podIP !== '') {
    status.podIP = podIP
    status.podIPs = addressesOf(before, podIP)
  }
  return status
}

/** The status that the kubelet reports for the pod now. */
// k8s: pkg/kubelet Kubelet.generateAPIPodStatus (1.36)
export function podStatus(sync: Sync): PodStatus {
  const { pod, run } = sync
  const status = usualStatus(sync, phaseOf(sync))
  if (run.inits.length > 0)
    status.initContainerStatuses = statuses(sync, pod.spec.initContainers ?? [], run.inits, true)
  if (run.ephemerals) status.ephemeralContainerStatuses = ephemeralStatuses(sync, run.ephemerals)
  if (run.endReason !== '') {
    status.reason = run.endReason
    status.message = run.endMessage
  }
  keep(status, pod.status)
  return Object.freeze(status)
}

/** Nobody probes debugging containers: they are never called ready. */
function ephemeralStatuses(sync: Sync, runs: readonly Run[]): readonly ContainerStatus[] {
  const containers = sync.pod.spec.ephemeralContainers ?? []
  return freeze(
    statuses(sync, containers, runs, false).map(({ started: _, ...status }) => ({
      ...status,
      ready: false,
    })),
  )
}

/** Keeps what others put into the status. */
function keep(status: Writable<PodStatus>, before: PodStatus): void {
  const { nominatedNodeName, resourceClaimStatuses } = before
  if (nominatedNodeName !== undefined) status.nominatedNodeName = nominatedNodeName
  if (resourceClaimStatuses !== undefined) status.resourceClaimStatuses = resourceClaimStatuses
}
