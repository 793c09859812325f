import {
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { closeOverlay, overlaysStore } from '../../store/overlays.ts'
import { recallSetting, rememberSetting } from '../../store/persist.ts'
import { runInTerminal } from '../../store/typed.ts'
import { useUi } from '../../store/ui.ts'
import { useText } from '../kit/useText.ts'
import { complete, loadCompletion } from '../terminal/completion.ts'
import styles from './CommandPalette.module.css'
import { commands, type Entry, objects } from './entries.ts'
import { ranked } from './rank.ts'

const SHOWN = 40
const RECENT = 'commands'
const REMEMBERED = 12

const isIds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const isLine = (query: string) =>
  /^(kubectl|k|lab (node|kubelet|component|settle|seed|at))(\s|$)/.test(query) && query !== 'k'

/** A typed command line: run as it is, or grown by a word. */
function lineEntries(query: string, set: (line: string) => void, label: string): readonly Entry[] {
  const run: Entry = {
    id: 'line',
    label: `${label}: ${query}`,
    group: 'command.line',
    run: () => runInTerminal(query.trim().replace(/^k\s/, 'kubectl ')),
  }
  const { line, choices } = complete(query)
  const head = query.slice(0, query.length - (query.split(/\s+/).at(-1) ?? '').length)
  const grown =
    choices.length === 0 && line !== query ? [line.trimEnd()] : choices.map((word) => head + word)
  return [
    run,
    ...grown.slice(0, SHOWN).map(
      (next): Entry => ({
        id: `grow.${next}`,
        label: next,
        group: 'command.words',
        run: () => set(`${next} `),
      }),
    ),
  ]
}

/** The words of the menus belong to the stage, which lies under every panel. */
function useMenuText() {
  const { t } = useTranslation('stage', { useSuspense: false })
  return useMemo(
    () => (name: string, values?: Readonly<Record<string, string | number>>) =>
      t(`menu.${name}`, { ...values, keySeparator: false }),
    [t],
  )
}

function useEntries(query: string, setQuery: (line: string) => void): readonly Entry[] {
  const text = useText()
  const menu = useMenuText()
  const language = useUi((state) => state.language)
  const [recent] = useState(() => recallSetting(RECENT, isIds) ?? [])
  const fixed = useMemo(() => commands(text, menu, language), [text, menu, language])
  const things = useMemo(() => objects(language), [language])
  return useMemo(() => {
    if (isLine(query)) return lineEntries(query, setQuery, text('command.run'))
    return ranked(query, query.trim() === '' ? fixed : [...fixed, ...things], recent, SHOWN)
  }, [query, fixed, things, recent, text, setQuery])
}

function remember(id: string): void {
  const before = recallSetting(RECENT, isIds) ?? []
  rememberSetting(RECENT, [id, ...before.filter((one) => one !== id)].slice(0, REMEMBERED))
}

/** Everything the page can do, found by a few letters; a kubectl line runs in the terminal. */
export function CommandPalette() {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const entries = useEntries(query, setQuery)
  const now = Math.min(at, entries.length - 1)
  // In one go with the window: a letter typed between the two would be taken for the whole query.
  useLayoutEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
    setQuery(overlaysStore.getState().early)
  }, [])
  useEffect(() => {
    loadCompletion().catch(() => undefined)
  }, [])
  useEffect(() => {
    const chosen = document.getElementById(`${list}-${now}`)
    chosen?.scrollIntoView?.({ block: 'nearest' })
  }, [list, now])
  const choose = (entry: Entry | undefined) => {
    if (!entry) return
    if (entry.group === 'command.words') {
      setAt(0)
      return entry.run()
    }
    remember(entry.id)
    closeOverlay()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = stepped(event.key, now, entries.length)
    if (next !== undefined) {
      event.preventDefault()
      setAt(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(entries[now])
    } else if (event.key === 'Tab' && isLine(query)) {
      event.preventDefault()
      setQuery(complete(query).line)
    }
  }
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={text('command.name')}
      onCancel={closeOverlay}
      onClose={closeOverlay}
      onPointerDown={(event) => {
        if (event.target === dialog.current) closeOverlay()
      }}
    >
      <input
        className={styles.input}
        role="combobox"
        aria-label={text('command.name')}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={entries.length > 0 ? `${list}-${now}` : undefined}
        placeholder={text('command.placeholder')}
        value={query}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <Options list={list} entries={entries} now={now} query={query} choose={choose} />
    </dialog>
  )
}

function stepped(key: string, now: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (now + 1) % count
  if (key === 'ArrowUp') return (now + count - 1) % count
  if (key === 'PageDown') return Math.min(count - 1, now + 8)
  if (key === 'PageUp') return Math.max(0, now - 8)
  return undefined
}

interface OptionsProps {
  readonly list: string
  readonly entries: readonly Entry[]
  readonly now: number
  readonly query: string
  readonly choose: (entry: Entry) => void
}

function Options({ list, entries, now, query, choose }: OptionsProps) {
  const text = useText()
  return (
    <>
      <div id={list} role="listbox" aria-label={text('command.results')} className={styles.list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
          <div
            key={entry.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === now}
            className={styles.option}
            onClick={() => choose(entry)}
          >
            <span className={styles.label}>{entry.label}</span>
            {entry.hint && <kbd className={styles.hint}>{entry.hint}</kbd>}
            <small>{text(entry.group)}</small>
          </div>
        ))}
      </div>
      <p role="status" className={entries.length === 0 ? styles.none : 'visuallyHidden'}>
        {entries.length === 0
          ? text('command.none', { query })
          : text('command.count', { count: entries.length })}
      </p>
    </>
  )
}
