import { describe, expect, test } from 'vitest'
import { maxSurge, maxUnavailable } from '../../../src/sim/controllers/deployment/fenceposts.ts'
import { type Cluster, type Deployment, runUntil } from '../../../src/sim/index.ts'
import {
  change,
  conditionOf,
  deployed,
  get,
  lab,
  pass,
  setImage,
  settle,
  sizeSteps,
  sizes,
} from './lab.ts'

const PROGRESSING = 'Progressing'

function setsOf(cluster: Cluster, name: string) {
  return cluster.owned('ReplicaSet', get(cluster, name).metadata.uid)
}

describe('surge rounds up, unavailable rounds down', () => {
  test.each([
    [1, '25%', '25%', 1, 0],
    [2, '25%', '25%', 1, 0],
    [3, '25%', '25%', 1, 0],
    [4, '25%', '25%', 1, 1],
    [5, '25%', '25%', 2, 1],
    [10, '25%', '25%', 3, 2],
    [10, '30%', '30%', 3, 3],
    [10, '1%', '0%', 1, 0],
    [10, 0, '5%', 0, 1],
    [10, '0%', '0%', 0, 1],
    [3, 0, 5, 0, 3],
    [4, 2, 1, 2, 1],
    [4, '100%', '100%', 4, 4],
    [0, '25%', '25%', 0, 0],
  ])('%i replicas, surge %s, unavailable %s', (replicas, surge, down, most, least) => {
    const rolling = { maxSurge: surge, maxUnavailable: down }
    const deployment = {
      spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: rolling } },
    } as unknown as Deployment
    expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([most, least])
  })
})

describe('a rolling update goes step by step', () => {
  test('4 replicas: one more, one less, and so on', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 4 })
    const start = cluster.rv
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    expect(sizeSteps(cluster, start).slice(0, 4)).toEqual([
      'nginx:1.27 0>1',
      'nginx:1.26 4>3',
      'nginx:1.27 1>2',
      'nginx:1.26 3>2',
    ])
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.27': 4 })
  })

  test('10 replicas: three, then two less and two more', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 10 })
    const start = cluster.rv
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    // What follows depends on how many of the five are ready at a time.
    expect(sizeSteps(cluster, start).slice(0, 3)).toEqual([
      'nginx:1.27 0>3',
      'nginx:1.26 10>8',
      'nginx:1.27 3>5',
    ])
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.27': 10 })
  })

  test('3 replicas: an old pod goes only when a new one is ready', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 3 })
    const start = cluster.rv
    setImage(cluster, 'web', 'nginx:1.27')
    runUntil(cluster, { when: () => sizeSteps(cluster, start).length === 2, timeout: 60_000 })
    expect(sizeSteps(cluster, start)).toEqual(['nginx:1.27 0>1', 'nginx:1.26 3>2'])
    expect(get(cluster, 'web').status.availableReplicas).toBe(4)
    settle(cluster)
    expect(sizeSteps(cluster, start)).toEqual([
      'nginx:1.27 0>1',
      'nginx:1.26 3>2',
      'nginx:1.27 1>2',
      'nginx:1.26 2>1',
      'nginx:1.27 2>3',
      'nginx:1.26 1>0',
    ])
  })

  test('never fewer available and never more in all than allowed', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 10 })
    setImage(cluster, 'web', 'nginx:1.27')
    let low = 10
    let high = 0
    runUntil(cluster, {
      when: () => {
        const { availableReplicas = 0 } = get(cluster, 'web').status
        const asked = setsOf(cluster, 'web').reduce((n, s) => n + (s.spec.replicas ?? 0), 0)
        low = Math.min(low, availableReplicas)
        high = Math.max(high, asked)
        return cluster.work.active === 0
      },
      timeout: 600_000,
    })
    expect([low, high]).toEqual([8, 13])
  })

  test('an old set whose status lags is not shrunk twice', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 4 })
    setImage(cluster, 'web', 'nginx:1.27')
    let low = 4
    runUntil(cluster, {
      when: () => {
        low = Math.min(low, get(cluster, 'web').status.availableReplicas ?? 0)
        return cluster.work.active === 0
      },
    })
    expect(low).toBe(3)
  })
})

