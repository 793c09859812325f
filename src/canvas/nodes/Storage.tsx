import { memo } from 'react'
import type { ConfigMap, PersistentVolume, PersistentVolumeClaim, Secret } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import type { Tone } from '../facts/podFacts.ts'
import { modesText, phaseOf } from '../facts/storageFacts.ts'
import { idOf, keyOf, refOf, splitKey } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { KindSign, StateSign } from './Sprite.tsx'

interface CardProps {
  readonly kind: string
  readonly objectKey: string
  readonly small: string
  readonly sign: string | undefined
  readonly state?: { readonly word: string; readonly tone: Tone }
  readonly selected: boolean
  readonly look?: string | undefined
  readonly size?: number
  readonly drag?: 'volume'
}

/** A card with the sign of its kind, its name, one line about it, and its state. */
function ThingCard(props: CardProps) {
  const { kind, objectKey, small, sign, state, selected, look = '', size = 30, drag } = props
  return (
    <div
      className={`${card.card} ${card.row} ${selected ? card.selected : ''} ${look}`}
      data-drop={idOf(kind, objectKey)}
    >
      <span className={sign}>
        <KindSign kind={kind} size={size} />
      </span>
      <span className={card.grow}>
        <button
          type="button"
          className={`${card.title} ${drag ? `nopan ${card.drag}` : ''}`}
          data-thing={idOf(kind, objectKey)}
          data-drag={drag}
          aria-label={accessibleName(kind, objectKey, state?.word)}
          aria-pressed={selected}
        >
          <MiddleCut name={splitKey(objectKey)[1]} />
        </button>
        {small !== '' && (
          <small className={card.small} title={small}>
            {small}
          </small>
        )}
        {state && (
          <span className={`${card.state} ${card[state.tone]}`}>
            <StateSign tone={state.tone} size={13} />
            {state.word}
          </span>
        )}
      </span>
    </div>
  )
}

interface FaceProps<T> {
  readonly object: T
  readonly selected?: boolean
  /** A volume is being dragged, and this may take it. */
  readonly target?: 'maybe' | 'over' | undefined
}

function ClaimFace({ object, selected = false, target }: FaceProps<PersistentVolumeClaim>) {
  const text = useStageText()
  const size = object.spec.resources?.requests?.storage ?? '?'
  const hint = text('claim.asks', { size, modes: modesText(object.spec.accessModes) })
  return (
    <ThingCard
      kind="PersistentVolumeClaim"
      objectKey={keyOf(object)}
      small={target === 'over' ? text('drag.claim') : hint}
      sign={card.vol}
      state={phaseOf(object)}
      selected={selected}
      look={target === undefined ? '' : target === 'over' ? card.target : card.hot}
    />
  )
}

function VolumeFace({ object, selected = false }: FaceProps<PersistentVolume>) {
  const text = useStageText()
  return (
    <ThingCard
      kind="PersistentVolume"
      objectKey={keyOf(object)}
      small={text('volume.has', {
        size: object.spec.capacity?.storage ?? '?',
        modes: modesText(object.spec.accessModes),
        policy: object.spec.persistentVolumeReclaimPolicy ?? 'Retain',
      })}
      sign={card.vol}
      state={phaseOf(object)}
      selected={selected}
      drag="volume"
    />
  )
}

function ConfigFace({ object, selected = false }: FaceProps<ConfigMap | Secret>) {
  return (
    <ThingCard
      kind={object.kind}
      objectKey={keyOf(object)}
      small=""
      sign={card.cfg}
      size={24}
      selected={selected}
    />
  )
}

function useSelected(kind: string, key: string): boolean {
  return useUi((state) => state.selection?.kind === kind && state.selection.key === key)
}

interface IdProps {
  readonly id: string
}

export const Claim = memo(function Claim({ id }: IdProps) {
  const { kind, key } = refOf(id)
  const object = useObject('PersistentVolumeClaim', key)
  const selected = useSelected(kind, key)
  const target = useCell(dragCell, (drag) => {
    if (!drag?.id.startsWith('PersistentVolume|')) return undefined
    return drag.over === id ? 'over' : 'maybe'
  })
  return object ? <ClaimFace object={object} selected={selected} target={target} /> : null
})

export const Volume = memo(function Volume({ id }: IdProps) {
  const { kind, key } = refOf(id)
  const object = useObject('PersistentVolume', key)
  const selected = useSelected(kind, key)
  return object ? <VolumeFace object={object} selected={selected} /> : null
})

export const Config = memo(function Config({ id }: IdProps) {
  const { kind, key } = refOf(id)
  const object = useObject(kind === 'Secret' ? 'Secret' : 'ConfigMap', key)
  const selected = useSelected(kind, key)
  return object ? <ConfigFace object={object} selected={selected} /> : null
})

/** What the bytes lie on. It is no object of the API, so there is nothing to select. */
export const BackendCard = memo(function BackendCard({ id }: IdProps) {
  const { key } = refOf(id)
  const [sort, address] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
  return (
    <div
      className={`${card.card} ${card.row}`}
      role="img"
      aria-label={`Backend ${sort} ${address}`}
    >
      <span className={card.vol}>
        <KindSign kind="Backend" size={30} />
      </span>
      <span className={card.grow}>
        <b className={card.small}>{sort.toUpperCase()}</b>
        <small className={card.small}>
          <MiddleCut name={address} />
        </small>
      </span>
    </div>
  )
})
