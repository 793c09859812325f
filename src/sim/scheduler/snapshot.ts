import type { Node, Pod } from '../types/index.ts'
import { LabelSets } from './labelSets.ts'
import { NodeInfo, PodInfo } from './nodeInfo.ts'
import { ScoreTables, Versions } from './scoreTables.ts'

/** The value of one topology label for every node, as small numbers. */
export interface TopologyColumn {
  /** Domain of the node at this index; -1 when it lacks the label. */
  readonly domains: Int32Array
  readonly values: readonly string[]
  readonly byValue: ReadonlyMap<string, number>
}

function sameLabels(a: NodeInfo['labels'], b: NodeInfo['labels']): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}

/**
 * All machines with their pods, kept in step by single changes. Derived state: it can be thrown away
 * and built again from the cluster's objects, and then answers the same.
 */
export class Snapshot {
  readonly labelSets = new LabelSets()
  private readonly versions = new Versions()
  /** Of what the node and its pods ask for and have. */
  readonly scores = new ScoreTables(this.versions)
  /** Of the images that nodes have. */
  readonly imageScores = new ScoreTables(this.versions)
  private readonly byName = new Map<string, NodeInfo>()
  private readonly placed = new Map<string, { info: PodInfo; nodeName: string }>()
  /** Pods of machines that do not exist (any more). */
  private readonly stranded = new Map<string, Set<PodInfo>>()
  private ordered: NodeInfo[] = []
  private orderStale = false
  private readonly columns = new Map<string, TopologyColumn>()
  private readonly imageHolders = new Map<string, number>()
  unschedulableNodes = 0
  hardTaintedNodes = 0
  softTaintedNodes = 0

  /** Every machine in the order of its name, with `index` set accordingly. */
  get nodes(): readonly NodeInfo[] {
    if (this.orderStale) {
      this.ordered = [...this.byName.values()].sort((a, b) =>
        a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
      )
      this.versions.byIndex = new Int32Array(this.ordered.length)
      this.ordered.forEach((node, index) => {
        node.enter(index, this.versions)
      })
      this.scores.clear()
      this.imageScores.clear()
      this.labelSets.reindex()
      this.orderStale = false
    }
    return this.ordered
  }

  node(name: string): NodeInfo | undefined {
    return this.byName.get(name)
  }

  get nodeCount(): number {
    return this.byName.size
  }

  /** How many machines hold an image. */
  imageNodes(name: string): number {
    return this.imageHolders.get(name) ?? 0
  }

  setNode(node: Node): void {
    const name = node.metadata.name
    let info = this.byName.get(name)
    if (!info) {
      info = new NodeInfo(node)
      this.byName.set(name, info)
      this.orderStale = true
      this.columns.clear()
      this.countNode(info, 1)
      this.takeIn(info)
      return
    }
    if (info.node === node) return
    const sameImages = info.node.status?.images === node.status?.images
    this.countNode(info, -1, !sameImages)
    const before = info.labels
    info.setNode(node)
    this.countNode(info, 1, !sameImages)
    if (!sameLabels(before, info.labels)) this.columns.clear()
  }

  removeNode(name: string): void {
    const info = this.byName.get(name)
    if (!info) return
    this.byName.delete(name)
    this.orderStale = true
    this.columns.clear()
    this.countNode(info, -1)
    for (const pod of [...info.pods]) {
      this.labelSets.add(pod, info, -1)
      info.removePod(pod)
      this.strand(pod, name)
    }
  }

  private countNode(info: NodeInfo, by: 1 | -1, images = true): void {
    if (info.unschedulable) this.unschedulableNodes += by
    if (info.hardTaints.length > 0) this.hardTaintedNodes += by
    if (info.softTaints.length > 0) this.softTaintedNodes += by
    if (!images) return
    this.imageScores.clear()
    for (const name of info.images?.keys() ?? []) {
      this.imageHolders.set(name, (this.imageHolders.get(name) ?? 0) + by)
    }
  }

  private takeIn(info: NodeInfo): void {
    for (const pod of this.stranded.get(info.name) ?? []) {
      info.addPod(pod)
      this.labelSets.add(pod, info, 1)
    }
    this.stranded.delete(info.name)
  }

  private strand(pod: PodInfo, nodeName: string): void {
    const pods = this.stranded.get(nodeName) ?? new Set()
    pods.add(pod)
    this.stranded.set(nodeName, pods)
  }

  /** Counts the pod on the machine, instead of an older version of it. */
  placePod(pod: Pod, nodeName: string): void {
    const uid = pod.metadata.uid
    const known = this.placed.get(uid)
    if (known) {
      if (known.nodeName === nodeName && sameForScheduling(known.info.pod, pod)) {
        known.info.pod = pod
        return
      }
      this.removePod(uid)
    }
    this.place(new PodInfo(pod), nodeName)
  }

  /** As placePod, for a pod that is already worked out. */
  place(info: PodInfo, nodeName: string): void {
    this.placed.set(info.uid, { info, nodeName })
    const node = this.byName.get(nodeName)
    if (!node) {
      this.strand(info, nodeName)
      return
    }
    node.addPod(info)
    this.labelSets.add(info, node, 1)
  }

  removePod(uid: string): void {
    const known = this.placed.get(uid)
    if (!known) return
    this.placed.delete(uid)
    const node = this.byName.get(known.nodeName)
    if (!node) {
      this.stranded.get(known.nodeName)?.delete(known.info)
      return
    }
    node.removePod(known.info)
    this.labelSets.add(known.info, node, -1)
  }

  placement(uid: string): { readonly info: PodInfo; readonly nodeName: string } | undefined {
    return this.placed.get(uid)
  }

  column(key: string): TopologyColumn {
    const known = this.columns.get(key)
    if (known) return known
    const nodes = this.nodes
    const domains = new Int32Array(nodes.length).fill(-1)
    const values: string[] = []
    const byValue = new Map<string, number>()
    for (let i = 0; i < nodes.length; i++) {
      const value = (nodes[i] as NodeInfo).labels[key]
      if (value === undefined) continue
      let domain = byValue.get(value)
      if (domain === undefined) {
        domain = values.length
        values.push(value)
        byValue.set(value, domain)
      }
      domains[i] = domain
    }
    const column = { domains, values, byValue }
    this.columns.set(key, column)
    return column
  }
}

function sameForScheduling(a: Pod, b: Pod): boolean {
  return (
    a === b ||
    (a.spec === b.spec &&
      a.metadata.labels === b.metadata.labels &&
      a.metadata.deletionTimestamp === b.metadata.deletionTimestamp)
  )
}

/** A snapshot of nodes with their pods, for callers that have no cluster. */
export function snapshotOf(
  machines: readonly { readonly node: Node; readonly pods?: readonly Pod[] }[],
): Snapshot {
  const snapshot = new Snapshot()
  for (const { node } of machines) snapshot.setNode(node)
  for (const { node, pods } of machines) {
    for (const pod of pods ?? []) snapshot.place(new PodInfo(pod), node.metadata.name)
  }
  return snapshot
}
