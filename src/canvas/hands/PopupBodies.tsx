import { lazy, Suspense } from 'react'
import type { Kind } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { refOf } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import { ActionMenu } from './ActionMenu.tsx'
import { AskDelete, AskDrain, AskMove, TellCannot } from './Asks.tsx'
import { MountPopup, ObjectForm } from './FormPopup.tsx'
import type { Popup } from './hands.ts'
import { PutPopup } from './PutPopup.tsx'
import { BindMenu, MountOnMenu, ReserveMenu } from './TargetMenus.tsx'

const GhostMenu = lazy(async () => ({
  default: (await import('../ghosts/GhostMenu.tsx')).GhostMenu,
}))

const PlacePopup = lazy(async () => ({ default: (await import('./PlacePopup.tsx')).PlacePopup }))

const BODIES = {
  menu: ActionMenu,
  bind: BindMenu,
  reserve: ReserveMenu,
  mountOn: MountOnMenu,
  delete: AskDelete,
  drain: AskDrain,
  move: AskMove,
  mount: MountPopup,
  form: ObjectForm,
  cannot: TellCannot,
  put: PutPopup,
} as const

/** The menu or question that is open; it closes by itself when its object goes away. */
export function PopupBodies({ popup }: { readonly popup: Popup }) {
  const { kind, key } = refOf(popup.id)
  const text = useStageText()
  const object = useObject(kind as Kind, key)
  const Body = BODIES[popup.sort]
  const form = popup.sort === 'form' ? popup.form : ''
  if (kind === 'Backend')
    return (
      <Suspense fallback={null}>
        <PlacePopup popup={popup} />
      </Suspense>
    )
  if (!object && popup.sort === 'menu')
    return (
      <Suspense fallback={null}>
        <GhostMenu popup={popup} />
      </Suspense>
    )
  return object ? <Body key={popup.sort + form} popup={popup} object={object} text={text} /> : null
}
