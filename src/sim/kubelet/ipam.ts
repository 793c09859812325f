import type { Cluster } from '../cluster.ts'
import { type Machine, machineNames, machineOf } from './machine.ts'

/** Blocks of a machine and the place of the address given last. */
interface Pool {
  readonly blocks: readonly string[]
  readonly cursor: number
}

/** Uids of pods by their address, and pools by machine. */
const ADDRESSES = 'kubelet addresses'
const POOLS = 'kubelet pools'
/** The first two addresses of a block and its last are never given to pods. */
const RESERVED_LOW = 2
const RESERVED = 3
const MOST_BLOCKS = 16

interface Block {
  readonly base: number
  readonly size: number
}

const KNOWN = 20_000
const known = new Map<string, Block>()

function parse(cidr: string): Block {
  const found = known.get(cidr)
  if (found) return found
  const [address = '', bits = '32'] = cidr.split('/')
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const block = { base, size: 2 ** (32 - Number(bits)) }
  if (known.size >= KNOWN) known.clear()
  known.set(cidr, block)
  return block
}

function format(address: number): string {
  return `${Math.floor(address / 16_777_216) % 256}.${Math.floor(address / 65_536) % 256}.${Math.floor(address / 256) % 256}.${address % 256}`
}

/** Another block of the same size from the /16 around the machine's own, or undefined when all are taken. */
function nextBlock(cluster: Cluster, machine: Machine): string | undefined {
  const { base, size } = parse(machine.podCidr)
  const network = base - (base % 65_536)
  const taken = new Set<number>()
  for (const name of machineNames(cluster)) {
    const other = machineOf(cluster, name)
    if (!other) continue
    const more = cluster.recall<Pool>(POOLS, name)?.blocks ?? []
    for (const cidr of [other.podCidr, ...more]) {
      const block = parse(cidr)
      // Blocks may be of other sizes: whatever they touch is taken.
      const first = block.base - (block.base % size)
      for (let at = first; at < block.base + block.size; at += size) taken.add(at)
    }
  }
  for (let at = network; at < network + 65_536; at += size)
    if (!taken.has(at))
      return `${format(at)}/${machine.podCidr.slice(machine.podCidr.indexOf('/') + 1)}`
  return undefined
}

function take(cluster: Cluster, machine: Machine, pool: Pool, uid: string): string {
  const { size } = parse(machine.podCidr)
  const each = size - RESERVED
  const total = each * pool.blocks.length
  for (let step = 1; step <= total; step++) {
    const place = (pool.cursor + step) % total
    const block = parse(pool.blocks[Math.floor(place / each)] ?? machine.podCidr)
    const address = format(block.base + RESERVED_LOW + (place % each))
    if (cluster.recall(ADDRESSES, address) !== undefined) continue
    cluster.remember(ADDRESSES, address, uid)
    cluster.remember(POOLS, machine.name, { blocks: pool.blocks, cursor: place })
    return address
  }
  return ''
}

/** A free address of the machine's blocks for the pod; empty when there is none. Freed ones come round again last. */
export function allocate(cluster: Cluster, machine: Machine, uid: string): string {
  const pool = cluster.recall<Pool>(POOLS, machine.name) ?? {
    blocks: [machine.podCidr],
    cursor: -1,
  }
  const address = take(cluster, machine, pool, uid)
  if (address !== '' || pool.blocks.length >= MOST_BLOCKS) return address
  const block = nextBlock(cluster, machine)
  if (block === undefined) return ''
  const each = parse(machine.podCidr).size - RESERVED
  const blocks = [...pool.blocks, block]
  return take(cluster, machine, { blocks, cursor: each * pool.blocks.length - 1 }, uid)
}

export function release(cluster: Cluster, address: string, uid: string): void {
  if (address !== '' && cluster.recall(ADDRESSES, address) === uid)
    cluster.forget(ADDRESSES, address)
}
