import type { StageText } from '../text/useStageText.ts'
import type { Verdict } from './hands.ts'

/** A machine's answer in one line: a sign and words. */
export function verdictText(verdict: Verdict, text: StageText): string {
  if (!verdict.feasible) return `✕ ${verdict.reasons.join(', ')}`
  const score =
    verdict.score === undefined ? '' : ` · ${text('verdict.score', { score: verdict.score })}`
  return `✓ ${text('verdict.yes')}${score}`
}

/** Those that would take it first, the best of them before the others; by name where they are alike. */
export function bestFirst(verdicts: Iterable<Verdict>): readonly Verdict[] {
  return [...verdicts].sort(
    (a, b) =>
      Number(b.feasible) - Number(a.feasible) ||
      (b.score ?? 0) - (a.score ?? 0) ||
      a.node.localeCompare(b.node, 'en', { numeric: true }),
  )
}
