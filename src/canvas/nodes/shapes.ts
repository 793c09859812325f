import type { Tone } from '../facts/podFacts.ts'

/** The shape of each state as strokes on a field of 20 pixels: the same on tiles and on the drawn layer. */
export const SHAPES: Readonly<Record<Tone, readonly string[]>> = {
  ok: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'm6.6 10.2 2.4 2.4 4.6-5'],
  work: ['M10 2.6a7.4 7.4 0 1 1-6.4 3.7'],
  wait: ['M5 2.5h10M5 17.5h10M6 3c0 4 4 5 4 7s-4 3-4 7M14 3c0 4-4 5-4 7s4 3 4 7'],
  bad: ['M10 2.2 18.2 17H1.8Z', 'M10 7.8v4M10 14.4v.2'],
  gone: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'M10 5.5V10l3 2'],
  done: ['M3.4 3.4h13.2v13.2H3.4z', 'm6.6 10.2 2.4 2.4 4.6-5'],
}

/** What stands inside the ring: an arrow down for what is fetched, a clock's hand, an arrow round for the next try. */
export const RING_SIGNS: Readonly<Record<string, string>> = {
  pulling: 'M10 5.6v7.6M6.9 10.4 10 13.4l3.1-3',
  terminating: 'M10 5.6V10l2.6 1.8',
  backOff: 'M10 5.8v5M10 13.6v.4',
}
