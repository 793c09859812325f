import { Fragment, useEffect } from 'react'
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { safeStorage } from '../store/persist.ts'
import { type Foldable, uiStore, useUi } from '../store/ui.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './Desk.module.css'
import { BAR, deskPlan, type Size } from './deskPlan.ts'
import { PlaceView } from './Places.tsx'

/** The wide screen: lesson, stage and inspector in a row, terminal and timeline under them; all resizable. */
export function Desk() {
  const theme = useUi((state) => state.theme)
  const panels = useUi((state) => state.panels)
  const { room, top, bottom, width, height } = deskPlan({ theme, panels })
  return (
    <Rows
      name={`rows.${room}`}
      orientation="vertical"
      sizes={{ bottom: height }}
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
  const layout = useUi((state) => state.layout)
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: name,
    panelIds: [...places],
    storage: safeStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group
      key={`${layout} ${places.join(' ')}`}
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
        if (panel.current) uiStore.getState().noteFold(part, panel.current.isCollapsed())
      }}
    >
      {children}
    </Panel>
  )
}
