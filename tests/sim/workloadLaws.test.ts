import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cluster, controllerOf, keyOf, type Pod, step } from '../../src/sim/index.ts'
import { type Action, freshLab, perform, play, program, settle } from './programs.ts'

const runs = { numRuns: 8 }
const FOUNDED: readonly Action[] = [
  { do: 'daemon', name: 0 },
  { do: 'stateful', name: 0, replicas: 3, parallel: false },
  { do: 'stateful', name: 1, replicas: 3, parallel: true },
  { do: 'wait', ms: 12_000 },
]

function living(cluster: Cluster, uid: string): readonly Pod[] {
  return cluster
    .owned('Pod', uid)
    .filter(
      ({ metadata, status }) =>
        !metadata.deletionTimestamp && status.phase !== 'Failed' && status.phase !== 'Succeeded',
    )
}

function targetOf({ spec }: Pod): string | undefined {
  const [term] =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? []
  return term?.matchFields?.[0]?.values?.[0]
}

/** The most members that were on their way out at once since an entry, and who sent them. */
function departures(cluster: Cluster, uid: string, since: number) {
  const actors = new Set<string>()
  let [away, most] = [0, 0]
  for (const { kind, verb, before, after, actor } of cluster.journal.since(since)) {
    const [was, is] = [before as Pod | undefined, after as Pod | undefined]
    const pod = is ?? was
    if (kind !== 'Pod' || !pod || controllerOf(pod)?.uid !== uid) continue
    const leaves = is?.metadata.deletionTimestamp && !was?.metadata.deletionTimestamp
    if (leaves) actors.add(actor)
    away += leaves ? 1 : verb === 'delete' ? -1 : 0
    most = Math.max(most, away)
  }
  return { most, actors: [...actors] }
}

function checkSets(cluster: Cluster): void {
  for (const set of cluster.list('StatefulSet')) {
    const pods = living(cluster, set.metadata.uid).map(({ metadata }) => metadata.name)
    const names = Array.from({ length: set.spec.replicas ?? 1 }, (_, n) => n)
    expect(pods.toSorted()).toEqual(names.map((n) => `${set.metadata.name}-${n}`))
    expect(set.status.replicas).toBe(names.length)
  }
  for (const set of cluster.list('DaemonSet'))
    expect(living(cluster, set.metadata.uid)).toHaveLength(set.status.desiredNumberScheduled)
}

function checkRevisions(cluster: Cluster): void {
  for (const revision of cluster.list('ControllerRevision')) {
    const owner = controllerOf(revision)
    const kind = owner?.kind === 'DaemonSet' ? 'DaemonSet' : 'StatefulSet'
    const alive = cluster.list(kind).some(({ metadata }) => metadata.uid === owner?.uid)
    // Those of a set that was deleted and left its own behind have no owner.
    if (owner) expect(alive, keyOf(revision)).toBe(true)
  }
}

function checkMoment(cluster: Cluster): void {
  for (const set of cluster.store.values('DaemonSet')) {
    const targets = living(cluster, set.metadata.uid).map(targetOf)
    expect(new Set(targets).size, `one daemon per node: ${targets}`).toBe(targets.length)
  }
}

/** What hinders nobody from having what is wanted; a relabelled pod keeps the name of a member for itself. */
const HARMLESS = new Set(['create', 'daemon', 'stateful', 'scale', 'delete-pod', 'delete', 'wait'])

describe('sets that keep their pods apart', () => {
  test('never two daemons on one node, at no moment', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const cluster = freshLab()
        play(cluster, FOUNDED)
        for (const action of steps) {
          perform(cluster, action)
          for (let ticks = 0; ticks < 40 && step(cluster); ticks++) checkMoment(cluster)
        }
      }),
      runs,
    )
  })

  test('one at a time: the controller never takes a second member while one is away', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4 }), fc.constantFrom('1.26', 'bad', '1.28'), (replicas, tag) => {
        const cluster = freshLab()
        play(cluster, FOUNDED)
        const since = cluster.rv
        const { uid } = cluster.get('StatefulSet', 'default', 'db0').metadata
        play(cluster, [
          { do: 'image', pick: 1, tag },
          { do: 'wait', ms: 700 },
        ])
        cluster.scale('StatefulSet', 'default', 'db0', { replicas })
        settle(cluster)
        expect(departures(cluster, uid, since)).toEqual({ most: 1, actors: ['statefulset'] })
      }),
      runs,
    )
  })

  test('when all machines are well and it is quiet, wanted and actual agree', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const cluster = freshLab()
        play(cluster, FOUNDED)
        play(
          cluster,
          steps.filter((action) => HARMLESS.has(action.do)),
        )
        settle(cluster)
        checkSets(cluster)
        checkRevisions(cluster)
      }),
      runs,
    )
  })
})
