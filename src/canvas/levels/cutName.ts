import { tailAt } from '../../ui/kit/MiddleCut.tsx'

/** Widths of bold letters in parts of their size, rather too wide than too narrow. */
const NARROW = /[iljtfrI1.,:;'|!()[\] -]/
const WIDE = /[mwMW@%]/
const CAPITAL = /[A-Z]/
const LATIN = /[\u0020-\u024f]/

function widthOf(letter: string): number {
  if (NARROW.test(letter)) return 0.42
  if (WIDE.test(letter)) return 0.92
  if (CAPITAL.test(letter)) return 0.72
  return LATIN.test(letter) ? 0.61 : 1
}

function sum(letters: readonly string[]): number {
  return letters.reduce((all, letter) => all + widthOf(letter), 0)
}

/**
 * A name cut in the middle so that it fits `room`, given in sizes of a letter. Reckoned and not measured: what fits by
 * itself needs no clip, and hundreds of clips cost the browser more than all else in a frame of a pan.
 */
export function cutName(name: string, room: number): string {
  const letters = [...name]
  if (sum(letters) <= room) return name
  const tail = [...name.slice(tailAt(name))]
  const head = letters.slice(0, letters.length - tail.length)
  let left = room - sum(tail) - widthOf('m')
  const kept: string[] = []
  for (const letter of head) {
    left -= widthOf(letter)
    if (left < 0) break
    kept.push(letter)
  }
  return `${kept.join('')}…${tail.join('')}`
}
