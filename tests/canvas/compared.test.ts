import { describe, expect, it } from 'vitest'
import type { Deed } from '../../src/canvas/motion/activity.ts'
import { chipsOfCandidates, comparedSoFar, judgedAt } from '../../src/canvas/motion/judged.ts'
import type { Candidate, PersistentVolume } from '../../src/sim/index.ts'

const deed = (at: number, more: Partial<Deed> = {}): Deed => ({
  rv: at,
  actor: 'user',
  target: 'PersistentVolume|/b',
  machine: undefined,
  sort: 'update',
  what: undefined,
  cause: 0,
  at,
  tie: undefined,
  ...more,
})

describe('candidates of a claim', () => {
  const candidate = (
    name: string,
    verdict: Candidate['verdict'],
    reason: string,
    reserved = false,
  ): Candidate => ({
    volume: {
      metadata: {
        name,
        annotations: reserved ? {} : { 'pv.kubernetes.io/bound-by-controller': 'yes' },
      },
      spec: reserved ? { claimRef: { name: 'c', namespace: 'default' } } : {},
    } as PersistentVolume,
    verdict,
    reason,
  })
  const SMALLEST = 'the smallest volume that fits'
  const CANDIDATES = [
    candidate('b', 'smallest', SMALLEST),
    candidate('c', 'fits', 'a smaller volume fits'),
    candidate('a', 'refused', 'requested PV is too small'),
  ]
  const given = ({ volume }: Candidate) => volume.metadata.name === 'b'

  it('compare the volumes of a claim in the binder’s own words', () => {
    const chips = chipsOfCandidates(CANDIDATES, given)
    expect(chips.map(({ sort, reasons }) => [sort, ...reasons])).toEqual([
      ['won', SMALLEST],
      ['fits', 'a smaller volume fits'],
      ['no', 'requested PV is too small'],
    ])
  })

  it('do not call the smallest what somebody reserved by hand', () => {
    const [chip] = chipsOfCandidates([candidate('b', 'smallest', SMALLEST, true)], given)
    expect(chip).toMatchObject({ sort: 'won', reasons: [] })
  })

  it('look at volumes from the smallest on, and name the chosen one last', () => {
    const sizes: Readonly<Record<string, number>> = { a: 1, b: 20, c: 50 }
    const chips = chipsOfCandidates(CANDIDATES, given)
    const seen = (count: number) =>
      comparedSoFar(chips, count, (on) => sizes[on.slice(-1)] ?? 0).map(({ on, sort }) => [
        on.slice(-1),
        sort,
      ])
    expect(seen(0)).toEqual([])
    expect(seen(1)).toEqual([['a', 'no']])
    expect(seen(3)).toEqual([
      ['a', 'no'],
      ['b', 'fits'],
      ['c', 'fits'],
    ])
    expect(seen(4)).toContainEqual(['b', 'won'])
  })

  it('tell a claim’s comparison from its beginning, the same at the same time', () => {
    const id = 'PersistentVolumeClaim|default/c'
    const binder = 'persistentvolume-binder'
    const deeds = [
      deed(1000, { what: 'volumeReserved', actor: binder, rv: 5, tie: id }),
      deed(1400, { what: 'claimBound', actor: binder, rv: 6, target: id }),
    ]
    expect(judgedAt(deeds, 1100)).toEqual({ rv: 5, id, seen: 0 })
    expect(judgedAt(deeds, 2100)).toEqual({ rv: 6, id, seen: 3 })
    expect(judgedAt(deeds, 2100)).toEqual(judgedAt(deeds, 2100))
    expect(judgedAt(deeds, 2100, true)?.seen).toBe(Number.POSITIVE_INFINITY)
    expect(judgedAt(deeds, 9000)).toBeUndefined()
  })
})
