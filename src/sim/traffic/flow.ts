import { storedQuantity } from '../machinery/quantity.ts'
import { milliValue } from '../scheduler/amounts.ts'
import type { Millis } from '../time.ts'
import type { Kind } from '../types/index.ts'

/** Memory of what the world outside asks of workloads. */
export const TRAFFIC = 'traffic'

/** A cluster, as far as these facts need it. */
interface Remembering {
  readonly memory: ReadonlyMap<string, ReadonlyMap<string, unknown>>
}

/** What somebody outside asks of the pods of one workload together. */
export interface Load {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  /** `700m`: so much CPU. `50/s`: so many requests each second, whose cost is the program's. `0`: nothing. */
  readonly amount: string
}

/** Thousandths of a CPU that each pod spends on it from a moment on, by uid. */
interface Point {
  readonly at: Millis
  readonly pods: Readonly<Record<string, number>>
}

/** A load, and how it was shared out. */
export interface Flow {
  readonly load: Load
  /** Oldest first. */
  readonly points: readonly Point[]
}

const RATE = /^(\d+(?:\.\d+)?)\/s$/

/** The amount in its one spelling; throws RangeError when it is none. */
export function loadAmount(text: string): string {
  const rate = RATE.exec(text)
  if (rate) return `${Number(rate[1])}/s`
  if (!/^\d/.test(text)) throw new RangeError(`not an amount of load: "${text}"`)
  try {
    return storedQuantity(text)
  } catch {
    throw new RangeError(`not an amount of load: "${text}"`)
  }
}

/** Requests each second; undefined for an amount of CPU. */
export function requestsOf(amount: string): number | undefined {
  const rate = RATE.exec(amount)
  return rate ? Number(rate[1]) : undefined
}

export function isNoLoad(amount: string): boolean {
  return (requestsOf(amount) ?? milliValue(amount)) === 0
}

export function flowKey({ kind, namespace, name }: Omit<Load, 'amount'>): string {
  return `${kind} ${namespace}/${name}`
}

/** Every load there is, in the order in which they were first given. */
export function loads(cluster: Remembering): readonly Load[] {
  const flows = (cluster.memory.get(TRAFFIC)?.values() ?? []) as Iterable<Flow>
  return [...flows].map(({ load }) => load).filter(({ amount }) => !isNoLoad(amount))
}

/** The load of one workload; `0` when it has none. */
export function loadOf(cluster: Remembering, of: Omit<Load, 'amount'>): string {
  const flow = cluster.memory.get(TRAFFIC)?.get(flowKey(of)) as Flow | undefined
  return flow?.load.amount ?? '0'
}

/** Thousandths of a CPU that the pod spent on its share of any load, on average over that time. */
export function spentOnLoad(cluster: Remembering, uid: string, from: Millis, to: Millis): number {
  const flows = cluster.memory.get(TRAFFIC)
  if (!flows?.size || to <= from) return 0
  let spent = 0
  for (const { points } of flows.values() as Iterable<Flow>)
    for (let index = 0; index < points.length; index++) {
      const point = points[index] as Point
      const share = point.pods[uid]
      if (share === undefined) continue
      const end = Math.min(to, points[index + 1]?.at ?? to)
      spent += share * Math.max(0, end - Math.max(from, point.at))
    }
  return spent / (to - from)
}
