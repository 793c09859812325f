import { describe, expect, test } from 'vitest'
import {
  ApiError,
  type Cluster,
  type Draft,
  type Pod,
  type PodDisruptionBudget,
  type PodDisruptionBudgetSpec,
  type PodSpec,
} from '../../../src/sim/index.ts'
import { deployed, events, lab, pass, pods, settle } from './lab.ts'

type Budget = Omit<PodDisruptionBudgetSpec, 'selector'>

function budget(cluster: Cluster, spec: Budget, app = 'web', name = 'b'): void {
  const draft: Draft<PodDisruptionBudget> = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, selector: { matchLabels: { app } } },
  }
  cluster.create<'PodDisruptionBudget'>(draft)
  settle(cluster)
}

function status(cluster: Cluster, name = 'b') {
  return cluster.get('PodDisruptionBudget', 'default', name).status
}

function verdict(cluster: Cluster): string {
  const [condition] = status(cluster).conditions ?? []
  return `${condition?.type}=${condition?.status}:${condition?.reason}`
}

/** A web of ready pods with a budget. */
function guarded(replicas: number, spec: Budget): Cluster {
  const cluster = lab()
  deployed(cluster, 'web', { replicas })
  budget(cluster, spec)
  return cluster
}

function names(cluster: Cluster): readonly string[] {
  return pods(cluster)
    .filter((pod) => !pod.metadata.deletionTimestamp)
    .map((pod) => pod.metadata.name)
}

/** What the API answers to an eviction: the code, and why. */
function evict(cluster: Cluster, name: string): string {
  try {
    cluster.evict('default', name)
    return 'evicted'
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { code, message, details } = error.status
    return [code, message, ...(details?.causes ?? []).map((cause) => cause.message)].join(' | ')
  }
}

const REFUSED = "429 | Cannot evict pod as it would violate the pod's disruption budget."

/** A pod of nobody's. */
function bare(cluster: Cluster, name: string, more: Partial<PodSpec> = {}): void {
  const draft: Draft<Pod> = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'bare' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...more },
  }
  cluster.create<'Pod'>(draft)
  settle(cluster)
}

describe('how many may go', () => {
  test.each<[pods: number, spec: Budget, healthy: number, desired: number, allowed: number]>([
    [4, { minAvailable: 3 }, 4, 3, 1],
    [4, { minAvailable: 4 }, 4, 4, 0],
    [4, { minAvailable: 9 }, 4, 9, 0],
    [4, { minAvailable: 0 }, 4, 0, 4],
    // A share is rounded up: of what must stay, and of what may be away.
    [5, { minAvailable: '50%' }, 5, 3, 2],
    [7, { minAvailable: '30%' }, 7, 3, 4],
    [5, { maxUnavailable: '50%' }, 5, 2, 3],
    [3, { maxUnavailable: '34%' }, 3, 1, 2],
    [4, { maxUnavailable: 1 }, 4, 3, 1],
    [4, { maxUnavailable: 0 }, 4, 4, 0],
    [4, { maxUnavailable: 9 }, 4, 0, 4],
    [4, {}, 4, 0, 0],
  ])('of %d pods with %j', (count, spec, healthy, desired, allowed) => {
    const cluster = guarded(count, spec)
    expect(status(cluster)).toMatchObject({
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      observedGeneration: 1,
    })
    expect(verdict(cluster)).toBe(
      allowed > 0
        ? 'DisruptionAllowed=True:SufficientPods'
        : 'DisruptionAllowed=False:InsufficientPods',
    )
  })

  test('a share is of what the Deployment wants, not of the pods there are', () => {
    const cluster = guarded(4, { maxUnavailable: '50%' })
    cluster.stopComponent('replicaset')
    cluster.delete('Pod', 'default', names(cluster)[0] ?? '', { gracePeriodSeconds: 0 })
    settle(cluster)
    expect(status(cluster)).toMatchObject({
      expectedPods: 4,
      currentHealthy: 3,
      desiredHealthy: 2,
      disruptionsAllowed: 1,
    })
  })

  test('without pods nobody may go, and it is told', () => {
    const cluster = lab()
    budget(cluster, { maxUnavailable: 1 })
    expect(status(cluster).disruptionsAllowed).toBe(0)
    expect(events(cluster, 'PodDisruptionBudget')).toEqual(['Normal NoPods No matching pods found'])
  })
})

