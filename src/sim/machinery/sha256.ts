import { utf8Bytes } from '../schema/base64.ts'

function firstPrimes(count: number): readonly number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++)
    if (!found.some((prime) => n % prime === 0)) found.push(n)
  return found
}

/** The first 32 bits of the fraction. */
function fraction(value: number): number {
  return ((value - Math.floor(value)) * 0x1_0000_0000) | 0
}

const PRIMES = firstPrimes(64)
const ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)))
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

function turn(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits))
}

function padded(bytes: readonly number[]): readonly number[] {
  const zeros = (119 - (bytes.length % 64)) % 64
  const high = Math.floor(bytes.length / 0x2000_0000)
  const low = (bytes.length << 3) >>> 0
  const length = [high, low].flatMap((word) =>
    [24, 16, 8, 0].map((shift) => (word >>> shift) & 255),
  )
  return [...bytes, 0x80, ...new Array<number>(zeros).fill(0), ...length]
}

function schedule(bytes: readonly number[], from: number): readonly number[] {
  const words: number[] = []
  const at = (index: number): number => words[index] ?? 0
  for (let i = 0; i < 16; i++) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(from + 4 * i, from + 4 * i + 4)
    words.push((a << 24) | (b << 16) | (c << 8) | d)
  }
  for (let i = 16; i < 64; i++) {
    const early = at(i - 15)
    const late = at(i - 2)
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words.push((at(i - 16) + s0 + at(i - 7) + s1) | 0)
  }
  return words
}

function block(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] ?? 0) + (words[i] ?? 0)) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  return [a, b, c, d, e, f, g, h].map((value, index) => (value + (state[index] ?? 0)) | 0)
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  const bytes = padded(utf8Bytes(text))
  let state: readonly number[] = START
  for (let from = 0; from < bytes.length; from += 64) state = block(state, schedule(bytes, from))
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
