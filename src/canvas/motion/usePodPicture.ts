import { useMemo, useSyncExternalStore } from 'react'
import type { Pod } from '../../sim/index.ts'
import { type PodWait, type ProbeTrouble, podWait, probeTrouble } from '../../sim/light.ts'
import { peekCluster, simStore, useSim } from '../../store/sim.ts'
import { podFacts } from '../facts/podFacts.ts'
import { type PodPicture, podPicture } from './podStage.ts'

/** Virtual milliseconds between two pictures of a short wait, and of a long one. */
const FINE = 200
const COARSE = 1000
const LONG = 40_000

interface Known {
  readonly wait: PodWait | undefined
  readonly probe: ProbeTrouble | undefined
}

const NOTHING = 'null'

/** Nothing changes by the clock in a pod that is ready and is not asked, or that nobody has placed. */
function watchesClock(pod: Pod): boolean {
  const { tone } = podFacts(pod)
  if (tone === 'work' || tone === 'bad' || tone === 'gone') return true
  return tone === 'ok' && pod.spec.containers.some((one) => one.livenessProbe ?? one.readinessProbe)
}

function ask(pod: Pod): string {
  const cluster = peekCluster()
  if (!cluster) return NOTHING
  const wait = podWait(cluster, pod)
  const probe = probeTrouble(cluster, pod)
  return wait || probe ? JSON.stringify({ wait, probe }) : NOTHING
}

/** What the pod's tile shows now; renders again when its kubelet waits for something else, and while a time runs. */
export function usePodPicture(pod: Pod): PodPicture {
  const watched = watchesClock(pod)
  const packed = useSyncExternalStore(simStore.subscribe, () => (watched ? ask(pod) : NOTHING))
  const known = useMemo(() => JSON.parse(packed) as Known | null, [packed])
  const wait = known?.wait
  const step = wait === undefined ? 0 : wait.until - wait.since > LONG ? COARSE : FINE
  const now = useSim((state) => (step === 0 ? 0 : Math.floor(state.now / step) * step))
  return podPicture(pod, podFacts(pod), now, wait, known?.probe)
}
