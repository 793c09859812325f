import type { Node, Pod, Taint } from '../types/index.ts'
import { milliValue, wholeValue } from './amounts.ts'
import { type HostPort, hostPorts, UsedPorts } from './ports.ts'
import { isScalar, podRequests, type Requests } from './requests.ts'
import type { Versions } from './scoreTables.ts'
import type { Labels } from './selectors.ts'

const NO_LABELS: Labels = {}
const NO_TAINTS: readonly Taint[] = []

/** A pod with what the scheduler reads of it, worked out once. */
export class PodInfo {
  pod: Pod
  readonly uid: string
  readonly namespace: string
  readonly labels: Labels
  readonly requests: Readonly<Requests>
  readonly ports: readonly HostPort[]
  readonly hasAffinity: boolean
  readonly hasRequiredAntiAffinity: boolean
  /** A pod on its way out is not counted by spreading. */
  readonly terminating: boolean
  /** Interned namespace and labels; set when the pod enters a snapshot. */
  labelSet = -1

  constructor(pod: Pod) {
    this.pod = pod
    this.uid = pod.metadata.uid ?? ''
    this.namespace = pod.metadata.namespace ?? ''
    this.labels = pod.metadata.labels ?? NO_LABELS
    this.requests = podRequests(pod)
    this.ports = hostPorts(pod)
    const affinity = pod.spec.affinity
    this.hasAffinity = Boolean(affinity?.podAffinity || affinity?.podAntiAffinity)
    this.hasRequiredAntiAffinity = Boolean(
      affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length,
    )
    this.terminating = pod.metadata.deletionTimestamp !== undefined
  }
}

/** A machine as plain numbers: what it has, what its pods ask for. Mutable and derived; never stored. */
export class NodeInfo {
  node: Node
  name: string
  /** Place in the snapshot's order. */
  index = -1
  /** Grows with every change of the node or its pods. */
  version = 0
  private versions: Versions | undefined = undefined
  labels: Labels = NO_LABELS
  hardTaints: readonly Taint[] = NO_TAINTS
  softTaints: readonly Taint[] = NO_TAINTS
  unschedulable = false
  allocatableMilliCpu = 0
  allocatableMemory = 0
  allocatableEphemeral = 0
  allocatablePods = 0
  allocatableScalars: Map<string, number> | undefined = undefined
  milliCpu = 0
  memory = 0
  ephemeral = 0
  nonZeroMilliCpu = 0
  nonZeroMemory = 0
  scalars: Map<string, number> | undefined = undefined
  /** Bytes of each image that the node already has, by every name of it. */
  images: Map<string, number> | undefined = undefined
  readonly pods = new Set<PodInfo>()
  podsWithAffinity = 0
  ports: UsedPorts | undefined = undefined

  constructor(node: Node) {
    this.node = node
    this.name = node.metadata.name ?? ''
    this.setNode(node)
  }

  /** Gives the node its place in a snapshot, where its versions are kept in a row with those of the others. */
  enter(index: number, versions: Versions): void {
    this.index = index
    this.versions = versions
    versions.byIndex[index] = this.version
  }

  private touch(): void {
    this.version++
    if (this.versions) this.versions.byIndex[this.index] = this.version
  }

  /** Takes over a newer version of the same node; its pods stay. */
  setNode(node: Node): void {
    this.node = node
    this.touch()
    this.labels = node.metadata.labels ?? NO_LABELS
    const taints = node.spec.taints ?? NO_TAINTS
    const hard = taints.filter((t) => t.effect === 'NoSchedule' || t.effect === 'NoExecute')
    const soft = taints.filter((t) => t.effect === 'PreferNoSchedule')
    this.hardTaints = hard.length > 0 ? hard : NO_TAINTS
    this.softTaints = soft.length > 0 ? soft : NO_TAINTS
    this.unschedulable = node.spec.unschedulable === true
    this.setAllocatable(node.status?.allocatable ?? {})
    this.setImages(node)
  }

  private setAllocatable(list: Readonly<Record<string, string>>): void {
    this.allocatableMilliCpu = milliValue(list.cpu ?? '0')
    this.allocatableMemory = wholeValue(list.memory ?? '0')
    this.allocatableEphemeral = wholeValue(list['ephemeral-storage'] ?? '0')
    this.allocatablePods = wholeValue(list.pods ?? '0')
    this.allocatableScalars = undefined
    for (const name in list) {
      if (!isScalar(name)) continue
      this.allocatableScalars ??= new Map()
      this.allocatableScalars.set(name, wholeValue(list[name] as string))
    }
  }

  private setImages(node: Node): void {
    const images = node.status?.images
    this.images = undefined
    if (!images?.length) return
    this.images = new Map()
    for (const { names, sizeBytes } of images) {
      for (const name of names ?? []) this.images.set(name, sizeBytes ?? 0)
    }
  }

  addPod(pod: PodInfo): void {
    if (this.pods.has(pod)) return
    this.pods.add(pod)
    this.account(pod, 1)
  }

  removePod(pod: PodInfo): void {
    if (this.pods.delete(pod)) this.account(pod, -1)
  }

  private account(pod: PodInfo, by: 1 | -1): void {
    const { requests } = pod
    this.touch()
    this.milliCpu += by * requests.milliCpu
    this.memory += by * requests.memory
    this.ephemeral += by * requests.ephemeral
    this.nonZeroMilliCpu += by * requests.nonZeroMilliCpu
    this.nonZeroMemory += by * requests.nonZeroMemory
    if (pod.hasAffinity) this.podsWithAffinity += by
    if (requests.scalars) {
      this.scalars ??= new Map()
      for (const [name, amount] of requests.scalars) {
        this.scalars.set(name, (this.scalars.get(name) ?? 0) + by * amount)
      }
    }
    if (pod.ports.length > 0) {
      this.ports ??= new UsedPorts()
      for (const port of pod.ports) this.ports.add(port, by)
    }
  }
}

/** A machine with its pods, for callers that have no cluster. */
export function nodeInfoOf(node: Node, pods: readonly Pod[] = []): NodeInfo {
  const info = new NodeInfo(node)
  for (const pod of pods) info.addPod(new PodInfo(pod))
  return info
}
