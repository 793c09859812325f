import type { Node, Pod } from '../../sim/index.ts'
import type { Box, Layout } from '../graph/layout/boxes.ts'
import type { Metrics } from '../graph/metrics.ts'
import { refOf } from '../graph/world.ts'
import { cellRect, gridFor, gridsOf } from './cells.ts'
import { BAD, CODE_COUNT, codeOf, EMPTY, FAINT_BIT, nodeCode, OK, toneOf } from './codes.ts'

/** Looks up the objects that the board draws. */
export interface Source {
  pod(key: string): Pod | undefined
  node(key: string): Node | undefined
  /** Whether a pod is what the lens is about; without it, all are. */
  lit?(podKey: string): boolean
}

/** One machine on the board. */
export interface Field {
  readonly box: Box
  /** Keys by place; the folded ones behind them. */
  readonly keys: readonly (string | undefined)[]
  /** How many of the keys have a place of their own. */
  readonly places: number
  readonly grid: number
  /** Where its places begin in the texture. */
  readonly offset: number
  readonly room: number
}

/** A pod's place on the board: its machine's index and its index there, as one number. */
type Place = number
const SLOTS = 1 << 11

interface Touched {
  readonly places: Set<Place>
  /** Machines that were written as a whole. */
  readonly machines: Set<number>
}

/** Numbers per machine for the painter: x, y, offset, arrangement. */
export const PLACE_SIZE = 4
/** Where a machine stands that is gone. */
const NOWHERE = -1e7
/** Numbers per machine: share of places taken, of them at work or waiting, of them broken, tone of the machine. */
export const HEAT_SIZE = 4

function grown<T extends Uint8Array | Float32Array | Uint16Array>(array: T, length: number): T {
  if (array.length >= length) return array
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, array.length * 2),
  )
  larger.set(array)
  return larger
}

/**
 * The state of every pod as one byte, machine after machine, ready to be a texture. Moved forward pod by pod: a status
 * change writes one byte, a pod that comes or goes its machine's, and nothing is ever looked through as a whole.
 */
export class Board {
  readonly fields: (Field | undefined)[] = []
  states = new Uint8Array(4096)
  /** How much of `states` is in use. */
  used = 0
  places = new Float32Array(256)
  heat = new Float32Array(256)
  /** Places of broken pods. */
  readonly broken = new Set<Place>()
  /** Pods by number of their tone. */
  readonly totals = new Uint32Array(CODE_COUNT)
  cards: readonly Box[] = []
  size: Metrics | undefined
  /** Grow when the picture changes: of states, of machines, of anything. */
  version = 0
  layoutVersion = 0
  /** Grows when what is broken may be another: a pod, or a machine. */
  brokenVersion = 0
  /** What was written since the painter last asked; undefined when everything was. */
  private touched: Touched | undefined
  private counts = new Uint16Array(64 * CODE_COUNT)
  /** How many pods are not what the lens is about. */
  private faint = 0
  /** Machines whose sums are worked out when they are next drawn: once, however many of their pods changed. */
  private readonly cold = new Set<number>()
  private readonly where = new Map<string, Place>()
  private readonly indexOf = new Map<string, number>()
  private readonly free: number[] = []
  private readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  /** Takes a new layout: only machines whose box is another one are written anew. */
  place(layout: Layout): void {
    if (layout.size !== this.size) this.clear()
    this.size = layout.size
    const cards: Box[] = []
    let machines = 0
    for (const box of layout.boxes) {
      if (box.type === 'machine') {
        machines++
        const index = this.indexOf.get(box.id)
        if (index === undefined || this.fields[index]?.box !== box) this.write(box, layout, index)
      } else if (box.parent === undefined && box.type !== 'label' && box.type !== 'head')
        cards.push(box)
    }
    if (machines < this.indexOf.size) this.sweep(layout)
    this.cards = cards
    this.layoutVersion++
    this.brokenVersion++
    this.version++
  }

  private clear(): void {
    this.fields.length = 0
    this.used = 0
    this.indexOf.clear()
    this.where.clear()
    this.broken.clear()
    this.free.length = 0
    this.totals.fill(0)
    this.counts.fill(0)
    this.faint = 0
    this.cold.clear()
    this.touched = undefined
  }

