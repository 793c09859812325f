import type { Container, Pod, PodSpec } from '../types/index.ts'

/** What a pod of a storage driver does: each is a sidecar of its own, except for the provisioners of old. */
export type Role = 'provision' | 'attach' | 'resize' | 'node'

/** The storage software that a pod runs. */
export interface Program {
  /** As StorageClasses and CSIDrivers name it. */
  readonly driver: string
  readonly roles: readonly Role[]
  /** Provisioners that are no CSI driver: what they make, and where. */
  readonly classic?:
    | { readonly sort: 'nfs'; readonly server: string; readonly path: string }
    | LocalPath
}

interface LocalPath {
  readonly sort: 'local-path'
  readonly path: string
}

/** Drivers by the last part of their image's path. */
const DRIVERS: Readonly<Record<string, string>> = {
  'gcp-compute-persistent-disk-csi-driver': 'pd.csi.storage.gke.io',
  'aws-ebs-csi-driver': 'ebs.csi.aws.com',
  'aws-efs-csi-driver': 'efs.csi.aws.com',
  'azuredisk-csi': 'disk.csi.azure.com',
  'azurefile-csi': 'file.csi.azure.com',
  'cinder-csi-plugin': 'cinder.csi.openstack.org',
  hostpathplugin: 'hostpath.csi.k8s.io',
  nfsplugin: 'nfs.csi.k8s.io',
}
const SIDECARS: Readonly<Record<string, Role>> = {
  'csi-provisioner': 'provision',
  'csi-attacher': 'attach',
  'csi-resizer': 'resize',
  'csi-node-driver-registrar': 'node',
}
const NFS_SUBDIR = 'nfs-subdir-external-provisioner'
const LOCAL_PATH = 'local-path-provisioner'
const LIKELY = /csi|provisioner|hostpathplugin|nfsplugin/

function nameOf({ image = '' }: Container): string {
  const last = image.slice(image.lastIndexOf('/') + 1)
  return last.replace(/[:@].*$/, '')
}

function flag(container: Container, names: readonly string[]): string | undefined {
  for (const word of [...(container.command ?? []), ...(container.args ?? [])])
    for (const name of names) if (word.startsWith(`--${name}=`)) return word.slice(name.length + 3)
  return undefined
}

function variable({ env }: Container, name: string): string {
  return env?.find((one) => one.name === name)?.value ?? ''
}

function classicOf(container: Container): Program | undefined {
  const name = nameOf(container)
  if (name === NFS_SUBDIR) {
    const [server, path] = [variable(container, 'NFS_SERVER'), variable(container, 'NFS_PATH')]
    const driver = variable(container, 'PROVISIONER_NAME')
    // It ends with an error when one of these is not set.
    if (driver === '' || server === '' || path === '') return undefined
    return { driver, roles: ['provision'], classic: { sort: 'nfs', server, path } }
  }
  if (name !== LOCAL_PATH) return undefined
  const driver = flag(container, ['provisioner-name']) ?? 'rancher.io/local-path'
  const path = '/opt/local-path-provisioner'
  return { driver, roles: ['provision'], classic: { sort: 'local-path', path } }
}

function read(containers: readonly Container[]): Program | undefined {
  let driver: string | undefined
  const roles: Role[] = []
  for (const container of containers) {
    const classic = classicOf(container)
    if (classic) return classic
    const name = nameOf(container)
    const role = SIDECARS[name]
    if (role) roles.push(role)
    if (DRIVERS[name]) driver = flag(container, ['drivername', 'driver-name']) ?? DRIVERS[name]
  }
  return driver !== undefined && roles.length > 0 ? { driver, roles } : undefined
}

const known = new WeakMap<PodSpec, Program | false>()

/** The storage software of the pod; undefined for all other pods. Equal pods share their spec, so it is read once. */
export function programOf({ spec }: Pod): Program | undefined {
  let program = known.get(spec)
  if (program === undefined) {
    const all = spec.containers
    const likely = all.some(({ image }) => image !== undefined && LIKELY.test(image))
    program = (likely && read(all)) || false
    known.set(spec, program)
  }
  return program || undefined
}
