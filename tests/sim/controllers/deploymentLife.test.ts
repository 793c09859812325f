import { describe, expect, test } from 'vitest'
import { type Cluster, runUntil } from '../../../src/sim/index.ts'
import {
  change,
  conditionOf,
  deployed,
  deploymentDraft,
  events,
  get,
  imageOf,
  lab,
  pass,
  pods,
  setImage,
  settle,
} from './lab.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const PROGRESSING = 'Progressing'

function setsOf(cluster: Cluster, name: string) {
  return cluster.owned('ReplicaSet', get(cluster, name).metadata.uid)
}

function revisions(cluster: Cluster, name: string): Record<string, string> {
  return Object.fromEntries(
    setsOf(cluster, name)
      .map((set): [string, string] => [imageOf(set), set.metadata.annotations?.[REVISION] ?? ''])
      .sort(),
  )
}

describe('minReadySeconds', () => {
  test('a ready pod counts as available only after them', () => {
    const cluster = lab()
    cluster.create<'Deployment'>(deploymentDraft('web', { replicas: 2, minReadySeconds: 10 }))
    runUntil(cluster, {
      when: () => get(cluster, 'web').status.readyReplicas === 2,
      timeout: 60_000,
    })
    const ready = cluster.now
    expect(get(cluster, 'web').status.availableReplicas).toBeUndefined()
    runUntil(cluster, {
      when: () => get(cluster, 'web').status.availableReplicas === 2,
      timeout: 60_000,
    })
    expect(cluster.now - ready).toBeGreaterThan(8000)
    expect(cluster.now - ready).toBeLessThan(11_500)
    const [set] = setsOf(cluster, 'web')
    expect(set?.spec.minReadySeconds).toBe(10)
    change(cluster, 'web', (spec) => ({ ...spec, minReadySeconds: 3 }))
    settle(cluster)
    expect(setsOf(cluster, 'web')[0]?.spec.minReadySeconds).toBe(3)
  })
})

describe('progress deadline', () => {
  test('a rollout without progress is told to have timed out, and recovers', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 2, progressDeadlineSeconds: 15 })
    setImage(cluster, 'web', 'nginx:bad')
    pass(cluster, 14_000)
    const progress = () => conditionOf(get(cluster, 'web').status.conditions, PROGRESSING) ?? ''
    expect(progress()).toMatch(/^True ReplicaSetUpdated: ReplicaSet "web-\w+" is progressing\.$/)
    pass(cluster, 6000)
    expect(progress()).toMatch(
      /^False ProgressDeadlineExceeded: ReplicaSet "web-\w+" has timed out progressing\.$/,
    )
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    expect(progress()).toMatch(
      /^True NewReplicaSetAvailable: ReplicaSet "web-\w+" has successfully progressed\.$/,
    )
  })

  test('the largest number means no deadline and no condition', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 1, progressDeadlineSeconds: 2_147_483_647 })
    const types = get(cluster, 'web').status.conditions?.map((c) => c.type)
    expect(types).toEqual(['Available'])
  })
})