  private sweep(layout: Layout): void {
    const there = new Set<string>()
    for (const box of layout.boxes) if (box.type === 'machine') there.add(box.id)
    for (const [id, index] of [...this.indexOf]) {
      if (there.has(id)) continue
      this.empty(index)
      this.fields[index] = undefined
      this.places[index * PLACE_SIZE] = NOWHERE
      this.touched?.machines.add(index)
      this.indexOf.delete(id)
      this.free.push(index)
    }
  }

  /** Forgets what stands on a machine. */
  private empty(index: number): void {
    const field = this.fields[index]
    if (!field) return
    field.keys.forEach((key, slot) => {
      const place = index * SLOTS + slot
      const at = field.offset + slot
      const state = this.states[at] ?? EMPTY
      this.count(index, toneOf(state), -1)
      this.faint -= Number(state >= FAINT_BIT)
      this.states[at] = EMPTY
      this.broken.delete(place)
      if (key !== undefined && this.where.get(key) === place) this.where.delete(key)
    })
  }

  private count(index: number, code: number, by: number): void {
    if (code === EMPTY) return
    const at = index * CODE_COUNT + code
    this.counts[at] = (this.counts[at] ?? 0) + by
    this.totals[code] = (this.totals[code] ?? 0) + by
  }

  private write(box: Box, layout: Layout, known: number | undefined): void {
    const index = known ?? this.free.pop() ?? this.fields.length
    const old = this.fields[index]
    this.empty(index)
    const slots = layout.places.get(box.id) ?? []
    const system = box.system ?? []
    const grid = gridFor(slots.length, layout.size)
    const { columns = 0, rows = 0 } = gridsOf(layout.size)[grid] ?? {}
    const places = Math.min(slots.length, columns * rows)
    const need = Math.min(SLOTS, Math.max(slots.length, columns * rows) + system.length)
    const fits = old !== undefined && need <= old.room
    const offset = fits ? old.offset : this.used
    const room = fits ? old.room : need
    if (!fits) {
      this.used += need
      this.states = grown(this.states, this.used)
    }
    // Folded ones stand behind all places, where nobody draws them: they only count.
    const keys = [...slots.slice(0, SLOTS)]
    while (keys.length < columns * rows) keys.push(undefined)
    keys.push(...system.slice(0, SLOTS - keys.length))
    this.fields[index] = { box, keys, places, grid, offset, room }
    this.indexOf.set(box.id, index)
    this.counts = grown(this.counts, (index + 1) * CODE_COUNT)
    this.places = grown(this.places, (index + 1) * PLACE_SIZE)
    this.heat = grown(this.heat, (index + 1) * HEAT_SIZE)
    this.places.set([box.x, box.y, offset, grid], index * PLACE_SIZE)
    keys.forEach((key, slot) => {
      if (key === undefined) return
      this.where.set(key, index * SLOTS + slot)
      this.put(index, slot, this.stateOf(key, codeOf(this.source.pod(key))))
    })
    this.heat[index * HEAT_SIZE + 3] = nodeCode(this.source.node(refOf(box.id).key))
    this.warm(index)
    this.touched?.machines.add(index)
  }

  /** Writes one state. */
  private put(index: number, slot: number, state: number): boolean {
    const at = (this.fields[index]?.offset ?? 0) + slot
    const old = this.states[at] ?? EMPTY
    if (old === state) return false
    this.states[at] = state
    this.faint += Number(state >= FAINT_BIT) - Number(old >= FAINT_BIT)
    const before = toneOf(old)
    const code = toneOf(state)
    this.count(index, before, -1)
    this.count(index, code, 1)
    const place = index * SLOTS + slot
    if (code === BAD) this.broken.add(place)
    else if (before === BAD) this.broken.delete(place)
    if (code === BAD || before === BAD) this.brokenVersion++
    this.touched?.places.add(place)
    return true
  }

  /** What is broken keeps its colour under every lens. */
  private stateOf(key: string, code: number): number {
    const faint = code !== EMPTY && code !== BAD && this.source.lit?.(key) === false
    return faint ? code + FAINT_BIT : code
  }

