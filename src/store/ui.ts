import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Kind } from '../sim/index.ts'
import { forgetSettings, recallSetting, rememberSetting } from './persist.ts'

export type Language = 'ko' | 'en'
export type Theme = 'dark' | 'light' | 'projector'
export type PanelName = 'lesson' | 'inspector' | 'terminal' | 'timeline'
export type InspectorTab = 'overview' | 'files' | 'yaml' | 'events' | 'why'
/** On a narrow screen one place is shown at a time. */
export type Place = 'canvas' | PanelName

export interface Selection {
  readonly kind: Kind
  /** `${namespace}/${name}`. */
  readonly key: string
}

export interface ApplyDialog {
  readonly name: 'apply'
  readonly text: string
  readonly filename: string
  /** A dropped file, still to be read. */
  readonly file?: File
}

/** Parts of the desk that shrink to a slim bar where there is little room. */
export type Foldable = 'bottom' | 'inspector' | 'lesson'

export interface UiState {
  readonly selection: Selection | null
  readonly theme: Theme
  readonly language: Language
  /** Which panels are open, remembered apart for the classroom wall, where there is room for little. */
  readonly panels: Readonly<Record<'desk' | 'wall', Readonly<Record<PanelName, boolean>>>>
  readonly folded: Readonly<Record<Foldable, boolean>>
  /** Grows when the user wants the panels as they were in the beginning. */
  readonly layout: number
  readonly place: Place
  readonly tab: InspectorTab
  readonly dialog: ApplyDialog | null
  /** What went wrong with the page itself, not with the cluster. */
  readonly notice: string
  /** What stands in the terminal's input, not yet entered. */
  readonly draft: string
  select(selection: Selection | null): void
  setTheme(theme: Theme): void
  setLanguage(language: Language): void
  togglePanel(panel: PanelName, open?: boolean): void
  /** Folds a part, or unfolds it and folds what there is no room for beside it. */
  fold(part: Foldable, folded: boolean): void
  /** The user has dragged a part to a bar, or out of it. */
  noteFold(part: Foldable, folded: boolean): void
  setPlace(place: Place): void
  setTab(tab: InspectorTab): void
  /** Says something about the page itself; empty takes it away. */
  setNotice(notice: string): void
  openApply(text?: string, filename?: string, file?: File): void
  closeDialog(): void
  setDraft(draft: string): void
}

const THEMES: readonly unknown[] = ['dark', 'light', 'projector'] satisfies readonly Theme[]
const LANGUAGES: readonly unknown[] = ['ko', 'en'] satisfies readonly Language[]
const isTheme = (value: unknown): value is Theme => THEMES.includes(value)
const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value)

type Panels = UiState['panels']
const DEFAULT_PANELS: Panels = {
  desk: { lesson: true, inspector: true, terminal: true, timeline: true },
  wall: { lesson: false, inspector: false, terminal: false, timeline: false },
}

/** The stage comes first: below these sizes, in pixels, what can wait begins as a bar. */
const ROOMY = { bottom: 800, inspector: 1600 } as const

function startFolded(): UiState['folded'] {
  const { innerHeight = ROOMY.bottom, innerWidth = ROOMY.inspector } = globalThis
  return {
    bottom: innerHeight < ROOMY.bottom,
    inspector: innerWidth < ROOMY.inspector,
    lesson: false,
  }
}

/** The lesson was folded to make room for the inspector, so it comes back when that goes. */
let madeRoom = false

/** Where there is room for one of them beside the stage, the lesson and the inspector take turns. */
function unfolded(folded: UiState['folded'], part: Foldable): UiState['folded'] {
  const tight = (globalThis.innerWidth ?? ROOMY.inspector) < ROOMY.inspector
  if (!tight || part === 'bottom') return { ...folded, [part]: false }
  if (part === 'lesson') {
    madeRoom = false
    return { ...folded, lesson: false, inspector: true }
  }
  madeRoom ||= !folded.lesson
  return { ...folded, inspector: false, lesson: true }
}

