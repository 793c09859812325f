import { verdicts } from '../../sim/scheduler/index.ts'
import { getCluster, peekObject } from '../../store/sim.ts'
import type { Verdict } from './hands.ts'

/**
 * The scheduler's answer for each machine, by machine name, as if the pod had none yet; empty when the pod is gone.
 */
export function verdictsFor(podKey: string): ReadonlyMap<string, Verdict> {
  const pod = peekObject('Pod', podKey)
  if (!pod) return new Map()
  return new Map(verdicts(getCluster(), pod).map((one) => [one.node, one]))
}
