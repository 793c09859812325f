import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Edge } from './relations/edge.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

interface Looking {
  readonly edge: { readonly edge: Edge; readonly at: Point } | undefined
  /** By its stage id; actors are `Actor|NAME`. */
  readonly thing: { readonly id: string; readonly at: Point } | undefined
}

/** What is being explained just now. */
const lookingStore = createStore<Looking>()(() => ({ edge: undefined, thing: undefined }))

/** Opens the card of one edge near a point of the page; undefined closes it. */
export function explainEdge(edge: Edge | undefined, at: Point = { x: 0, y: 0 }): void {
  lookingStore.setState({ edge: edge && { edge, at } })
}

/** Answers "what am I looking at?" near a point of the page; undefined takes the answer away. */
export function explainThing(id: string | undefined, at: Point = { x: 0, y: 0 }): void {
  lookingStore.setState({ thing: id === undefined ? undefined : { id, at } })
}

export function useLooking<T>(selector: (state: Looking) => T): T {
  return useStore(lookingStore, selector)
}
