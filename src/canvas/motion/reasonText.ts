import type { StageKey } from '../text/en.ts'
import type { StageText } from '../text/useStageText.ts'

/** The binder's words for a volume it passes over, by what they begin with. */
const REASONS: readonly (readonly [string, StageKey])[] = [
  ['requested PV is too small', 'why.tooSmall'],
  ['storageClassName', 'why.class'],
  ['incompatible volumeMode', 'why.mode'],
  ['incompatible accessMode', 'why.access'],
  ['already bound', 'why.taken'],
  ['is being deleted', 'why.leaving'],
  ['selector', 'why.selector'],
  ['waiting for first consumer', 'why.consumer'],
  ['the smallest volume', 'why.smallest'],
  ['a smaller volume', 'why.larger'],
]

const PHASE = /^phase is (\w+)$/

/** The scheduler's reasons stay in Kubernetes' words, as its events have them. */
export function reasonText(reason: string, text: StageText): string {
  const phase = PHASE.exec(reason)?.[1]
  if (phase !== undefined) return text('why.phase', { phase })
  const key = REASONS.find(([start]) => reason.startsWith(start))?.[1]
  return key === undefined ? reason.replace(/^node\(s\) /, '') : text(key)
}
