import type { Pod } from '../types/index.ts'
import { PodInfo } from './nodeInfo.ts'
import { priorityOf } from './priority.ts'

const NOBODY: readonly PodInfo[] = []

/** Pods that are promised a machine by `status.nominatedNodeName` and are not on it yet. Derived. */
export class Nominations {
  private readonly byNode = new Map<string, Map<string, PodInfo>>()
  private readonly nodeOf = new Map<string, string>()

  /** How many there are. Zero nearly always: then nobody has to look further. */
  get size(): number {
    return this.nodeOf.size
  }

  clear(): void {
    this.byNode.clear()
    this.nodeOf.clear()
  }

  /** Takes in what the pod is promised by now; undefined for nothing. */
  set(pod: Pod, node: string | undefined): void {
    const { uid } = pod.metadata
    this.drop(uid)
    if (!node) return
    const pods = this.byNode.get(node) ?? new Map<string, PodInfo>()
    this.byNode.set(node, pods.set(uid, new PodInfo(pod)))
    this.nodeOf.set(uid, node)
  }

  drop(uid: string): void {
    const node = this.nodeOf.get(uid)
    if (node === undefined) return
    this.nodeOf.delete(uid)
    const pods = this.byNode.get(node)
    if (pods?.delete(uid) && pods.size === 0) this.byNode.delete(node)
  }

  on(node: string): readonly PodInfo[] {
    const pods = this.byNode.get(node)
    return pods ? [...pods.values()] : NOBODY
  }

  /** Pods that the other one has to leave room for. */
  // k8s: pkg/scheduler/framework/runtime addGENominatedPods (1.36)
  before(pod: PodInfo, node: string): readonly PodInfo[] {
    if (!this.byNode.has(node)) return NOBODY
    const own = priorityOf(pod.pod)
    return this.on(node).filter((other) => other.uid !== pod.uid && priorityOf(other.pod) >= own)
  }
}
