import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/sim/journal.ts'
import { ObjectStore } from '../../src/sim/store.ts'
import type { ApiObject, Kind } from '../../src/sim/types/index.ts'
import { Registry } from '../../src/store/registry.ts'

function pod(name: string, extra: object = {}): ApiObject {
  const metadata = { name, namespace: 'default', uid: name, resourceVersion: '1' }
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] }, ...extra } as never
}

let rv = 0
function entry(before: ApiObject | undefined, after: ApiObject | undefined): Entry {
  const present = after ?? before
  if (!present) throw new Error('an entry is about something')
  rv++
  const key = `${present.metadata.namespace ?? ''}/${present.metadata.name}`
  const verb = before ? (after ? 'update' : 'delete') : 'create'
  const kind = present.kind as Kind
  return { rv, at: 0, actor: 'user', verb, kind, key, before, after, cause: 0, reason: '', step: 0 }
}

describe('Registry', () => {
  it('keeps keys sorted through comings and goings, and the same array when nothing came or went', () => {
    const registry = new Registry()
    const [a, b, c] = [pod('a'), pod('b'), pod('c')]
    registry.apply([entry(undefined, c), entry(undefined, a)])
    expect(registry.keys('Pod')).toEqual(['default/a', 'default/c'])
    const before = registry.keys('Pod')
    registry.apply([entry(a, pod('a', { status: { phase: 'Running' } }))])
    expect(registry.keys('Pod')).toBe(before)
    registry.apply([entry(undefined, b), entry(c, undefined)])
    expect(registry.keys('Pod')).toEqual(['default/a', 'default/b'])
  })

  it('forgets a key that came and went before anybody asked', () => {
    const registry = new Registry()
    const a = pod('a')
    registry.apply([entry(undefined, a)])
    registry.apply([entry(a, undefined)])
    expect(registry.keys('Pod')).toEqual([])
    registry.apply([entry(undefined, a)])
    expect(registry.keys('Pod')).toEqual(['default/a'])
  })

  it('tells only those who listen to the object that changed, once per batch', () => {
    const registry = new Registry()
    const [a, b] = [pod('a'), pod('b')]
    registry.apply([entry(undefined, a), entry(undefined, b)])
    const heard: string[] = []
    registry.subscribe('Pod', 'default/a', () => heard.push('a'))
    registry.subscribe('Pod', 'default/b', () => heard.push('b'))
    registry.subscribeKeys('Pod', () => heard.push('keys'))
    const a2 = pod('a', { status: { phase: 'Pending' } })
    registry.apply([entry(a, a2), entry(a2, pod('a', { status: { phase: 'Running' } }))])
    expect(heard).toEqual(['a'])
    registry.apply([entry(b, undefined)])
    expect(heard).toEqual(['a', 'keys', 'b'])
  })

  it('starts afresh from a store: tells those whose object changed, and drops what is gone', () => {
    const registry = new Registry()
    const [a, b] = [pod('a'), pod('b')]
    registry.apply([entry(undefined, a), entry(undefined, b)])
    const heard: string[] = []
    registry.subscribe('Pod', 'default/a', () => heard.push('a'))
    registry.subscribe('Pod', 'default/b', () => heard.push('b'))
    const store = new ObjectStore()
    store.replace('Pod', 'default/a', undefined, a)
    registry.reset(store)
    expect(heard).toEqual(['b'])
    expect(registry.keys('Pod')).toEqual(['default/a'])
    expect(registry.get('Pod', 'default/b')).toBeUndefined()
  })

  it('says that the graph changed for ties, labels, comings and goings, never for a status', () => {
    const registry = new Registry()
    const a = pod('a')
    const status = pod('a', { status: { phase: 'Running' } })
    const placed = pod('a', { spec: { containers: [], nodeName: 'w1-k8s' } })
    expect(registry.apply([entry(undefined, a)])).toBe(true)
    expect(registry.apply([entry(a, status)])).toBe(false)
    expect(registry.apply([entry(status, placed)])).toBe(true)
    expect(registry.apply([entry(placed, undefined)])).toBe(true)
    const event = { ...pod('e'), kind: 'Event' } as never
    expect(registry.apply([entry(undefined, event)])).toBe(false)
  })

  it('settles a thousand changes among 150,000 keys within a frame', () => {
    const registry = new Registry()
    const many = Array.from({ length: 150_000 }, (_, at) => pod(`p-${String(at).padStart(6, '0')}`))
    registry.apply(many.map((one) => entry(undefined, one)))
    expect(registry.keys('Pod')).toHaveLength(150_000)
    const changed = many.slice(0, 1000).map((one) => entry(one, { ...one, status: {} } as never))
    const start = process.cpuUsage()
    registry.apply(changed)
    const spent = process.cpuUsage(start)
    expect((spent.user + spent.system) / 1000).toBeLessThan(100)
  })
})
