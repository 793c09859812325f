import { describe, expect, test } from 'vitest'
import type { Container, Probe } from '../../../src/sim/types/index.ts'
import { elapse, events, lab, place, pod, quiet } from './fixture.ts'

const sh = (script: string): readonly string[] => ['sh', '-c', script]
const IP = '172.16.1.2'

describe('what a probe finds', () => {
  const rows: readonly [string, Partial<Container>, Probe, string | undefined][] = [
    ['a port', {}, { tcpSocket: { port: 80 } }, undefined],
    ['no port', {}, { tcpSocket: { port: 81 } }, `dial tcp ${IP}:81: connect: connection refused`],
    [
      'a named port',
      { ports: [{ name: 'web', containerPort: 80 }] },
      { httpGet: { port: 'web', path: '/' } },
      undefined,
    ],
    ['a page', {}, { httpGet: { port: 80, path: '/index.html' } }, undefined],
    [
      'no page',
      {},
      { httpGet: { port: 80, path: '/x' } },
      'HTTP probe failed with statuscode: 404',
    ],
    [
      'no server',
      {},
      { httpGet: { port: 8080, path: '/x' } },
      `Get "http://${IP}:8080/x": dial tcp ${IP}:8080: connect: connection refused`,
    ],
    [
      'no TLS',
      {},
      { httpGet: { port: 80, path: '/', scheme: 'HTTPS' } },
      `Get "https://${IP}:80/": http: server gave HTTP response to HTTPS client`,
    ],
    [
      'no gRPC',
      {},
      { grpc: { port: 80 }, timeoutSeconds: 2 },
      `timeout: failed to connect service "${IP}:80" within 2s: context deadline exceeded`,
    ],
    ['a command', {}, { exec: { command: ['cat', '/etc/hostname'] } }, undefined],
    [
      'no file',
      {},
      { exec: { command: ['cat', '/tmp/healthy'] } },
      "cat: can't open '/tmp/healthy': No such file or directory",
    ],
    [
      'a slow command',
      {},
      { exec: { command: ['sleep', '5'] } },
      'command timed out: "sleep 5" timed out after 1s',
    ],
    [
      'a slow command with time',
      {},
      { exec: { command: ['sleep', '5'] }, timeoutSeconds: 9 },
      undefined,
    ],
    [
      'a script',
      { env: [{ name: 'MODE', value: 'on' }] },
      { exec: { command: sh('test "$MODE" = on && [ ! -f /tmp/stop ]') } },
      undefined,
    ],
  ]
  test.each(rows)('%s', (_, container, readinessProbe, output) => {
    const cluster = lab()
    place(cluster, 'a', { container: { ...container, readinessProbe } })
    elapse(cluster, 10)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.ready).toBe(output === undefined)
    const said = events(cluster, 'a').filter((line) => line.includes('Unhealthy'))
    if (output === undefined) expect(said).toEqual([])
    else expect(said[0]?.trim()).toMatch(`Readiness probe failed: ${output}`)
  })
})

describe('what comes of it', () => {
  test('failures in a row end the container, with the probe’s own grace period', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: {
        image: 'busybox',
        command: sh('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'),
        livenessProbe: {
          exec: { command: ['cat', '/tmp/healthy'] },
          initialDelaySeconds: 5,
          periodSeconds: 5,
          terminationGracePeriodSeconds: 3,
        },
      },
    })
    elapse(cluster, 55)
    expect(events(cluster, 'a')).toContain(
      'Normal Killing 1: Container c failed liveness probe, will be restarted',
    )
    const { containerStatuses } = pod(cluster, 'a').status
    expect(containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
    })
    const ended = containerStatuses?.[0]?.lastState?.terminated
    const killed = cluster.list('Event', { where: (e) => e.reason === 'Killing' })[0]
    expect(Date.parse(ended?.finishedAt ?? '') - Date.parse(killed?.firstTimestamp ?? '')).toBe(
      3000,
    )
  })

  test('success has to be repeated when it is asked to', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: {
        readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 4, successThreshold: 3 },
      },
    })
    const readyAt = (): boolean => pod(cluster, 'a').status.containerStatuses?.[0]?.ready ?? false
    quiet(cluster)
    const begun = Date.parse(
      pod(cluster, 'a').status.containerStatuses?.[0]?.state?.running?.startedAt ?? '',
    )
    expect(readyAt()).toBe(true)
    const ready = pod(cluster, 'a').status.conditions?.find((c) => c.type === 'Ready')
    expect(Date.parse(ready?.lastTransitionTime ?? '') - begun).toBeGreaterThanOrEqual(8000)
  })

  test('a file that somebody makes in the container is found at the next turn', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: { readinessProbe: { httpGet: { port: 80, path: '/ready' }, periodSeconds: 5 } },
    })
    elapse(cluster, 60)
    const life = pod(cluster, 'a').status.containerStatuses?.[0]?.containerID ?? ''
    const effect = {
      type: 'write',
      store: life,
      path: '/usr/share/nginx/html/ready',
      seen: '/usr/share/nginx/html/ready',
      leaf: { text: '' },
    } as const
    const deed = { namespace: 'default', pod: 'a', container: 'c', life, effect }
    cluster.world({ type: 'inside', deed })
    elapse(cluster, 6)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.ready).toBe(true)
    cluster.world({ type: 'inside', deed: { ...deed, effect: { ...effect, leaf: null } } })
    elapse(cluster, 16)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.ready).toBe(false)
  })
})

