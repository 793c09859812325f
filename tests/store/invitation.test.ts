import { expect, it } from 'vitest'
import { BEGINNING, noteEntry, notYet, settle, suggestion } from '../../src/scenarios/invitation.ts'
import type { Entry } from '../../src/sim/journal.ts'
import { ObjectStore } from '../../src/sim/store.ts'

const metadata = (name: string, extra: object = {}) => ({
  name,
  namespace: 'default',
  uid: name,
  generation: 1,
  ...extra,
})
const owned = {
  ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', uid: 'web-1', controller: true }],
}
const pod = (name: string, extra: object = {}) =>
  ({ kind: 'Pod', metadata: metadata(name, extra), spec: { containers: [] } }) as never
const replicaSet = (ready: number) =>
  ({
    kind: 'ReplicaSet',
    metadata: metadata('web-1'),
    spec: { replicas: 1 },
    status: { readyReplicas: ready },
  }) as never
const deployment = (replicas: number, ready: number, seen = 1) =>
  ({
    kind: 'Deployment',
    metadata: metadata('web'),
    spec: { replicas },
    status: { replicas, readyReplicas: ready, observedGeneration: seen },
  }) as never
const claim = (phase: string) =>
  ({ kind: 'PersistentVolumeClaim', metadata: metadata('c'), spec: {}, status: { phase } }) as never

function entry(kind: string, key: string, before: unknown, after: unknown, actor = 'user'): Entry {
  const sides = { before, after } as never as Pick<Entry, 'before' | 'after'>
  return {
    rv: 1,
    at: 0,
    actor,
    verb: after ? 'update' : 'delete',
    kind: kind as 'Pod',
    key,
    cause: 0,
    reason: '',
    step: 1,
    ...sides,
  }
}

it('asks for the whole story of a deleted pod: gone, and replaced, and ready', () => {
  const store = new ObjectStore()
  const why = (progress = BEGINNING) => notYet('delete', progress, store)?.because
  expect(why()).toBe('delete.waiting')
  const old = pod('web-a', owned)
  store.replace('Pod', 'default/web-a', undefined, old)
  store.replace('ReplicaSet', 'default/web-1', undefined, replicaSet(0))
  const going = pod('web-a', { ...owned, deletionTimestamp: 'now' })
  const progress = noteEntry(BEGINNING, entry('Pod', 'default/web-a', old, going))
  expect(why(progress)).toBe('delete.going')
  store.replace('Pod', 'default/web-a', old, undefined)
  expect(why(progress)).toBe('delete.replacing')
  store.replace('ReplicaSet', 'default/web-1', replicaSet(0), replicaSet(1))
  expect(why(progress)).toBeUndefined()
  expect(settle(progress, store).done).toEqual(['delete'])
})

it('does not count what a controller deleted, and says that nobody replaces a bare pod', () => {
  const store = new ObjectStore()
  expect(noteEntry(BEGINNING, entry('Pod', 'default/a', pod('a'), undefined, 'replicaset'))).toBe(
    BEGINNING,
  )
  const progress = noteEntry(BEGINNING, entry('Pod', 'default/a', pod('a'), undefined))
  expect(notYet('delete', progress, store)?.because).toBe('delete.bare')
})

it('waits for a scaled Deployment to settle', () => {
  const store = new ObjectStore()
  store.replace('Deployment', 'default/web', undefined, deployment(3, 2))
  const progress = noteEntry(
    BEGINNING,
    entry('Deployment', 'default/web', deployment(2, 2), deployment(3, 2)),
  )
  expect(notYet('scale', progress, store)).toEqual({
    because: 'scale.settling',
    values: { name: 'web', ready: 2, wanted: 3 },
  })
  store.replace('Deployment', 'default/web', undefined, deployment(3, 3, 0))
  expect(notYet('scale', progress, store)?.because).toBe('scale.settling')
  store.replace('Deployment', 'default/web', undefined, deployment(3, 3))
  expect(notYet('scale', progress, store)).toBeUndefined()
})

it('sees a claim become Bound, whoever bound it, and keeps a step done', () => {
  const store = new ObjectStore()
  expect(notYet('bind', BEGINNING, store)?.because).toBe('bind.none')
  store.replace('PersistentVolumeClaim', 'default/c', undefined, claim('Pending'))
  expect(notYet('bind', BEGINNING, store)?.because).toBe('bind.pending')
  const bound = entry(
    'PersistentVolumeClaim',
    'default/c',
    claim('Pending'),
    claim('Bound'),
    'pv-binder',
  )
  const progress = settle(noteEntry(BEGINNING, bound), store)
  expect(progress.done).toEqual(['bind'])
  expect(settle(progress, store)).toBe(progress)
})

it('suggests commands for what is there', () => {
  const store = new ObjectStore()
  expect(suggestion('delete', store)).toBeUndefined()
  store.replace('Pod', 'default/bare', undefined, pod('bare'))
  store.replace('Pod', 'default/web-a', undefined, pod('web-a', owned))
  store.replace('Deployment', 'default/web', undefined, deployment(3, 3))
  expect(suggestion('delete', store)).toBe('kubectl delete pod web-a')
  expect(suggestion('scale', store)).toBe('kubectl scale deployment web --replicas=4')
})
