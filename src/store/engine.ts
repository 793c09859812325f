/**
 * All that the screen needs of the engine and that is too large for the first picture. Only `arrival.ts` loads it.
 */
import { book2021, type Cluster, createCluster, current, resume, type Still } from '../sim/index.ts'
import { rememberPast } from '../sim/scheduler/index.ts'
import { openLab } from './labs.ts'

export {
  candidatesOf,
  delaysBinding,
  machineOf,
  mountTrouble,
  serverAt,
  volumeRefusal,
} from '../sim/index.ts'
export { decisionOf, decisionsOf, verdicts } from '../sim/scheduler/index.ts'
export { openLab } from './labs.ts'
export { reserveVerdict } from './verdict.ts'

/** A running cluster that goes on where the still one, a picture of the lab, stands. */
export function startFrom(still: Still, lab: string): Cluster {
  const { profile: name, seed } = still.recording.present
  const profile = [book2021, current].find((one) => one.name === name)
  if (!profile) throw new RangeError(`There is no profile "${name}".`)
  const cluster = createCluster({ profile, seed })
  resume(cluster, still)
  rememberPast(cluster, still, () => openLab(lab, { seed }))
  return cluster
}
