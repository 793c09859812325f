import type { Cluster } from '../cluster.ts'
import { machineOf } from '../kubelet/machine.ts'
import type { NFSVolumeSource, Pod } from '../types/index.ts'
import { mountTrouble, type ServerTrouble } from './nfs.ts'
import { absolute } from './paths.ts'

/** Why a volume of the pod cannot be set up. */
export interface MountFailure {
  /** Text of the FailedMount event. */
  readonly text: string
  /** The kubelet does not even try, and complains when it has waited long enough. */
  readonly waits?: true
  /** How long an attempt takes before it fails. */
  readonly takes?: number
}

/** `mount` goes on trying for two minutes when nobody answers. */
const TRYING = 120_000
const AT_ONCE: ReadonlySet<ServerTrouble> = new Set(['denied', 'missing'])

const OUTPUT: Readonly<Record<ServerTrouble, (source: string) => string>> = {
  denied: (source) => `mount.nfs: access denied by server while mounting ${source}`,
  missing: (source) =>
    `mount.nfs: mounting ${source} failed, reason given by server: No such file or directory`,
  refused: () => 'mount.nfs: Connection refused',
  'no route': () => 'mount.nfs: No route to host',
  'timed out': () => 'mount.nfs: Connection timed out',
}

interface NfsMount {
  /** Name in events: of the PersistentVolume, or of the pod's volume. */
  readonly name: string
  readonly source: NFSVolumeSource
  readonly options: readonly string[]
  /** In what the error is wrapped, when a driver mounts. */
  readonly driver?: true
}

/** Folder of the machine on which the kubelet mounts the volume. */
function targetOf(pod: Pod, name: string, driver: boolean | undefined): string {
  const plugin = driver ? 'kubernetes.io~csi' : 'kubernetes.io~nfs'
  const last = driver ? `${name}/mount` : name
  return `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/${plugin}/${last}`
}

/** The scope that systemd makes for a mount gets another number each time. */
function unitOf(cluster: Cluster, pod: Pod): string {
  let hash = 7
  for (const char of `${pod.metadata.uid}${cluster.now}`)
    hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
  return `run-${10_000 + (hash % 50_000)}`
}

/** A mount of a file server's export; undefined when it succeeds. */
// k8s: pkg/volume/nfs nfsMounter.SetUpAt (1.36)
export function nfsFailure(cluster: Cluster, pod: Pod, mount: NfsMount): MountFailure | undefined {
  const { server, path, readOnly } = mount.source
  const client = machineOf(cluster, pod.spec.nodeName ?? '')?.ip ?? ''
  const trouble = mountTrouble(cluster, server, path, client)
  if (!trouble) return undefined
  const source = `${server}:${absolute(path)}`
  const target = targetOf(pod, mount.name, mount.driver)
  const options = [...mount.options, ...(readOnly ? ['ro'] : [])]
  const args = `-t nfs${options.length > 0 ? ` -o ${options.join(',')}` : ''} ${source} ${target}`
  const output = OUTPUT[trouble](source)
  const failed = cluster.profile.volumes.mountFailed({
    target,
    args,
    output,
    unit: unitOf(cluster, pod),
  })
  const why = mount.driver ? `rpc error: code = Internal desc = ${failed}` : failed
  const text = setUpFailed(mount.name, why)
  return AT_ONCE.has(trouble) ? { text } : { text, takes: TRYING }
}

export function setUpFailed(volume: string, why: string): string {
  return `MountVolume.SetUp failed for volume "${volume}" : ${why}`
}
