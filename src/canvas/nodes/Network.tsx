import { memo } from 'react'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { networkLines } from '../facts/networkFacts.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { GhostPlace } from '../ghosts/GhostPlace.tsx'
import { refOf, splitKey } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { useStageText } from '../text/useStageText.ts'
import { tightCell } from '../useType.ts'
import card from './Card.module.css'
import { KindSign } from './Sprite.tsx'
import { ThingCard } from './ThingCard.tsx'

type NetworkKind = 'EndpointSlice' | 'Ingress' | 'Service'

/** What the cluster shows to the outside: one look for every kind of it. */
export const NetworkCard = memo(function NetworkCard({ id }: { readonly id: string }) {
  const { kind, key } = refOf(id)
  const object = useObject(kind as NetworkKind, key)
  const selected = useUi((state) => state.selection?.kind === kind && state.selection.key === key)
  // From farther away there is room for one line: where it is found.
  const tight = useCell(tightCell, (far) => far)
  if (!object) return <GhostPlace id={id} />
  const [sort, where] = networkLines(object)
  return (
    <ThingCard
      kind={kind}
      objectKey={key}
      small={tight && where !== '' ? where : sort}
      fine={tight ? '' : where}
      sign={card.net}
      size={24}
      selected={selected}
    />
  )
})

/** A machine's address in the machines' own network, and the block its pods get theirs from. */
export const AddressCard = memo(function AddressCard({ nodeKey }: { readonly nodeKey: string }) {
  const text = useStageText()
  // From farther away there is room for one of the two: whose address it is.
  const tight = useCell(tightCell, (far) => far)
  const node = useObject('Node', nodeKey)
  if (!node) return null
  const [, name] = splitKey(nodeKey)
  const { address } = nodeFacts(node)
  const block = node.spec.podCIDR
  const pods =
    block === undefined || block === '' ? text('address.none') : text('address.pods', { block })
  return (
    <div
      className={`${card.card} ${card.row} ${card.tight}`}
      role="img"
      aria-label={`${text('address.what', { node: name })}: ${address}, ${pods}`}
    >
      <span className={`${card.sign} ${card.net}`}>
        <KindSign kind="Address" size={19} />
      </span>
      <span className={card.grow}>
        <span className={card.line}>
          <b className={card.mono}>{address}</b>
          {!tight && (
            <small className={card.fine}>
              <MiddleCut name={name} labelled />
            </small>
          )}
        </span>
        <small className={card.fine} title={pods}>
          {tight ? <MiddleCut name={name} labelled /> : pods}
        </small>
      </span>
    </div>
  )
})
