import { expect, test } from 'vitest'
import { Desk, rowsOf } from './desk.ts'

interface Row {
  readonly line: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

const FILES = { 'file.txt': 'x=1\ny: 2\n', 'env.list': 'A=1\n# c\nB=two words\n' }

/** Answers that differ, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'create deployment web --image=nginx --dry-run': 'newer clients refuse --dry-run without a value',
  'run p --image=nginx --dry-run=client -o nope': 'newer clients know kyaml as well',
}

/** What the recorded client words otherwise than kubectl 1.36 does, as the recordings of 1.36 show. */
function asOf136({ stdout, stderr, code }: Row): string {
  const out = sorted(stdout).replace(/^ +("?)creationTimestamp\1: null,?\n/gm, '')
  const err = stderr
    .replace(/^Error: /, 'error: ')
    .replace(
      /^E\d+ .*"command failed" err="(.*)"\n$/,
      (_, text: string) => `error: ${text.replaceAll('\\"', '"')}\n`,
    )
  return `${out}${err}(${code})`
}

/** A client prints a generated object in the order of its Go fields. */
function sorted(text: string): string {
  if (!text.startsWith('{')) return text
  const order = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return JSON.stringify(JSON.parse(text), order, 1)
}

test('a real client without a cluster says the same', () => {
  const desk = new Desk('plain')
  desk.files = FILES
  const before = desk.cluster.rv
  const rows = rowsOf<Row>('cases/client/kubectl-1.32.jsonl')
  const different = rows.flatMap((row) => {
    const { stdout, stderr, code } = desk.run(row.line)
    const ours = `${sorted(stdout)}${stderr}(${code})`
    return ours === asOf136(row) || row.line in KNOWN
      ? []
      : [[row.line, `client: ${asOf136(row)}`, `ours: ${ours}`]]
  })
  expect(different).toEqual([])
  expect(rows.length).toBe(81)
  expect(Object.keys(KNOWN).length).toBe(2)
  expect(desk.cluster.rv).toBe(before)
})
