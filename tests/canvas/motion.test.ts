import { describe, expect, it } from 'vitest'
import { type Deed, deedOf, GLOW, LIFE, litAt } from '../../src/canvas/motion/activity.ts'
import { arrivalsAt, clicksAt } from '../../src/canvas/motion/arrivals.ts'
import { areasOf, atlasOf, obstaclesOf } from '../../src/canvas/motion/atlas.ts'
import { ARRIVED, type Atlas, flightsAt, MOST } from '../../src/canvas/motion/flights.ts'
import { chipsOfDecision, judgedAt } from '../../src/canvas/motion/judged.ts'
import { lengthOf, pathOf, spotAt } from '../../src/canvas/motion/polyline.ts'
import { type Area, cardsOf, routesOf } from '../../src/canvas/motion/routes.ts'
import type { Entry } from '../../src/sim/index.ts'
import { pod } from './objects.ts'

const deed = (at: number, more: Partial<Deed> = {}): Deed => ({
  rv: at,
  actor: 'user',
  target: 'Pod|default/a',
  machine: undefined,
  sort: 'create',
  what: 'created',
  cause: 0,
  at,
  tie: undefined,
  ...more,
})

const ATLAS: Atlas = {
  request: () => [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ],
  answer: () => [
    { x: 100, y: 0 },
    { x: 100, y: 110 },
  ],
  target: () => ({ x: 90, y: 100, width: 20, height: 20 }),
  place: (id) => ({ x: id.includes('Claim') ? 0 : 140, y: 0, width: 100, height: 40 }),
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
    cause: 3,
    reason: '',
    step: 1,
    ...change,
  })

  it('keeps who, to what, where, what for and when it was shown', () => {
    expect(deedOf(entry({}), 500)).toEqual({
      rv: 7,
      actor: 'replicaset',
      target: 'Pod|default/a',
      machine: 'w1-k8s',
      sort: 'create',
      what: 'created',
      cause: 3,
      at: 500,
      tie: undefined,
    })
  })

  it('leaves out events and heartbeats', () => {
    expect(deedOf(entry({ kind: 'Lease' }), 0)).toBeUndefined()
    expect(deedOf(entry({ kind: 'Event' }), 0)).toBeUndefined()
  })

  it('lights the lamp of a status write but sends no message for it', () => {
    const same = pod('a', { node: 'w1-k8s' })
    expect(deedOf(entry({ verb: 'update', before: same, after: same }), 0)?.what).toBeUndefined()
  })

  it.each([
    ['a binding', pod('a'), pod('a', { node: 'w1-k8s' }), 'scheduler', 'bind'],
    [
      'the beginning of a deletion',
      pod('a'),
      { ...pod('a'), metadata: { ...pod('a').metadata, deletionTimestamp: 'x' } },
      'user',
      'delete',
    ],
    ['a report', pod('a'), pod('a'), 'kubelet w1-k8s', 'report'],
    ['another change', pod('a'), pod('a'), 'deployment', 'update'],
  ])('tells %s by its sign', (_, before, after, actor, sort) => {
    const update = entry({ verb: 'update', before, after, actor } as Partial<Entry>)
    expect(deedOf(update, 0)?.sort).toBe(sort)
  })
})

