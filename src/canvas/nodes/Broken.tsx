import { useMemo, useSyncExternalStore } from 'react'
import type { Kind } from '../../sim/index.ts'
import { peekObject, simStore } from '../../store/sim.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import type { Tone } from '../facts/podFacts.ts'
import { standingOf } from '../facts/standing.ts'
import { canBeGhost } from '../graph/ghosts.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './Fold.module.css'
import { StateSign } from './Sprite.tsx'

function standing(id: string) {
  const { kind, key } = refOf(id)
  const object = peekObject(kind as Kind, key)
  if (object) return standingOf(object)
  // What is named and not there takes part in the layout too.
  return canBeGhost(kind) ? MISSING : undefined
}

const MISSING: { readonly word?: string; readonly tone: Tone } = { tone: 'bad' }

/** Those of the objects that are broken now. */
function useBroken(ids: readonly string[]): readonly string[] {
  const joined = useSyncExternalStore(simStore.subscribe, () =>
    ids.filter((id) => standing(id)?.tone === 'bad').join(' '),
  )
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined])
}

/** What is broken among the folded stays in the picture, each by its name. */
export function Broken({ ids }: { readonly ids: readonly string[] }) {
  const text = useStageText()
  const broken = useBroken(ids)
  return broken.map((id) => {
    const { kind, key } = refOf(id)
    return (
      <button
        key={id}
        type="button"
        className={styles.broken}
        data-thing={id}
        aria-label={accessibleName(kind, key, standing(id)?.word ?? text('name.ghost'))}
      >
        <StateSign tone="bad" size={13} />
        <MiddleCut name={splitKey(key)[1]} labelled />
      </button>
    )
  })
}
