import { describe, expect, test } from 'vitest'
import { ACTORS } from '../../src/sim/index.ts'
import { step } from '../../src/sim/run.ts'
import { type Action, freshLab, play, settle } from './programs.ts'

const EVENTFUL: readonly Action[] = [
  { do: 'metrics' },
  { do: 'autoscale', name: 0, most: 5, milliCpu: 50 },
  { do: 'load', name: 0, milliCpu: 200 },
  { do: 'create', name: 0, replicas: 3 },
  { do: 'daemon', name: 0 },
  { do: 'stateful', name: 0, replicas: 3, parallel: false },
  { do: 'stateful', name: 1, replicas: 2, parallel: true },
  { do: 'job', name: 0, line: 'exit 1' },
  { do: 'job', name: 1, line: 'sleep 300' },
  { do: 'cron', name: 0 },
  { do: 'controller', name: 0, replicas: 2 },
  { do: 'budget', name: 0, most: '50%' },
  { do: 'budget', name: 3, most: 1 },
  { do: 'wait', ms: 2500 },
  { do: 'evict', pick: 1 },
  { do: 'image', pick: 0, tag: 'bad' },
  { do: 'create', name: 1, replicas: 2 },
  { do: 'image', pick: 2, tag: '1.28' },
  { do: 'volume', name: 0, size: 3 },
  { do: 'claim', name: 0, size: 2 },
  { do: 'claim', name: 1, size: 9 },
  { do: 'wait', ms: 12_000 },
  { do: 'image', pick: 3, tag: 'bad' },
  { do: 'scale', pick: 4, replicas: 1 },
  { do: 'cordon', pick: 1, on: true },
  { do: 'machine', pick: 2, change: 'power-off' },
  { do: 'wait', ms: 70_000 },
]

/** Actors that write on purpose each time: a heartbeat is news, and an event of a waiting claim is counted. */
const CLOCKWORK = new Set(['kubelet node', 'pv-binder claim'])

describe('level-driven: looking again when all is well writes nothing', () => {
  test.each(ACTORS.map((actor) => [actor.name, actor] as const))('%s', (_, actor) => {
    const cluster = freshLab()
    play(cluster, EVENTFUL)
    settle(cluster)
    const keys = actor.resync(cluster)
    for (const key of keys) {
      if (CLOCKWORK.has(`${actor.name} ${key.split(/[ /]/)[0]}`)) continue
      // Once to let it catch up with what background work left undone, then it must be still.
      for (const round of [1, 2]) {
        const before = cluster.rv
        cluster.steps++
        cluster.within(
          { actor: actor.name, source: actor.source ?? actor.name, cause: 0, reason: '' },
          () => actor.reconcile(cluster, key),
        )
        if (round === 2) {
          const written = cluster.journal.since(before).map((e) => `${e.verb} ${e.kind} ${e.key}`)
          expect(written, `${actor.name} ${key}`).toEqual([])
        }
      }
    }
    expect(step(cluster)).toBe(true)
  })
})
