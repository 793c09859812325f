import { lazy, memo, Suspense } from 'react'
import type { ApiObject, Kind, PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { modesText, phaseOf, shareOf } from '../facts/storageFacts.ts'
import { GhostPlace } from '../ghosts/GhostPlace.tsx'
import { keyOf, refOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { SizeBar } from './SizeBar.tsx'
import { KindSign } from './Sprite.tsx'
import { SmallLine, ThingCard } from './ThingCard.tsx'

/** What is read behind the objects, and its words, come after the first picture. */
const lines = () => import('./StorageLines.tsx')
const ClaimLine = lazy(async () => ({ default: (await lines()).ClaimLine }))
const VolumeLine = lazy(async () => ({ default: (await lines()).VolumeLine }))
const PlaceCard = lazy(async () => ({ default: (await lines()).PlaceCard }))
const Uses = lazy(async () => ({ default: (await lines()).Uses }))

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
      small=""
      line={
        target === 'over' ? (
          <SmallLine said={text('drag.claim')} />
        ) : (
          <Suspense fallback={<SmallLine said={hint} />}>
            <ClaimLine claim={object} />
          </Suspense>
        )
      }
      sign={card.vol}
      state={phaseOf(object)}
      selected={selected}
      look={target === undefined ? '' : target === 'over' ? card.target : card.hot}
    >
      <SizeBar {...shareOf(object)} />
    </ThingCard>
  )
}

function VolumeFace({ object, selected = false }: FaceProps<PersistentVolume>) {
  const text = useStageText()
  const small = text('volume.has', {
    size: object.spec.capacity?.storage ?? '?',
    modes: modesText(object.spec.accessModes),
    policy: object.spec.persistentVolumeReclaimPolicy ?? 'Retain',
  })
  return (
    <ThingCard
      kind="PersistentVolume"
      objectKey={keyOf(object)}
      small=""
      line={
        <Suspense fallback={<VolumeSketch small={small} />}>
          <VolumeLine volume={object} />
        </Suspense>
      }
      sign={card.vol}
      state={phaseOf(object)}
      selected={selected}
      drag="volume"
    />
  )
}

function VolumeSketch({ small }: { readonly small: string }) {
  return (
    <>
      <SmallLine said={small} />
      <SizeBar part={0} />
    </>
  )
}

/** Where it is, when that is not where everything is. */
function namespaceOf({ metadata }: ApiObject): string {
  return metadata.namespace === 'default' ? '' : (metadata.namespace ?? '')
}

function ConfigFace({ object, selected = false }: FaceProps<ApiObject>) {
  return (
    <ThingCard
      kind={object.kind}
      objectKey={keyOf(object)}
      small=""
      aside={namespaceOf(object)}
      sign={card.cfg}
      size={24}
      selected={selected}
      mark={
        <Suspense fallback={null}>
          <Uses kind={object.kind} id={keyOf(object)} />
        </Suspense>
      }
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
  return object ? (
    <ClaimFace object={object} selected={selected} target={target} />
  ) : (
    <GhostPlace id={id} />
  )
})

export const Volume = memo(function Volume({ id }: IdProps) {
  const { kind, key } = refOf(id)
  const object = useObject('PersistentVolume', key)
  const selected = useSelected(kind, key)
  return object ? <VolumeFace object={object} selected={selected} /> : <GhostPlace id={id} />
})

const Rule = lazy(async () => ({ default: (await import('./Rule.tsx')).Rule }))

export const Config = memo(function Config({ id }: IdProps) {
  const { kind, key } = refOf(id)
  const object: ApiObject | undefined = useObject(kind as Kind, key)
  const selected = useSelected(kind, key)
  if (object && kind !== 'ConfigMap' && kind !== 'Secret')
    return (
      <Suspense fallback={null}>
        <Rule id={id} />
      </Suspense>
    )
  return object ? <ConfigFace object={object} selected={selected} /> : <GhostPlace id={id} />
})

/** What the bytes lie on. It is no object of the API: what is known of it comes later. */
export const BackendCard = memo(function BackendCard({ id }: IdProps) {
  const { key } = refOf(id)
  const [sort, address] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
  return (
    <Suspense fallback={<BackendSketch sort={sort} address={address} />}>
      <PlaceCard id={id} sort={sort} address={address} />
    </Suspense>
  )
})

interface SketchProps {
  readonly sort: string
  readonly address: string
}

function BackendSketch({ sort, address }: SketchProps) {
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
        <SizeBar part={0} />
      </span>
    </div>
  )
}