describe('lamps', () => {
  const deeds = [deed(1000, { actor: 'replicaset' }), deed(1200, { actor: 'scheduler' })]
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
  const at = (time: number, still = false, more: Partial<Deed> = {}) =>
    flightsAt([deed(1000, more)], time, ATLAS, still)
  const woken = { actor: 'replicaset', cause: 3 }

  it('goes from the actor through the API server to the object, and rings there', () => {
    expect(at(1000)[0]?.message).toEqual({ x: 0, y: 0 })
    expect(at(1320)[0]?.message).toEqual({ x: 100, y: 0 })
    expect(at(1679)[0]?.message?.y).toBeCloseTo(110, 0)
    expect(at(1700)[0]?.message).toBeUndefined()
    expect(at(1700)[0]?.ring).toBeGreaterThan(0)
  })

  it('lets the watch tell the actor first', () => {
    const legs = at(1010, false, woken)[0]?.legs.map((leg) => leg.name)
    expect(legs).toEqual(['watch', 'request', 'answer'])
    expect(at(1000, false, woken)[0]?.message).toEqual({ x: 100, y: 0 })
    expect(at(1230, false, woken)[0]?.message).toEqual({ x: 0, y: 0 })
    expect(at(1000 + ARRIVED, false, woken)[0]?.message).toBeUndefined()
  })

  it('ends a kubelet’s report at the API server', () => {
    const report = { actor: 'kubelet w1-k8s', cause: 3, sort: 'report' } as const
    expect(at(1010, false, report)[0]?.legs.map((leg) => leg.name)).toEqual(['watch', 'request'])
  })

  it('draws a tail behind it, which never runs ahead', () => {
    const [flight] = at(1160)
    expect(flight?.trail.length).toBe(3)
    const ways = [flight?.message, ...(flight?.trail ?? [])].map((spot) => spot?.x ?? Number.NaN)
    expect(ways).toEqual([...ways].sort((a, b) => b - a))
    expect(at(1000)[0]?.trail).toEqual([])
  })

  it('is over after its life, and not there before it began', () => {
    expect(at(999)).toEqual([])
    expect(at(1001 + LIFE)).toEqual([])
  })

  it('is a function of time: asked again, backwards or standing, it gives the same', () => {
    const moments = [1100, 1400, 1700, 2300]
    const forwards = moments.map((time) => at(time, false, woken))
    const backwards = [...moments].reverse().map((time) => at(time, false, woken))
    expect(backwards.reverse()).toEqual(forwards)
    expect(at(1400)).toEqual(at(1400))
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

  it('shows the same facts without movement when motion is not wanted', () => {
    const deeds = [
      deed(1000),
      deed(1100, { ...woken, rv: 2, sort: 'bind' }),
      deed(1200, { rv: 3, sort: 'delete' }),
    ]
    const facts = (time: number, still: boolean) =>
      flightsAt(deeds, time, ATLAS, still).map(({ rv, sort, legs, to }) => ({
        rv,
        sort,
        to,
        legs: legs.map((leg) => leg.name),
      }))
    for (const time of [1000, 1150, 1400, 1800, 2400, 2950, 3200])
      expect(facts(time, true)).toEqual(facts(time, false))
    const [a] = at(1100, true)
    expect(a).toEqual(at(1700, true)[0])
    expect(a?.trail).toEqual([])
  })
})

describe('what comes and goes', () => {
  const part = (time: number, more: Partial<Deed> = {}) => arrivalsAt([deed(1000, more)], time)[0]

  it('grows in when the message has reached it', () => {
    expect(part(1000)).toEqual({ id: 'Pod|default/a', way: 'in', part: 0 })
    expect(part(1000 + ARRIVED)?.part).toBe(0)
    expect(part(1000 + ARRIVED + 160)?.part).toBeCloseTo(0.5)
    expect(part(1000 + ARRIVED + 400)).toBeUndefined()
  })

  it('is not there before it was made, when the stage goes back', () => {
    expect(part(900)?.part).toBe(0)
  })

  it('shrinks away when it was removed, and grows back when played backwards', () => {
    const gone = { sort: 'delete', what: 'removed' } as const
    const forwards = [1000, 1100, 1200, 1400].map((time) => part(time, gone)?.part ?? 0)
    expect(forwards[0]).toBe(1)
    expect(forwards).toEqual([...forwards].sort((a, b) => b - a))
    const backwards = [1400, 1200, 1100, 1000].map((time) => part(time, gone)?.part ?? 0)
    expect(backwards.reverse()).toEqual(forwards)
    expect(part(1500, gone)).toBeUndefined()
  })
})

describe('claim and volume', () => {
  const bound = deed(1000, {
    target: 'PersistentVolumeClaim|default/c',
    tie: 'PersistentVolume|/v',
    what: 'claimBound',
    sort: 'bind',
  })
  const at = (time: number, one = bound, still = false) => clicksAt([one], time, ATLAS, still)[0]

  it('come together in the gap between them', () => {
    const [before, after] = [at(1000), at(1000 + ARRIVED + 400)]
    expect(before && before.b.x - before.a.x).toBe(30)
    expect(before?.spark).toBeUndefined()
    expect(after).toMatchObject({ way: 'join', a: { x: 120, y: 20 }, b: { x: 120, y: 20 } })
    expect(after?.spark).toBeGreaterThan(0)
  })

  it('come apart on release', () => {
    const released = { ...bound, what: 'volumeReleased' } as const
    expect(at(1000, released)).toMatchObject({ way: 'part', a: { x: 120 }, b: { x: 120 } })
    const apart = at(1000 + ARRIVED + 400, released)
    expect(apart && apart.b.x - apart.a.x).toBe(30)
  })

  it('are simply together when nothing may move', () => {
    expect(at(1000, bound, true)).toEqual(at(1900, bound, true))
  })
})

describe('verdicts', () => {
  it('flash for a while after the decision, and only then', () => {
    const deeds = [deed(1000, { what: 'bound', actor: 'scheduler', rv: 5 })]
    expect(judgedAt(deeds, 999)).toBeUndefined()
    expect(judgedAt(deeds, 1500)).toMatchObject({ rv: 5, id: 'Pod|default/a' })
    expect(judgedAt(deeds, 9000)).toBeUndefined()
  })

  it('name the winner, the others and what blocked the rest', () => {
    const chips = chipsOfDecision({
      pod: 'default/a',
      uid: 'u',
      at: 0,
      node: 'w1',
      nodes: 3,
      evaluated: 3,
      feasible: 2,
      weights: {},
      scored: [
        { node: 'w1', total: 90, scores: {} },
        { node: 'w2', total: 80, scores: {} },
      ],
      rejected: [{ node: 'm', plugin: 'TaintToleration', reasons: ['node(s) had taint'] }],
    })
    expect(chips).toEqual([
      { on: 'Node|/w1', sort: 'won', score: 90, reasons: [] },
      { on: 'Node|/w2', sort: 'fits', score: 80, reasons: [] },
      { on: 'Node|/m', sort: 'no', score: undefined, reasons: ['node(s) had taint'] },
    ])
  })
})

const box = (id: string, x: number, y: number, width: number, height: number, parent?: string) =>
  ({ id, type: 'machine', x, y, width, height, ...(parent ? { parent } : {}) }) as never

const LAYOUT = {
  boxes: [
    box('user|', 0, 0, 80, 60),
    box('controlPlane|', 100, 0, 400, 60),
    box('Deployment|default/web', 100, 80, 190, 50),
    box('Node|/w1', 100, 150, 190, 120),
    box('Node|/w2', 310, 150, 190, 120),
    box('Pod|default/a', 10, 40, 170, 20, 'Node|/w2'),
  ],
}

describe('atlas', () => {
  const memory = new Map<string, Area>()

  it('places pods inside their machine', () => {
    expect(areasOf(LAYOUT).get('Pod|default/a')).toMatchObject({ x: 320, y: 190 })
    expect(atlasOf(LAYOUT, null, memory).target(deed(0))).toMatchObject({ x: 320, y: 190 })
  })

  it('remembers where a deleted object was', () => {
    const after = { boxes: LAYOUT.boxes.slice(0, -1) }
    expect(atlasOf(after, null, memory).target(deed(0))).toMatchObject({ x: 320, y: 190 })
  })

  it('falls back to the machine of a pod that has no place of its own', () => {
    const atlas = atlasOf(LAYOUT, null, new Map())
    const elsewhere = deed(0, { target: 'Pod|default/x', machine: 'w1' })
    expect(atlas.target(elsewhere)).toEqual({ x: 100, y: 150, width: 190, height: 120 })
  })

  it.each(['user', 'kubelet w1', 'scheduler'])('knows the way of %s to the API server', (actor) => {
    const line = atlasOf(LAYOUT, null, new Map()).request(actor) ?? []
    expect(line.length).toBeGreaterThan(1)
    expect(line.at(-1)).toEqual({ x: 300, y: 60 })
  })
})

describe('ways through the gutters', () => {
  const cards = obstaclesOf(LAYOUT)
  const hub: Area = { x: 100, y: 0, width: 100, height: 60 }
  const inside = (card: Area, x: number, y: number) =>
    x > card.x + 1 && x < card.x + card.width - 1 && y > card.y + 1 && y < card.y + card.height - 1

  it('cross no card but the one they lead into', () => {
    for (const card of cards.slice(2)) {
      const line = routesOf(cards, hub).to({ ...card, y: card.y + 20, height: 10 })
      for (let part = 0.02; part < 0.97; part += 0.01) {
        const { x, y } = spotAt(line, part)
        expect(cards.filter((other) => inside(other, x, y))).toEqual([])
      }
    }
  })

  it('leave out what only frames other cards', () => {
    expect(cardsOf([{ x: 0, y: 0, width: 900, height: 900 }, ...cards])).toEqual(cards)
  })

  it('have a length, and spots along it', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 40 },
    ]
    expect(lengthOf(line)).toBe(70)
    expect(spotAt(line, 0.5)).toEqual({ x: 30, y: 5 })
    expect(spotAt(line, 2)).toEqual({ x: 30, y: 40 })
    expect(pathOf(line)).toMatch(/^M0 0L.*Q30 0.*L30 40$/)
  })
})
