/** Structural equality of plain JSON data; shared subtrees are recognised by identity. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b)
  if (Array.isArray(b)) return false
  return equalRecords(a as Record<string, unknown>, b as Record<string, unknown>)
}

function equalArrays(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false
  return true
}

function equalRecords(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let left = 0
  for (const key in a) {
    if (a[key] === undefined) continue
    left++
    if (!equal(a[key], b[key])) return false
  }
  let right = 0
  for (const key in b) if (b[key] !== undefined) right++
  return left === right
}

/**
 * A copy field by field. What several spreads were put together of has a shape of its own in V8, which no inline cache
 * knows: every look at such an object goes the slow way. Copied like this, objects with the same fields share a shape.
 */
export function reshaped<T extends object>(from: T): T {
  const copy: Record<string, unknown> = {}
  for (const key in from) copy[key] = from[key]
  return copy as T
}

/** Freezes plain data in place, down to the parts that are frozen already, and returns it. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) freezeFresh(value)
  return value
}

// Asking whether a frozen object is frozen is dear (V8 looks at every field), so scalars are passed by first.
function freezeFresh(value: object): void {
  Object.freeze(value)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) freeze(value[i])
    return
  }
  const record = value as Readonly<Record<string, unknown>>
  for (const key in record) {
    const part = record[key]
    if (typeof part === 'object') freeze(part)
  }
}
