import { useEffect, useRef, useState } from 'react'
import { book2021, current, type Profile, VOLUME_TYPES, type VolumeRow } from '../../sim/index.ts'
import { closeOverlay, overlaysStore } from '../../store/overlays.ts'
import { runningCluster, useSim } from '../../store/sim.ts'
import { type Language, useUi } from '../../store/ui.ts'
import { ranked } from '../command/rank.ts'
import { fill } from '../kit/holes.ts'
import { Modal } from '../kit/Modal.tsx'
import { type VolumeTexts, volumeTexts } from './text.ts'
import styles from './VolumeCatalogue.module.css'

const PROFILES = [book2021, current]
/** A shape for each state, beside its colour and its word. */
const SIGNS: Readonly<Record<VolumeRow['status']['current'], string>> = {
  works: '●',
  driver: '◆',
  hardware: '▲',
  gone: '✕',
  off: '■',
  unknown: '○',
}
const PAGE = 'https://kubernetes.io/docs/concepts/storage/volumes/'

function minor({ kubernetesVersion }: Profile): string {
  return kubernetesVersion.replace(/^v(\d+\.\d+).*/, '$1')
}

interface Searched {
  readonly id: string
  readonly label: string
  readonly words: string
  readonly row: VolumeRow
}

/** Rows by what was typed: also by other spellings of their name. */
function found(query: string, language: Language): readonly VolumeRow[] {
  const { what } = volumeTexts[language]
  const all = VOLUME_TYPES.map(
    (row): Searched => ({
      id: row.field,
      label: row.field,
      words: [...row.aliases, row.instead ?? '', what[row.field] ?? ''].join(' · '),
      row,
    }),
  )
  if (query.trim() === '') return VOLUME_TYPES
  return ranked(query, all, [], all.length).map(({ row }) => row)
}

/** Every type of volume: what it is, where it may stand, how it fares in this version, and what to use instead. */
export function VolumeCatalogue() {
  const language = useUi((state) => state.language)
  const text = volumeTexts[language]
  const [query, setQuery] = useState(() => overlaysStore.getState().early)
  const rows = found(query, language)
  const search = useRef<HTMLInputElement>(null)
  // After the dialog has given the focus to its first button.
  useEffect(() => {
    const wait = setTimeout(() => search.current?.focus())
    return () => clearTimeout(wait)
  }, [])
  return (
    <Modal title={text.words.title} onClose={closeOverlay}>
      <div className={styles.search}>
        <input
          ref={search}
          type="search"
          aria-label={text.words.search}
          placeholder={text.words.search}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.body} tabIndex={0}>
        {rows.map((row) => (
          <Row key={row.field} row={row} text={text} open={rows[0] === row && query !== ''} />
        ))}
        {rows.length === 0 && <p className={styles.none}>{text.words.nothing}</p>}
      </div>
    </Modal>
  )
}

interface RowProps {
  readonly row: VolumeRow
  readonly text: VolumeTexts
  readonly open: boolean
}

function Row({ row, text, open }: RowProps) {
  const here = useSim(() => runningCluster()?.profile) ?? current
  const status = row.status[here.name]
  const fate = row.field === 'csi' ? text.words.needsDriver : text.fate[status]
  return (
    <details className={styles.row} open={open}>
      <summary>
        <code>{row.field}</code>
        <span className={styles.sort}>{text.sort[row.sort]}</span>
        <Badge status={status} text={text} />
      </summary>
      <p>{text.what[row.field]}</p>
      {fate !== '' && <p className={styles.fate}>{fate}</p>}
      <Facts row={row} text={text} here={here} />
      <a href={`${PAGE}#${row.field.toLowerCase()}`} target="_blank" rel="noopener noreferrer">
        kubernetes.io/docs/concepts/storage/volumes
      </a>
    </details>
  )
}

function Badge({
  status,
  text,
}: Pick<RowProps, 'text'> & { status: VolumeRow['status']['current'] }) {
  return (
    <span className={`${styles.badge} ${styles[status]}`}>
      <i aria-hidden="true">{SIGNS[status]}</i>
      {text.status[status]}
    </span>
  )
}

function historyOf(
  { since, deprecated, removed, status }: VolumeRow,
  { words }: VolumeTexts,
): string {
  const gone = status.current === 'off' ? words.switchedOff : words.removed
  return [
    since === undefined ? '' : fill(words.since, { version: since }),
    deprecated === undefined ? '' : fill(words.deprecated, { version: deprecated }),
    removed === undefined ? '' : fill(gone, { version: removed }),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function Facts({ row, text, here }: Omit<RowProps, 'open'> & { readonly here: Profile }) {
  const { words } = text
  const other = PROFILES.find(({ name }) => name !== here.name) ?? current
  const history = historyOf(row, text)
  return (
    <dl className={styles.facts}>
      <dt>{words.where}</dt>
      <dd>{words[row.where]}</dd>
      <dt>{words.modes}</dt>
      <dd>
        {row.modes.length === 0 ? words.noModes : row.modes.join(', ')}
        {row.modes.length > 0 && <small>{words.modesNote}</small>}
      </dd>
      <dt>{fill(words.other, { version: minor(other) })}</dt>
      <dd>
        <Badge status={row.status[other.name]} text={text} />
      </dd>
      {history !== '' && (
        <>
          <dt>{words.history}</dt>
          <dd>{history}</dd>
        </>
      )}
      {row.instead !== undefined && (
        <>
          <dt>{words.instead}</dt>
          <dd>
            <code>{row.instead}</code>
          </dd>
        </>
      )}
    </dl>
  )
}
