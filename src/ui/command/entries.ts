import { LABS } from '../../scenarios/labs.ts'
import { findKindSpec, KINDS, type Kind, VOLUME_TYPES } from '../../sim/index.ts'
import { type ActionName, actionsOf } from '../../store/objectActions.ts'
import { openOverlay, openVolumeTypes, overlaysStore, setSingleKeys } from '../../store/overlays.ts'
import { setPace } from '../../store/playback.ts'
import { hintOf, SHORTCUTS, type Shortcut } from '../../store/shortcuts.ts'
import { loadLab, peekKeys, peekObject } from '../../store/sim.ts'
import { stageDoor } from '../../store/stageDoor.ts'
import {
  type Language,
  type PanelName,
  resetPanels,
  roomOf,
  type Theme,
  uiStore,
} from '../../store/ui.ts'
import { fill } from '../kit/holes.ts'
import type { Text } from '../kit/useText.ts'
import { CARDS } from '../palette/recipes.ts'
import type { HandsKey } from '../text/en/hands.ts'
import { kindName } from '../text/kinds.ts'
import { volumeTexts } from '../volumes/text.ts'
import type { Ranked } from './rank.ts'

/** One thing that the command palette does. */
export interface Entry extends Ranked {
  readonly group: HandsKey
  /** Keys that do the same. */
  readonly hint?: string
  readonly run: () => void
}

type MenuText = (name: ActionName, values?: Readonly<Record<string, string | number>>) => string

function shortcuts(text: Text): readonly Entry[] {
  const rows: readonly Shortcut[] = SHORTCUTS
  return rows
    .filter((row) => row.run !== undefined && row.id !== 'command')
    .map((row) => ({
      id: `do.${row.id}`,
      label: text(`shortcut.${row.id}` as HandsKey),
      group: 'command.actions',
      hint: hintOf(row.id as never),
      run: () => row.run?.(),
    }))
}

const PANELS: readonly PanelName[] = ['lesson', 'inspector', 'terminal', 'timeline']

function showPanel(panel: PanelName): void {
  const ui = uiStore.getState()
  const open = ui.panels[roomOf(ui.theme)][panel]
  ui.togglePanel(panel, !open)
  ui.setPlace(open ? 'canvas' : panel)
}

function page(text: Text): readonly Entry[] {
  const ui = uiStore.getState()
  const { singleKeys } = overlaysStore.getState()
  const themes: readonly Theme[] = ['dark', 'light', 'projector']
  const languages: readonly Language[] = ['ko', 'en']
  return [
    ...PANELS.map(
      (panel): Entry => ({
        id: `panel.${panel}`,
        label: text('command.panel', { name: text(`panel.${panel}`) }),
        group: 'command.look',
        run: () => showPanel(panel),
      }),
    ),
    { id: 'layout', label: text('command.resetLayout'), group: 'command.look', run: resetPanels },
    ...themes.map(
      (theme): Entry => ({
        id: `theme.${theme}`,
        label: text('command.theme', { name: text(`theme.${theme}`) }),
        words: `theme ${theme}`,
        group: 'command.look',
        run: () => ui.setTheme(theme),
      }),
    ),
    ...languages.map(
      (language): Entry => ({
        id: `language.${language}`,
        label: text('command.language', {
          name: text(language === 'ko' ? 'header.toKorean' : 'header.toEnglish'),
        }),
        words: `language ${language} 언어`,
        group: 'command.look',
        run: () => ui.setLanguage(language),
      }),
    ),
    {
      id: 'singleKeys',
      label: text(singleKeys ? 'command.keysOff' : 'command.keysOn'),
      group: 'command.look',
      run: () => setSingleKeys(!singleKeys),
    },
    ...(['slow', '1x', '10x', '60x', 'quiet'] as const).map(
      (pace): Entry => ({
        id: `pace.${pace}`,
        label: `${text('pace.group')}: ${text(`pace.${pace}`)}`,
        words: `pace ${pace}`,
        group: 'command.actions',
        run: () => setPace(pace),
      }),
    ),
  ]
}

