import { describe, expect, it } from 'vitest'
import { type Cluster, createCluster, current, runUntil } from '../../../src/sim/index.ts'

function withConfig(): Cluster {
  const cluster = createCluster({ profile: current, seed: 1 })
  cluster.create<'Namespace'>({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default' },
    spec: {},
  })
  cluster.create<'ConfigMap'>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'default' },
  })
  return cluster
}

function say(cluster: Cluster, message: string): void {
  cluster.event(cluster.get('ConfigMap', 'default', 'c'), 'Normal', 'Told', message)
}

function told(cluster: Cluster): readonly (readonly [string | undefined, number | undefined])[] {
  const { uid } = cluster.get('ConfigMap', 'default', 'c').metadata
  return cluster.store.eventsOf(uid).map((event) => [event.message, event.count])
}

describe('what is said again', () => {
  it('is counted when it is equal and folded from the tenth different message on', () => {
    const cluster = withConfig()
    for (let i = 1; i <= 12; i++) say(cluster, `message ${i}`)
    say(cluster, 'message 3')
    const events = told(cluster)
    expect(events).toHaveLength(10)
    expect(events[2]).toEqual(['message 3', 2])
    expect(events[9]).toEqual(['(combined from similar events): message 12', 3])
  })

  it('begins anew after a pause longer than the window', () => {
    const cluster = withConfig()
    for (let i = 1; i <= 9; i++) say(cluster, `message ${i}`)
    runUntil(cluster, { time: cluster.now + 601_000 })
    say(cluster, 'message 10')
    expect(told(cluster).at(-1)).toEqual(['message 10', 1])
  })

  it('is dropped after 25 sayings, and one more is let through each five minutes', () => {
    const cluster = withConfig()
    for (let i = 0; i < 40; i++) say(cluster, 'again')
    expect(told(cluster)).toEqual([['again', 25]])
    runUntil(cluster, { time: cluster.now + 300_000 })
    say(cluster, 'again')
    say(cluster, 'again')
    expect(told(cluster)).toEqual([['again', 26]])
  })
})
