import { RotateCw, X } from 'lucide-react'
import { useEffect } from 'react'
import { closeUndoNote, type UndoNote as Note, redo, useUndo } from '../../store/undo.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import styles from './UndoNote.module.css'

/** How long it stays, in milliseconds. */
const STAYS = 9000

/** Says what undo or redo did: which moment the cluster went back to, and how much is forgotten. */
export function UndoNote() {
  const note = useUndo((state) => state.note)
  return (
    <div role="status" className={styles.place}>
      {note && <Said key={note.id} note={note} />}
    </div>
  )
}

/** Characters of a command line that are read in passing. */
const PASSING = 64

function shortened(line: string): string {
  if (line.length <= PASSING) return line
  return `${line.slice(0, PASSING / 2)}…${line.slice(-PASSING / 2)}`
}

function Said({ note }: { readonly note: Note }) {
  const text = useText()
  const again = useUndo((state) => state.again)
  useEffect(() => {
    const timer = setTimeout(closeUndoNote, STAYS)
    return () => clearTimeout(timer)
  }, [])
  const values = { time: clock(note.at), line: shortened(note.line), count: note.count }
  return (
    <div className={styles.note}>
      <p>
        {text(`undo.${note.what}`, values)} {note.message}
      </p>
      {note.what === 'undone' && again !== undefined && (
        <Button onClick={() => void redo()}>
          <RotateCw size={15} aria-hidden />
          {text('undo.redo')}
        </Button>
      )}
      <IconButton label={text('actions.dismiss')} onClick={closeUndoNote}>
        <X size={15} aria-hidden />
      </IconButton>
    </div>
  )
}
