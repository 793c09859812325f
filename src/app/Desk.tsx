import { Fragment, useEffect } from 'react'
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { safeStorage } from '../store/persist.ts'
import { type Foldable, type Place, roomOf, uiStore, useUi } from '../store/ui.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './Desk.module.css'
import { PlaceView } from './Places.tsx'

/** Widths and heights that a panel begins with, may shrink to and grow to, in pixels. */
interface Size {
  readonly start: number
  readonly min: number
  /** Which part of the desk this is, when it folds. */
  readonly fold?: Foldable
}

/** Height of a folded row, width of a folded column. */
const BAR = 37

function startSizes(): Readonly<Record<'side' | 'right' | 'bottom', number>> {
  const { innerWidth: width, innerHeight: height } = window
  if (width >= 2560 && height >= 1400) return { side: 440, right: 520, bottom: 360 }
  return {
    side: width >= 1600 ? 320 : width >= 1360 ? 272 : 236,
    right: width >= 1600 ? 360 : width >= 1360 ? 312 : 268,
    bottom: height >= 1000 ? 228 : height >= 800 ? 188 : 156,
  }
}

/** The wide screen: lesson, stage and inspector in a row, terminal and timeline under them; all resizable. */
export function Desk() {
  const open = useUi((state) => state.panels[roomOf(state.theme)])
  const room = useUi((state) => roomOf(state.theme))
  const sizes = startSizes()
  const bottom: Place[] = []
  if (open.terminal) bottom.push('terminal')
  if (open.timeline) bottom.push('timeline')
  const top: Place[] = ['canvas']
  if (open.lesson) top.unshift('lesson')
  if (open.inspector) top.push('inspector')
  const scale = room === 'wall' ? 1.5 : 1
  const width: Partial<Record<Place, Size>> = {
    lesson: { start: sizes.side * scale, min: 200 },
    inspector: { start: sizes.right * scale, min: 220, fold: 'inspector' },
    timeline: { start: sizes.right * scale, min: 200 },
  }
  return (
    <Rows
      name={`rows.${room}`}
      orientation="vertical"
      sizes={{ bottom: { start: sizes.bottom * scale, min: 90, fold: 'bottom' } }}
      places={bottom.length === 0 ? ['top'] : ['top', 'bottom']}
      render={(row) => (
        <Rows
          name={`${row}.${room}`}
          orientation="horizontal"
          sizes={width}
          places={row === 'top' ? top : bottom}
          render={(place) => <PlaceView place={place} closable />}
        />
      )}
    />
  )
}

interface RowsProps<T extends string> {
  readonly name: string
  readonly orientation: 'horizontal' | 'vertical'
  readonly places: readonly T[]
  /** Places without a size take what is left. */
  readonly sizes: Partial<Readonly<Record<T, Size>>>
  readonly render: (place: T) => React.ReactNode
}

function Rows<T extends string>({ name, orientation, places, sizes, render }: RowsProps<T>) {
  const text = useText()
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: name,
    panelIds: [...places],
    storage: safeStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group
      key={places.join(' ')}
      id={name}
      orientation={orientation}
      className={styles.group ?? ''}
      {...(defaultLayout ? { defaultLayout } : {})}
      onLayoutChanged={onLayoutChanged}
    >
      {places.map((place, at) => (
        <Fragment key={place}>
          {at > 0 && (
            <Separator
              className={styles.separator ?? ''}
              aria-label={text('panel.resize', { name: place })}
            />
          )}
          <PanelOf id={place} size={sizes[place]}>
            {render(place)}
          </PanelOf>
        </Fragment>
      ))}
    </Group>
  )
}

interface PanelOfProps {
  readonly id: string
  readonly size: Size | undefined
  readonly children: React.ReactNode
}

function PanelOf({ id, size, children }: PanelOfProps) {
  if (size?.fold)
    return (
      <FoldingPanel id={id} size={size} part={size.fold}>
        {children}
      </FoldingPanel>
    )
  return (
    <Panel
      id={id}
      className={styles.panel ?? ''}
      {...(size
        ? {
            defaultSize: size.start,
            minSize: size.min,
            groupResizeBehavior: 'preserve-pixel-size' as const,
          }
        : { minSize: 160 })}
    >
      {children}
    </Panel>
  )
}

interface FoldingPanelProps extends PanelOfProps {
  readonly size: Size
  readonly part: Foldable
}

/** A panel that shrinks to a bar and back, by its button or by dragging; what is in it stays mounted. */
function FoldingPanel({ id, size, part, children }: FoldingPanelProps) {
  const folded = useUi((state) => state.folded[part])
  const panel = usePanelRef()
  const { start } = size
  useEffect(() => {
    const handle = panel.current
    if (!handle || handle.isCollapsed() === folded) return
    if (folded) handle.collapse()
    else handle.resize(start)
  }, [folded, panel, start])
  return (
    <Panel
      id={id}
      panelRef={panel}
      className={styles.panel ?? ''}
      collapsible
      collapsedSize={BAR}
      defaultSize={folded ? BAR : start}
      minSize={size.min}
      groupResizeBehavior="preserve-pixel-size"
      onResize={() => {
        if (panel.current) uiStore.getState().fold(part, panel.current.isCollapsed())
      }}
    >
      {children}
    </Panel>
  )
}