  /** The lens is about other things now: those that are not its concern fade. */
  relight(): void {
    let changed = false
    this.fields.forEach((field, index) => {
      let here = false
      field?.keys.forEach((key, slot) => {
        const code = toneOf(this.states[field.offset + slot] ?? EMPTY)
        if (key !== undefined) here = this.put(index, slot, this.stateOf(key, code)) || here
      })
      if (here) this.cold.add(index)
      changed ||= here
    })
    if (changed) this.version++
  }

  /** Pods of a tone that are not faint. */
  private litOn(index: number, code: number): number {
    const { offset = 0, keys = [] } = this.fields[index] ?? {}
    let lit = 0
    for (let slot = 0; slot < keys.length; slot++) if (this.states[offset + slot] === code) lit++
    return lit
  }

  /** Sums up a machine. Thousands of them at once, so nothing is built for it. */
  private warm(index: number): void {
    const field = this.fields[index]
    if (!field) return
    const faint = this.faint > 0
    const of = (code: number) => (faint ? this.litOn(index, code) : this.countOn(index, code))
    const ok = of(OK)
    const bad = of(BAD)
    let all = 0
    for (let code = OK; code < CODE_COUNT; code++) all += code === OK ? ok : of(code)
    const some = Math.max(1, all)
    const { columns = 1, rows = 1 } = gridsOf(this.size as Metrics)[field.grid] ?? {}
    const at = index * HEAT_SIZE
    this.heat[at] = Math.min(1, all / Math.max(32, columns * rows))
    this.heat[at + 1] = (all - ok - bad) / some
    this.heat[at + 2] = bad / some
  }

  /** Works out the sums of whatever changed: to be called before they are read. */
  settle(): void {
    for (const index of this.cold) this.warm(index)
    this.cold.clear()
  }

  /** A pod changed. Says nothing when the pod has no place (yet): the layout brings it. */
  setPod(key: string, pod: Pod | undefined): void {
    const place = this.where.get(key)
    if (place === undefined) return
    const index = Math.floor(place / SLOTS)
    if (!this.put(index, place % SLOTS, this.stateOf(key, codeOf(pod)))) return
    this.cold.add(index)
    this.version++
  }

  setNode(key: string): void {
    const index = this.indexOf.get(`Node|${key}`)
    if (index === undefined) return
    const at = index * HEAT_SIZE + 3
    const code = nodeCode(this.source.node(key))
    if (this.heat[at] === code) return
    this.heat[at] = code
    this.brokenVersion++
    this.touched?.machines.add(index)
    this.version++
  }

  /** What was written since the last call; undefined when everything has to be drawn anew. */
  takeTouched(): Touched | undefined {
    const { touched } = this
    this.touched = { places: new Set(), machines: new Set() }
    return touched
  }

  indexOfMachine(id: string): number | undefined {
    return this.indexOf.get(id)
  }

  /** Where a pod is drawn, if it has a place of its own. */
  placeOf(key: string): { readonly index: number; readonly slot: number } | undefined {
    const place = this.where.get(key)
    if (place === undefined) return undefined
    const at = split(place)
    return at.slot < (this.fields[at.index]?.places ?? 0) ? at : undefined
  }

  stateAt(index: number, slot: number): number {
    return toneOf(this.states[(this.fields[index]?.offset ?? 0) + slot] ?? EMPTY)
  }

  /** A place as a rectangle of the stage; the machine's foot for one that is folded. */
  rectOf(index: number, slot: number) {
    const field = this.fields[index]
    const { size } = this
    if (!field || !size) return undefined
    const grid = gridsOf(size)[field.grid]
    if (!grid) return undefined
    if (slot >= field.places) {
      const { x, y, width, height } = field.box
      return { x: x + width / 2 - 12, y: y + height - 36, width: 24, height: 24 }
    }
    const cell = cellRect(grid, slot, size)
    return { ...cell, x: field.box.x + cell.x, y: field.box.y + cell.y }
  }

  brokenOn(index: number): number {
    return this.counts[index * CODE_COUNT + BAD] ?? 0
  }

  countOn(index: number, code: number): number {
    return this.counts[index * CODE_COUNT + code] ?? 0
  }
}

export function split(place: Place): { readonly index: number; readonly slot: number } {
  return { index: Math.floor(place / SLOTS), slot: place % SLOTS }
}
