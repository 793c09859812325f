import {
  type AutoscalerMetric,
  autoscalerMetrics,
  autoscalerWait,
  type HorizontalPodAutoscaler,
} from '../../sim/index.ts'
import type { AutoscalerKey } from '../text/autoscaler.ts'
import type { Tone } from './podFacts.ts'

/** One word on the card of an autoscaler; without a key it is said as it is. */
export interface AutoscalerWord {
  readonly key?: AutoscalerKey
  readonly says?: string
  readonly tone: Tone
}

const TONES: Readonly<Partial<Record<AutoscalerKey, Tone>>> = {
  notLooked: 'wait',
  noTarget: 'bad',
  cannotScale: 'bad',
  rivals: 'bad',
  noRequest: 'bad',
  noServer: 'bad',
  noOwnMetrics: 'bad',
  wellEnough: 'ok',
}

/** What an autoscaler's card says: its first metric, and what keeps it, or else its bounds. Pure. */
export function autoscalerWords(hpa: HorizontalPodAutoscaler): readonly AutoscalerWord[] {
  const [first, ...more] = autoscalerMetrics(hpa)
  const wait = autoscalerWait(hpa)
  const { minReplicas = 1, maxReplicas } = hpa.spec
  const rest = more.length > 0 ? ` +${more.length}` : ''
  const kept = wait !== 'wellEnough' && wait !== 'atLeast'
  return [
    ...(first
      ? [{ says: `${first.name} ${first.now ?? '?'}/${first.target}${rest}`, tone: toneOf(first) }]
      : []),
    kept
      ? { key: wait, tone: TONES[wait] ?? 'wait' }
      : { says: `${minReplicas}–${maxReplicas}`, tone: 'done' },
  ]
}

function toneOf({ now, above }: AutoscalerMetric): Tone {
  if (now === undefined) return 'wait'
  return above ? 'work' : 'ok'
}
