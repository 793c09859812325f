import { ChevronDown, ChevronLeft, ChevronRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button.tsx'
import styles from './PanelFrame.module.css'
import { useText } from './useText.ts'

export interface PanelFold {
  readonly folded: boolean
  readonly to: 'bottom' | 'side' | 'left'
  readonly toggle: () => void
}

interface PanelFrameProps {
  /** The landmark's name. */
  readonly name: string
  /** Small heading, the name when left out. */
  readonly heading?: ReactNode
  readonly actions?: ReactNode
  readonly onClose?: (() => void) | undefined
  /** How the panel shrinks to a bar and back; left out where it cannot. */
  readonly fold?: PanelFold | undefined
  /** The body scrolls itself. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** One panel around the canvas: a named landmark with a small heading, its own tools and a way to close it. */
export function PanelFrame(props: PanelFrameProps) {
  const text = useText()
  const { name, heading, actions, onClose, fold, flush = false, children } = props
  const folded = fold?.folded === true
  return (
    <section
      aria-label={name}
      className={styles.panel}
      data-folded={folded ? (fold.to === 'left' ? 'side' : fold.to) : undefined}
    >
      <header className={styles.head}>
        <h2 className={styles.heading}>{heading ?? name}</h2>
        <div className={styles.actions}>
          {!folded && actions}
          {fold && <FoldButton name={name} fold={fold} />}
          {onClose && !folded && (
            <IconButton
              label={text('panel.close', { name })}
              className={styles.close ?? ''}
              onClick={onClose}
            >
              <X size={15} aria-hidden />
            </IconButton>
          )}
        </div>
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  )
}

const ICONS = { bottom: ChevronDown, side: ChevronRight, left: ChevronLeft } as const

function FoldButton({ name, fold }: { readonly name: string; readonly fold: PanelFold }) {
  const text = useText()
  const Icon = ICONS[fold.to]
  return (
    <IconButton
      label={text(fold.folded ? 'panel.unfold' : 'panel.fold', { name })}
      aria-expanded={!fold.folded}
      className={styles.fold ?? ''}
      onClick={fold.toggle}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  )
}
