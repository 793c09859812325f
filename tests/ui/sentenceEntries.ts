import type { Entry } from '../../src/sim/journal.ts'

/** A journal entry with only what a sentence reads of it. */
export function entry(
  actor: string,
  kind: string,
  before: object | undefined,
  after: object | undefined,
  more: Partial<Entry> = {},
): Entry {
  const full = (object: object | undefined) =>
    object && {
      kind,
      spec: {},
      ...object,
      metadata: { name: 'web', namespace: 'default', ...Reflect.get(object, 'metadata') },
    }
  const sides = { before: full(before), after: full(after) } as never as Pick<
    Entry,
    'before' | 'after'
  >
  return {
    rv: 1,
    at: 0,
    actor,
    verb: 'update',
    kind: kind as 'Pod',
    key: 'default/web',
    cause: 0,
    reason: '',
    step: 1,
    ...sides,
    ...more,
  }
}

export const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] })
export const pod = (status: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  status,
})
export const KILLED = {
  name: 'c',
  state: { terminated: { reason: 'OOMKilled', containerID: 'a' } },
}
export const NOWHERE = { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/4' }] }
export const act = (reason: string) =>
  entry('user', 'Machine', undefined, undefined, { verb: 'act', reason })
export const owned = (uid: string) => ({ ownerReferences: [{ controller: true, name: 'rs', uid }] })
export const event = (reason: string, message: string, kind = 'Pod') =>
  entry('kubelet w1', 'Event', undefined, {
    reason,
    message,
    involvedObject: { kind, namespace: 'default', name: 'web' },
  })
export const claim = (phase: string, more: object = {}) => ({
  spec: { volumeName: 'pv' },
  status: { phase, ...more },
})
export const volume = (phase: string) => ({ spec: { claimRef: { name: 'c' } }, status: { phase } })
export const job = (type: string) => ({
  status: { conditions: [{ type, status: 'True', message: 'm' }] },
})
export const waits = (reason: string) =>
  pod({ containerStatuses: [{ restartCount: 0, state: { waiting: { reason } } }] })
