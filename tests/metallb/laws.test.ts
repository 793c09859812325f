import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { METALLB, METALLB_POOL } from '../../src/scenarios/metallb.ts'
import {
  ACTORS,
  announcedAddresses,
  announcersOf,
  type Cluster,
  checkpoint,
  machineOf,
  restore,
  runUntil,
} from '../../src/sim/index.ts'
import { Class, NEW_POOL } from './desk.ts'

type Era = 'book' | 'current'

type Deed =
  | { readonly do: 'expose' | 'unexpose' | 'local' | 'share'; readonly name: number }
  | { readonly do: 'scale'; readonly name: number; readonly replicas: number }
  | {
      readonly do: 'power-off' | 'power-on' | 'stop-kubelet' | 'start-kubelet'
      readonly node: number
    }
  | { readonly do: 'pool'; readonly fresh: boolean }
  | { readonly do: 'restart'; readonly part: 'controller' | 'speaker' | 'all' }
  | { readonly do: 'wait'; readonly seconds: number }

const name = fc.nat({ max: 4 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('expose' as const, 'unexpose' as const), name }),
  fc.record({ do: fc.constantFrom('local' as const, 'share' as const), name }),
  fc.record({ do: fc.constant('scale' as const), name, replicas: fc.nat({ max: 3 }) }),
  fc.record({
    do: fc.constantFrom(
      'power-off' as const,
      'power-on' as const,
      'stop-kubelet' as const,
      'start-kubelet' as const,
    ),
    node: fc.nat({ max: 2 }),
  }),
  fc.record({ do: fc.constant('pool' as const), fresh: fc.boolean() }),
  fc.record({
    do: fc.constant('restart' as const),
    part: fc.constantFrom('controller' as const, 'speaker' as const, 'all' as const),
  }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 7, 50, 400) }),
)
const deeds = fc.array(deed, { minLength: 6, maxLength: 16 })

function opened(era: Era): Class {
  if (era === 'book') return new Class()
  const desk = new Class('plain')
  desk.apply('metallb.yaml', METALLB)
  desk.apply('pool.yaml', METALLB_POOL)
  return desk
}

function moved(era: Era, fresh: boolean): string {
  const old =
    era === 'book' ? (new Class('empty').files['metallb-l2config.yaml'] ?? '') : METALLB_POOL
  if (!fresh) return old
  return era === 'book'
    ? NEW_POOL
    : METALLB_POOL.replace('192.168.1.11-192.168.1.13', '192.168.1.21-192.168.1.23')
}

function perform(desk: Class, era: Era, act: Deed): void {
  const { cluster } = desk
  switch (act.do) {
    case 'expose':
      desk.run(`kubectl create deployment d${act.name} --image=sysnet4admin/echo-hname`)
      desk.run(
        `kubectl expose deployment d${act.name} --type=LoadBalancer --name=s${act.name} --port=8${act.name}`,
      )
      break
    case 'unexpose':
      desk.run(`kubectl delete service s${act.name}`)
      break
    case 'local':
      desk.run(`kubectl patch service s${act.name} -p '{"spec":{"externalTrafficPolicy":"Local"}}'`)
      break
    case 'share':
      desk.run(`kubectl annotate service s${act.name} metallb.universe.tf/allow-shared-ip=one`)
      break
    case 'scale':
      desk.run(`kubectl scale deployment d${act.name} --replicas=${act.replicas}`)
      break
    case 'pool':
      desk.files['pool.yaml'] = moved(era, act.fresh)
      desk.run('kubectl apply -f pool.yaml')
      break
    case 'restart': {
      const which = act.part === 'all' ? '--all' : `-l component=${act.part}`
      desk.run(`kubectl delete pods -n metallb-system ${which} --wait=false`)
      break
    }
    case 'wait':
      runUntil(cluster, { time: cluster.now + act.seconds * 1000 })
      break
    default: {
      const workers = cluster
        .list('Node')
        .map(({ metadata }) => metadata.name)
        .filter((one) => one.startsWith('w'))
      cluster.world({ type: act.do, name: workers[act.node] ?? '' })
    }
  }
}

