import { type ClusterView, machineOf, parseTime } from '../../sim/light.ts'

/** What keeps a machine from doing its part. */
export interface Trouble {
  readonly kind: 'power' | 'kubelet' | 'silent'
  /** Seconds since the last heartbeat; undefined when none was ever heard. */
  readonly silent: number | undefined
}

const LEASES = 'kube-node-lease'
/** Heartbeats come every ten seconds: a little later is no news. */
const LATE = 15

/** Whether the machine is in trouble at the cluster's present; undefined for one that does its part. */
export function troubleOf(cluster: ClusterView, name: string): Trouble | undefined {
  const machine = machineOf(cluster, name)
  const renewed = cluster.store.get('Lease', `${LEASES}/${name}`)?.spec?.renewTime
  const silent =
    renewed === undefined ? undefined : Math.floor((cluster.now - parseTime(renewed)) / 1000)
  if (machine && !machine.powered) return { kind: 'power', silent }
  if (machine && !machine.kubelet) return { kind: 'kubelet', silent }
  return silent !== undefined && silent > LATE ? { kind: 'silent', silent } : undefined
}