function foldedWith(folded: UiState['folded'], part: Foldable): UiState['folded'] {
  const back = part === 'inspector' && madeRoom
  if (back) madeRoom = false
  return { ...folded, [part]: true, ...(back ? { lesson: false } : {}) }
}

function isPanels(value: unknown): value is Panels {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(DEFAULT_PANELS).every(([room, defaults]) => {
    const part: unknown = Reflect.get(value, room)
    return (
      typeof part === 'object' &&
      part !== null &&
      Object.keys(defaults).every((name) => typeof Reflect.get(part, name) === 'boolean')
    )
  })
}

/** A choice from the address wins over what was remembered, which wins over what the browser prefers. */
function startLanguage(query: URLSearchParams): Language {
  const asked = query.get('lang')
  if (isLanguage(asked)) return asked
  const browser = globalThis.navigator?.language ?? 'ko'
  return recallSetting('language', isLanguage) ?? (browser.startsWith('ko') ? 'ko' : 'en')
}

function startTheme(query: URLSearchParams): Theme {
  const asked = query.get('theme')
  if (isTheme(asked)) return asked
  const light = globalThis.matchMedia?.('(prefers-color-scheme: light)').matches === true
  return recallSetting('theme', isTheme) ?? (light ? 'light' : 'dark')
}

const query = new URLSearchParams(globalThis.location?.search ?? '')

export const uiStore = createStore<UiState>()((set) => ({
  selection: null,
  theme: startTheme(query),
  language: startLanguage(query),
  panels: recallSetting('panels', isPanels) ?? DEFAULT_PANELS,
  folded: startFolded(),
  layout: 0,
  place: 'canvas',
  tab: 'overview',
  dialog: null,
  notice: '',
  draft: '',
  select: (selection) =>
    set(({ folded }) => ({
      selection,
      folded: selection === null ? folded : unfolded(folded, 'inspector'),
    })),
  setTheme: (theme) => {
    rememberSetting('theme', theme)
    set({ theme })
  },
  setLanguage: (language) => {
    rememberSetting('language', language)
    set({ language })
  },
  togglePanel: (panel, open) =>
    set((state) => {
      const room = roomOf(state.theme)
      const part = { ...state.panels[room], [panel]: open ?? !state.panels[room][panel] }
      const panels = { ...state.panels, [room]: part }
      rememberSetting('panels', panels)
      return { panels }
    }),
  fold: (part, folded) =>
    set((state) => {
      if (state.folded[part] === folded) return state
      return { folded: folded ? foldedWith(state.folded, part) : unfolded(state.folded, part) }
    }),
  noteFold: (part, folded) =>
    set((state) =>
      state.folded[part] === folded ? state : { folded: { ...state.folded, [part]: folded } },
    ),
  setPlace: (place) => set({ place }),
  setTab: (tab) => set({ tab }),
  setNotice: (notice) => set({ notice }),
  openApply: (text = '', filename = '', file) =>
    set({ dialog: { name: 'apply', text, filename, ...(file ? { file } : {}) } }),
  closeDialog: () => set({ dialog: null }),
  setDraft: (draft) => set({ draft }),
}))

/** The panels as they were in the beginning: which are open, and how large. */
export function resetPanels(): void {
  forgetSettings('react-resizable-panels')
  rememberSetting('panels', DEFAULT_PANELS)
  uiStore.setState(({ layout }) => ({
    panels: DEFAULT_PANELS,
    folded: startFolded(),
    layout: layout + 1,
  }))
}

export function roomOf(theme: Theme): 'desk' | 'wall' {
  return theme === 'projector' ? 'wall' : 'desk'
}

export function useUi<T>(selector: (state: UiState) => T): T {
  return useStore(uiStore, selector)
}

/** What the address asks the cluster to be. */
export function startLab(search: string): { readonly lab: string; readonly seed: number } {
  const asked = new URLSearchParams(search)
  const seed = Number(asked.get('seed') ?? '1')
  return { lab: asked.get('lab') ?? 'book', seed: Number.isSafeInteger(seed) ? seed : 1 }
}
