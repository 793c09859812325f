/** IPv4 addresses as numbers, and the ranges from which the cluster takes them. */

export interface Range {
  /** The first address, as a number. */
  readonly base: number
  /** How many addresses there are. */
  readonly size: number
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

/** The address as a number; undefined for what is no IPv4 address. */
export function toNumber(address: string): number | undefined {
  const parts = IPV4.exec(address)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

export function toAddress(number: number): string {
  const parts = [16_777_216, 65_536, 256, 1].map((weight) => Math.floor(number / weight) % 256)
  return parts.join('.')
}

/** The range that CIDR notation names. Throws RangeError for anything else than IPv4. */
export function rangeOf(cidr: string): Range {
  const [address = '', bits = ''] = cidr.split('/')
  const start = toNumber(address)
  if (start === undefined || !/^\d+$/.test(bits) || Number(bits) > 32)
    throw new RangeError(`no IPv4 range: ${cidr}`)
  const size = 2 ** (32 - Number(bits))
  return { base: start - (start % size), size }
}

export function isWithin({ base, size }: Range, number: number): boolean {
  return number >= base && number < base + size
}

export function isIpv6(address: string): boolean {
  return address.includes(':')
}
