import { openVolumeTypes } from '../../store/overlays.ts'
import { useUi } from '../../store/ui.ts'
import { volumeTexts } from './text.ts'
import styles from './VolumeTypesButton.module.css'

/** Opens the catalogue of volume types, at what is asked about. */
export function VolumeTypesButton({ query = '' }: { readonly query?: string }) {
  const language = useUi((state) => state.language)
  return (
    <button type="button" className={styles.button} onClick={() => openVolumeTypes(query)}>
      {volumeTexts[language].words.open}
    </button>
  )
}
