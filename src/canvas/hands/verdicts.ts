import { loadedEngine } from '../../store/arrival.ts'
import { peekObject, runningCluster } from '../../store/sim.ts'
import type { Verdict } from './hands.ts'

/**
 * The scheduler's answer for each machine, by machine name, as if the pod had none yet; empty when the pod is gone,
 * and while the engine has not arrived.
 */
export function verdictsFor(podKey: string): ReadonlyMap<string, Verdict> {
  const pod = peekObject('Pod', podKey)
  const [engine, cluster] = [loadedEngine(), runningCluster()]
  if (!pod || !engine || !cluster) return new Map()
  return new Map(engine.verdicts(cluster, pod).map((one) => [one.node, one]))
}
