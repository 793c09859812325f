import type { Cluster } from '../cluster.ts'
import type { Actor } from '../controllers/controller.ts'
import { isTerminal } from '../controllers/pods.ts'
import { equal } from '../equal.ts'
import { retrySooner } from '../kubelet/blocked.ts'
import { kubeletName, kubeletRuns, machineNames } from '../kubelet/machine.ts'
import { KUBELET } from '../kubelet/runtime.ts'
import type { Key } from '../store.ts'
import type { CSINodeDriver, Node, PersistentVolumeClaim, Pod } from '../types/index.ts'
import { attachableOf, claimNamesOf, volumesOf } from './attachable.ts'
import { driverFacts, zoneOf } from './drivers.ts'
import { grownStatus, NODE_RESIZE } from './resizer.ts'
import { driversOn } from './running.ts'

export const VOLUME_MANAGER = 'volume-manager'
const NONE: readonly Key[] = []

/** k8s: pkg/volume/csi/nodeinfomanager (1.36): what the drivers on the machine have told of it. */
function driverOf(node: Node, name: string): CSINodeDriver {
  const facts = driverFacts(name)
  const zone = zoneOf(facts, node)
  return {
    name,
    nodeID: node.metadata.name,
    topologyKeys: zone === '' || !facts.topology ? [] : [facts.topology],
    ...(facts.limit === undefined ? {} : { allocatable: { count: facts.limit } }),
  }
}

function register(cluster: Cluster, node: Node): void {
  const { name, uid } = node.metadata
  const drivers = driversOn(cluster, name).map((driver) => driverOf(node, driver))
  const known = cluster.find('CSINode', '', name)
  if (!known && drivers.length === 0) return
  if (known && equal(known.spec.drivers ?? [], drivers)) return
  cluster.why('storage drivers on the machine have come or gone')
  const spec = { drivers: drivers.length > 0 ? drivers : null }
  if (known) cluster.update({ ...known, spec })
  else
    cluster.create<'CSINode'>({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec,
    })
  label(cluster, node, drivers)
  const waiting = cluster.podsOn(name).filter(({ spec: { volumes } }) => volumes !== undefined)
  for (const namespace of new Set(waiting.map(({ metadata }) => metadata.namespace ?? '')))
    retrySooner(cluster, namespace, true)
}

/** The node is labelled with the place that its drivers belong to. */
function label(cluster: Cluster, node: Node, drivers: readonly CSINodeDriver[]): void {
  const { labels = {} } = node.metadata
  const added: Record<string, string> = {}
  for (const { name, topologyKeys } of drivers)
    for (const key of topologyKeys ?? [])
      if (labels[key] === undefined) added[key] = zoneOf(driverFacts(name), node)
  if (Object.keys(added).length === 0) return
  const metadata = { ...node.metadata, labels: { ...labels, ...added } }
  cluster.update({ ...node, metadata })
}

/** Volumes that have to be attached and are used by pods of the machine. */
function inUse(cluster: Cluster, name: string): readonly string[] {
  const ids = new Set<string>()
  for (const pod of cluster.podsOn(name)) {
    if (isTerminal(pod) || !pod.spec.volumes) continue
    for (const volume of volumesOf(cluster, pod)) {
      const found = cluster.find('PersistentVolume', '', volume)
      const what = found && attachableOf(cluster, found)
      if (what) ids.add(what.id)
    }
  }
  return [...ids].sort()
}

/** k8s: pkg/kubelet/nodestatus VolumesInUse (1.36) */
function report(cluster: Cluster, node: Node): void {
  const ids = inUse(cluster, node.metadata.name)
  const { volumesInUse = [], ...status } = node.status
  if (equal(volumesInUse, ids)) return
  cluster.why('it mounts other volumes than before')
  cluster.updateStatus({
    ...node,
    status: { ...status, ...(ids.length > 0 ? { volumesInUse: ids } : {}) },
  })
}

