import { cell } from './cell.ts'

/** A point of the page, in its pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Questions that a small form asks before it runs a command. */
export type FormName =
  | 'scale'
  | 'load'
  | 'image'
  | 'taint'
  | 'label'
  | 'annotate'
  | 'expand'
  | 'remove'

/** The one small window that may be open on the stage, at a point of the page; `id` is the stage id of its object. */
export type Popup =
  | {
      readonly sort: 'menu' | 'bind' | 'reserve' | 'mountOn'
      readonly id: string
      readonly at: Point
    }
  | { readonly sort: 'delete' | 'drain'; readonly id: string; readonly at: Point }
  | { readonly sort: 'move'; readonly id: string; readonly node: string; readonly at: Point }
  /** What is mounted (a Service selects instead), and by its id the workload that gets it. */
  | { readonly sort: 'mount'; readonly id: string; readonly target: string; readonly at: Point }
  | { readonly sort: 'form'; readonly form: FormName; readonly id: string; readonly at: Point }
  /** A file of the computer for a ConfigMap or Secret. */
  | { readonly sort: 'put'; readonly id: string; readonly file: File; readonly at: Point }
  /** A drop that cannot be: says why. */
  | { readonly sort: 'cannot'; readonly id: string; readonly why: Cannot; readonly at: Point }

/** Why a drop has no consequence. */
export interface Cannot {
  readonly name: 'otherNamespace'
  readonly from: string
  readonly to: string
}

export const popupCell = cell<Popup | undefined>(undefined)

export function closePopup(): void {
  popupCell.set(undefined)
}
