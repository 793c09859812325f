import { Keyboard, Plus, Redo2, Undo2, Zap } from 'lucide-react'
import { openOverlay, toggleOverlay, useOverlays } from '../../store/overlays.ts'
import { hintOf } from '../../store/shortcuts.ts'
import { redo, undo, useUndo } from '../../store/undo.ts'
import { IconButton } from '../kit/Button.tsx'
import { useText } from '../kit/useText.ts'
import styles from './Header.module.css'

/** Undo and redo: each says what it would do, or why it cannot. */
export function UndoButtons() {
  const text = useText()
  const line = useUndo((state) => state.line)
  const why = useUndo((state) => state.why)
  const again = useUndo((state) => state.again)
  return (
    <fieldset className={styles.toggles} aria-label={text('undo.name')}>
      <IconButton
        label={
          line === undefined
            ? text(`undo.${why}`)
            : `${text('undo.undo', { line })} (${hintOf('undo')})`
        }
        aria-disabled={line === undefined}
        onClick={() => void undo()}
      >
        <Undo2 size={17} aria-hidden />
      </IconButton>
      {again !== undefined && (
        <IconButton
          label={`${text('undo.redoLine', { line: again })} (${hintOf('redo')})`}
          onClick={() => void redo()}
        >
          <Redo2 size={17} aria-hidden />
        </IconButton>
      )}
    </fieldset>
  )
}

/** The ways to make something, to do anything, and to learn the keys. */
export function Tools({ narrow }: { readonly narrow: boolean }) {
  const text = useText()
  const open = useOverlays((state) => state.open)
  return (
    <>
      <IconButton
        className={styles.roomy ?? ''}
        label={`${text('header.create')} (${hintOf('create')})`}
        aria-pressed={open === 'palette'}
        onClick={() => toggleOverlay('palette')}
      >
        <Plus size={18} aria-hidden />
      </IconButton>
      <IconButton
        className={styles.roomy ?? ''}
        label={`${text('header.command')} (${hintOf('command')})`}
        onClick={() => openOverlay('command')}
      >
        <Zap size={16} aria-hidden />
      </IconButton>
      {!narrow && (
        <IconButton
          className={styles.roomy ?? ''}
          label={`${text('header.help')} (${hintOf('help')})`}
          onClick={() => openOverlay('shortcuts')}
        >
          <Keyboard size={17} aria-hidden />
        </IconButton>
      )}
    </>
  )
}
