import { useSyncExternalStore } from 'react'
import { createMissing } from '../../store/createMissing.ts'
import { canWrite } from '../../store/relations/manifestFor.ts'
import { type Missing as What, wordsAbout } from '../../store/relations/missing.ts'
import { screenReader, useMissing } from '../../store/relations/reader.ts'
import { simStore } from '../../store/sim.ts'
import { type Selection, useUi } from '../../store/ui.ts'
import { Button } from '../kit/Button.tsx'
import { useText } from '../kit/useText.ts'
import { kindName } from '../text/kinds.ts'
import styles from './Related.module.css'
import { Related } from './Related.tsx'
import { edgeText } from './text.ts'

/** What the cluster says about it; it may say something else without the graph having changed. */
function useWords(missing: What | undefined): string {
  return useSyncExternalStore(simStore.subscribe, () => {
    const words = missing && wordsAbout(missing, screenReader)
    return words ? [words.reason, words.message].filter(Boolean).join(': ') : ''
  })
}

/** Of an object that does not exist: that it is gone, or that others wait for it, in Kubernetes' own words. */
export function Missing({ selection }: { readonly selection: Selection }) {
  const t = useText()
  const language = useUi((state) => state.language)
  const text = edgeText(language)
  const missing = useMissing().get(`${selection.kind}|${selection.key}`)
  const words = useWords(missing)
  if (!missing) return <p className={styles.ghost}>{t('inspector.gone')}</p>
  const name = missing.key.slice(missing.key.indexOf('/') + 1)
  return (
    <div className={styles.missing}>
      <div className={styles.ghost} data-missing="yes">
        <p>{text(missing.count > 1 ? 'ghostMany' : 'ghostOne', { count: missing.count })}</p>
        {words !== '' && (
          <p lang="en" className={styles.words}>
            {words}
          </p>
        )}
      </div>
      {canWrite(missing.kind) ? (
        <Button onClick={() => void createMissing(missing)}>
          {text('create', { name: `${kindName(missing.kind, language)} ${name}` })}
        </Button>
      ) : (
        <p className={styles.quiet}>{text('owner')}</p>
      )}
      <Related selection={selection} />
    </div>
  )
}
