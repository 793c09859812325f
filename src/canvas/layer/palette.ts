import { TONES } from './codes.ts'

/** One colour of the theme: red, green, blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** The theme's tokens that the drawn layer needs, read from the page. */
export interface Palette {
  readonly stage: Colour
  readonly card: Colour
  readonly line: Colour
  readonly brass: Colour
  readonly ink: Colour
  /** By number of the tone; 0 is an empty place. */
  readonly tones: readonly Colour[]
  readonly grounds: readonly Colour[]
}

const INKS = ['ok', 'work', 'wait', 'bad', 'gone', 'ink3'] as const satisfies readonly string[]
const GROUNDS = ['okbg', 'workbg', 'waitbg', 'badbg', 'gonebg', 'card2'] as const

/** `#rgb` or `#rrggbb`, as tokens.css writes them; anything else is black. */
export function colourOf(text: string): Colour {
  const hex = text.trim().replace('#', '')
  const long = hex.length === 3 ? [...hex].map((one) => one + one).join('') : hex
  if (!/^[0-9a-f]{6}$/i.test(long)) return [0, 0, 0]
  const byte = (at: number) => Number.parseInt(long.slice(at, at + 2), 16)
  return [byte(0), byte(2), byte(4)]
}

export function cssOf([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => Math.round(a[at] + (b[at] - a[at]) * share)
  return [part(0), part(1), part(2)]
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string) => colourOf(style.getPropertyValue(`--${name}`))
  const card = token('card')
  return {
    stage: token('stage'),
    card,
    line: token('line2'),
    brass: token('brass'),
    ink: token('ink'),
    tones: [card, ...TONES.map((_, index) => token(INKS[index] ?? 'ink3'))],
    grounds: [card, ...TONES.map((_, index) => token(GROUNDS[index] ?? 'card2'))],
  }
}
