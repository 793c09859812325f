import type { ParsedQuantity } from './quantityParse.ts'
import {
  divideUp,
  fitsInt64,
  formatQuantity,
  MAX_INT64,
  parseQuantity,
  pow10,
  QuantityError,
} from './quantityParse.ts'

/**
 * Kubernetes quantities: 250m, 1.5Gi, 1e3. Objects carry them as text, so every helper takes text and keeps
 * what it worked out in a bounded cache.
 */

const CACHE_LIMIT = 4096

function cached<V>(compute: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return (text) => {
    const hit = known.get(text)
    if (hit !== undefined) return hit
    const value = compute(text)
    if (known.size >= CACHE_LIMIT) known.clear()
    known.set(text, value)
    return value
  }
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)
/** Powers of ten for which upstream returns the wrapped product; for the others an overflow gives 0. */
const WRAPPING_POWERS: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 9])

function scaleSmall(value: bigint, exponent: number, power: number): bigint {
  if (exponent < power) return divideUp(value, pow10(power - exponent))
  const product = value * pow10(exponent - power)
  if (fitsInt64(product)) return product
  return WRAPPING_POWERS.has(exponent - power) ? wrap(product) : 0n
}

function scaleBig(value: bigint, exponent: number, power: number): bigint {
  const digits = power - exponent
  if (digits === 0) return wrap(value)
  if (digits < 0) return wrap(wrap(value) * wrap(pow10(-digits)))
  const divisor = pow10(digits)
  if (value < MAX_INT64 && digits < 19) {
    const small = wrap(value)
    return small / divisor + (small % divisor === 0n ? 0n : 1n)
  }
  return wrap(value / divisor) + (value % divisor === 0n ? 0n : 1n)
}

/** The value in units of 10^power as an int64, rounded up, with upstream's behaviour on overflow. */
// k8s: apimachinery/pkg/api/resource Quantity.ScaledValue (1.36)
function scaledValue({ unscaled, exponent, big }: ParsedQuantity, power: number): number {
  return Number(big ? scaleBig(unscaled, exponent, power) : scaleSmall(unscaled, exponent, power))
}

const parsed = cached(parseQuantity)

/** The quantity in thousandths, rounded up: 1 for 100u, 1500 for 1.5. Throws QuantityError. */
export const milliValue: (quantity: string) => number = cached((text) =>
  scaledValue(parsed(text), -3),
)

/** The quantity in whole units, rounded up: 1 for 100m, 1024 for 1Ki. Throws QuantityError. */
export const value: (quantity: string) => number = cached((text) => scaledValue(parsed(text), 0))

/** The canonical text of a quantity: 500m for 0.5, 1Gi for 1024Mi. Throws QuantityError. */
export const canonical: (quantity: string) => string = cached((text) =>
  formatQuantity(parsed(text)),
)

/** What the API server answers for a quantity sent to it: as written when that is acceptable, else canonical. */
// k8s: apimachinery/pkg/api/resource Quantity.String (1.36)
export const storedQuantity: (quantity: string) => string = cached((text) => {
  const quantity = parsed(text)
  return quantity.text ?? formatQuantity(quantity)
})

/** Why a text is no quantity, in upstream's words, or undefined when it is one. */
export function quantityError(text: string): string | undefined {
  try {
    parsed(text)
    return undefined
  } catch (error) {
    if (error instanceof QuantityError) return error.message
    throw error
  }
}

function align(a: ParsedQuantity, b: ParsedQuantity): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent)
  return [
    a.unscaled * pow10(a.exponent - exponent),
    b.unscaled * pow10(b.exponent - exponent),
    exponent,
  ]
}

/** Negative, zero or positive, as for a sort. Exact. */
export function compareQuantity(a: string, b: string): number {
  if (a === b) return 0
  const [left, right] = align(parsed(a), parsed(b))
  if (left === right) return 0
  return left < right ? -1 : 1
}

function combine(a: string, b: string, operate: (a: bigint, b: bigint) => bigint): string {
  const first = parsed(a)
  const second = parsed(b)
  const [left, right, exponent] = align(first, second)
  const unscaled = operate(left, right)
  // A zero has no format of its own.
  const format = first.unscaled === 0n ? second.format : first.format
  return formatQuantity({ unscaled, exponent, format, big: !fitsInt64(unscaled) })
}

/** The sum in canonical form, in the format of the first (of the second when the first is zero). */
// k8s: apimachinery/pkg/api/resource Quantity.Add (1.36)
export function addQuantity(a: string, b: string): string {
  return combine(a, b, (left, right) => left + right)
}

/** The difference in canonical form, which may be negative. */
// k8s: apimachinery/pkg/api/resource Quantity.Sub (1.36)
export function subQuantity(a: string, b: string): string {
  return combine(a, b, (left, right) => left - right)
}
