import type { Cluster } from '../cluster.ts'
import type { PersistentVolumeClaim, Pod } from '../types/index.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { World } from './plugin.ts'
import { claimNames, isBound } from './plugins/podClaims.ts'
import { claimsOf, placeClaims, SELECTED_NODE } from './plugins/volumeBinding.ts'

function claimVolume(cluster: Cluster, claim: PersistentVolumeClaim, volumeName: string): void {
  const volume = cluster.get('PersistentVolume', '', volumeName)
  const { namespace = '', name, uid, resourceVersion } = claim.metadata
  cluster.update({
    ...volume,
    metadata: {
      ...volume.metadata,
      annotations: {
        ...volume.metadata.annotations,
        'pv.kubernetes.io/bound-by-controller': 'yes',
      },
    },
    spec: {
      ...volume.spec,
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name,
        namespace,
        resourceVersion,
        uid,
      },
    },
  })
}

function askForVolume(cluster: Cluster, claim: PersistentVolumeClaim, node: string): void {
  if (claim.metadata.annotations?.[SELECTED_NODE] === node) return
  cluster.update({
    ...claim,
    metadata: {
      ...claim.metadata,
      annotations: { ...claim.metadata.annotations, [SELECTED_NODE]: node },
    },
  })
}

/**
 * Starts to prepare the volumes that wait for the pod's machine. False when there are none, and the pod
 * can be bound at once. `first` is called before anything is prepared.
 */
// k8s: pkg/scheduler/framework/plugins/volumebinding BindPodVolumes (1.36)
export function startVolumes(
  cluster: Cluster,
  pod: PodInfo,
  node: NodeInfo,
  world: World,
  first: () => void,
): boolean {
  const claims = claimsOf(pod, world)
  if (!claims || 'code' in claims || claims.waiting.length === 0) return false
  const placement = placeClaims(claims.waiting, node, world)
  if (!placement) return false
  first()
  for (const claim of claims.waiting) {
    const volume = placement.matched.get(claim.metadata.name)
    if (volume !== undefined) claimVolume(cluster, claim, volume)
    else askForVolume(cluster, claim, node.name)
  }
  return true
}

/** ready: every claim is bound; lost: a claim gave up the machine, so the pod must be placed again. */
export function volumeProgress(
  cluster: Cluster,
  pod: Pod,
  node: string,
): 'ready' | 'waiting' | 'lost' {
  let ready = true
  for (const name of claimNames(pod)) {
    const claim = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', name)
    if (!claim) return 'lost'
    if (isBound(claim)) continue
    ready = false
    const chosen = claim.metadata.annotations?.[SELECTED_NODE]
    if (chosen !== undefined && chosen !== node) return 'lost'
  }
  return ready ? 'ready' : 'waiting'
}
