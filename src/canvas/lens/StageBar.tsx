import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { toggleOverlay, useOverlays } from '../../store/overlays.ts'
import { useView, viewStore } from '../../store/view.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import { LensBar } from './LensBar.tsx'
import styles from './StageBar.module.css'

/** Opened when somebody asks for them. */
const FilterPanel = lazy(async () => ({ default: (await import('./FilterPanel.tsx')).FilterPanel }))
const FindPanel = lazy(async () => ({ default: (await import('../find/FindPanel.tsx')).FindPanel }))

const SIGNS = {
  filter: 'M3 4.5h14l-5.4 6.3v4.7l-3.2-1.6v-3.1Z',
  find: 'M14.2 8.8a5.4 5.4 0 1 1-10.8 0 5.4 5.4 0 0 1 10.8 0ZM12.8 12.8 17 17',
  legend: 'M5.2 5.6h.01M5.2 10h.01M5.2 14.4h.01M8.6 5.6h7.4M8.6 10h7.4M8.6 14.4h7.4',
  map: 'M3 4.5h14v11H3ZM9.5 9h5.2v4.2H9.5Z',
} as const

interface ButtonProps {
  readonly sign: keyof typeof SIGNS
  readonly label: string
  readonly word?: string
  readonly on?: boolean
  readonly open?: boolean
  readonly onClick: () => void
}

function BarButton({ sign, label, word, on = false, open, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.button} ${on ? styles.on : ''}`}
      aria-label={label}
      title={label}
      {...(open === undefined
        ? { 'aria-pressed': on }
        : { 'aria-expanded': open, 'aria-haspopup': 'dialog' as const })}
      onClick={onClick}
    >
      <svg aria-hidden="true" viewBox="0 0 20 20" className={styles.sign}>
        <path d={SIGNS[sign]} />
      </svg>
      {word !== undefined && <span className={styles.word}>{word}</span>}
    </button>
  )
}

/** A small window under its button. Escape and a press beside it close it, and the focus goes back. */
function Dropdown({
  close,
  children,
}: {
  readonly close: () => void
  readonly children: ReactNode
}) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.parentElement?.contains(event.target))
        close()
    }
    document.addEventListener('pointerdown', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      const lost = document.activeElement === null || document.activeElement === document.body
      if (lost && before instanceof HTMLElement) before.focus()
    }
  }, [close])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape belongs to the whole window
    <div
      ref={ref}
      className={styles.dropdown}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <Suspense fallback={null}>{children}</Suspense>
    </div>
  )
}

/** The filter in few words: what is chosen, or nothing. */
function filterWords(namespaces: readonly string[], labels: string, text: StageText): string {
  const [first] = namespaces
  const chosen =
    first === undefined
      ? ''
      : namespaces.length === 1
        ? first
        : text('filter.many', { count: namespaces.length })
  return [chosen, labels.trim()].filter((part) => part !== '').join(' · ')
}

function FilterButton() {
  const text = useStageText()
  const [open, setOpen] = useState(false)
  const namespaces = useView((state) => state.namespaces)
  const labels = useView((state) => state.labels)
  const words = filterWords(namespaces, labels, text)
  const close = useRef(() => setOpen(false)).current
  return (
    <div className={styles.anchor}>
      <BarButton
        sign="filter"
        label={words === '' ? text('filter.name') : text('filter.on', { what: words })}
        word={words === '' ? text('filter.name') : words}
        on={words !== ''}
        open={open}
        onClick={() => setOpen(!open)}
      />
      {words !== '' && (
        <button
          type="button"
          className={styles.clear}
          onClick={() => viewStore.getState().clearFilter()}
        >
          {text('filter.clear')}
        </button>
      )}
      {open && (
        <Dropdown close={close}>
          <FilterPanel />
        </Dropdown>
      )}
    </div>
  )
}

const stopFinding = () => viewStore.getState().setFinding(false)

function FindButton() {
  const text = useStageText()
  const finding = useView((state) => state.finding)
  return (
    <div className={styles.anchor}>
      <BarButton
        sign="find"
        label={text('find.label')}
        word={text('find.name')}
        open={finding}
        onClick={() => viewStore.getState().setFinding(!finding)}
      />
      {finding && (
        <Dropdown close={stopFinding}>
          <FindPanel />
        </Dropdown>
      )}
    </div>
  )
}

/** Above the stage: what it shows of the cluster, and where in it things are. */
export function StageBar() {
  const text = useStageText()
  const legend = useOverlays((state) => state.open === 'legend')
  const minimap = useView((state) => state.minimap)
  return (
    <div className={styles.bar}>
      <LensBar />
      <span className={styles.space} />
      <FilterButton />
      <FindButton />
      <BarButton
        sign="legend"
        label={text('legend.name')}
        open={legend}
        onClick={() => toggleOverlay('legend')}
      />
      <BarButton
        sign="map"
        label={text('view.map')}
        on={minimap}
        onClick={() => viewStore.getState().setMinimap(!minimap)}
      />
    </div>
  )
}
