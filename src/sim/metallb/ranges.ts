import { rangeOf, toAddress, toNumber } from '../network/addresses.ts'

/** Addresses from the first to the last, as numbers. */
export type Span = readonly [first: number, last: number]

/** The addresses that a line of a pool stands for. Throws Error in MetalLB's words. */
// k8s: metallb internal/config ParseCIDR
// Deviation: IPv6 is not known here and refused as an address that cannot be read.
export function parseSpan(text: string): Span {
  if (!text.includes('-')) {
    const invalid = new Error(`invalid CIDR ${JSON.stringify(text)}`)
    if (!/^[\d.]+\/\d+$/.test(text)) throw invalid
    try {
      const { base, size } = rangeOf(text)
      return [base, base + size - 1]
    } catch {
      throw invalid
    }
  }
  const [from = '', to = ''] = text.split('-').map((part) => part.trim())
  const range = `invalid IP range ${JSON.stringify(text)}`
  const first = toNumber(from)
  if (first === undefined) throw new Error(`${range}: invalid start IP ${JSON.stringify(from)}`)
  const last = toNumber(to)
  if (last === undefined) throw new Error(`${range}: invalid end IP ${JSON.stringify(to)}`)
  if (last < first)
    throw new Error(
      `${range}: start IP ${JSON.stringify(from)} is after the end IP ${JSON.stringify(to)}`,
    )
  return [first, last]
}

export function overlap([a, b]: Span, [c, d]: Span): boolean {
  return a <= d && c <= b
}

/** The largest block that begins at the first address and ends within the span: a span is a row of such blocks. */
export function firstBlock([first, last]: Span): string {
  let bits = 32
  while (bits > 0 && first % 2 ** (33 - bits) === 0 && first + 2 ** (33 - bits) - 1 <= last) bits--
  return `${toAddress(first)}/${bits}`
}
