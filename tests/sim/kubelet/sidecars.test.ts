import { describe, expect, test } from 'vitest'
import { summarizePod } from '../../../src/kubectl/printers/pod.ts'
import type { Container } from '../../../src/sim/types/index.ts'
import { elapse, events, lab, place, pod, quiet } from './fixture.ts'

const sh = (script: string): readonly string[] => ['sh', '-c', script]

const SIDECAR: Container = {
  name: 'side',
  image: 'busybox',
  restartPolicy: 'Always',
  command: sh("trap 'exit 0' TERM; while true; do sleep 1; done"),
}

const brief = (cluster: ReturnType<typeof lab>, name: string): string => {
  const { ready, total, reason } = summarizePod(pod(cluster, name))
  return `${ready}/${total} ${reason}`
}

function started(cluster: ReturnType<typeof lab>, name: string): readonly string[] {
  return cluster
    .list('Event', { where: (e) => e.involvedObject.name === name && e.reason === 'Started' })
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map((e) => e.involvedObject.fieldPath ?? '')
}

describe('sidecars', () => {
  test('wait for the startup probe of the one before, and count as ready', () => {
    const cluster = lab()
    const probe = { exec: { command: sh('test -f /tmp/up') }, periodSeconds: 2 }
    place(cluster, 'a', {
      spec: {
        initContainers: [
          { name: 'prepare', image: 'busybox', command: sh('sleep 3') },
          {
            ...SIDECAR,
            command: sh('sleep 10; touch /tmp/up; sleep 1d'),
            startupProbe: { ...probe, failureThreshold: 30 },
          },
        ],
      },
    })
    elapse(cluster, 4)
    expect(brief(cluster, 'a')).toBe('0/2 Init:0/2')
    elapse(cluster, 8)
    expect(brief(cluster, 'a')).toBe('0/2 Init:1/2')
    expect(pod(cluster, 'a').status).toMatchObject({
      phase: 'Pending',
      initContainerStatuses: [{ ready: true }, { ready: false, started: false }],
    })
    quiet(cluster)
    expect(brief(cluster, 'a')).toBe('2/2 Running')
    expect(started(cluster, 'a')).toEqual([
      'spec.initContainers{prepare}',
      'spec.initContainers{side}',
      'spec.containers{c}',
    ])
  })

  test('are restarted beside running containers', () => {
    const cluster = lab()
    place(cluster, 'a', { spec: { initContainers: [{ ...SIDECAR, command: sh('sleep 20') }] } })
    elapse(cluster, 40)
    const { initContainerStatuses, containerStatuses, phase } = pod(cluster, 'a').status
    expect(phase).toBe('Running')
    expect(initContainerStatuses?.[0]?.restartCount).toBeGreaterThan(0)
    expect(containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 })
  })

  test('stop after what they serve, the last one first', () => {
    const cluster = lab()
    const second = { ...SIDECAR, name: 'second' }
    place(cluster, 'a', {
      spec: {
        initContainers: [SIDECAR, second],
        containers: [
          {
            name: 'c',
            image: 'nginx:1.27',
            lifecycle: { preStop: { sleep: { seconds: 5 } } },
          },
        ],
      },
    })
    quiet(cluster)
    const from = cluster.now
    const ends = new Map<string, number>()
    cluster.delete('Pod', 'default', 'a')
    while (cluster.find('Pod', 'default', 'a')) {
      elapse(cluster, 0.05)
      const status = cluster.find('Pod', 'default', 'a')?.status
      for (const one of [
        ...(status?.initContainerStatuses ?? []),
        ...(status?.containerStatuses ?? []),
      ])
        if (one.state?.terminated && !ends.has(one.name)) ends.set(one.name, cluster.now - from)
    }
    expect([...ends.keys()].slice(0, 2)).toEqual(['c', 'second'])
    expect(ends.get('c')).toBeGreaterThan(5000)
    expect(cluster.now - from).toBeLessThan(8000)
  })

  test('a pod that may end does so when its work is done, whatever its sidecars do', () => {
    const cluster = lab()
    place(cluster, 'a', {
      spec: {
        restartPolicy: 'Never',
        initContainers: [SIDECAR],
        containers: [{ name: 'c', image: 'busybox', command: sh('sleep 3') }],
      },
    })
    quiet(cluster)
    expect(pod(cluster, 'a').status.phase).toBe('Succeeded')
    expect(brief(cluster, 'a')).toBe('0/2 Completed')
    expect(events(cluster, 'a')).toContain('Normal Killing 1: Stopping container side')
    const phases = cluster.journal
      .since(0)
      .filter((e) => e.kind === 'Pod' && e.after && e.key === 'default/a')
      .map((e) => (e.after as ReturnType<typeof pod>).status)
    const stopping = phases.filter((s) => s.containerStatuses?.[0]?.state?.terminated)
    expect(stopping[0]?.phase).toBe('Running')
  })

  const failing: readonly [string, string, number, string][] = [
    ['Never', 'exit 1', 5, '0/1 Init:Error'],
    ['Always', 'exit 1', 30, '0/1 Init:CrashLoopBackOff'],
    ['Always', 'sleep 60', 5, '0/1 Init:0/1'],
  ]
  test.each(failing)('an init container, %s, %s', (restartPolicy, script, seconds, wanted) => {
    const cluster = lab()
    place(cluster, 'a', {
      spec: {
        restartPolicy,
        initContainers: [{ name: 'i', image: 'busybox', command: sh(script) }],
      },
    })
    elapse(cluster, seconds)
    expect(brief(cluster, 'a')).toBe(wanted)
  })

  test('init containers run anew in a new sandbox', () => {
    const cluster = lab()
    place(cluster, 'a', {
      spec: { initContainers: [{ name: 'i', image: 'busybox', command: sh('sleep 2') }] },
    })
    quiet(cluster)
    cluster.world({ type: 'power-off', name: 'w1' })
    elapse(cluster, 5)
    cluster.world({ type: 'power-on', name: 'w1' })
    quiet(cluster)
    expect(brief(cluster, 'a')).toBe('1/1 Running')
    expect(started(cluster, 'a').filter((f) => f.includes('initContainers{i}'))).toHaveLength(1)
    expect(events(cluster, 'a')).toContain('Normal Started 2: Container started')
  })
})
