import type { Box } from '../graph/layout/boxes.ts'

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Flow pixels along a field's side: a few machines. */
const FIELD = 600

function touches(box: Rect, rect: Rect): boolean {
  return (
    box.x < rect.x + rect.width &&
    rect.x < box.x + box.width &&
    box.y < rect.y + rect.height &&
    rect.y < box.y + box.height
  )
}

function samePlaces(a: readonly Box[], b: readonly Box[]): boolean {
  return (
    a.length === b.length &&
    a.every((box, index) => {
      const other = b[index] as Box
      return (
        box === other ||
        (box.x === other.x &&
          box.y === other.y &&
          box.width === other.width &&
          box.height === other.height)
      )
    })
  )
}

/** Boxes by place: what lies in a rectangle or under a point, without looking at the rest. */
export class SpatialGrid {
  private boxes: readonly Box[] = []
  private fields = new Map<number, number[]>()
  private columns = 1
  private rows = 1

  /** Takes the boxes that have no parent. Where nothing moved, only the boxes themselves are exchanged. */
  place(all: readonly Box[]): void {
    const boxes = all.filter((box) => box.parent === undefined)
    const moved = !samePlaces(boxes, this.boxes)
    this.boxes = boxes
    if (moved) this.sort()
  }

  private sort(): void {
    this.fields = new Map()
    this.columns = 1
    this.rows = 1
    for (const { x, y, width, height } of this.boxes) {
      this.columns = Math.max(this.columns, 1 + Math.floor((x + width) / FIELD))
      this.rows = Math.max(this.rows, 1 + Math.floor((y + height) / FIELD))
    }
    this.boxes.forEach((box, index) => {
      this.each(box, (at) => {
        const list = this.fields.get(at)
        if (list) list.push(index)
        else this.fields.set(at, [index])
      })
    })
  }

  /** The fields that a rectangle touches. */
  private each(rect: Rect, visit: (field: number) => void): void {
    const clamp = (value: number, most: number) =>
      Math.min(most - 1, Math.max(0, Math.floor(value / FIELD)))
    const right = clamp(rect.x + rect.width, this.columns)
    const bottom = clamp(rect.y + rect.height, this.rows)
    for (let row = clamp(rect.y, this.rows); row <= bottom; row++)
      for (let column = clamp(rect.x, this.columns); column <= right; column++)
        visit(row * this.columns + column)
  }

  /** Every box that touches the rectangle, each once. */
  query(rect: Rect): readonly Box[] {
    const found = new Set<number>()
    this.each(rect, (field) => {
      for (const index of this.fields.get(field) ?? [])
        if (!found.has(index) && touches(this.boxes[index] as Box, rect)) found.add(index)
    })
    return [...found].map((index) => this.boxes[index] as Box)
  }

  /** A box by its id. */
  find(id: string): Box | undefined {
    return this.boxes.find((box) => box.id === id)
  }

  /** The box under a point; the last drawn when several are. */
  at(x: number, y: number): Box | undefined {
    const rect = { x, y, width: 0, height: 0 }
    let best = -1
    this.each(rect, (field) => {
      for (const index of this.fields.get(field) ?? []) {
        const box = this.boxes[index] as Box
        const inside = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
        if (inside && index > best) best = index
      }
    })
    return this.boxes[best]
  }
}
