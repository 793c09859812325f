import { memo } from 'react'
import { useView, viewStore } from '../../store/view.ts'
import type { StageKey } from '../text/en.ts'
import { useStageText } from '../text/useStageText.ts'
import { Broken } from './Broken.tsx'
import styles from './Fold.module.css'
import { Chevron } from './Sprite.tsx'

interface ToggleProps {
  readonly group: string
  /** What is folded, in words. */
  readonly name: string
}

/** The small arrow with which a card folds. */
export function FoldToggle({ group, name }: ToggleProps) {
  const text = useStageText()
  const folded = useView((state) => state.folded.has(group))
  const label = text(folded ? 'fold.open' : 'fold.close', { name })
  return (
    <button
      type="button"
      className={`nopan ${styles.toggle}`}
      aria-expanded={!folded}
      aria-label={label}
      title={label}
      onClick={() => viewStore.getState().toggleFolded(group)}
    >
      <Chevron folded={folded} />
    </button>
  )
}

function Heading({ group, shown }: { readonly group: string; readonly shown: string }) {
  const text = useStageText()
  const folded = useView((state) => state.folded.has(group))
  return (
    <button
      type="button"
      className={`nopan ${styles.heading}`}
      aria-expanded={!folded}
      title={text(folded ? 'fold.open' : 'fold.close', { name: shown })}
      onClick={() => viewStore.getState().toggleFolded(group)}
    >
      <span>{shown}</span>
      <Chevron folded={folded} />
    </button>
  )
}

/** The name of a region, above it; pressing it folds the region. */
export const RegionLabel = memo(function RegionLabel({ region }: { readonly region: string }) {
  const text = useStageText()
  return <Heading group={`region|${region}`} shown={text(`region.${region}` as StageKey)} />
})

/** The name of a column within a region. */
export const ColumnHead = memo(function ColumnHead({ column }: { readonly column: string }) {
  const text = useStageText()
  return <Heading group={`column|${column}`} shown={text(`column.${column}` as StageKey)} />
})

interface InsideProps {
  readonly inside: readonly string[]
}

/** A folded region or column: how much is in it, and what of it is broken. */
export const Folded = memo(function Folded({
  group,
  inside,
}: InsideProps & { readonly group: string }) {
  const text = useStageText()
  return (
    <div className={styles.strip}>
      <button
        type="button"
        className={`nopan ${styles.count}`}
        onClick={() => viewStore.getState().toggleFolded(group)}
      >
        {text('fold.count', { count: inside.length })}
      </button>
      <Broken ids={inside} />
    </div>
  )
})

/** What there is no room for; pressing it makes room. */
export const MoreTile = memo(function MoreTile({
  column,
  inside,
  open,
}: InsideProps & { readonly column: string; readonly open: boolean }) {
  const text = useStageText()
  return (
    <div className={styles.strip}>
      <button
        type="button"
        className={`nopan ${styles.count}`}
        aria-expanded={open}
        onClick={() => viewStore.getState().toggleOpened(column)}
      >
        {open ? text('more.less') : text('more.rest', { count: inside.length })}
        <Chevron folded={!open} />
      </button>
      <Broken ids={inside} />
    </div>
  )
})

/** What the filter leaves out; pressing it lifts the filter. */
export const Elsewhere = memo(function Elsewhere({ inside }: InsideProps) {
  const text = useStageText()
  return (
    <div className={`${styles.strip} ${styles.away}`}>
      <button
        type="button"
        className={`nopan ${styles.count}`}
        title={text('elsewhere.hint')}
        onClick={() => viewStore.getState().clearFilter()}
      >
        {text('elsewhere.count', { count: inside.length })}
      </button>
      <Broken ids={inside} />
    </div>
  )
})
