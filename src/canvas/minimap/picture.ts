import type { Layout } from '../graph/layout/boxes.ts'

/** What the small map draws of the stage: plain rectangles, each with a name of a colour. */
export interface Mark {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly ink: 'card' | 'ok' | 'work' | 'wait' | 'bad' | 'vol' | 'cfg' | 'net'
}

const INKS: Readonly<Record<string, Mark['ink']>> = {
  user: 'net',
  controlPlane: 'card',
  workload: 'card',
  tray: 'card',
  network: 'net',
  address: 'net',
  claim: 'vol',
  volume: 'vol',
  backend: 'vol',
  config: 'cfg',
  more: 'card',
  folded: 'card',
}

/** How the pods of a machine are, in sum: only the broken are counted, for each of them is drawn. */
export interface Heat {
  readonly ink: Mark['ink']
  readonly broken: number
}

/** Side of the mark of one broken pod, as a share of its machine's width; so many stand in a row. */
const DOTS = 8

function brokenMarks(machine: Mark, broken: number): readonly Mark[] {
  const side = machine.width / DOTS
  const rows = Math.floor(machine.height / side)
  return Array.from({ length: Math.min(broken, DOTS * rows) }, (_, at) => ({
    x: machine.x + (at % DOTS) * side,
    y: machine.y + Math.floor(at / DOTS) * side,
    width: side * 0.8,
    height: side * 0.8,
    ink: 'bad' as const,
  }))
}

/** The marks of a layout, in the order in which they are painted: what is broken last, on top. */
export function picture(
  { boxes }: Pick<Layout, 'boxes'>,
  heat: (machine: string, pods: readonly string[]) => Heat,
): readonly Mark[] {
  const marks: Mark[] = []
  const broken: Mark[] = []
  for (const box of boxes) {
    const { x, y, width, height } = box
    if (box.parent !== undefined) continue
    if (box.type === 'machine') {
      const pods = [...(box.inside ?? []), ...(box.system ?? [])]
      const { ink, broken: count } = heat(box.id, pods)
      const machine = { x, y, width, height, ink }
      marks.push(machine)
      broken.push(...brokenMarks(machine, count))
    } else {
      const ink = INKS[box.type]
      if (ink) marks.push({ x, y, width, height, ink })
    }
  }
  return [...marks, ...broken]
}

export interface Frame {
  readonly scale: number
  readonly width: number
  readonly height: number
}

/** How the stage shrinks into the map. */
export function frameOf(
  stage: { readonly width: number; readonly height: number },
  most: Frame,
): Frame {
  const scale = Math.min(
    most.width / Math.max(1, stage.width),
    most.height / Math.max(1, stage.height),
  )
  return { scale, width: Math.ceil(stage.width * scale), height: Math.ceil(stage.height * scale) }
}
