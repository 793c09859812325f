import { addQuantity, compareQuantity, subQuantity } from '../machinery/quantity.ts'

/** Quantities by the name of a resource. */
export type Amounts = Readonly<Record<string, string>>

// k8s: apiserver/pkg/quota/v1 Add (1.36)
export function sumOf(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b))
    out[name] = out[name] === undefined ? amount : addQuantity(out[name], amount)
  return out
}

/** What `next` needs more than `previous`; nothing where it needs less. */
// k8s: apiserver/pkg/quota/v1 SubtractWithNonNegativeResult (1.36)
export function increase(next: Amounts, previous: Amounts): Amounts {
  const out: Record<string, string> = {}
  for (const [name, amount] of Object.entries(next)) {
    const more = previous[name] === undefined ? amount : subQuantity(amount, previous[name])
    out[name] = compareQuantity(more, '0') > 0 ? more : '0'
  }
  return out
}

export function only(amounts: Amounts, names: ReadonlySet<string>): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => names.has(name)))
}

export function withoutZeros(amounts: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).filter(([, amount]) => compareQuantity(amount, '0') !== 0),
  )
}

export function sameAmounts(a: Amounts | undefined, b: Amounts | undefined): boolean {
  const left = Object.entries(a ?? {})
  if (left.length !== Object.keys(b ?? {}).length) return false
  return left.every(([name, amount]) => {
    const other = b?.[name]
    return other !== undefined && compareQuantity(amount, other) === 0
  })
}

/** `pods=1,requests.cpu=100m`, in order of the names. */
export function listed(amounts: Amounts): string {
  return Object.keys(amounts)
    .sort()
    .map((name) => `${name}=${amounts[name]}`)
    .join(',')
}