describe('eviction', () => {
  test('takes one at a time, and the next when the replacement is ready', () => {
    const cluster = guarded(4, { minAvailable: 3 })
    const [first = '', second = ''] = names(cluster)
    expect(evict(cluster, first)).toBe('evicted')
    const target = cluster
      .get('Pod', 'default', first)
      .status.conditions?.find((c) => c.type === 'DisruptionTarget')
    expect(target).toMatchObject({
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    })
    // Before the controller has looked, the loss is booked already.
    expect(status(cluster).disruptedPods).toHaveProperty(first)
    expect(verdict(cluster)).toBe('DisruptionAllowed=False:InsufficientPods')
    expect(evict(cluster, second)).toBe(
      `${REFUSED} | The disruption budget b needs 3 healthy pods and has 4 currently`,
    )
    settle(cluster)
    expect(status(cluster).disruptedPods).toBeUndefined()
    expect(evict(cluster, second)).toBe('evicted')
  })

  test('is refused while the budget is newer than its count', () => {
    const cluster = guarded(4, { minAvailable: 3 })
    cluster.stopComponent('disruption')
    const present = cluster.get('PodDisruptionBudget', 'default', 'b')
    cluster.update({ ...present, spec: { ...present.spec, minAvailable: 1 } })
    expect(evict(cluster, names(cluster)[0] ?? '')).toBe(
      `${REFUSED} | The disruption budget b is still being processed by the server.`,
    )
  })

  test('of a pod that two budgets select is not supported', () => {
    const cluster = guarded(4, { minAvailable: 1 })
    budget(cluster, { minAvailable: 1 }, 'web', 'c')
    const [first = ''] = names(cluster)
    expect(evict(cluster, first)).toBe(
      '500 | This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    )
    cluster.delete('Pod', 'default', first)
    settle(cluster)
    expect(events(cluster, 'Pod', first).join()).toContain(
      `Warning MultiplePodDisruptionBudgets Pod "default"/"${first}" matches multiple PodDisruptionBudgets.  Chose "b" arbitrarily.`,
    )
  })

  test.each<[what: string, spec: Budget, ready: number, unready: number, answer: string]>([
    ['the healthy suffice', { minAvailable: 1 }, 1, 1, 'evicted'],
    ['the healthy do not suffice', { minAvailable: 2 }, 1, 1, '429'],
    ['nobody is needed, but none may go', { minAvailable: 0 }, 0, 1, '429'],
    [
      'the budget always lets the unhealthy go',
      { minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      1,
      1,
      'evicted',
    ],
    [
      'the budget says what is the default',
      { minAvailable: 2, unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
      1,
      1,
      '429',
    ],
  ])('an unready pod: %s', (_, spec, ready, unready, answer) => {
    const cluster = lab()
    for (let index = 0; index < ready; index++) bare(cluster, `good-${index}`)
    for (let index = 0; index < unready; index++)
      bare(cluster, `bad-${index}`, { readinessGates: [{ conditionType: 'x' }] })
    budget(cluster, spec, 'bare')
    expect(evict(cluster, 'bad-0').slice(0, answer.length)).toBe(answer)
  })

  test('a pod that has not begun or has ended goes, whatever the budget', () => {
    const cluster = lab()
    bare(cluster, 'waits', { containers: [{ name: 'c', image: 'nginx:bad' }] })
    budget(cluster, { minAvailable: 5 }, 'bare')
    expect(cluster.get('Pod', 'default', 'waits').status.phase).toBe('Pending')
    expect(evict(cluster, 'waits')).toBe('evicted')
  })
})

describe('what cannot be counted', () => {
  test('pods of nobody: told of, and they count only as healthy', () => {
    const cluster = lab()
    bare(cluster, 'alone')
    budget(cluster, { maxUnavailable: 1 }, 'bare')
    expect(status(cluster)).toMatchObject({ currentHealthy: 1, expectedPods: 0 })
    expect(events(cluster, 'PodDisruptionBudget')[0]).toContain(
      'Warning UnmanagedPods Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: bare,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged.',
    )
  })

  test.each<[kind: 'DaemonSet', spec: Budget, why: string]>([
    [
      'DaemonSet',
      { maxUnavailable: 1 },
      'daemonsets.apps does not implement the scale subresource',
    ],
  ])('pods of a %s: nobody may go, and the condition says why', (kind, spec, why) => {
    const cluster = lab()
    const labels = { app: 'web' }
    cluster.create<'DaemonSet'>({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'd', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      },
    })
    settle(cluster)
    budget(cluster, spec)
    expect(verdict(cluster)).toBe('DisruptionAllowed=False:SyncFailed')
    expect(status(cluster).conditions?.[0]?.message).toBe(why)
    expect(events(cluster, 'PodDisruptionBudget').join()).toContain(
      `Warning CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: ${why}`,
    )
  })

  test('an orphaned set of pods whose owner is gone', () => {
    const cluster = guarded(2, { maxUnavailable: 1 })
    cluster.stopComponent('garbage-collector')
    cluster.stopComponent('deployment')
    const [set] = cluster.list('ReplicaSet', { namespace: 'default' })
    cluster.delete('ReplicaSet', 'default', set?.metadata.name ?? '')
    const [first = ''] = names(cluster)
    const pod = cluster.get('Pod', 'default', first)
    const labels = { ...pod.metadata.labels, seen: 'yes' }
    cluster.update({ ...pod, metadata: { ...pod.metadata, labels } })
    settle(cluster)
    expect(status(cluster).conditions?.[0]?.message).toBe(`found no controllers for pod "${first}"`)
  })
})

test('a pod that was to go and is not deleted may stay after two minutes', () => {
  const cluster = guarded(2, { minAvailable: 1 })
  const pod = cluster.get('Pod', 'default', names(cluster)[0] ?? '')
  const lastTransitionTime = cluster.time()
  cluster.updateStatus({
    ...pod,
    status: {
      ...pod.status,
      conditions: [
        ...(pod.status.conditions ?? []),
        { type: 'DisruptionTarget', status: 'True', reason: 'x', lastTransitionTime },
      ],
    },
  })
  const mark = () =>
    cluster
      .get('Pod', 'default', pod.metadata.name)
      .status.conditions?.find((c) => c.type === 'DisruptionTarget')?.status
  pass(cluster, 110_000)
  expect(mark()).toBe('True')
  pass(cluster, 12_000)
  expect(mark()).toBe('False')
})
