import { explainThing } from './looking.ts'
import { isStill } from './motion.ts'
import { openOverlay, overlaysStore, toggleOverlay } from './overlays.ts'
import { stepBack, stepOne, togglePause } from './playback.ts'
import { stageDoor } from './stageDoor.ts'
import { uiStore } from './ui.ts'
import { redo, undo } from './undo.ts'
import { LENSES, viewStore } from './view.ts'

/** Where the keys work: everywhere, in time's own group, for the look, or on the thing that has the focus. */
export type ShortcutGroup = 'page' | 'time' | 'look' | 'stage'

/**
 * One row of the one table: the handlers, the cheat sheet and the tooltips all read it. Chords are written
 * `Mod+Shift+z`, where Mod is Ctrl, or Command on a Mac; letters are small.
 */
export interface Shortcut {
  readonly id: string
  readonly keys: readonly string[]
  readonly group: ShortcutGroup
  /** Left out when whoever has the focus does it. */
  readonly run?: () => void
}

function find(): void {
  uiStore.getState().setPlace('canvas')
  viewStore.getState().setFinding(true)
}

/** Explains what has the focus or the pointer, else what is selected, else the stage itself. */
function what(): void {
  const door = stageDoor.get()
  const { selection } = uiStore.getState()
  const id = door?.here() ?? (selection ? `${selection.kind}|${selection.key}` : 'stage|')
  explainThing(id, door?.beside(id))
}

export const SHORTCUTS = [
  { id: 'command', keys: ['Mod+k'], group: 'page', run: () => toggleOverlay('command') },
  { id: 'help', keys: ['?'], group: 'page', run: () => openOverlay('shortcuts') },
  { id: 'legend', keys: ['l'], group: 'page', run: () => toggleOverlay('legend') },
  { id: 'what', keys: ['w'], group: 'page', run: what },
  { id: 'create', keys: ['c'], group: 'page', run: () => toggleOverlay('palette') },
  { id: 'apply', keys: ['a'], group: 'page', run: () => uiStore.getState().openApply() },
  { id: 'find', keys: ['/'], group: 'page', run: find },
  { id: 'nextPanel', keys: ['F6'], group: 'page' },
  { id: 'previousPanel', keys: ['Shift+F6'], group: 'page' },
  { id: 'undo', keys: ['Mod+z'], group: 'time', run: () => void undo() },
  { id: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], group: 'time', run: () => void redo() },
  { id: 'pause', keys: [' '], group: 'time', run: togglePause },
  { id: 'step', keys: ['.'], group: 'time', run: () => void stepOne() },
  { id: 'back', keys: [','], group: 'time', run: () => void stepBack(isStill()) },
  { id: 'fit', keys: ['0'], group: 'look', run: () => stageDoor.get()?.fit() },
  { id: 'zoomIn', keys: ['=', '+'], group: 'look', run: () => stageDoor.get()?.zoom('in') },
  { id: 'zoomOut', keys: ['-'], group: 'look', run: () => stageDoor.get()?.zoom('out') },
  ...LENSES.map((lens, at) => ({
    id: `lens.${lens}` as const,
    keys: [String(at + 1)],
    group: 'look' as const,
    run: () => viewStore.getState().setLens(lens),
  })),
  { id: 'walk', keys: ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'], group: 'stage' },
  { id: 'select', keys: ['Enter'], group: 'stage' },
  { id: 'menu', keys: ['ContextMenu', 'Shift+F10', 'm'], group: 'stage' },
  { id: 'delete', keys: ['Delete', 'Backspace'], group: 'stage' },
  { id: 'scale', keys: ['s'], group: 'stage' },
  { id: 'broken', keys: ['b'], group: 'stage' },
  { id: 'carry', keys: ['g'], group: 'stage' },
  { id: 'cancel', keys: ['Escape'], group: 'stage' },
] as const satisfies readonly Shortcut[]

export type ShortcutId = (typeof SHORTCUTS)[number]['id']

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** What was pressed, as the table writes it. Shift is named only where it makes no other character. */
export function chordOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string {
  const mod = ctrlKey || metaKey
  const letter = /^[a-z]$/i.test(key)
  const shift = shiftKey && (key.length > 1 || (mod && letter))
  const name = letter ? key.toLowerCase() : key
  return `${mod ? 'Mod+' : ''}${altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`
}

/** The row whose chord was pressed, of a group or of all. Single characters rest while they are switched off. */
export function shortcutFor(pressed: Pressed, group?: ShortcutGroup): Shortcut | undefined {
  const chord = chordOf(pressed)
  if (chord.length === 1 && !overlaysStore.getState().singleKeys) return undefined
  const rows: readonly Shortcut[] = SHORTCUTS
  return rows.find(
    (row) => (group === undefined || row.group === group) && row.keys.includes(chord),
  )
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowRight: '→',
  ArrowDown: '↓',
  ' ': 'Space',
  ContextMenu: 'Menu',
  Escape: 'Esc',
}

const isMac = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** A chord for reading, key by key: `Ctrl`, `K`. */
export function keyCaps(chord: string): readonly string[] {
  return chord.split(/\+(?=.)/).map((key) => {
    if (key === 'Mod') return isMac() ? '⌘' : 'Ctrl'
    return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  })
}

/** The first chord of a row for tooltips: `Ctrl+K`. */
export function hintOf(id: ShortcutId): string {
  const row = SHORTCUTS.find((each) => each.id === id)
  return row ? keyCaps(row.keys[0]).join('+') : ''
}
