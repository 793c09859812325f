import { type PodSummary, summarizePod } from '../../kubectl/printers/pod.ts'
import type { Pod } from '../../sim/index.ts'

/** How something is, at a glance. Every tone has its own colour, shape and word. */
export type Tone = 'ok' | 'work' | 'wait' | 'bad' | 'gone' | 'done'

export interface PodFacts extends PodSummary {
  readonly tone: Tone
  readonly node: string
  /** deletionTimestamp, as the API writes it: the moment by which the pod has to be gone. */
  readonly goneBy: string | undefined
}

const STARTING = /^(ContainerCreating|PodInitializing|Init:\d+\/\d+)$/
const WAITING = new Set(['Pending', 'SchedulingGated'])

function toneOf(pod: Pod, { reason, ready, total }: PodSummary): Tone {
  if (pod.metadata.deletionTimestamp !== undefined) return 'gone'
  if (pod.status.phase === 'Succeeded') return 'done'
  if (pod.status.phase === 'Failed') return 'bad'
  if (reason === 'Running') return ready === total ? 'ok' : 'work'
  if (WAITING.has(reason)) return (pod.spec.nodeName ?? '') === '' ? 'wait' : 'work'
  return STARTING.test(reason) ? 'work' : 'bad'
}

const known = new WeakMap<Pod, PodFacts>()

/** The facts of a pod, worked out once per version of the object. */
export function podFacts(pod: Pod): PodFacts {
  let facts = known.get(pod)
  if (!facts) {
    const summary = summarizePod(pod)
    facts = {
      ...summary,
      tone: toneOf(pod, summary),
      node: pod.spec.nodeName ?? '',
      goneBy: pod.metadata.deletionTimestamp,
    }
    known.set(pod, facts)
  }
  return facts
}

/** Broken pods are never hidden behind a number. */
export function isBroken(pod: Pod): boolean {
  return podFacts(pod).tone === 'bad'
}
