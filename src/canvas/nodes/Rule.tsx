import type { ApiObject, Kind } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { policyFact } from '../facts/policyFacts.ts'
import { refOf } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { ThingCard } from './ThingCard.tsx'

/** Where it holds, when that is not where everything is. */
function placeOf({ metadata }: ApiObject): string {
  return metadata.namespace === 'default' ? '' : (metadata.namespace ?? '')
}

/** The card of a quota, a limit, a role or its binding: no lab begins with one, so it comes when it is asked for. */
export function Rule({ id }: { readonly id: string }) {
  const text = useStageText()
  const { kind, key } = refOf(id)
  const object: ApiObject | undefined = useObject(kind as Kind, key)
  const selected = useUi((state) => state.selection?.kind === kind && state.selection.key === key)
  if (!object) return null
  const { says, full, held } = policyFact(object)
  const state = full ? 'config.full' : held ? 'config.held' : undefined
  return (
    <ThingCard
      kind={kind}
      objectKey={key}
      small=""
      aside={[placeOf(object), says].filter((part) => part !== '').join(' · ')}
      sign={card.cfg}
      size={24}
      selected={selected}
      {...(state ? { state: { word: text(state), tone: full ? 'bad' : 'wait' } } : {})}
    />
  )
}
