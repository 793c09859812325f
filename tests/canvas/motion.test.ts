import { describe, expect, it } from 'vitest'
import { sceneOf } from '../../src/canvas/graph/scene.ts'
import { type Deed, deedOf, GLOW, LIFE, litAt } from '../../src/canvas/motion/activity.ts'
import { areasOf, atlasOf } from '../../src/canvas/motion/atlas.ts'
import { type Atlas, flightsAt, MOST } from '../../src/canvas/motion/flights.ts'
import type { Entry } from '../../src/sim/index.ts'
import { listerOf, node, pod } from './objects.ts'

const deed = (at: number, more: Partial<Deed> = {}): Deed => ({
  rv: at,
  actor: 'replicaset',
  target: 'Pod|default/a',
  machine: undefined,
  verb: 'create',
  at,
  visible: true,
  ...more,
})

const ATLAS: Atlas = {
  actor: () => ({ x: 0, y: 0 }),
  hub: { x: 100, y: 0 },
  target: () => ({ x: 90, y: 100, width: 20, height: 20 }),
}

describe('deeds', () => {
  const entry = (change: Partial<Entry>): Entry => ({
    rv: 7,
    at: 0,
    actor: 'replicaset',
    verb: 'create',
    kind: 'Pod',
    key: 'default/a',
    before: undefined,
    after: pod('a', { node: 'w1-k8s' }),
    cause: 0,
    reason: '',
    step: 1,
    ...change,
  })

  it('keeps who, to what, where and when it was shown', () => {
    expect(deedOf(entry({}), 500)).toEqual({
      rv: 7,
      actor: 'replicaset',
      target: 'Pod|default/a',
      machine: 'w1-k8s',
      verb: 'create',
      at: 500,
      visible: true,
    })
  })

  it('leaves out events and heartbeats', () => {
    expect(deedOf(entry({ kind: 'Lease' }), 0)).toBeUndefined()
    expect(deedOf(entry({ kind: 'Event' }), 0)).toBeUndefined()
  })

  it('lights the lamp of a status write but sends no message for it', () => {
    const same = pod('a', { node: 'w1-k8s' })
    expect(deedOf(entry({ verb: 'update', before: same, after: same }), 0)?.visible).toBe(false)
  })
})

describe('lamps', () => {
  const deeds = [deed(1000), deed(1200, { actor: 'scheduler' })]
  it.each([
    [999, []],
    [1000, ['replicaset']],
    [1200, ['replicaset', 'scheduler']],
    [1001 + GLOW, ['scheduler']],
    [1201 + GLOW, []],
  ])('at %i ms of stage time %j are lit', (time, lit) => {
    expect([...litAt(deeds, time)].sort()).toEqual(lit)
  })
})

describe('flights', () => {
  const at = (time: number, still = false) => flightsAt([deed(1000)], time, ATLAS, still)

  it('goes from the actor through the API server to the object, and rings there', () => {
    expect(at(1000)[0]?.message).toEqual({ x: 0, y: 0 })
    expect(at(1320)[0]?.message).toEqual({ x: 100, y: 0 })
    expect(at(1679)[0]?.message?.y).toBeCloseTo(110, 0)
    expect(at(1700)[0]?.message).toBeUndefined()
    expect(at(1700)[0]?.ring).toBeGreaterThan(0)
  })

  it('is over after its life, and not there before it began', () => {
    expect(at(999)).toEqual([])
    expect(at(1001 + LIFE)).toEqual([])
  })

  it('is a function of time: asked again, backwards or standing, it gives the same', () => {
    const forwards = [1100, 1400, 1700].map((time) => at(time))
    const backwards = [1700, 1400, 1100].map((time) => at(time)).reverse()
    expect(backwards).toEqual(forwards)
    expect(at(1400)).toEqual(at(1400))
  })

  it('shows the same deeds without movement when motion is not wanted', () => {
    const [a] = at(1100, true)
    const [b] = at(1700, true)
    expect(a).toEqual(b)
    expect(a?.message).toBeUndefined()
    expect(a?.ring).toBe(0)
  })

  it('never moves more than twenty things, and drops the oldest first', () => {
    const burst = Array.from({ length: 100 }, (_, index) => deed(1000, { rv: index }))
    const flights = flightsAt(burst, 1100, ATLAS, false)
    expect(flights).toHaveLength(MOST)
    expect(flights[0]?.rv).toBe(99)
  })

  it('sends nothing for what has no place', () => {
    expect(flightsAt([deed(1000)], 1100, { ...ATLAS, target: () => undefined }, false)).toEqual([])
  })
})

describe('atlas', () => {
  const before = sceneOf(
    listerOf([node('w1-k8s'), pod('a', { node: 'w1-k8s' })]),
    new Set(),
    undefined,
  )
  const memory = new Map()

  it('places pods inside their machine', () => {
    const areas = areasOf(before.layout)
    const machine = areas.get('Node|/w1-k8s')
    const tile = areas.get('Pod|default/a')
    expect(tile && machine && tile.x > machine.x && tile.y > machine.y).toBe(true)
    expect(atlasOf(areas, null, memory).target(deed(0))).toEqual(tile)
  })

  it('remembers where a deleted object was', () => {
    const after = sceneOf(listerOf([node('w1-k8s')]), new Set(), before)
    const atlas = atlasOf(areasOf(after.layout), null, memory)
    expect(atlas.target(deed(0))).toEqual(areasOf(before.layout).get('Pod|default/a'))
  })

  it('falls back to the machine of a pod that has no place of its own', () => {
    const areas = areasOf(before.layout)
    const atlas = atlasOf(areas, null, new Map())
    expect(atlas.target(deed(0, { target: 'Pod|default/x', machine: 'w1-k8s' }))).toEqual(
      areas.get('Node|/w1-k8s'),
    )
    expect(atlas.actor('kubelet w1-k8s')?.x).toBeGreaterThan(0)
  })
})
