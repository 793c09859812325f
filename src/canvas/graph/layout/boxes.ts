import type { Density, Metrics } from '../metrics.ts'
import type { Slots } from '../slots.ts'

type BoxType =
  | 'user'
  | 'controlPlane'
  | 'workload'
  | 'tray'
  | 'machine'
  | 'frame'
  | 'pod'
  | 'claim'
  | 'volume'
  | 'backend'
  | 'config'
  | 'network'
  | 'address'
  | 'more'
  | 'elsewhere'
  | 'folded'
  | 'label'
  | 'head'

/** A rectangle on the stage. Relative to its parent when it has one. Carries ids only, never status. */
export interface Box {
  readonly id: string
  readonly type: BoxType
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly parent?: string
  readonly density?: Density['name']
  /** Keys of what belongs inside the box. */
  readonly inside?: readonly string[]
  /** True when what is inside has boxes of its own. */
  readonly open?: boolean
  readonly system?: readonly string[]
}

/** Who has which place, kept from one layout to the next. */
export type Places = ReadonlyMap<string, Slots>

export interface Layout {
  readonly boxes: readonly Box[]
  readonly places: Places
  readonly width: number
  readonly height: number
  /** True when pods are boxes of their own. */
  readonly podBoxes: boolean
  readonly size: Metrics
}
