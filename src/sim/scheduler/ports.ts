import type { Container, Pod } from '../types/index.ts'

/** A port of the machine itself that a container wants. */
export interface HostPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

const ANY = '0.0.0.0'
const NO_PORTS: readonly HostPort[] = []

function collect(container: Container, into: HostPort[]): void {
  for (const { hostIP, hostPort, protocol } of container.ports ?? []) {
    if (hostPort === undefined || hostPort <= 0) continue
    into.push({ ip: hostIP || ANY, protocol: protocol || 'TCP', port: hostPort })
  }
}

/** Every host port of a pod's containers and sidecars. */
export function hostPorts(pod: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined
  for (const container of pod.spec.containers ?? []) {
    if (!container.ports?.length) continue
    found ??= []
    collect(container, found)
  }
  for (const init of pod.spec.initContainers ?? []) {
    if (init.restartPolicy !== 'Always' || !init.ports?.length) continue
    found ??= []
    collect(init, found)
  }
  return found ?? NO_PORTS
}

/** Ports taken on one machine, with how many pods take each address. */
export class UsedPorts {
  private readonly taken = new Map<string, Map<string, number>>()

  add(port: HostPort, by: 1 | -1): void {
    const key = `${port.protocol}:${port.port}`
    const addresses = this.taken.get(key) ?? new Map<string, number>()
    const left = (addresses.get(port.ip) ?? 0) + by
    if (left > 0) addresses.set(port.ip, left)
    else addresses.delete(port.ip)
    if (addresses.size > 0) this.taken.set(key, addresses)
    else this.taken.delete(key)
  }

  /** The wildcard address collides with every other. */
  // k8s: staging/src/k8s.io/kube-scheduler/framework HostPortInfo.CheckConflict (1.36)
  conflicts(port: HostPort): boolean {
    const addresses = this.taken.get(`${port.protocol}:${port.port}`)
    if (!addresses) return false
    return port.ip === ANY || addresses.has(ANY) || addresses.has(port.ip)
  }
}
