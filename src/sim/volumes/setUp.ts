import type { Cluster } from '../cluster.ts'
import { agentName } from '../kubelet/behaviour/agent.ts'
import { driverName, driversOn, outsideProvisioners } from '../storage/running.ts'
import { keyIn } from '../store.ts'
import type { PersistentVolume, PersistentVolumeSpec, Pod, Volume } from '../types/index.ts'
import { claimOf, fieldOf } from './backend.ts'
import { hostPathError, onHost } from './hostPaths.ts'
import { migrated } from './migration.ts'
import { type MountFailure, nfsFailure, setUpFailed } from './mountErrors.ts'
import { joined } from './paths.ts'

/** Devices and services of vendors that are there outside the cluster, by the field of the volume. Memory `world`. */
const HARDWARE = 'storage hardware'

/** What is to be mounted, and under which name events speak of it. */
interface Spec {
  readonly name: string
  readonly source: Volume | PersistentVolumeSpec
  readonly volume: PersistentVolume | undefined
}

const TIMED_OUT = 'timed out waiting for the condition'
const NOT_FOUND = 'not found in the list of registered CSI drivers'

function specOf(cluster: Cluster, pod: Pod, volume: Volume): Spec | undefined {
  const claim = claimOf(pod, volume)
  if (claim === undefined) return { name: volume.name, source: volume, volume: undefined }
  const found = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)
  const name = found?.spec.volumeName ?? ''
  const bound = cluster.at('PersistentVolume', keyIn('', name))
  return bound && { name, source: bound.spec, volume: bound }
}

function hasDriver(cluster: Cluster, node: string, driver: string): boolean {
  return (
    driversOn(cluster, node).includes(driver) ||
    outsideProvisioners(cluster).some((one) => driverName(one) === driver)
  )
}

/** A folder on a file server that a driver mounts; that it runs there was looked at before. */
function csiFailure(cluster: Cluster, pod: Pod, { name, source }: Spec): MountFailure | undefined {
  const { csi } = source as PersistentVolumeSpec
  if (!csi) return undefined
  const { server, share, subdir = '' } = csi.volumeAttributes ?? {}
  if (csi.driver !== 'nfs.csi.k8s.io' || server === undefined || share === undefined)
    return undefined
  const nfs = { server, path: joined(share, subdir) }
  return nfsFailure(cluster, pod, { name, source: nfs, options: [], driver: true })
}

function noDriver(volume: string, driver: string): MountFailure {
  return {
    text: `MountVolume.MountDevice failed for volume "${volume}" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ${driver} ${NOT_FOUND}`,
  }
}

/** A volume that a driver makes for the pod alone. */
// k8s: pkg/volume/csi csiPlugin.getVolumeLifecycleMode, supportsVolumeLifecycleMode (1.36)
function inlineFailure(cluster: Cluster, pod: Pod, volume: Volume): MountFailure | undefined {
  const driver = volume.csi?.driver ?? ''
  const modes = cluster.find('CSIDriver', '', driver)?.spec.volumeLifecycleModes
  const only = modes
    ? `only supports [${modes.map((mode) => JSON.stringify(mode)).join(' ')}]`
    : 'no CSIDriver object'
  const why = 'kubernetes.io/csi: mounter.SetUpAt failed'
  if (!hasDriver(cluster, pod.spec.nodeName ?? '', driver))
    return {
      text: setUpFailed(
        volume.name,
        `${why} to get CSI client: driver name ${driver} ${NOT_FOUND}`,
      ),
    }
  if (modes?.includes('Ephemeral')) return undefined
  const refused = `${why} to check volume lifecycle mode: volume mode "Ephemeral" not supported by driver ${driver} (${only})`
  return { text: setUpFailed(volume.name, refused) }
}

/** What a plugin that is part of the kubelet says without the vendor's hardware; a general complaint where that is not known. */
const WITHOUT_HARDWARE: Readonly<Record<string, (name: string, source: Volume) => string>> = {
  fc: (name) => `MountVolume.WaitForAttach failed for volume "${name}" : no fc disk found`,
  glusterfs: (name, { glusterfs }) =>
    `MountVolume.NewMounter initialization failed for volume "${name}" : endpoints "${glusterfs?.endpoints}" not found`,
  iscsi: (name, { iscsi }) =>
    `MountVolume.WaitForAttach failed for volume "${name}" : failed to get any path for iscsi disk, last err seen:\niscsi: failed to sendtargets to portal ${iscsi?.targetPortal} output: iscsiadm: cannot make connection to ${iscsi?.targetPortal.replace(/:\d+$/, '')}: No route to host\niscsiadm: connection login retries (reopen_max) 5 exceeded\niscsiadm: Could not perform SendTargets discovery: encountered connection failure\n, err exit status 4`,
  rbd: (name) =>
    `MountVolume.WaitForAttach failed for volume "${name}" : fail to check rbd image status with: (executable file not found in $PATH), rbd output: ()`,
}

