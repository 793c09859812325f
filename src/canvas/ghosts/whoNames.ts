import type { Missing } from '../../store/relations/missing.ts'
import { refOf, splitKey } from '../graph/world.ts'
import type { StageText } from '../text/useStageText.ts'

/** Who names what is missing, and in which field. */
export function whoNames({ referrers, count }: Missing, text: StageText): string {
  const [first] = referrers
  if (!first) return ''
  const { kind, key } = refOf(first.id)
  const who = `${kind} ${splitKey(key)[1]}`
  return count > 1
    ? text('ghost.more', { who, count: count - 1 })
    : text('ghost.by', { who, field: first.side.field })
}