function labs(text: Text): readonly Entry[] {
  return LABS.map((lab) => ({
    id: `lab.${lab}`,
    label: text('command.lab', { name: text(`lab.${lab}`) }),
    words: `lab ${lab}`,
    group: 'command.labs',
    run: () =>
      void loadLab(lab).catch((error: unknown) =>
        uiStore.getState().setNotice(error instanceof Error ? error.message : String(error)),
      ),
  }))
}

function lessons(text: Text): readonly Entry[] {
  return [
    {
      id: 'lesson.first',
      label: text('command.lesson', { name: text('lesson.label') }),
      words: 'lesson',
      group: 'command.labs',
      run: () => {
        const ui = uiStore.getState()
        ui.togglePanel('lesson', true)
        ui.setPlace('lesson')
      },
    },
  ]
}

function creations(text: Text, language: Language): readonly Entry[] {
  return CARDS.flatMap(([, kinds]) => kinds)
    .filter((kind) => findKindSpec(kind))
    .map((kind) => ({
      id: `create.${kind}`,
      label: text('create.title', { kind: kindName(kind, language) }),
      words: `create new ${kind}`,
      group: 'command.create' as const,
      // After the command palette has closed.
      run: () => setTimeout(() => openOverlay('palette', { kind })),
    }))
}

/** Types of volumes, also under the names by which they are misspelt. */
function volumeTypes(language: Language): readonly Entry[] {
  const { words } = volumeTexts[language]
  const all = { id: 'volumes', label: words.open, words: 'volume types', query: '' }
  const rows = VOLUME_TYPES.map(({ field, aliases }) => ({
    id: `volumes.${field}`,
    label: fill(words.entry, { name: field }),
    words: `volume ${field} · ${aliases.join(' · ')}`,
    query: field,
  }))
  return [all, ...rows].map(({ query, ...entry }) => ({
    ...entry,
    group: 'command.look',
    // After the command palette has closed.
    run: () => setTimeout(() => openVolumeTypes(query)),
  }))
}

/** What can be done with the thing that is selected, by the words of its own menu. */
function selected(menu: MenuText): readonly Entry[] {
  const { selection } = uiStore.getState()
  const object = selection && peekObject(selection.kind, selection.key)
  if (!object || !selection) return []
  const id = `${selection.kind}|${selection.key}`
  return actionsOf(object).map((action) => ({
    id: `object.${action.name}`,
    label: `${object.metadata.name}: ${menu(action.name, action.values)}`,
    group: 'command.selected',
    run: () => {
      uiStore.getState().setPlace('canvas')
      setTimeout(() => action.run(stageDoor.get()?.beside(id) ?? { x: 40, y: 80 }))
    },
  }))
}

const QUIET: ReadonlySet<string> = new Set(['Event', 'Lease', 'ControllerRevision'])
/** Of so many objects at most the first are offered: nobody reads on. */
const MOST_OBJECTS = 20_000

/** Selects an object and brings it into view. */
function goTo(kind: Kind, key: string): void {
  const ui = uiStore.getState()
  ui.setPlace('canvas')
  ui.select({ kind, key })
  setTimeout(() => stageDoor.get()?.show(`${kind}|${key}`), 60)
}

/** Every object of the cluster by its name. */
export function objects(language: Language): readonly Entry[] {
  const found: Entry[] = []
  for (const { kind } of KINDS) {
    if (QUIET.has(kind)) continue
    for (const key of peekKeys(kind)) {
      if (found.length >= MOST_OBJECTS) return found
      const name = key.startsWith('/') ? key.slice(1) : key
      found.push({
        id: `go.${kind}.${key}`,
        label: `${kindName(kind, language)} ${name}`,
        words: `${kind} ${name}`,
        group: 'command.objects',
        run: () => goTo(kind, key),
      })
    }
  }
  return found
}

/** Everything but the objects, in the order in which it stands without a query. */
export function commands(text: Text, menu: MenuText, language: Language): readonly Entry[] {
  return [
    ...selected(menu),
    ...shortcuts(text),
    ...creations(text, language),
    ...labs(text),
    ...lessons(text),
    ...page(text),
    ...volumeTypes(language),
  ]
}