/** A file system that has more room under it than it uses is made larger while a pod has it mounted. */
// k8s: pkg/volume/util/operationexecutor NodeExpander (1.36)
function expand(cluster: Cluster, node: string, pod: Pod): void {
  if (!pod.status.containerStatuses?.some(({ state }) => state?.running)) return
  for (const name of claimNamesOf(pod)) {
    const claim = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', name)
    if (claim?.status.allocatedResourceStatuses?.storage === NODE_RESIZE)
      grow(cluster, node, pod, claim)
  }
}

function grow(cluster: Cluster, node: string, pod: Pod, claim: PersistentVolumeClaim): void {
  const volume = cluster.find('PersistentVolume', '', claim.spec.volumeName ?? '')
  const size = volume?.spec.capacity?.storage
  if (!volume || size === undefined) return
  cluster.why('the volume has become larger')
  const done = cluster.updateStatus({ ...claim, status: grownStatus(claim.status, size) })
  const text = `MountVolume.NodeExpandVolume succeeded for volume "${volume.metadata.name}" ${node}`
  cluster.event(pod, 'Normal', 'FileSystemResizeSuccessful', text)
  cluster.event(done, 'Normal', 'FileSystemResizeSuccessful', text)
}

/** Machines where the claim's volume is mounted. */
function nodesOf(cluster: Cluster, claim: PersistentVolumeClaim): readonly Key[] {
  const { name, namespace = '' } = claim.metadata
  const nodes = cluster
    .list('Pod', {
      namespace,
      where: (pod) => Boolean(pod.spec.nodeName) && claimNamesOf(pod).includes(name),
    })
    .map((pod) => pod.spec.nodeName ?? '')
  return [...new Set(nodes)]
}

/** Asked at every change of every pod. */
function hasClaims({ spec: { volumes } }: Pod): boolean {
  if (!volumes) return false
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index]
    if (volume?.persistentVolumeClaim || volume?.ephemeral) return true
  }
  return false
}

/** By what they say: lists that say the same may be others in a cluster that was restored. */
function isNews(before: Pod | undefined, after: Pod | undefined): boolean {
  if (!before || !after) return true
  return (
    before.spec.nodeName !== after.spec.nodeName ||
    before.status.phase !== after.status.phase ||
    !equal(before.status.containerStatuses, after.status.containerStatuses)
  )
}

/** The kubelets' volume managers behind one queue: which volumes a machine uses, which drivers it has. Keys are nodes. */
export const volumeManager: Actor = {
  name: VOLUME_MANAGER,
  source: KUBELET,
  watches: {
    Pod: (pod, cluster, { before, after }) =>
      pod.spec.nodeName !== undefined &&
      cluster.store.count('PersistentVolume') > 0 &&
      hasClaims(pod) &&
      isNews(before, after)
        ? [pod.spec.nodeName]
        : NONE,
    PersistentVolumeClaim: (claim, cluster, { before, after }) =>
      after &&
      (!equal(after.status.allocatedResourceStatuses, before?.status.allocatedResourceStatuses) ||
        (after.status.phase === 'Bound' && before?.status.phase !== 'Bound'))
        ? nodesOf(cluster, claim)
        : NONE,
    // A kubelet that comes back has to tell anew what it mounts.
    Node: ({ metadata, status }, cluster, { before }) =>
      (before === undefined && cluster.store.count('CSIDriver') > 0) ||
      (status.volumesInUse && !equal(before?.status.conditions, status.conditions))
        ? [metadata.name]
        : NONE,
  },
  delay: (cluster) => cluster.profile.timings.kubeletDelay,
  resync: machineNames,
  reconcile(cluster, name) {
    const node = cluster.find('Node', '', name)
    if (!node || !kubeletRuns(cluster, name)) return undefined
    cluster.speakAs(kubeletName(name), KUBELET)
    register(cluster, node)
    const present = cluster.find('Node', '', name)
    if (present) report(cluster, present)
    for (const pod of cluster.podsOn(name)) if (pod.spec.volumes) expand(cluster, name, pod)
    return undefined
  },
}
