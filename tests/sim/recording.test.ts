import { describe, expect, it } from 'vitest'
import { createLab } from '../../src/scenarios/labs.ts'
import {
  book2021,
  type Cluster,
  checkpoint,
  createCluster,
  isBootstrap,
  record,
  resume,
  runUntil,
  Still,
} from '../../src/sim/index.ts'
import { openLab } from '../../src/store/labs.ts'

const HOUR = 3_600_000
const opened = () => openLab('book', { seed: 1 })
const carried = (cluster: Cluster) => new Still(JSON.parse(JSON.stringify(record(cluster))))
const written = (value: unknown) => JSON.stringify(value)

function resumed(still: Still): Cluster {
  const cluster = createCluster({ profile: book2021, seed: still.seed })
  resume(cluster, still)
  return cluster
}

describe('a recording', () => {
  it('tells the same as the cluster: objects, journal, clock, queues', () => {
    const cluster = opened()
    const still = carried(cluster)
    expect([still.rv, still.now, still.seed]).toEqual([cluster.rv, cluster.now, cluster.seed])
    const told = [...cluster.store.entries()]
      .map(([kind, objects]) => [kind, objects.filter((object) => !isBootstrap(object))] as const)
      .filter(([, objects]) => objects.length > 0)
    expect(written([...still.store.entries()])).toBe(written(told))
    expect(written(still.journal.since(0))).toBe(written(cluster.journal.since(0)))
    expect(still.work.save()).toEqual(cluster.work.save())
    expect(still.actors.map(({ name }) => name)).toEqual(cluster.actors.map(({ name }) => name))
    const [first] = still.journal.since(0)
    expect(still.journal.at(1)).toBe(first)
  })

  it('gives each entry the object that was there before it, and the store the last one', () => {
    const still = carried(opened())
    for (const { kind, key, before, after, verb } of still.journal.since(0)) {
      expect(before === undefined, `${verb} ${kind} ${key}`).toBe(
        verb === 'create' || verb === 'act',
      )
      if (after) expect(Object.isFrozen(after.metadata)).toBe(true)
    }
    const last = still.journal.since(0).findLast(({ kind }) => kind === 'Pod')
    expect(last && still.store.get('Pod', last.key)).toBe(last?.after)
  })

  it('goes on exactly as the cluster itself would: the same journal after an hour, and after a request', () => {
    const cluster = opened()
    const other = resumed(carried(cluster))
    expect(written(checkpoint(other))).toBe(written(checkpoint(cluster)))
    for (const one of [cluster, other]) {
      one.scale('Deployment', 'default', 'web', { replicas: 7 })
      runUntil(one, { time: one.now + HOUR })
    }
    expect(cluster.rv).toBeGreaterThan(1000)
    expect(written(other.journal.since(0))).toBe(written(cluster.journal.since(0)))
  })

  it('is resumed with the very objects of its picture', () => {
    const still = carried(opened())
    const cluster = resumed(still)
    for (const [kind, objects] of still.store.entries())
      for (const object of objects)
        expect(cluster.find(kind, object.metadata.namespace ?? '', object.metadata.name)).toBe(
          object,
        )
  })

  it('can be returned to, but not behind', () => {
    const cluster = resumed(carried(opened()))
    const { rv } = cluster
    const before = written(checkpoint(cluster).objects)
    cluster.scale('Deployment', 'default', 'web', { replicas: 5 })
    runUntil(cluster, { quiet: true })
    expect(cluster.rv).toBeGreaterThan(rv)
    cluster.history.rewind(cluster, rv)
    expect(written(checkpoint(cluster).objects)).toBe(before)
    expect(() => cluster.history.rewind(cluster, rv - 1)).toThrow(RangeError)
  })

  it('is refused when the journal no longer reaches back', () => {
    const cluster = createLab('empty')
    cluster.journal.compact(1)
    expect(() => record(cluster)).toThrow(RangeError)
  })
})
