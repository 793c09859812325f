import type { Cluster } from '../cluster.ts'
import { isReady } from '../controllers/pods.ts'
import { type Key, keyOf } from '../store.ts'
import type { Pod } from '../types/index.ts'
import { type Program, programOf, type Role } from './programs.ts'

/** Memory of the pods of storage drivers that are ready, by their key. */
const RUNNING = 'storage drivers'

/** A pod of a driver that does its work at the moment. */
export interface Driver extends Program {
  readonly pod: string
  readonly uid: string
  readonly namespace: string
  readonly node: string
}

/** Provisioners that run outside the cluster, by the name that a StorageClass gives; kept in memory `world`. */
export function outsideProvisioners(cluster: Pick<Cluster, 'recall'>): readonly string[] {
  return cluster.recall<readonly string[]>('world', 'provisioners') ?? []
}

/** A driver known by its provisioner's name: the name of a driver cannot have a slash. */
export function driverName(provisioner: string): string {
  return provisioner.split('/')[0] ?? ''
}

/** Keeps account of who runs: the driver whose pod has come or gone, undefined when nothing changed. */
export function noteDriver(cluster: Cluster, pod: Pod, isThere: boolean): Program | undefined {
  const program = programOf(pod)
  if (!program) return undefined
  const key = keyOf(pod)
  const was = cluster.recall<Driver>(RUNNING, key)
  const { name, namespace = '', uid } = pod.metadata
  const runs = isThere && isReady(pod) && pod.spec.nodeName !== undefined
  if (!runs) {
    if (was?.uid !== uid) return undefined
    cluster.forget(RUNNING, key)
    return program
  }
  if (was?.uid === uid) return undefined
  const { nodeName: node = '' } = pod.spec
  cluster.remember(RUNNING, key, { ...program, pod: name, uid, namespace, node })
  return program
}

/** Takes account anew, after a time in which nobody listened. */
export function recountDrivers(cluster: Cluster): void {
  for (const key of [...(cluster.memory.get(RUNNING)?.keys() ?? [])])
    if (!cluster.at('Pod', key)) cluster.forget(RUNNING, key)
  for (const key of cluster.store.keys('Pod')) {
    const pod = cluster.at('Pod', key)
    if (pod) noteDriver(cluster, pod, true)
  }
}

function all(cluster: Cluster): Iterable<[Key, Driver]> {
  return (cluster.memory.get(RUNNING)?.entries() ?? []) as Iterable<[Key, Driver]>
}

/** Who does the work: of several copies one leads, here the first by name. */
export function leaderOf(cluster: Cluster, driver: string, role: Role): Driver | undefined {
  let found: Driver | undefined
  let first = ''
  for (const [key, one] of all(cluster))
    if (one.driver === driver && one.roles.includes(role) && (!found || key < first)) {
      found = one
      first = key
    }
  return found
}

/** Names of the drivers that have reported to the kubelet of the node, in order. */
export function driversOn(cluster: Cluster, node: string): readonly string[] {
  const found = new Set<string>()
  for (const [, one] of all(cluster))
    if (one.node === node && one.roles.includes('node')) found.add(one.driver)
  return [...found].sort()
}

/** Name in events of a sidecar that leads: driver, pod and a name for this life. */
export function speakerOf({ driver, pod, uid }: Driver): string {
  return `${driver}_${pod}_${uid}`
}
