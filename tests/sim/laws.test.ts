import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Checkpoint,
  type Cluster,
  checkpoint,
  controllerOf,
  createCluster,
  current,
  keyOf,
  restore,
  runUntil,
  step,
} from '../../src/sim/index.ts'
import { freshLab, journalText, perform, play, program, settle, worldText } from './programs.ts'

const runs = { numRuns: 25 }
/** Somewhere in a stretch of the journal, from 0 for its beginning to 1 for its end; spread evenly, to fall within ticks too. */
const moment = fc.integer({ min: 0, max: 997 }).map((part) => ((part * 619) % 998) / 997)

/** The world after the entry `rv`, told from the fresh lab and the journal alone. */
function foretold(cluster: Cluster, start: number, rv: number): string {
  const objects = new Map<string, string>()
  for (const [kind, list] of freshLab().store.entries())
    for (const object of list) objects.set(`${kind} ${keyOf(object)}`, JSON.stringify(object))
  for (const entry of cluster.journal.since(start)) {
    if (entry.rv > rv || entry.verb === 'act') continue
    if (entry.after) objects.set(`${entry.kind} ${entry.key}`, JSON.stringify(entry.after))
    else objects.delete(`${entry.kind} ${entry.key}`)
  }
  return [...objects]
    .map(([key, text]) => `${key} ${text}`)
    .sort()
    .join('\n')
}

describe('determinism', () => {
  test('the same lab, seed and actions give the same journal', () => {
    fc.assert(
      fc.property(program, fc.integer({ min: 1, max: 5 }), (steps, seed) => {
        const [one, other] = [freshLab(seed), freshLab(seed)]
        for (const cluster of [one, other]) {
          play(cluster, steps)
          runUntil(cluster, { time: cluster.now + 30_000 })
        }
        expect(journalText(one)).toBe(journalText(other))
      }),
      runs,
    )
  })

  test('another seed gives other names', () => {
    const names = [1, 2].map((seed) => {
      const cluster = freshLab(seed)
      perform(cluster, { do: 'create', name: 0, replicas: 2 })
      settle(cluster)
      return cluster.store.keys('Pod', 'default').join()
    })
    expect(names[0]).not.toBe(names[1])
  })
})

describe('checkpoints', () => {
  test('one that went through JSON continues with the identical journal in a fresh cluster', () => {
    fc.assert(
      fc.property(program, program, (before, after) => {
        const original = freshLab()
        play(original, before)
        const text = JSON.stringify(checkpoint(original))
        const copy = createCluster({ profile: current, seed: 99 })
        restore(copy, JSON.parse(text) as Checkpoint)
        const since = original.rv
        for (const cluster of [original, copy]) {
          play(cluster, after)
          runUntil(cluster, { time: cluster.now + 20_000 })
        }
        expect(journalText(copy, since)).toBe(journalText(original, since))
        expect(worldText(copy)).toBe(worldText(original))
      }),
      runs,
    )
  })
})

describe('rewind', () => {
  test('shows the world as it was after any entry', () => {
    fc.assert(
      fc.property(program, moment, (steps, share) => {
        const cluster = freshLab()
        const start = cluster.rv
        play(cluster, steps)
        const rv = start + Math.floor((cluster.rv - start) * share)
        const expected = foretold(cluster, start, rv)
        cluster.history.rewind(cluster, rv)
        expect(cluster.rv).toBe(rv)
        expect(worldText(cluster)).toBe(expected)
      }),
      runs,
    )
  })

  test('and then forward again is the same', () => {
    fc.assert(
      fc.property(program, moment, (steps, share) => {
        const cluster = freshLab()
        play(cluster, steps)
        const turning = cluster.rv
        runUntil(cluster, { time: cluster.now + 40_000 })
        const [end, text] = [cluster.now, journalText(cluster)]
        cluster.history.rewind(cluster, turning + Math.floor((cluster.rv - turning) * share))
        runUntil(cluster, { time: end })
        expect(journalText(cluster)).toBe(text)
      }),
      runs,
    )
  })

  test('acting in the past forks: the past stays, the future differs', () => {
    const cluster = freshLab()
    perform(cluster, { do: 'create', name: 0, replicas: 3 })
    settle(cluster)
    const middle = cluster.rv - 7
    const past = journalText(cluster).split('\n').slice(0, middle)
    cluster.history.rewind(cluster, middle)
    perform(cluster, { do: 'scale', pick: 0, replicas: 5 })
    settle(cluster)
    expect(journalText(cluster).split('\n').slice(0, middle)).toEqual(past)
    expect(cluster.list('Pod', { namespace: 'default' })).toHaveLength(5)
  })

  test('refuses a moment that has not come', () => {
    const cluster = freshLab()
    expect(() => cluster.history.rewind(cluster, cluster.rv + 1)).toThrow(RangeError)
  })
})

describe('invariants', () => {
  test('a pod has at most one controller, and its node had room for it', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const cluster = freshLab()
        play(cluster, steps)
        for (let i = 0; i < 400 && step(cluster); i++) {
          for (const pod of cluster.store.values('Pod')) {
            const owners = (pod.metadata.ownerReferences ?? []).filter((o) => o.controller)
            expect(owners.length).toBeLessThanOrEqual(1)
          }
        }
        for (const node of cluster.list('Node')) {
          const cpu = cluster
            .podsOn(node.metadata.name)
            .filter(
              (pod) => pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded',
            ).length
          expect(cpu * 100).toBeLessThanOrEqual(2000)
        }
      }),
      runs,
    )
  })

  test('when all machines are well and it is quiet, wanted and actual agree', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const cluster = freshLab()
        play(
          cluster,
          steps.filter((s) => s.do !== 'machine'),
        )
        settle(cluster)
        for (const set of cluster.list('ReplicaSet', { namespace: 'default' })) {
          const pods = cluster
            .owned('Pod', set.metadata.uid)
            .filter((pod) => !pod.metadata.deletionTimestamp)
          expect(pods).toHaveLength(set.spec.replicas ?? 1)
          const owner = controllerOf(set)
          if (owner) expect(cluster.find('Deployment', 'default', owner.name)).toBeDefined()
        }
      }),
      runs,
    )
  })
})
