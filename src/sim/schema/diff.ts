/** Unified diff of two texts with three lines of context and no file headers, as difflib writes it. */

interface Match {
  readonly a: number
  readonly b: number
  readonly size: number
}

interface Operation {
  readonly equal: boolean
  readonly a: readonly [number, number]
  readonly b: readonly [number, number]
}

const CONTEXT = 3

/** The longest block that both ranges share; the earliest of equal ones. */
function longestMatch(
  a: readonly string[],
  b: ReadonlyMap<string, readonly number[]>,
  [aLow, aHigh, bLow, bHigh]: readonly [number, number, number, number],
): Match {
  let best: Match = { a: aLow, b: bLow, size: 0 }
  let lengths = new Map<number, number>()
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>()
    for (const j of b.get(a[i] ?? '') ?? []) {
      if (j < bLow) continue
      if (j >= bHigh) break
      const size = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    lengths = next
  }
  return best
}

function matches(a: readonly string[], b: readonly string[]): Match[] {
  const positions = new Map<string, number[]>()
  b.forEach((line, j) => {
    const at = positions.get(line)
    if (at) at.push(j)
    else positions.set(line, [j])
  })
  const found: Match[] = []
  const todo: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.length]]
  for (let range = todo.pop(); range; range = todo.pop()) {
    const [aLow, aHigh, bLow, bHigh] = range
    const match = longestMatch(a, positions, range)
    if (match.size === 0) continue
    found.push(match)
    todo.push([aLow, match.a, bLow, match.b])
    todo.push([match.a + match.size, aHigh, match.b + match.size, bHigh])
  }
  return found.sort((x, y) => x.a - y.a)
}

function operations(a: readonly string[], b: readonly string[]): Operation[] {
  const out: Operation[] = []
  let [i, j] = [0, 0]
  const add = (equal: boolean, aEnd: number, bEnd: number) => {
    if (aEnd > i || bEnd > j) out.push({ equal, a: [i, aEnd], b: [j, bEnd] })
    i = aEnd
    j = bEnd
  }
  for (const match of matches(a, b)) {
    add(false, match.a, match.b)
    add(true, match.a + match.size, match.b + match.size)
  }
  add(false, a.length, b.length)
  return out
}

/** Operations in groups that are shown together: equal stretches cut to the context. */
function groups(all: readonly Operation[]): Operation[][] {
  const out: Operation[][] = []
  let group: Operation[] = []
  all.forEach((op, at) => {
    if (!op.equal) {
      group.push(op)
      return
    }
    const size = op.a[1] - op.a[0]
    const head = Math.min(size, CONTEXT)
    if (group.length > 0 && (size > 2 * CONTEXT || at === all.length - 1)) {
      group.push({ equal: true, a: [op.a[0], op.a[0] + head], b: [op.b[0], op.b[0] + head] })
      out.push(group)
      group = []
    }
    if (at === all.length - 1) return
    if (group.length > 0) group.push(op)
    else group = [{ equal: true, a: [op.a[1] - head, op.a[1]], b: [op.b[1] - head, op.b[1]] }]
  })
  if (group.some((op) => !op.equal)) out.push(group)
  return out
}

function rangeText(start: number, stop: number): string {
  const length = stop - start
  if (length === 1) return `${start + 1}`
  return length === 0 ? `${start},0` : `${start + 1},${length}`
}

function groupText(
  group: readonly Operation[],
  a: readonly string[],
  b: readonly string[],
): string {
  const first = group[0]
  const last = group.at(-1)
  if (!first || !last) return ''
  const lines = [`@@ -${rangeText(first.a[0], last.a[1])} +${rangeText(first.b[0], last.b[1])} @@`]
  for (const op of group) {
    if (op.equal) lines.push(...a.slice(...op.a).map((line) => ` ${line}`))
    else {
      lines.push(...a.slice(...op.a).map((line) => `-${line}`))
      lines.push(...b.slice(...op.b).map((line) => `+${line}`))
    }
  }
  return lines.map((line) => `${line}\n`).join('')
}

/** The differences of two JSON values, each indented by one space. */
// k8s: apimachinery/pkg/util/diff Diff (1.36)
export function jsonDiff(before: unknown, after: unknown): string {
  const a = JSON.stringify(before, null, 1).split('\n')
  const b = JSON.stringify(after, null, 1).split('\n')
  return groups(operations(a, b))
    .map((group) => groupText(group, a, b))
    .join('')
}
