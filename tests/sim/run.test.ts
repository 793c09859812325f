import { describe, expect, it } from 'vitest'
import { type Actor, Cluster, conflict, current, kindSpec, step } from '../../src/sim/index.ts'
import { freshLab, perform, settle, worldText } from './programs.ts'

describe('the back-off of a work queue', () => {
  it('doubles from 5 ms, and stays at 1000 s', () => {
    const looks: number[] = []
    const failing: Actor = {
      name: 'failing',
      watches: {},
      delay: () => 0,
      resync: () => ['default/x'],
      reconcile: (cluster) => {
        looks.push(cluster.now)
        throw conflict(kindSpec('Pod'), 'x', 'always')
      },
    }
    const cluster = new Cluster({ profile: current, seed: 1, actors: [failing] })
    cluster.boot()
    while (looks.length < 22) step(cluster)
    const waits = looks.slice(1).map((at, index) => at - (looks[index] ?? 0))
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40])
    expect(waits[17]).toBe(5 * 2 ** 17)
    expect(waits.slice(18)).toEqual([1_000_000, 1_000_000, 1_000_000])
  })
})

describe('rewind', () => {
  it('reaches an entry in the middle of a piece of work', () => {
    const cluster = freshLab()
    perform(cluster, { do: 'create', name: 0, replicas: 3 })
    settle(cluster)
    const entries = cluster.journal.since(0)
    const inside = entries.findLast((e, at) => e.step === entries[at + 1]?.step && e.rv > 1)
    if (!inside) throw new Error('no piece of work wrote twice')
    const later = worldText(cluster)
    cluster.history.rewind(cluster, inside.rv)
    expect(cluster.rv).toBe(inside.rv)
    expect(cluster.journal.last?.key).toBe(inside.key)
    settle(cluster)
    expect(worldText(cluster)).toBe(later)
  })
})

describe('causes', () => {
  it('lead from every pod back to the request', () => {
    const cluster = freshLab()
    const since = cluster.rv
    perform(cluster, { do: 'create', name: 0, replicas: 3 })
    settle(cluster)
    const pods = cluster.journal.since(since).filter((e) => e.kind === 'Pod' && e.verb === 'create')
    expect(pods).toHaveLength(3)
    for (const pod of pods) {
      let entry = pod
      while (entry.cause > 0) entry = cluster.journal.at(entry.cause) ?? { ...entry, cause: 0 }
      expect([entry.actor, entry.kind, entry.verb]).toEqual(['user', 'Deployment', 'create'])
    }
  })
})