describe('a bad image stalls the rollout', () => {
  test.each([
    [4, { 'nginx:1.26': 3, 'nginx:bad': 2 }],
    [3, { 'nginx:1.26': 3, 'nginx:bad': 1 }],
  ])('%i replicas', (replicas, expected) => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas })
    setImage(cluster, 'web', 'nginx:bad')
    pass(cluster, 60_000)
    expect(sizes(cluster, 'web')).toEqual(expected)
    expect(get(cluster, 'web').status.availableReplicas).toBe(3)
  })

  test('scaling the stuck one of 4 to 8 is proportional, and undo finishes it', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 4 })
    setImage(cluster, 'web', 'nginx:bad')
    pass(cluster, 30_000)
    const start = cluster.rv
    cluster.scale('Deployment', 'default', 'web', { replicas: 8 })
    pass(cluster, 30_000)
    expect(sizeSteps(cluster, start)).toEqual(['nginx:1.26 3>6', 'nginx:bad 2>4'])
    setImage(cluster, 'web', 'nginx:1.26')
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 8 })
  })

  test('the example of the documentation: 8 and 5 of 10 become 11 and 7 of 15', () => {
    const cluster = lab()
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } }
    deployed(cluster, 'web', { replicas: 10, strategy, image: 'nginx:1.26' })
    setImage(cluster, 'web', 'nginx:bad')
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 8, 'nginx:bad': 5 })
    cluster.scale('Deployment', 'default', 'web', { replicas: 15 })
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 11, 'nginx:bad': 7 })
  })

  test('a second bad image first takes the pods of the first', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 3 })
    setImage(cluster, 'web', 'nginx:bad')
    pass(cluster, 30_000)
    const start = cluster.rv
    setImage(cluster, 'web', 'nginx:nope')
    pass(cluster, 30_000)
    expect(sizeSteps(cluster, start)).toEqual(['nginx:bad 1>0', 'nginx:nope 0>1'])
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 3, 'nginx:nope': 1 })
  })

  test('scaling a stuck one down takes from both', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 8 })
    setImage(cluster, 'web', 'nginx:bad')
    pass(cluster, 30_000)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 6, 'nginx:bad': 4 })
    cluster.scale('Deployment', 'default', 'web', { replicas: 4 })
    pass(cluster, 5000)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 3, 'nginx:bad': 2 })
  })
})

describe('Recreate', () => {
  test('the new pods come when the last old one is gone', () => {
    const cluster = lab()
    deployed(cluster, 'web', {
      replicas: 3,
      strategy: { type: 'Recreate' },
      podAnnotations: { 'orrery.sim/term-seconds': '5' },
    })
    const start = cluster.rv
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    expect(sizeSteps(cluster, start)).toEqual(['nginx:1.26 3>0', 'nginx:1.27 0>3'])
    const entries = cluster.journal.since(start).filter((e) => e.kind === 'Pod')
    const gone = entries.findLastIndex((e) => e.verb === 'delete')
    const come = entries.findIndex((e) => e.verb === 'create')
    expect(entries.filter((e) => e.verb === 'delete')).toHaveLength(3)
    expect(come).toBeGreaterThan(gone)
  })
})

describe('pause and resume', () => {
  test('a paused deployment scales but does not roll', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 2 })
    change(cluster, 'web', (spec) => ({ ...spec, paused: true }))
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 2 })
    const { conditions } = get(cluster, 'web').status
    expect(conditionOf(conditions, PROGRESSING)).toBe(
      'Unknown DeploymentPaused: Deployment is paused',
    )
    cluster.scale('Deployment', 'default', 'web', { replicas: 5 })
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.26': 5 })
    const start = cluster.rv
    change(cluster, 'web', ({ paused: _, ...spec }) => spec)
    settle(cluster)
    expect(sizes(cluster, 'web')).toEqual({ 'nginx:1.27': 5 })
    const seen = cluster.journal
      .since(start)
      .filter((e) => e.kind === 'Deployment' && e.after)
      .map((e) => conditionOf((e.after as Deployment).status.conditions, PROGRESSING))
    expect(seen).toContain('Unknown DeploymentResumed: Deployment is resumed')
  })
})
