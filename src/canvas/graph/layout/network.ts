import type { Groups } from '../grouping.ts'
import type { Metrics } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import { idOf } from '../world.ts'
import type { Box } from './boxes.ts'
import {
  each,
  elsewhereTile,
  foldedStrip,
  isFolded,
  label,
  moreTile,
  type Pen,
  slots,
} from './pen.ts'

/** Cards of one sort that are shown before the rest folds. */
const ROWS = 6

interface Stack {
  readonly type: 'network' | 'address'
  readonly places: Slots
  readonly height: number
  readonly idOf: (key: string) => string
  readonly elsewhere: readonly string[]
}

function drawStack(pen: Pen, y: number, { type, places, height, elsewhere, ...of }: Stack): number {
  const width = pen.size.leftWidth
  const ids = places.map((key) => (key === undefined ? undefined : of.idOf(key)))
  const full = places.length > ROWS
  const shown = full && !pen.wishes.opened.has(type) ? ids.slice(0, ROWS) : ids
  const pitch = height + pen.size.rowGap
  const across = acrossOf(pen.size)
  each(shown, (id, index) => {
    const x = (index % across) * (width + pen.size.gap)
    pen.boxes.push({ id, type, x, y: y + Math.floor(index / across) * pitch, width, height })
  })
  let bottom = y + Math.ceil(shown.length / across) * pitch
  if (full) {
    const rest = ids.slice(shown.length).filter((id) => id !== undefined)
    moreTile(pen, type, rest, { x: 0, y: bottom, width })
    bottom += pen.size.fold + pen.size.rowGap
  }
  return elsewhereTile(pen, type, elsewhere, { x: 0, y: bottom, width })
}

/** Cards side by side: one in the column at the left, more where the network has the stage's width. */
function acrossOf({ userWidth, minColumns }: Metrics): number {
  return userWidth === undefined ? 1 : minColumns
}

/** The person in front of the screen. */
export function drawUser(pen: Pen, at: Pick<Box, 'x' | 'y' | 'width' | 'height'>): void {
  pen.boxes.push({ id: 'user|', type: 'user', ...at })
}

/**
 * The left edge: who stands outside, what the cluster shows them, and the addresses it really has. Kinds of the network
 * come from a table (grouping), so one more of them is one more row there. Returns where the column ends.
 */
export function drawNetwork(pen: Pen, groups: Groups, y: number): number {
  const { size } = pen
  label(pen, 'network', 0, y, size.leftWidth)
  const top = y + size.label
  const atLeft = size.userWidth === undefined
  if (atLeft) drawUser(pen, { x: 0, y: top, width: size.leftWidth, height: size.user })
  const below = atLeft ? top + size.user + size.rowGap : top
  const stacks: readonly Stack[] = [
    {
      type: 'network',
      places: slots(pen, 'network', groups.network),
      height: size.network,
      idOf: (id) => id,
      elsewhere: groups.elsewhere.network,
    },
    {
      type: 'address',
      places: slots(pen, 'addresses', groups.addresses),
      height: size.address,
      idOf: (key) => idOf('Address', key),
      elsewhere: [],
    },
  ]
  if (isFolded(pen, 'region|network')) {
    const ids = stacks.flatMap((one) => [
      ...one.places.filter((key) => key !== undefined).map(one.idOf),
      ...one.elsewhere,
    ])
    const across = size.minColumns < 4 ? acrossOf(size) : 1
    const width = across * (size.leftWidth + size.gap) - size.gap
    return foldedStrip(pen, 'region|network', ids, { x: 0, y: below, width })
  }
  return stacks.reduce((bottom, stack) => drawStack(pen, bottom, stack), below)
}
