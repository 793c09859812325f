import { useEffect, useState } from 'react'
import { uiStore } from '../store/ui.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './FileDrop.module.css'

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}

/** A file dropped anywhere on the page opens the apply dialog with it. */
export function FileDrop() {
  const text = useText()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      // A card under the pointer takes it.
      const taken = event.defaultPrevented
      event.preventDefault()
      setOver(!taken)
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      setOver(false)
      if (!carriesFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      if (file) uiStore.getState().openApply('', '', file)
    }
    document.addEventListener('dragover', onOver)
    document.addEventListener('dragleave', onLeave)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onOver)
      document.removeEventListener('dragleave', onLeave)
      document.removeEventListener('drop', onDrop)
    }
  }, [])
  return over ? <div className={styles.over}>{text('apply.drop')}</div> : null
}
