import { expect, test } from 'vitest'
import { findKindSpec } from '../../src/sim/kinds/index.ts'
import { mask } from '../recording.ts'
import { Desk, rowsOf } from './desk.ts'

interface Answer {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

interface Mutation extends Answer {
  readonly mutation: string
  readonly yaml: string
  readonly create: Answer
}

interface Step extends Answer {
  readonly line: string
}

interface Update {
  readonly update: string
  readonly yaml: string
  readonly changed?: string
  readonly steps: readonly Step[]
}

/** Rows whose answer is not reached, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'get forms': 'the output format go-template is not supported',
}

/** Commands and kinds that are not served yet. */
const LATER = /kubectl (expose|create (service|ingress)|delete service|delete deploy\/g1)\b/

function served(yaml: string): boolean {
  return [...yaml.matchAll(/^kind: (\w+)/gm)].every(([, kind = '']) => findKindSpec(kind))
}

function shown({ stdout, stderr, code }: Answer): string {
  return mask(`${stdout}${stderr}(${code})`)
}

function verdict(name: string, checks: readonly (readonly [ours: Answer, recorded: Answer])[]) {
  const differing = checks.filter(([ours, recorded]) => shown(ours) !== shown(recorded))
  return {
    name,
    differing: differing.map(
      ([ours, recorded]) => `recorded: ${shown(recorded)}\nours:     ${shown(ours)}`,
    ),
  }
}

test('broken manifests are refused as recorded', () => {
  const desk = new Desk('recording')
  const before = desk.cluster.rv
  const rows = rowsOf<Mutation>('golden/mutations.jsonl').filter(({ yaml }) => served(yaml))
  const results = rows.map((row) => {
    desk.files = { 'manifest.yaml': row.yaml }
    return verdict(row.mutation, [
      [desk.run('kubectl apply --dry-run=server -f manifest.yaml'), row],
      [desk.run('kubectl create --dry-run=server -f manifest.yaml'), row.create],
    ])
  })
  expect(desk.cluster.rv).toBe(before)
  const wrong = results.filter(({ differing }) => differing.length > 0)
  expect(rows.length).toBe(90)
  expect(Object.fromEntries(wrong.map(({ name, differing }) => [name, differing]))).toEqual({})
})

function replay(row: Update) {
  const desk = new Desk('recording')
  desk.files = { 'manifest.yaml': row.yaml, 'manifest2.yaml': row.changed ?? '' }
  const steps = row.steps.filter(({ line }) => !LATER.test(line))
  return verdict(
    row.update,
    steps.map((step) => {
      const answer = desk.run(step.line)
      desk.settle()
      return [answer, step] as const
    }),
  )
}

test('updates and commands are answered as recorded', () => {
  const rows = rowsOf<Update>('golden/updates.jsonl').filter(({ yaml }) => served(yaml))
  const results = rows.map(replay)
  const wrong = results.filter(({ name, differing }) => differing.length > 0 && !(name in KNOWN))
  expect(rows.length).toBe(40)
  expect(Object.fromEntries(wrong.map(({ name, differing }) => [name, differing]))).toEqual({})
})