describe('history', () => {
  const rolled = (limit: number | undefined) => {
    const cluster = lab()
    deployed(cluster, 'web', {
      replicas: 1,
      ...(limit === undefined ? {} : { revisionHistoryLimit: limit }),
    })
    for (const tag of ['1.27', '1.28']) {
      setImage(cluster, 'web', `nginx:${tag}`)
      settle(cluster)
    }
    return cluster
  }

  test.each([
    [undefined, ['nginx:1.26', 'nginx:1.27', 'nginx:1.28']],
    [1, ['nginx:1.27', 'nginx:1.28']],
    [0, ['nginx:1.28']],
  ])('limit %s keeps the newest', (limit, images) => {
    expect(setsOf(rolled(limit), 'web').map(imageOf).sort()).toEqual(images)
  })

  test('going back renumbers: 1, 2, 3 becomes 1, 3, 4, and remembers', () => {
    const cluster = rolled(undefined)
    expect(revisions(cluster, 'web')).toEqual({
      'nginx:1.26': '1',
      'nginx:1.27': '2',
      'nginx:1.28': '3',
    })
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    expect(revisions(cluster, 'web')).toEqual({
      'nginx:1.26': '1',
      'nginx:1.27': '4',
      'nginx:1.28': '3',
    })
    expect(get(cluster, 'web').metadata.annotations?.[REVISION]).toBe('4')
    const back = setsOf(cluster, 'web').find((set) => imageOf(set) === 'nginx:1.27')
    expect(back?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('2')
  })
})

describe('annotations', () => {
  test('are copied to the present ReplicaSet, but not the ones that tools keep', () => {
    const cluster = lab()
    deployed(cluster, 'web', {
      replicas: 2,
      annotations: {
        'kubernetes.io/change-cause': 'first',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
    })
    expect(setsOf(cluster, 'web')[0]?.metadata.annotations).toEqual({
      'kubernetes.io/change-cause': 'first',
      [REVISION]: '1',
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '3',
    })
    const present = get(cluster, 'web')
    const annotations = { ...present.metadata.annotations, 'kubernetes.io/change-cause': 'second' }
    cluster.update({ ...present, metadata: { ...present.metadata, annotations } })
    settle(cluster)
    expect(setsOf(cluster, 'web')[0]?.metadata.annotations?.['kubernetes.io/change-cause']).toBe(
      'second',
    )
  })
})

describe('what it says', () => {
  test('events of creation, scaling and rolling', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 1 })
    cluster.scale('Deployment', 'default', 'web', { replicas: 2 })
    settle(cluster)
    setImage(cluster, 'web', 'nginx:1.27')
    settle(cluster)
    const [old, next] = setsOf(cluster, 'web')
      .toSorted((a, b) => imageOf(a).localeCompare(imageOf(b)))
      .map((set) => set.metadata.name)
    expect(events(cluster, 'Deployment', 'web')).toEqual([
      `Normal ScalingReplicaSet Scaled up replica set ${old} from 0 to 1`,
      `Normal ScalingReplicaSet Scaled up replica set ${old} from 1 to 2`,
      `Normal ScalingReplicaSet Scaled up replica set ${next} from 0 to 1`,
      `Normal ScalingReplicaSet Scaled down replica set ${old} from 2 to 1`,
      `Normal ScalingReplicaSet Scaled up replica set ${next} from 1 to 2`,
      `Normal ScalingReplicaSet Scaled down replica set ${old} from 1 to 0`,
    ])
    const rows = cluster.list('Event', { where: (e) => e.involvedObject.kind === 'Deployment' })
    expect(new Set(rows.map((e) => e.source?.component))).toEqual(
      new Set(['deployment-controller']),
    )
  })

  test('the status of a finished one', () => {
    const cluster = lab()
    const { status, metadata } = deployed(cluster, 'web', { replicas: 2 })
    const { conditions, ...counts } = status
    expect(counts).toEqual({
      observedGeneration: metadata.generation,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      terminatingReplicas: 0,
    })
    expect(conditionOf(conditions, 'Available')).toBe(
      'True MinimumReplicasAvailable: Deployment has minimum availability.',
    )
  })
})

describe('adoption', () => {
  test('an orphaned set with the same template is taken back, not made again', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 2 })
    cluster.delete('Deployment', 'default', 'web', { propagationPolicy: 'Orphan' })
    settle(cluster)
    const before = pods(cluster).map((pod) => pod.metadata.name)
    expect(cluster.list('ReplicaSet')[0]?.metadata.ownerReferences).toBeUndefined()
    deployed(cluster, 'web', { replicas: 2 })
    expect(cluster.list('ReplicaSet')).toHaveLength(1)
    expect(pods(cluster).map((pod) => pod.metadata.name)).toEqual(before)
    expect(setsOf(cluster, 'web')).toHaveLength(1)
  })

  test('a scale to zero and back', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 3 })
    for (const replicas of [0, 2]) {
      cluster.scale('Deployment', 'default', 'web', { replicas })
      settle(cluster)
      expect(pods(cluster)).toHaveLength(replicas)
      expect(get(cluster, 'web').status.replicas ?? 0).toBe(replicas)
    }
  })
})
