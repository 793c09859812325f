const GUARD = 10
const MOST = 5000
const known = new Map<number, string>()

/** arctan(1/x), times `unit`. */
function arctan(x: bigint, unit: bigint): bigint {
  let power = unit / x
  let sum = power
  for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
    power /= x * x
    sum += sign * (power / n)
  }
  return sum
}

/** Pi to so many digits, rounded: what the Job of the documentation computes. By Machin's formula. */
export function piDigits(wanted: number): string {
  const digits = Math.max(1, Math.min(MOST, wanted))
  const present = known.get(digits)
  if (present !== undefined) return present
  const unit = 10n ** BigInt(digits - 1 + GUARD)
  const pi = 16n * arctan(5n, unit) - 4n * arctan(239n, unit)
  const half = 10n ** BigInt(GUARD) / 2n
  const text = String((pi + half) / 10n ** BigInt(GUARD))
  const shown = digits === 1 ? text : `${text[0]}.${text.slice(1)}`
  known.set(digits, shown)
  return shown
}
