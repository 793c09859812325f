/** Alphabet of generated name suffixes: no vowels and no look-alikes, so that no words appear. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const DIGITS = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0))
const DASH = 45

/** State of the generator: four 32-bit words, plain data. */
export type RandomState = readonly [number, number, number, number]

/** Seeded randomness (sfc32). All chance in a cluster comes from one of these. */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private d = 1

  constructor(seed: number) {
    this.a = seed | 0
    this.b = 0x9e3779b9 | 0
    this.c = 0x243f6a88 | 0
    for (let i = 0; i < 15; i++) this.word()
  }

  get state(): RandomState {
    return [this.a, this.b, this.c, this.d]
  }

  set state([a, b, c, d]: RandomState) {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }

  /** The next 32 random bits as an unsigned integer. */
  word(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + sum) | 0
    return sum >>> 0
  }

  /** An integer from 0 to below `bound`. */
  int(bound: number): number {
    return Math.floor((this.word() / 4_294_967_296) * bound)
  }

  /** A number from 0 to below 1. */
  fraction(): number {
    return this.word() / 4_294_967_296
  }

  /** Characters as the API server appends them to generateName. */
  suffix(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += ALPHABET[this.int(ALPHABET.length)]
    return text
  }

  /** A version 4 UUID. */
  uid(): string {
    const p = this.word()
    const q = this.word()
    const r = this.word()
    const s = this.word()
    put(UUID, 0, 8, p)
    put(UUID, 9, 4, q >>> 16)
    put(UUID, 14, 4, (q & 0x0fff) | 0x4000)
    put(UUID, 19, 4, ((r >>> 16) & 0x3fff) | 0x8000)
    put(UUID, 24, 4, r & 0xffff)
    put(UUID, 28, 8, s)
    return String.fromCharCode(...UUID)
  }

  /** Sixty-four hexadecimal digits, as container runtimes name containers. */
  hash(): string {
    for (let at = 0; at < HASH.length; at += 8) put(HASH, at, 8, this.word())
    return String.fromCharCode(...HASH)
  }
}

// Texts made of a row of character codes are flat; put together piece by piece they would stay trees of pieces, several
// times as large, and most objects carry one or two of them.
const UUID = new Array<number>(36).fill(DASH)
const HASH = new Array<number>(64).fill(DASH)
const WORDS = new Array<number>(16).fill(DASH)

/** Writes the lowest digits of the word into the row. */
function put(codes: number[], at: number, digits: number, word: number): void {
  let rest = word
  for (let i = at + digits - 1; i >= at; i--) {
    codes[i] = DIGITS[rest & 15] as number
    rest >>>= 4
  }
}

/** Sixteen hexadecimal digits of an unsigned 64-bit number in two halves. */
export function hex64(high: number, low: number): string {
  put(WORDS, 0, 8, high)
  put(WORDS, 8, 8, low)
  return String.fromCharCode(...WORDS)
}