describe('hooks', () => {
  test('postStart holds the container, and those after it, back', () => {
    const cluster = lab()
    place(cluster, 'a', {
      spec: {
        containers: [
          {
            name: 'one',
            image: 'nginx:1.27',
            lifecycle: { postStart: { exec: { command: ['sleep', '10'] } } },
          },
          { name: 'two', image: 'nginx:1.27' },
        ],
      },
    })
    elapse(cluster, 8)
    const states = pod(cluster, 'a').status.containerStatuses?.map((s) => s.state)
    expect(states).toEqual([
      { waiting: { reason: 'ContainerCreating' } },
      { waiting: { reason: 'ContainerCreating' } },
    ])
    quiet(cluster)
    expect(pod(cluster, 'a').status.phase).toBe('Running')
  })

  test('one that fails ends the container', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: { lifecycle: { postStart: { exec: { command: sh('exit 3') } } } },
    })
    elapse(cluster, 9)
    const said = events(cluster, 'a').map((line) => line.replace(/ \d+:/, ':'))
    expect(said).toContain('Warning FailedPostStartHook: PostStartHook failed')
    expect(said).toContain('Normal Killing: FailedPostStartHook')
    elapse(cluster, 10)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.state?.waiting?.reason).toBe(
      'CrashLoopBackOff',
    )
  })

  const stops: readonly [string, Partial<Container>, number, number, number][] = [
    ['an exec hook', { lifecycle: { preStop: { exec: { command: ['sleep', '4'] } } } }, 30, 4, 6],
    ['a sleep hook', { lifecycle: { preStop: { sleep: { seconds: 7 } } } }, 30, 7, 9],
    [
      'a hook beyond the period',
      { lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } },
      5,
      5,
      7.6,
    ],
    ['one that is deaf', { image: 'busybox', command: ['sleep', '1d'] }, 6, 6, 7],
    [
      'one that is deaf, at least two seconds',
      { image: 'busybox', command: ['sleep', '1d'] },
      1,
      2,
      3,
    ],
    [
      'one that traps',
      { image: 'busybox', command: sh("trap 'exit 7' TERM; while true; do sleep 1; done") },
      30,
      0,
      1,
    ],
  ]
  test.each(stops)('%s', (_, container, grace, least, most) => {
    const cluster = lab()
    place(cluster, 'a', { container, spec: { terminationGracePeriodSeconds: grace } })
    quiet(cluster)
    const from = cluster.now
    cluster.delete('Pod', 'default', 'a')
    while (cluster.find('Pod', 'default', 'a')) elapse(cluster, 0.1)
    const took = (cluster.now - from) / 1000
    expect(took).toBeGreaterThanOrEqual(least)
    expect(took).toBeLessThanOrEqual(most)
  })

  test('one that fails before the end is told', () => {
    const cluster = lab()
    const preStop = { httpGet: { path: '/gone', port: 80 } }
    place(cluster, 'a', { container: { lifecycle: { preStop } } })
    quiet(cluster)
    cluster.delete('Pod', 'default', 'a')
    quiet(cluster)
    expect(events(cluster, 'a')).toContain('Warning FailedPreStopHook 1: PreStopHook failed')
  })
})
