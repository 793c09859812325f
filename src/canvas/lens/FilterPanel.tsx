import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { peekKeys, useKeys, useTopology } from '../../store/sim.ts'
import { useView, viewStore } from '../../store/view.ts'
import { STAGE_KINDS, splitKey } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './FilterPanel.module.css'
import { readLabels } from './filter.ts'

/** Fewer namespaces than this are found at a glance. */
const MANY = 9

/** How many of the stage's objects each namespace holds. */
function useCounts(): ReadonlyMap<string, number> {
  const topology = useTopology()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys change when topology says so
  return useMemo(() => {
    const counts = new Map<string, number>()
    for (const kind of STAGE_KINDS)
      for (const key of peekKeys(kind)) {
        const [namespace] = splitKey(key)
        counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
      }
    return counts
  }, [topology])
}

function toggle(name: string): void {
  const { namespaces, setNamespaces } = viewStore.getState()
  setNamespaces(
    namespaces.includes(name) ? namespaces.filter((one) => one !== name) : [...namespaces, name],
  )
}

function Namespaces() {
  const text = useStageText()
  const names = useKeys('Namespace').map((key) => splitKey(key)[1])
  const chosen = useView((state) => state.namespaces)
  const counts = useCounts()
  const [wanted, setWanted] = useState('')
  const shown = names.filter((name) => name.includes(wanted.trim().toLowerCase()))
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{text('filter.namespaces')}</legend>
      {names.length >= MANY && (
        <input
          type="search"
          className={styles.input}
          aria-label={text('filter.find')}
          placeholder={text('filter.find')}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <div className={styles.list}>
        {shown.map((name) => (
          <label key={name} className={styles.row}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              aria-label={`${name}, ${text('filter.objects', { count: counts.get(name) ?? 0 })}`}
              onChange={() => toggle(name)}
            />
            <bdi className={styles.name} title={name}>
              {name}
            </bdi>
            <span className={styles.count}>{counts.get(name) ?? 0}</span>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.none}>{text('filter.none')}</p>}
      </div>
    </fieldset>
  )
}

function Labels() {
  const text = useStageText()
  const id = useId()
  const labels = useView((state) => state.labels)
  const { problem } = readLabels(labels)
  return (
    <div className={styles.group}>
      <label className={styles.legend} htmlFor={id}>
        {text('filter.labels')} <span className={styles.hint}>{text('filter.hint')}</span>
      </label>
      <input
        id={id}
        className={`${styles.input} ${styles.code}`}
        spellCheck={false}
        autoComplete="off"
        placeholder="app=web,tier!=cache"
        value={labels}
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-problem`}
        onChange={(event) => viewStore.getState().setLabels(event.target.value)}
      />
      <p id={`${id}-problem`} className={styles.problem} role="status">
        {problem === '' ? '' : `error: ${problem}`}
      </p>
    </div>
  )
}

/** Which namespaces and which labels the stage shows. */
export function FilterPanel() {
  const text = useStageText()
  const ref = useRef<HTMLDivElement>(null)
  const active = useView((state) => state.namespaces.length > 0 || state.labels !== '')
  useEffect(() => ref.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={ref} role="dialog" aria-label={text('filter.name')} className={styles.panel}>
      <Namespaces />
      <Labels />
      <button
        type="button"
        className={styles.clear}
        disabled={!active}
        onClick={() => viewStore.getState().clearFilter()}
      >
        {text('filter.clear')}
      </button>
    </div>
  )
}
