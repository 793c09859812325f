import type { Cluster, Machine } from '../sim/index.ts'
import { machines } from '../sim/light.ts'

export interface MachineWish {
  /** Quantities; 1 CPU and 2560Mi when missing, as a worker of the textbook has. */
  readonly cpu?: string
  readonly memory?: string
}

const WORKER = /^w(\d{1,2})-k8s$/

/** Address blocks that were seen on the textbook's machines; further ones follow the same size. */
const BLOCKS: Readonly<Record<string, string>> = {
  'm-k8s': '172.16.171.64/26',
  'w1-k8s': '172.16.221.128/26',
  'w2-k8s': '172.16.103.128/26',
  'w3-k8s': '172.16.132.0/26',
}

const SMALL_NETWORK = '192.168.1.'

function freeAddress({ seen, addresses }: Taken, name: string): string {
  const number = Number(WORKER.exec(name)?.[1] ?? 0)
  const wished = `${SMALL_NETWORK}${100 + number}`
  if (number > 0 && !addresses.has(wished)) return wished
  for (let last = 101; last < 255; last++)
    if (!addresses.has(`${SMALL_NETWORK}${last}`)) return `${SMALL_NETWORK}${last}`
  // A cluster beyond one small network: further machines live in the next ones.
  return `192.168.${2 + Math.floor(seen.length / 250)}.${1 + (seen.length % 250)}`
}

/** Addresses of a block are counted in blocks of 64 from 172.16.0.0 on. */
const SMALL = 64
const BLOCK_COUNT = 65_536

/** Which blocks of 64 addresses a range such as 172.16.1.0/24 covers, by number. */
function covered(cidr: string): readonly number[] {
  const [address = '', bits = '26'] = cidr.split('/')
  const [, second = 0, third = 0, last = 0] = address.split('.').map(Number)
  const first = Math.floor(((second - 16) * 65_536 + third * 256 + last) / SMALL)
  const count = Math.max(1, 2 ** (32 - Number(bits)) / SMALL)
  return Array.from({ length: count }, (_, index) => first + index)
}

/** What the machines of a cluster have taken; read off the machines in `seen`, in their order. */
interface Taken {
  readonly seen: Machine[]
  readonly addresses: Set<string>
  readonly blocks: Set<number>
}

const takenIn = new WeakMap<Cluster, Taken>()

/** Thousands of machines join one after the other: only those that came since the last look are read. */
function taken(cluster: Cluster): Taken {
  const now = [...machines(cluster)]
  const last = takenIn.get(cluster)
  const grown = last?.seen.every((machine, index) => machine === now[index])
  const result =
    last && grown ? last : { seen: [], addresses: new Set<string>(), blocks: new Set<number>() }
  for (const machine of now.slice(result.seen.length)) {
    result.seen.push(machine)
    result.addresses.add(machine.ip)
    if (machine.podCidr) for (const block of covered(machine.podCidr)) result.blocks.add(block)
  }
  takenIn.set(cluster, result)
  return result
}

function freeBlock({ seen, blocks }: Taken, name: string): string {
  const wished = BLOCKS[name]
  if (wished && !covered(wished).some((block) => blocks.has(block))) return wished
  // Searching from the number of machines on finds a free one at once in all but odd clusters.
  for (let tried = 0; tried < BLOCK_COUNT; tried++) {
    const block = (seen.length + tried) % BLOCK_COUNT
    if (!blocks.has(block))
      return `172.${16 + Math.floor(block / 1024)}.${Math.floor(block / 4) % 256}.${(block % 4) * SMALL}/26`
  }
  throw new RangeError('no block of pod addresses is left')
}

/** A worker machine of the given name with the next free addresses; add it with `cluster.world`. */
export function workerMachine(cluster: Cluster, name: string, wish: MachineWish = {}): Machine {
  const held = taken(cluster)
  return {
    name,
    ip: freeAddress(held, name),
    podCidr: freeBlock(held, name),
    cpu: wish.cpu ?? '1',
    memory: wish.memory ?? '2560Mi',
    pods: '110',
    labels: {},
    taints: [],
    powered: true,
    kubelet: true,
  }
}

/** A control-plane machine: labelled and tainted as the cluster's version has it. */
export function controlPlaneMachine(
  cluster: Cluster,
  name: string,
  ip: string,
  wish: MachineWish = {},
): Machine {
  const { controlPlaneLabel, controlPlaneTaint } = cluster.profile
  return {
    ...workerMachine(cluster, name, { cpu: '2', memory: '3072Mi', ...wish }),
    ip,
    labels: { [controlPlaneLabel]: '' },
    taints: [{ key: controlPlaneTaint, effect: 'NoSchedule' }],
  }
}
