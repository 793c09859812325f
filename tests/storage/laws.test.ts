import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AMAZON_DISK } from '../../src/scenarios/storageDrivers.ts'
import { ACTORS, type Cluster, checkpoint, keyOf, restore, runUntil } from '../../src/sim/index.ts'
import type { Desk } from '../kubectl/desk.ts'
import { claimYaml, deskWith, pinnedPod, podYaml } from './desk.ts'

type Actor = (typeof ACTORS)[number]

type Deed =
  | { readonly do: 'claim' | 'pod' | 'delete-claim' | 'delete-pod' | 'grow'; readonly name: number }
  | { readonly do: 'pinned'; readonly name: number; readonly node: number }
  | { readonly do: 'power-off' | 'power-on'; readonly node: number }
  | { readonly do: 'taint' | 'driver'; readonly on: boolean }
  | { readonly do: 'wait'; readonly seconds: number }

const name = fc.nat({ max: 2 })
const node = fc.integer({ min: 1, max: 3 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constantFrom('claim', 'pod', 'pod', 'delete-claim', 'delete-pod', 'grow'),
    name,
  }),
  fc.record({ do: fc.constant('pinned' as const), name, node }),
  fc.record({ do: fc.constantFrom('power-off' as const, 'power-on' as const), node }),
  fc.record({ do: fc.constantFrom('taint' as const, 'driver' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 7, 40, 400) }),
) as fc.Arbitrary<Deed>
const deeds = fc.array(deed, { minLength: 6, maxLength: 18 })

function apply(desk: Desk, yaml: string): void {
  desk.files['f.yaml'] = yaml
  desk.run('kubectl apply -f f.yaml')
}

let count = 0

function perform(desk: Desk, act: Deed): void {
  const { cluster } = desk
  switch (act.do) {
    case 'claim':
      apply(desk, claimYaml(`c${act.name}`, { className: 'gp3' }))
      break
    case 'pod':
      apply(desk, podYaml(`p${act.name}-${count++}`, `c${act.name}`))
      break
    case 'pinned':
      apply(desk, pinnedPod(`p${act.name}-${count++}`, `c${act.name}`, `worker-${act.node}`))
      break
    case 'delete-claim':
      desk.run(`kubectl delete pvc c${act.name} --wait=false`)
      break
    case 'delete-pod': {
      const [pod] = cluster.list('Pod', {
        namespace: 'default',
        where: ({ metadata }) => metadata.name.startsWith(`p${act.name}-`),
      })
      if (pod) desk.run(`kubectl delete pod ${pod.metadata.name} --force --grace-period=0`)
      break
    }
    case 'grow':
      desk.run(
        `kubectl patch pvc c${act.name} -p '{"spec":{"resources":{"requests":{"storage":"${2 + (count++ % 5)}Gi"}}}}'`,
      )
      break
    case 'power-off':
    case 'power-on':
      cluster.world({ type: act.do, name: `worker-${act.node}` })
      break
    case 'taint':
      desk.run(
        `kubectl taint node worker-1 node.kubernetes.io/out-of-service=x:NoExecute${act.on ? '' : '-'}`,
      )
      break
    case 'driver':
      desk.run(
        `kubectl scale deployment ebs-csi-controller -n kube-system --replicas=${act.on ? 1 : 0}`,
      )
      break
    default:
      runUntil(cluster, { time: cluster.now + act.seconds * 1000 })
  }
}

function play(list: readonly Deed[]): Desk {
  count = 0
  const desk = deskWith(AMAZON_DISK, ['a', 'a', 'b'])
  for (const act of list) perform(desk, act)
  return desk
}

function journalText(cluster: Cluster, from = 0): string {
  return cluster.journal
    .since(from)
    .map(
      ({ rv, at, actor, verb, kind, key, reason }) =>
        `${rv} ${at} ${actor} ${verb} ${kind} ${key} ${reason}`,
    )
    .join('\n')
}

/** What an actor writes when it looks at the key. */
function look(cluster: Cluster, actor: Actor, key: string): readonly string[] {
  const before = cluster.rv
  cluster.steps++
  cluster.within(
    { actor: actor.name, source: actor.source ?? actor.name, cause: 0, reason: '' },
    () => actor.reconcile(cluster, key),
  )
  return cluster.journal.since(before).map((e) => `${actor.name} ${e.verb} ${e.kind} ${e.key}`)
}

/** What must hold at every moment, whatever happens. */
function broken(cluster: Cluster): readonly string[] {
  const found: string[] = []
  const holders = new Map<string, Set<string>>()
  for (const { metadata, status } of cluster.list('Node'))
    for (const { name: id } of status.volumesAttached ?? [])
      holders.set(id, (holders.get(id) ?? new Set()).add(metadata.name))
  for (const [id, nodes] of holders) if (nodes.size > 1) found.push(`${id} on ${[...nodes].join()}`)
  for (const claim of cluster.list('PersistentVolumeClaim')) {
    if (claim.status.phase !== 'Bound') continue
    const volume = cluster.find('PersistentVolume', '', claim.spec.volumeName ?? '')
    if (volume?.spec.claimRef?.uid !== claim.metadata.uid) found.push(`half bound: ${keyOf(claim)}`)
  }
  const owners = cluster
    .list('PersistentVolume')
    .map(({ spec }) => spec.claimRef?.uid)
    .filter((uid) => uid !== undefined)
  if (new Set(owners).size < owners.length) found.push('two volumes for one claim')
  return found
}

describe('volumes, whatever happens to claims, pods, machines and drivers', () => {
  test('one node at a time, and both halves of a binding agree', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const desk = play([])
        for (const act of list) {
          perform(desk, act)
          expect(broken(desk.cluster)).toEqual([])
        }
        runUntil(desk.cluster, { time: desk.cluster.now + 60_000 })
        expect(broken(desk.cluster)).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  test('the same deeds give the same journal, and a restored cluster goes on alike', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const [one, other] = [play(list).cluster, play(list).cluster]
        expect(journalText(one)).toBe(journalText(other))
        const kept = JSON.parse(JSON.stringify(checkpoint(one)))
        const from = one.rv
        runUntil(one, { time: one.now + 120_000 })
        const after = journalText(one, from)
        const present = { rv: one.rv, now: one.now }
        one.history.rewind(one, Math.floor((from + one.rv) / 2))
        runUntil(one, { time: present.now })
        expect(journalText(one, from)).toBe(after)
        restore(other, kept)
        runUntil(other, { time: other.now + 120_000 })
        expect(journalText(other, from)).toBe(after)
      }),
      { numRuns: 5 },
    )
  })

  test('looking again when all is well writes nothing', () => {
    const { cluster } = play([
      { do: 'claim', name: 0 },
      { do: 'pod', name: 0 },
      { do: 'claim', name: 1 },
      { do: 'pinned', name: 1, node: 2 },
      { do: 'wait', seconds: 40 },
      { do: 'grow', name: 0 },
      { do: 'pinned', name: 0, node: 2 },
      { do: 'wait', seconds: 40 },
      { do: 'delete-pod', name: 1 },
      { do: 'power-off', node: 2 },
      { do: 'wait', seconds: 400 },
    ])
    const names = [
      'attachdetach',
      'external-provisioner',
      'external-attacher',
      'external-resizer',
      'volume-manager',
      'volume-expand',
      'pvc-protection',
      'pv-protection',
    ]
    for (const actor of ACTORS.filter((one) => names.includes(one.name)))
      for (const key of actor.resync(cluster)) {
        look(cluster, actor, key)
        expect(look(cluster, actor, key)).toEqual([])
      }
  })
})
