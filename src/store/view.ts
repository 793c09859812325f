import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recallSetting, rememberSetting } from './persist.ts'
import { roomOf, type Theme, uiStore } from './ui.ts'

/** One concern at a time; in the order of the bar and of the keys 1 to 6. */
export const LENSES = ['all', 'workloads', 'network', 'storage', 'configuration', 'loop'] as const

export type Lens = (typeof LENSES)[number]

/** From where the stage is looked at: a desk, the back row of a classroom, or a phone in a hand. */
export type Distance = ReturnType<typeof roomOf> | 'pocket'

/** How the stage is looked at. Nothing of it is part of the cluster. */
export interface ViewState {
  readonly lens: Lens
  readonly distance: Distance
  /** Namespaces to be shown; none chosen means all. They belong to the cluster, so they are not remembered. */
  readonly namespaces: readonly string[]
  /** What stands in the label filter, as after `kubectl get -l`. */
  readonly labels: string
  /** Groups folded by the viewer: stage ids, or `region|NAME` and `column|NAME`. */
  readonly folded: ReadonlySet<string>
  /** Regions and columns whose "+N more" was opened. */
  readonly opened: ReadonlySet<string>
  readonly minimap: boolean
  readonly finding: boolean
  setLens(lens: Lens): void
  setNamespaces(namespaces: readonly string[]): void
  setLabels(labels: string): void
  clearFilter(): void
  toggleFolded(group: string): void
  toggleOpened(group: string): void
  setMinimap(shown: boolean): void
  setFinding(finding: boolean): void
}

const isLens = (value: unknown): value is Lens => (LENSES as readonly unknown[]).includes(value)
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** Where there is little room, these groups begin folded. */
const FOLDED_FIRST: Readonly<Record<Distance, readonly string[]>> = {
  desk: [],
  wall: ['region|network'],
  pocket: ['region|controlPlane', 'region|network'],
}

/** As the style sheets have it. */
const POCKET = '(max-width: 599px)'

function distanceOf(theme: Theme): Distance {
  return globalThis.matchMedia?.(POCKET).matches ? 'pocket' : roomOf(theme)
}

/** Folds are remembered apart for each distance, as there is not the same room. */
function foldsOf(distance: Distance): Pick<ViewState, 'distance' | 'folded'> {
  const folded = recallSetting(settingOf(distance), isNames) ?? FOLDED_FIRST[distance]
  return { distance, folded: new Set(folded) }
}

function settingOf(distance: Distance): string {
  return distance === 'desk' ? 'folded' : `folded.${distance}`
}

/** So many folds are remembered: names of groups come and go with their clusters. */
const REMEMBERED = 200
/** Rooms narrower than this, in pixels, begin without the small map. */
const ROOMY = 900

/** From afar the map would cover what it shows. */
function startMap(): boolean {
  const roomy = (globalThis.innerWidth ?? ROOMY) >= ROOMY
  const near = distanceOf(uiStore.getState().theme) === 'desk'
  return near && (recallSetting('minimap', isFlag) ?? roomy)
}

function toggled(group: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(group)
  if (!next.delete(member)) next.add(member)
  return next
}

export const viewStore = createStore<ViewState>()((set) => ({
  lens: recallSetting('lens', isLens) ?? 'all',
  namespaces: [],
  labels: '',
  ...foldsOf(distanceOf(uiStore.getState().theme)),
  opened: new Set(),
  minimap: startMap(),
  finding: false,
  setLens: (lens) => {
    rememberSetting('lens', lens)
    set({ lens })
  },
  setNamespaces: (namespaces) => set({ namespaces }),
  setLabels: (labels) => set({ labels }),
  clearFilter: () => set({ namespaces: [], labels: '' }),
  toggleFolded: (group) =>
    set((state) => {
      const folded = toggled(state.folded, group)
      rememberSetting(settingOf(state.distance), [...folded].slice(-REMEMBERED))
      return { folded }
    }),
  toggleOpened: (group) => set((state) => ({ opened: toggled(state.opened, group) })),
  setMinimap: (minimap) => {
    rememberSetting('minimap', minimap)
    set({ minimap })
  },
  setFinding: (finding) => set({ finding }),
}))

function look(): void {
  const distance = distanceOf(uiStore.getState().theme)
  if (distance !== viewStore.getState().distance)
    viewStore.setState({ ...foldsOf(distance), minimap: startMap() })
}

uiStore.subscribe(look)
globalThis.matchMedia?.(POCKET).addEventListener('change', look)

export function useView<T>(selector: (state: ViewState) => T): T {
  return useStore(viewStore, selector)
}
