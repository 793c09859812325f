import { wholeValue } from '../../scheduler/amounts.ts'
import type { Millis } from '../../time.ts'
import type { Machine } from '../machine.ts'
import type { Holder } from './holders.ts'

/** What a node can be short of, as its conditions name it. */
export type Want = 'memory' | 'disk' | 'pid'
export const WANTS: readonly Want[] = ['memory', 'disk', 'pid']

/** When each was too short last; -1 for never. */
export type MetAt = Readonly<Record<Want, Millis>>
export const NEVER_MET: MetAt = { memory: -1, disk: -1, pid: -1 }

/** Which wants count as such at this moment. */
export type Pressed = Readonly<Record<Want, boolean>>
export const AT_EASE: Pressed = { memory: false, disk: false, pid: false }

/** A condition outlives its cause by this. */
const TRANSITION: Millis = 300_000

export function pressedAt(now: Millis, metAt: MetAt): Pressed {
  const one = (want: Want): boolean => metAt[want] >= 0 && now - metAt[want] < TRANSITION
  return { memory: one('memory'), disk: one('disk'), pid: one('pid') }
}

/** Hard threshold: memory.available below 100Mi. */
export const MEMORY_THRESHOLD = 100 * 1024 * 1024
const DISK_BYTES = 40_000_000_000
/** Of the disk the system itself takes this part, before anything else. */
const SYSTEM_BYTES = 4_000_000_000
/** The kernel's own limit of process ids, and how many the system takes. */
const MOST_PIDS = 32_768
const SYSTEM_PIDS = 250

export function diskBytes(): number {
  return DISK_BYTES
}

/** How much of something there is and was left, and from when on that is too little. */
export interface Signal {
  readonly want: Want
  /** As messages and events name it. */
  readonly resource: 'memory' | 'ephemeral-storage' | 'pids'
  readonly available: number
  readonly threshold: number
}

const sum = (holders: readonly Holder[], part: (one: Holder) => number): number =>
  holders.reduce((total, one) => total + part(one), 0)

/** Bytes that are free on the machine's disk, which holds images and pods' files alike. */
export function freeDisk(machine: Machine, holders: readonly Holder[], images: number): number {
  const used = SYSTEM_BYTES + (machine.filled ?? 0) + images + sum(holders, (one) => one.disk)
  return Math.max(0, DISK_BYTES - used)
}

/**
 * All that the kubelet watches, memory first. Inodes are not among it; process ids are, below a tenth (deviation: a kubelet
 * watches them only when its configuration says so).
 */
// k8s: pkg/kubelet/apis/config/v1beta1 DefaultEvictionHard; eviction makeSignalObservations, byEvictionPriority (1.36)
export function observed(
  machine: Machine,
  holders: readonly Holder[],
  images: number,
): readonly Signal[] {
  const disk = freeDisk(machine, holders, images)
  const pids = MOST_PIDS - SYSTEM_PIDS - (machine.processes ?? 0)
  return [
    {
      want: 'memory',
      resource: 'memory',
      available: wholeValue(machine.memory) - sum(holders, (one) => one.memory),
      threshold: MEMORY_THRESHOLD,
    },
    {
      want: 'disk',
      resource: 'ephemeral-storage',
      available: disk,
      threshold: Math.floor(DISK_BYTES * 0.1),
    },
    {
      want: 'disk',
      resource: 'ephemeral-storage',
      available: disk,
      threshold: Math.floor(DISK_BYTES * 0.15),
    },
    {
      want: 'pid',
      resource: 'pids',
      available: Math.max(0, pids - sum(holders, (one) => one.processes)),
      threshold: Math.floor(MOST_PIDS * 0.1),
    },
  ]
}

export function isShort({ available, threshold }: Signal): boolean {
  return available < threshold
}
