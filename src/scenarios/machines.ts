import type { Cluster, Machine } from '../sim/index.ts'
import { machineNames, machineOf } from '../sim/light.ts'

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

function freeAddress(cluster: Cluster, name: string): string {
  const taken = new Set(machineNames(cluster).map((other) => machineOf(cluster, other)?.ip))
  const number = Number(WORKER.exec(name)?.[1] ?? 0)
  const wished = `192.168.1.${100 + number}`
  if (number > 0 && !taken.has(wished)) return wished
  for (let last = 101; last < 255; last++)
    if (!taken.has(`192.168.1.${last}`)) return `192.168.1.${last}`
  // A cluster beyond one small network: further machines live in the next ones.
  const index = machineNames(cluster).length
  return `192.168.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`
}

/** Addresses of a block are counted in blocks of 64 from 172.16.0.0 on. */
const SMALL = 64
const BLOCK_COUNT = 65_536

const KNOWN = 20_000
const known = new Map<string, readonly number[]>()

/** Which blocks of 64 addresses a range such as 172.16.1.0/24 covers, by number. Each range is read once. */
function covered(cidr: string): readonly number[] {
  const found = known.get(cidr)
  if (found) return found
  if (known.size >= KNOWN) known.clear()
  const blocks = blocksOf(cidr)
  known.set(cidr, blocks)
  return blocks
}

function blocksOf(cidr: string): readonly number[] {
  const [address = '', bits = '26'] = cidr.split('/')
  const [, second = 0, third = 0, last = 0] = address.split('.').map(Number)
  const first = Math.floor(((second - 16) * 65_536 + third * 256 + last) / SMALL)
  const count = Math.max(1, 2 ** (32 - Number(bits)) / SMALL)
  return Array.from({ length: count }, (_, index) => first + index)
}

function freeBlock(cluster: Cluster, name: string): string {
  const ranges = new Set(machineNames(cluster).map((other) => machineOf(cluster, other)?.podCidr))
  const taken = new Set<number>()
  for (const range of ranges) if (range) for (const block of covered(range)) taken.add(block)
  const wished = BLOCKS[name]
  if (wished && !covered(wished).some((block) => taken.has(block))) return wished
  // Searching from the number of machines on finds a free one at once in all but odd clusters.
  for (let tried = 0; tried < BLOCK_COUNT; tried++) {
    const block = (ranges.size + tried) % BLOCK_COUNT
    if (!taken.has(block))
      return `172.${16 + Math.floor(block / 1024)}.${Math.floor(block / 4) % 256}.${(block % 4) * SMALL}/26`
  }
  throw new RangeError('no block of pod addresses is left')
}

/** A worker machine of the given name with the next free addresses; add it with `cluster.world`. */
export function workerMachine(cluster: Cluster, name: string, wish: MachineWish = {}): Machine {
  return {
    name,
    ip: freeAddress(cluster, name),
    podCidr: freeBlock(cluster, name),
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
