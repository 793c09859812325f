import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Kind } from '../sim/index.ts'
import { recallSetting, rememberSetting } from './persist.ts'

export type OverlayName = 'palette' | 'command' | 'shortcuts' | 'legend' | 'volumes'

/** What a palette card may become, and what the place of its drop says about it. */
export interface Wish {
  readonly kind: Kind
  /** The machine it was dropped on. */
  readonly node?: string | undefined
}

export interface OverlaysState {
  /** What lies over the desk, if anything. */
  readonly open: OverlayName | undefined
  /** The form that the palette shows; undefined for its cards. */
  readonly wish: Wish | undefined
  /** What was typed while the command palette was on its way, or what the catalogue begins with. */
  readonly early: string
  /** Whether single letters are shortcuts: those who speak to their computer may switch them off. */
  readonly singleKeys: boolean
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'

export const overlaysStore = createStore<OverlaysState>()(() => ({
  open: undefined,
  wish: undefined,
  early: '',
  singleKeys: recallSetting('singleKeys', isBoolean) ?? true,
}))

export function useOverlays<T>(selector: (state: OverlaysState) => T): T {
  return useStore(overlaysStore, selector)
}

export function openOverlay(open: OverlayName, wish?: Wish): void {
  overlaysStore.setState({ open, wish, early: '' })
}

export function closeOverlay(): void {
  overlaysStore.setState({ open: undefined, wish: undefined })
}

/** The catalogue of volume types, at the one that is asked about. */
export function openVolumeTypes(query: string): void {
  overlaysStore.setState({ open: 'volumes', wish: undefined, early: query })
}

/** Opens what is closed and closes what is open. */
export function toggleOverlay(name: OverlayName): void {
  if (overlaysStore.getState().open === name) closeOverlay()
  else openOverlay(name)
}

/** Keeps a letter for the command palette, which is not there yet. */
export function typeEarly(letter: string): void {
  overlaysStore.setState(({ early }) => ({ early: early + letter }))
}

/** Shows the form of a kind in the palette. */
export function wishFor(wish: Wish | undefined): void {
  overlaysStore.setState({ wish })
}

export function setSingleKeys(singleKeys: boolean): void {
  rememberSetting('singleKeys', singleKeys)
  overlaysStore.setState({ singleKeys })
}
