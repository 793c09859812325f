import { Clock3, Info, ListChecks, Network, TerminalSquare } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { type Place, uiStore, useUi } from '../store/ui.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './Pocket.module.css'
import { StageSlot } from './StagePlace.tsx'

/** The stage is there at once; the panels arrive after it. */
const PlaceView = lazy(async () => ({ default: (await import('./Places.tsx')).PlaceView }))

const PLACES = [
  { place: 'canvas', Icon: Network },
  { place: 'lesson', Icon: ListChecks },
  { place: 'inspector', Icon: Info },
  { place: 'terminal', Icon: TerminalSquare },
  { place: 'timeline', Icon: Clock3 },
] as const satisfies readonly { place: Place; Icon: typeof Info }[]

/** The narrow screen: one place at a time, chosen at the bottom. */
export function Pocket() {
  const text = useText()
  const chosen = useUi((state) => state.place)
  return (
    <div className={styles.pocket}>
      <div className={styles.place}>
        {chosen === 'canvas' ? (
          <StageSlot />
        ) : (
          <Suspense fallback={null}>
            <PlaceView place={chosen} />
          </Suspense>
        )}
      </div>
      <nav className={styles.tabs} aria-label={text('panel.places')}>
        {PLACES.map(({ place, Icon }) => (
          <button
            type="button"
            key={place}
            className={styles.tab}
            aria-current={place === chosen ? 'page' : undefined}
            onClick={() => uiStore.getState().setPlace(place)}
          >
            <Icon size={19} aria-hidden />
            <span>{text(`panel.${place}`)}</span>
          </button>
        ))}
      </nav>
    </div>
  )
}