/** Addresses that several Services have, without having agreed to share them or on the same port. */
function doubled(cluster: Cluster): readonly string[] {
  const holders = new Map<string, string[]>()
  const hold = (what: string, name: string): void => {
    holders.set(what, [...(holders.get(what) ?? []), name])
  }
  for (const { metadata, spec, status } of cluster.list('Service')) {
    const ip = status.loadBalancer?.ingress?.[0]?.ip
    if (ip === undefined) continue
    if (!/^192\.168\.1\.[12][123]$/.test(ip)) hold(`${ip} is of no pool`, 'x')
    hold(`${ip}:${spec.ports?.[0]?.port}`, metadata.name)
    const shares = metadata.annotations?.['metallb.universe.tf/allow-shared-ip'] !== undefined
    if (!shares) hold(ip, metadata.name)
  }
  return [...holders].flatMap(([what, names]) =>
    names.length > 1 || names[0] === 'x' ? [`${what}: ${names.join()}`] : [],
  )
}

/** What must hold at every moment. */
function broken(cluster: Cluster): readonly string[] {
  const found = [...doubled(cluster)]
  // A speaker that has just gone is noticed in the next piece of work.
  const noticed = cluster.work.depth('metallb-speaker') === 0
  for (const ip of announcedAddresses(cluster))
    for (const { node, pod } of announcersOf(cluster, ip)) {
      if (noticed && !cluster.at('Pod', pod)) found.push(`${pod} is gone`)
      if (!machineOf(cluster, node)?.powered) found.push(`${node} is dark and answers for ${ip}`)
    }
  return found
}

function journalText(cluster: Cluster, from = 0): string {
  return cluster.journal
    .since(from)
    .map((e) => `${e.rv} ${e.at} ${e.actor} ${e.verb} ${e.kind} ${e.key} ${e.reason}`)
    .join('\n')
}

function play(era: Era, list: readonly Deed[]): Class {
  const desk = opened(era)
  for (const act of list) perform(desk, era, act)
  return desk
}

describe.each<Era>(['book', 'current'])('MetalLB of %s, whatever happens', (era) => {
  test('addresses are of a pool and nobody has that of another; only who lives answers', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const desk = opened(era)
        for (const act of list) {
          perform(desk, era, act)
          expect(broken(desk.cluster)).toEqual([])
        }
        desk.pass(90_000)
        expect(broken(desk.cluster)).toEqual([])
        if (era === 'book') return
        for (const ip of announcedAddresses(desk.cluster))
          expect(new Set(announcersOf(desk.cluster, ip).map(({ node }) => node)).size, ip).toBe(1)
      }),
      { numRuns: 6 },
    )
  }, 60_000)

  test('the same deeds give the same journal, and a restored or rewound cluster goes on alike', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const [one, other] = [play(era, list).cluster, play(era, list).cluster]
        expect(journalText(one)).toBe(journalText(other))
        const kept = JSON.parse(JSON.stringify(checkpoint(one)))
        const from = one.rv
        runUntil(one, { time: one.now + 120_000 })
        const after = journalText(one, from)
        const { now } = one
        one.history.rewind(one, Math.floor((from + one.rv) / 2))
        runUntil(one, { time: now })
        expect(journalText(one, from)).toBe(after)
        restore(other, kept)
        runUntil(other, { time: other.now + 120_000 })
        expect(journalText(other, from)).toBe(after)
      }),
      { numRuns: 3 },
    )
  }, 60_000)

  test('looking again writes nothing', () => {
    const { cluster } = play(era, [
      { do: 'expose', name: 0 },
      { do: 'expose', name: 1 },
      { do: 'expose', name: 2 },
      { do: 'expose', name: 3 },
      { do: 'wait', seconds: 7 },
      { do: 'pool', fresh: true },
      { do: 'wait', seconds: 7 },
      { do: 'restart', part: 'controller' },
      { do: 'power-off', node: 1 },
      { do: 'wait', seconds: 400 },
    ])
    for (const actor of ACTORS.filter((one) => one.name.startsWith('metallb-'))) {
      const keys = [
        ...actor.resync(cluster),
        ...cluster.store.keys('Service').map((key) => `service ${key}`),
      ]
      for (const key of keys) {
        const before = cluster.rv
        cluster.steps++
        cluster.within({ actor: actor.name, source: actor.name, cause: 0, reason: '' }, () =>
          actor.reconcile(cluster, key),
        )
        expect(
          cluster.journal.since(before).map((e) => `${e.verb} ${e.kind} ${e.key}`),
          key,
        ).toEqual([])
      }
    }
  })
})
