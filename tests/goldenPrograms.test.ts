import { afterAll, describe, expect, test } from 'vitest'
import { loadProgram, runProgram } from './programs.ts'
import type { Fact } from './replay.ts'

/** Recorded programs that use what is served by now; Services in them are passed over. */
const PROGRAMS = [
  '000',
  '003',
  '006',
  '013',
  '016',
  '028',
  '031',
  '043',
  '046',
  '053',
  '060',
  '063',
  '066',
  '073',
  '091',
  '103',
  '106',
  '122',
  '128',
  '131',
]

/** Facts that differ, and why; none at present. */
const DIFFERENT: readonly (readonly [program: string, fact: RegExp, why: string])[] = []

function whyDifferent(program: string, fact: Fact): string | undefined {
  return DIFFERENT.find(([name, pattern]) => name === program && pattern.test(fact.name))?.[2]
}

const agree = (fact: Fact) => fact.recorded === fact.ours
const rows: string[] = []

describe('recorded programs', () => {
  test.each(PROGRAMS)('%s', async (name) => {
    const program = loadProgram(name)
    const facts = await runProgram(program)
    const wrong = facts.filter((fact) => !agree(fact))
    const reasons = wrong.map((fact) => whyDifferent(name, fact) ?? 'UNEXPECTED')
    rows.push(
      `${name} ${program.theme} | ${facts.length} | ${facts.length - wrong.length} | ${[...new Set(reasons)].join('; ')}`,
    )
    expect(wrong.filter((fact) => whyDifferent(name, fact) === undefined)).toEqual([])
    expect(facts.length).toBeGreaterThan(50)
  })
})

afterAll(() => {
  process.stdout.write(
    `${['program | facts compared | matching | different (why)', ...rows].join('\n')}\n`,
  )
})
