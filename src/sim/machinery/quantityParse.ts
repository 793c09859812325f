/** Parsing and printing of Kubernetes quantities as decimal numbers of any size. */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** The number is unscaled * 10^exponent. */
export interface ParsedQuantity {
  readonly unscaled: bigint
  readonly exponent: number
  readonly format: QuantityFormat
  /** Held as an arbitrary-precision decimal rather than as an int64, which changes how overflow behaves. */
  readonly big: boolean
  /** The text was already in an accepted form and is kept as written. */
  readonly text?: string
}

export class QuantityError extends Error {}

const WRONG_FORMAT =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const WRONG_SUFFIX = "unable to parse quantity's suffix"
const WRONG_NUMBER = 'unable to parse numeric part of quantity'

const SHAPE = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/
const EXPONENT = /^[eE]([-+]?\d+)$/
const DECIMAL_SUFFIXES: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const BINARY_SUFFIXES: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
}
const DECIMAL_NAMES = new Map(
  Object.entries(DECIMAL_SUFFIXES).map(([name, power]) => [power, name]),
)
const BINARY_NAMES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
/** Digits that surely fit an int64. */
const INT64_DIGITS = 18
/** Beyond this no quantity makes sense, and bigint arithmetic would only burn time. */
const LARGEST_EXPONENT = 5000
export const MAX_INT64 = 2n ** 63n - 1n
const MIN_INT64 = -(2n ** 63n)

interface Suffix {
  readonly base: 2 | 10
  readonly power: number
  readonly format: QuantityFormat
}

function interpretSuffix(suffix: string): Suffix {
  const decimal = DECIMAL_SUFFIXES[suffix]
  if (decimal !== undefined) return { base: 10, power: decimal, format: 'DecimalSI' }
  const binary = BINARY_SUFFIXES[suffix]
  if (binary !== undefined) return { base: 2, power: binary, format: 'BinarySI' }
  const exponent = EXPONENT.exec(suffix)
  if (!exponent) throw new QuantityError(WRONG_SUFFIX)
  const power = Number(exponent[1])
  if (Math.abs(power) > LARGEST_EXPONENT) throw new QuantityError(WRONG_SUFFIX)
  return { base: 10, power, format: 'DecimalExponent' }
}

export function pow10(power: number): bigint {
  return 10n ** BigInt(power)
}

/** Integer division that rounds away from zero. */
export function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  if (value % divisor === 0n) return quotient
  return value < 0n ? quotient - 1n : quotient + 1n
}

interface Pieces {
  readonly source: string
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
  readonly suffix: Suffix
}

/** The int64 form, or undefined when the number may not fit. */
function parseSmall(pieces: Pieces): ParsedQuantity | undefined {
  const { whole, fraction, suffix, negative, source } = pieces
  const binary = suffix.base === 2
  if (binary && fraction !== '') return undefined
  const precision = binary
    ? 15 - whole.length - Math.trunc((suffix.power * 3) / 10) - 1
    : INT64_DIGITS - whole.length - fraction.length
  const exponent = (binary ? 0 : suffix.power) - fraction.length
  if (precision < 0 || exponent < -9) return undefined
  const digits = whole + fraction
  const plain = BigInt(digits)
  const size = plain * (binary ? 2n ** BigInt(suffix.power) : 1n)
  if (size > MAX_INT64) return undefined
  const keepText = binary
    ? (plain & 7n) !== 0n
    : exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  return {
    unscaled: negative ? -size : size,
    exponent,
    format: suffix.format,
    big: false,
    ...(keepText ? { text: source } : {}),
  }
}

function parseBig({ whole, fraction, suffix, negative }: Pieces): ParsedQuantity {
  let unscaled = BigInt(whole + fraction)
  let exponent = -fraction.length
  if (suffix.base === 10) exponent += suffix.power
  else unscaled *= 2n ** BigInt(suffix.power)
  // Anything above zero counts for at least one nano.
  if (unscaled !== 0n) {
    unscaled =
      exponent >= -9 ? unscaled * pow10(exponent + 9) : divideUp(unscaled, pow10(-9 - exponent))
    exponent = -9
  }
  let format = suffix.format
  if (format === 'BinarySI') {
    const nano = pow10(9)
    if (unscaled > MAX_INT64 * nano) {
      unscaled = MAX_INT64
      exponent = 0
    } else if (unscaled < nano && unscaled > 0n) format = 'DecimalSI'
  }
  return { unscaled: negative ? -unscaled : unscaled, exponent, format, big: true }
}

/** Parses a quantity; throws a QuantityError with the upstream text. */
// k8s: apimachinery/pkg/api/resource ParseQuantity (1.36)
export function parseQuantity(text: string): ParsedQuantity {
  const match = text === '' ? null : SHAPE.exec(text)
  if (!match) throw new QuantityError(WRONG_FORMAT)
  if (text === '0') return { unscaled: 0n, exponent: 0, format: 'DecimalSI', big: false, text }
  const [, sign, digits = '', fraction = '', suffixText = ''] = match
  const pieces: Pieces = {
    source: text,
    negative: sign === '-',
    whole: digits === '' ? '0' : digits,
    fraction,
    suffix: interpretSuffix(suffixText),
  }
  if (pieces.whole.length + fraction.length > LARGEST_EXPONENT) {
    throw new QuantityError(WRONG_NUMBER)
  }
  return parseSmall(pieces) ?? parseBig(pieces)
}

function formatDecimal(unscaled: bigint, exponent: number, format: QuantityFormat): string {
  let amount = unscaled
  let power = exponent
  while (amount % 10n === 0n) {
    amount /= 10n
    power++
  }
  while (power % 3 !== 0) {
    amount *= 10n
    power--
  }
  const name = format === 'DecimalSI' ? DECIMAL_NAMES.get(power) : undefined
  if (name !== undefined) return `${amount}${name}`
  return power === 0 ? `${amount}` : `${amount}e${power}`
}

function formatBinary(value: bigint): string {
  let amount = value
  let power = 0
  while (amount % 1024n === 0n && power < BINARY_NAMES.length - 1) {
    amount /= 1024n
    power++
  }
  return `${amount}${BINARY_NAMES[power]}`
}

/** The value as a whole number, or undefined if it has a fraction. */
function wholeNumber({ unscaled, exponent }: ParsedQuantity): bigint | undefined {
  if (exponent >= 0) return unscaled * pow10(exponent)
  const divisor = pow10(-exponent)
  return unscaled % divisor === 0n ? unscaled / divisor : undefined
}

/** The canonical text, such as 1500m for 1.5 and 1Gi for 1024Mi. */
// k8s: apimachinery/pkg/api/resource Quantity.CanonicalizeBytes (1.36)
export function formatQuantity(quantity: ParsedQuantity): string {
  const { unscaled, exponent, format } = quantity
  if (unscaled === 0n) return '0'
  if (format === 'BinarySI') {
    const whole = wholeNumber(quantity)
    if (whole !== undefined && (whole >= 1024n || whole <= -1024n)) return formatBinary(whole)
    return formatDecimal(unscaled, exponent, 'DecimalSI')
  }
  return formatDecimal(unscaled, exponent, format)
}

/** Whether a number can be held as an int64. */
export function fitsInt64(value: bigint): boolean {
  return value >= MIN_INT64 && value <= MAX_INT64
}
