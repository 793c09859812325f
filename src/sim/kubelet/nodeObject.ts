import { isExtended } from '../admission/resources.ts'
import type { Cluster } from '../cluster.ts'
import { reshaped } from '../equal.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import { formatTime } from '../time.ts'
import type {
  ContainerImage,
  Draft,
  Node,
  NodeCondition,
  NodeStatus,
  NodeSystemInfo,
  Taint,
} from '../types/index.ts'
import { agentOf } from './behaviour/index.ts'
import { digestOf } from './behaviour/reference.ts'
import { imagesOn } from './images.ts'
import type { Machine } from './machine.ts'
import type { Pressed } from './pressure/signals.ts'

/** Images that a kubelet lists at most. */
const MOST_IMAGES = 50
/** Hard eviction threshold: memory.available below 100 MiB. */
const EVICTION_BYTES = 100 * 1024 * 1024
const DISK_BYTES = 40_000_000_000
const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

function kibi(bytes: number): string {
  return `${Math.floor(bytes / 1024)}Ki`
}

function capacity(machine: Machine): Record<string, string> {
  return {
    cpu: machine.cpu,
    'ephemeral-storage': kibi(DISK_BYTES),
    'hugepages-2Mi': '0',
    memory: machine.memory,
    pods: machine.pods,
  }
}

/** k8s: pkg/kubelet/cm containerManagerImpl.GetNodeAllocatableReservation (1.36) */
function allocatable(machine: Machine, reserves: boolean): Record<string, string> {
  const all = capacity(machine)
  if (!reserves) return all
  return {
    ...all,
    'ephemeral-storage': String(Math.floor(DISK_BYTES * 0.9)),
    memory: kibi(wholeValue(machine.memory) - EVICTION_BYTES),
  }
}

/** What somebody else has written into the capacity: the kubelet keeps it, and offers all of it. */
// k8s: pkg/kubelet/nodestatus MachineInfo (1.36)
export function extendedOf(list: Readonly<Record<string, string>> | undefined) {
  const found: Record<string, string> = {}
  for (const name in list) if (isExtended(name)) found[name] = list[name] as string
  return found
}

function uuid(seed: string): string {
  const hex = digestOf(seed)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function systemInfo(cluster: Cluster, machine: Machine): NodeSystemInfo {
  const { profile } = cluster
  return {
    architecture: 'amd64',
    bootID: uuid(`${machine.name} boot`),
    containerRuntimeVersion: profile.containerRuntime,
    kernelVersion: profile.kubelet.kernelVersion,
    kubeProxyVersion: profile.kubelet.fullStatus ? '' : profile.kubernetesVersion,
    kubeletVersion: profile.kubernetesVersion,
    machineID: digestOf(machine.name).slice(0, 32),
    operatingSystem: 'linux',
    osImage: profile.kubelet.osImage,
    systemUUID: uuid(machine.name),
  }
}

/** What of a node changes by itself. */
export interface NodeState {
  readonly ready: boolean
  /** What it is short of. */
  readonly pressed: Pressed
}

/** Conditions with the state of the moment; times of transition are those of the last change. */
function conditions(
  cluster: Cluster,
  before: readonly NodeCondition[],
  { ready, pressed }: NodeState,
): readonly NodeCondition[] {
  const now = formatTime(cluster.now)
  const one = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const old = before.find((c) => c.type === type)
    const since = old?.status === status ? (old.lastTransitionTime ?? now) : now
    return { lastHeartbeatTime: now, lastTransitionTime: since, message, reason, status, type }
  }
  const own = [
    pressed.memory
      ? one(
          'MemoryPressure',
          'True',
          'KubeletHasInsufficientMemory',
          'kubelet has insufficient memory available',
        )
      : one(
          'MemoryPressure',
          'False',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available',
        ),
    pressed.disk
      ? one('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure')
      : one('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    pressed.pid
      ? one(
          'PIDPressure',
          'True',
          'KubeletHasInsufficientPID',
          'kubelet has insufficient PID available',
        )
      : one(
          'PIDPressure',
          'False',
          'KubeletHasSufficientPID',
          'kubelet has sufficient PID available',
        ),
    ready
      ? one('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : one('Ready', 'False', 'KubeletNotReady', cluster.profile.kubelet.networkNotReady),
  ]
  return [...before.filter((c) => !own.some((mine) => mine.type === c.type)), ...own]
}

/** The largest images first, as many as a status may list. */
// k8s: pkg/kubelet/nodestatus Images (1.36)
function imageList(cluster: Cluster, machine: Machine): readonly ContainerImage[] {
  return Object.entries(imagesOn(cluster, machine.name))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_IMAGES)
    .map(([name, sizeBytes]) => ({ names: [name], sizeBytes }))
}

/** The status that the machine's kubelet posts now. */
export function nodeStatus(
  cluster: Cluster,
  machine: Machine,
  before: NodeStatus | undefined,
  state: NodeState,
): NodeStatus {
  const extended = extendedOf(before?.capacity)
  return {
    ...before,
    addresses: [
      { address: machine.ip, type: 'InternalIP' },
      { address: machine.name, type: 'Hostname' },
    ],
    allocatable: reshaped({ ...allocatable(machine, agentOf(cluster).realNodes), ...extended }),
    capacity: reshaped({ ...capacity(machine), ...extended }),
    conditions: conditions(cluster, before?.conditions ?? [], state),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    images: imageList(cluster, machine),
    nodeInfo: systemInfo(cluster, machine),
  }
}

/** Node object as its kubelet registers it. */
// k8s: pkg/kubelet Kubelet.initialNode (1.36)
export function nodeDraft(cluster: Cluster, machine: Machine, state: NodeState): Draft<Node> {
  const { controlPlaneLabel, controlPlaneTaint } = cluster.profile
  const isControlPlane =
    machine.labels[controlPlaneLabel] !== undefined ||
    machine.taints.some((taint) => taint.key === controlPlaneTaint)
  const taints: Taint[] = [...machine.taints]
  if (isControlPlane && !taints.some((taint) => taint.key === controlPlaneTaint))
    taints.push({ key: controlPlaneTaint, effect: 'NoSchedule' })
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': machine.name,
        'kubernetes.io/os': 'linux',
        ...(isControlPlane ? { [controlPlaneLabel]: '' } : {}),
        ...machine.labels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      ...(machine.podCidr === '' ? {} : { podCIDR: machine.podCidr, podCIDRs: [machine.podCidr] }),
      taints: [...taints, NOT_READY],
    },
    status: nodeStatus(cluster, machine, undefined, state),
  }
}