function vendorFailure(cluster: Cluster, pod: Pod, spec: Spec): MountFailure | undefined {
  const { name, source } = spec
  const field = fieldOf(source) ?? ''
  const { volumes } = cluster.profile
  if (volumes.without.has(field) || field === 'flexVolume')
    return processing(
      cluster,
      pod,
      name,
      `failed to get Plugin from volumeSpec for volume "${name}" err=no volume plugin matched`,
    )
  const moved = migrated(source)
  if (moved && volumes.handsOver)
    return hasDriver(cluster, pod.spec.nodeName ?? '', moved.driver)
      ? undefined
      : noDriver(name, moved.driver)
  const hardware = cluster.recall<readonly string[]>('world', HARDWARE) ?? []
  if (hardware.includes(field)) return undefined
  const said = WITHOUT_HARDWARE[field]
  return said ? { text: said(name, source as Volume) } : processing(cluster, pod, name, TIMED_OUT)
}

/** The kubelet's complaint after two minutes in which a volume could not even be taken on. */
function processing(cluster: Cluster, pod: Pod, name: string, why: string): MountFailure {
  const all = (pod.spec.volumes ?? []).map((one) => one.name)
  const own = pod.spec.volumes?.find((one) => one.name === name || claimOf(pod, one) !== undefined)
  return { text: cluster.profile.volumes.notReady(own?.name ?? name, all, why), waits: true }
}

const GIT_REPO =
  'git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver`'

function localFailure(
  cluster: Cluster,
  pod: Pod,
  { name, source }: Spec,
): MountFailure | undefined {
  const path = (source as PersistentVolumeSpec).local?.path ?? ''
  if (onHost(cluster, pod.spec.nodeName ?? '', path) !== undefined) return undefined
  return {
    text: `MountVolume.NewMounter initialization failed for volume "${name}" : path "${path}" does not exist`,
  }
}

function hostFailure(cluster: Cluster, pod: Pod, { name, source }: Spec): MountFailure | undefined {
  const why = source.hostPath && hostPathError(cluster, pod.spec.nodeName ?? '', source.hostPath)
  return why === undefined ? undefined : { text: setUpFailed(name, why) }
}

const CONTENT: ReadonlySet<string> = new Set([
  'configMap',
  'downwardAPI',
  'emptyDir',
  'image',
  'projected',
  'secret',
])

/** Why the volume cannot be mounted for the pod now; undefined when it can. */
// k8s: pkg/kubelet/volumemanager/reconciler mountOrAttachVolumes (1.36)
export function mountFailure(cluster: Cluster, pod: Pod, volume: Volume): MountFailure | undefined {
  // Machines of recordings mount nothing.
  if (agentName(cluster) === 'recording') return undefined
  const spec = specOf(cluster, pod, volume)
  const field = spec && fieldOf(spec.source)
  if (!spec || field === undefined || CONTENT.has(field)) return undefined
  const { name, source } = spec
  if (source.hostPath) return hostFailure(cluster, pod, spec)
  if (source.nfs) {
    const options = spec.volume?.spec.mountOptions ?? []
    return nfsFailure(cluster, pod, { name, source: source.nfs, options })
  }
  if (field === 'local') return localFailure(cluster, pod, spec)
  if (field === 'csi')
    return spec.volume ? csiFailure(cluster, pod, spec) : inlineFailure(cluster, pod, volume)
  if (field === 'gitRepo')
    return cluster.profile.volumes.clonesRepositories
      ? undefined
      : { text: setUpFailed(name, GIT_REPO) }
  return vendorFailure(cluster, pod, spec)
}

/** Whether setting the volume up takes more than content from the API; all that the usual pod is asked. */
export function needsSetUp(volume: Volume): boolean {
  return !(volume.projected ?? volume.configMap ?? volume.secret ?? volume.emptyDir)
}
