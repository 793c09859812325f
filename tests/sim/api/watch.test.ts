import { describe, expect, it } from 'vitest'
import {
  type ApiError,
  type Cluster,
  createCluster,
  current,
  Watch,
} from '../../../src/sim/index.ts'

function namespaced(journalLimit?: number): Cluster {
  const cluster = createCluster({
    profile: current,
    seed: 1,
    ...(journalLimit === undefined ? {} : { journalLimit }),
  })
  cluster.create<'Namespace'>({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default' },
    spec: {},
  })
  return cluster
}

function configMap(cluster: Cluster, name: string, labels: Record<string, string> = {}): void {
  cluster.create<'ConfigMap'>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', labels },
    data: {},
  })
}

/** What a watch tells by now, such as `ADDED a`. */
function told(cluster: Cluster, watch: Watch): readonly string[] {
  watch.pending(cluster)
  return watch.take().map(({ type, object }) => `${type} ${object.metadata.name}`)
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as ApiError).status.reason
  }
  return 'none'
}

describe('a watch', () => {
  it('begins after its resourceVersion, and tells each change once', () => {
    const cluster = namespaced()
    configMap(cluster, 'before')
    const since = cluster.rv
    configMap(cluster, 'a')
    const watch = new Watch(cluster, { kind: 'ConfigMap', since })
    expect(told(cluster, watch)).toEqual(['ADDED a'])
    cluster.update({ ...cluster.get('ConfigMap', 'default', 'a'), data: { x: '1' } })
    cluster.delete('ConfigMap', 'default', 'a')
    expect(told(cluster, watch)).toEqual(['MODIFIED a', 'DELETED a'])
    expect(told(cluster, watch)).toEqual([])
  })

  it('tells an object that begins or ceases to be selected as added or deleted', () => {
    const cluster = namespaced()
    const watch = new Watch(cluster, {
      kind: 'ConfigMap',
      passes: ({ metadata }) => metadata.labels?.app === 'web',
    })
    configMap(cluster, 'a')
    const relabel = (app: string) => {
      const found = cluster.get('ConfigMap', 'default', 'a')
      cluster.update({ ...found, metadata: { ...found.metadata, labels: { app } } })
    }
    relabel('web')
    relabel('other')
    expect(told(cluster, watch)).toEqual(['ADDED a', 'DELETED a'])
  })

  it('is refused from a moment that is compacted away, and from one that has not come', () => {
    const cluster = namespaced(1000)
    for (let index = 0; index < 6000; index++) configMap(cluster, `m${index}`)
    expect(cluster.journal.compacted).toBeGreaterThan(1)
    const from = (since: number) => refusal(() => new Watch(cluster, { kind: 'Pod', since }))
    expect(from(1)).toBe('Expired')
    expect(from(cluster.journal.compacted)).toBe('none')
    expect(from(cluster.rv)).toBe('none')
    expect(from(cluster.rv + 1)).toBe('BadRequest')
  })
})
