import { describe, expect, test } from 'vitest'
import { containerUse } from '../../../src/sim/index.ts'
import type { Container, PodSpec } from '../../../src/sim/types/index.ts'
import { elapse, events, lab, place, pod, quiet } from './fixture.ts'

const MIB = 1024 * 1024
const stress = (bytes: string): Partial<Container> => ({
  image: 'polinux/stress',
  command: ['stress'],
  args: ['--vm', '1', '--vm-bytes', bytes, '--vm-hang', '1'],
})

describe('a container over its limit', () => {
  const rows: readonly [string, Partial<Container>, Readonly<Record<string, string>>, boolean][] = [
    ['stress within', { ...stress('150M'), resources: { limits: { memory: '200Mi' } } }, {}, false],
    ['stress beyond', { ...stress('250M'), resources: { limits: { memory: '200Mi' } } }, {}, true],
    ['no limit', stress('250M'), {}, false],
    ['a leak', { image: 'orrery/memory-hog', resources: { limits: { memory: '64Mi' } } }, {}, true],
    [
      'as the pod states',
      { resources: { limits: { memory: '64Mi' } } },
      { 'orrery.sim/memory': '65Mi' },
      true,
    ],
    [
      'a stated leak',
      { resources: { limits: { memory: '64Mi' } } },
      { 'orrery.sim/memory-per-second': '4Mi' },
      true,
    ],
  ]
  test.each(rows)('%s', (_, container, annotations, killed) => {
    const cluster = lab()
    place(cluster, 'a', { container, annotations })
    elapse(cluster, 40)
    const [status] = pod(cluster, 'a').status.containerStatuses ?? []
    const ended = status?.state?.terminated ?? status?.lastState?.terminated
    expect(ended?.reason).toBe(killed ? 'OOMKilled' : undefined)
    expect(ended?.exitCode).toBe(killed ? 137 : undefined)
  })

  test('comes back, and waits longer each time', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: { ...stress('250M'), resources: { limits: { memory: '100Mi' } } },
    })
    elapse(cluster, 90)
    const [status] = pod(cluster, 'a').status.containerStatuses ?? []
    expect(status?.state?.waiting?.reason).toBe('CrashLoopBackOff')
    expect(status?.restartCount).toBeGreaterThan(2)
  })

  test('what it uses follows its curve, within its limits', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: { image: 'orrery/memory-hog', resources: { limits: { cpu: '20m' } } },
    })
    quiet(cluster)
    const use = () => containerUse(cluster, pod(cluster, 'a'), 'c')
    elapse(cluster, 10)
    const early = use()
    elapse(cluster, 10)
    expect(Math.round((use().memory - early.memory) / MIB)).toBe(80)
    expect(use().milliCpu).toBe(20)
  })
})

describe('a node that is short of memory', () => {
  const want = (name: string, request: string, memory: string, more: Partial<PodSpec> = {}) =>
    ({
      name,
      options: {
        container: { resources: { requests: { memory: request } } },
        spec: more,
        annotations: { 'orrery.sim/memory': memory },
      },
    }) as const

  const rows: readonly [string, readonly ReturnType<typeof want>[], string][] = [
    // 2Gi in all: 100Mi have to be free.
    [
      'over its request goes first',
      [want('big', '1500Mi', '1400Mi'), want('over', '10Mi', '600Mi')],
      'over',
    ],
    [
      'lower priority goes first',
      [
        want('high', '10Mi', '1200Mi', { priority: 5 }),
        want('low', '10Mi', '800Mi', { priority: 1 }),
      ],
      'low',
    ],
    [
      'further over its request goes first',
      [want('a', '900Mi', '1000Mi'), want('b', '10Mi', '980Mi')],
      'b',
    ],
  ]
  test.each(rows)('%s', (_, pods, victim) => {
    const cluster = lab()
    for (const { options } of pods)
      if (options.spec.priority !== undefined)
        cluster.create({
          apiVersion: 'scheduling.k8s.io/v1',
          kind: 'PriorityClass',
          metadata: { name: `p${options.spec.priority}` },
          value: options.spec.priority,
        })
    for (const { name, options } of pods) {
      const { priority } = options.spec
      const spec = priority === undefined ? {} : { priorityClassName: `p${priority}` }
      place(cluster, name, { ...options, spec })
    }
    elapse(cluster, 25)
    const { status } = pod(cluster, victim)
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' })
    expect(status.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+[KM]i\. Container c was using \d+Mi, request is \d+Mi, has larger consumption of memory\. $/,
    )
    expect(events(cluster, victim)).toContain(`Warning Evicted 1: ${status.message}`)
    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'TerminationByKubelet',
        message: status.message,
      }),
    )
    for (const { name } of pods)
      if (name !== victim) expect(pod(cluster, name).status.phase).toBe('Running')
  })

  test('says so for five minutes, and takes nobody without requests meanwhile', () => {
    const cluster = lab()
    const pressure = () =>
      cluster.get('Node', '', 'w1').status?.conditions?.find((c) => c.type === 'MemoryPressure')
    place(cluster, 'hog', { annotations: { 'orrery.sim/memory': '2000Mi' } })
    elapse(cluster, 25)
    expect(pressure()).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory' })
    expect(events(cluster, 'w1')).toEqual(
      expect.arrayContaining([
        'Warning EvictionThresholdMet 1: Attempting to reclaim memory',
        'Normal NodeHasInsufficientMemory 1: Node w1 status is now: NodeHasInsufficientMemory',
      ]),
    )
    place(cluster, 'late')
    place(cluster, 'modest', { container: { resources: { requests: { memory: '10Mi' } } } })
    elapse(cluster, 20)
    expect(pod(cluster, 'late').status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message: 'Pod was rejected: The node had condition: [MemoryPressure]. ',
    })
    expect(pod(cluster, 'modest').status.phase).toBe('Running')
    elapse(cluster, 320)
    expect(pressure()?.status).toBe('False')
  })
})
