import type { Node, Pod } from '../../sim/index.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { podFacts, type Tone } from '../facts/podFacts.ts'

/** Tones in the order of their numbers in the texture; 0 is an empty place. */
export const TONES: readonly Tone[] = ['ok', 'work', 'wait', 'bad', 'gone', 'done']

const CODES: Readonly<Record<Tone, number>> = { ok: 1, work: 2, wait: 3, bad: 4, gone: 5, done: 6 }

export const EMPTY = 0
export const OK = CODES.ok
export const BAD = CODES.bad
/** One more than the largest number. */
export const CODE_COUNT = 7
/** Added to the number of a pod that is not what the lens is about. */
export const FAINT_BIT = 8

/** The number of the tone alone. */
export function toneOf(state: number): number {
  return state % FAINT_BIT
}

export function codeOf(pod: Pod | undefined): number {
  return pod ? CODES[podFacts(pod).tone] : EMPTY
}

/** A machine that is not there any more is broken for its pods. */
export function nodeCode(node: Node | undefined): number {
  return node ? CODES[nodeFacts(node).tone] : BAD
}
