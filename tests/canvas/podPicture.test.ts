import { describe, expect, it } from 'vitest'
import { podFacts } from '../../src/canvas/facts/podFacts.ts'
import { podPicture, ringAt } from '../../src/canvas/motion/podStage.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import {
  type Cluster,
  type Pod,
  podWait,
  probeTrouble,
  retrying,
  runUntil,
} from '../../src/sim/index.ts'

/** A pod in a lab, with what one container says and does. */
function podIn(cluster: Cluster, name: string, container: object, spec: object = {}): void {
  cluster.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'main', ...container }], ...spec },
  } as never)
}

function look(cluster: Cluster, name: string) {
  const pod = cluster.get('Pod', 'default', name)
  return podPicture(
    pod,
    podFacts(pod),
    cluster.now,
    podWait(cluster, pod),
    probeTrouble(cluster, pod),
  )
}

const waiting = (name: string) => (cluster: Cluster) =>
  cluster
    .find('Pod', 'default', name)
    ?.status?.containerStatuses?.some((one) => one.state?.waiting?.reason?.endsWith('BackOff')) ??
  false

describe('a pod’s life as a picture', () => {
  it('goes through every stage, each with a word of its own', () => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', { image: 'httpd:2.4' })
    const seen: string[] = []
    const note = () => {
      const pod = cluster.find('Pod', 'default', 'a')
      if (!pod) return false
      const { stage, word } = look(cluster, 'a')
      const told = `${stage} ${word}`.trim()
      if (seen.at(-1) !== told) seen.push(told)
      return pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false
    }
    expect(runUntil(cluster, { when: note, timeout: 60_000 })).toBe(true)
    expect(seen).toEqual([
      'pending Pending',
      'scheduled Scheduled',
      'creating ContainerCreating',
      'pulling Pulling',
      'ready',
    ])
  })

  it('fills while the image comes, by the kubelet’s own time', () => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', { image: 'httpd:2.4' })
    const pulling = () => podWait(cluster, cluster.get('Pod', 'default', 'a'))?.on === 'pull'
    runUntil(cluster, { when: pulling, timeout: 60_000 })
    const wait = podWait(cluster, cluster.get('Pod', 'default', 'a'))
    const parts: number[] = []
    for (let at = wait?.since ?? 0; at < (wait?.until ?? 0); at += 100) {
      runUntil(cluster, { time: at })
      parts.push(look(cluster, 'a').ring?.part ?? -1)
    }
    expect(parts.length).toBeGreaterThan(5)
    expect(parts).toEqual([...parts].sort((a, b) => a - b))
    runUntil(cluster, { time: (wait?.until ?? 0) + 1 })
    expect(look(cluster, 'a').stage).not.toBe('pulling')
  })

  it('counts the grace period down to the moment at which it is killed', () => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', { image: 'nginx' }, { terminationGracePeriodSeconds: 20 })
    runUntil(cluster, { quiet: true, timeout: 60_000 })
    cluster.delete('Pod', 'default', 'a')
    const { ring, word, figure, stage } = look(cluster, 'a')
    expect([stage, word, figure]).toEqual(['terminating', 'Terminating', '20s'])
    // The API writes whole seconds.
    expect(ring?.part).toBeGreaterThan(0.95)
    expect(ring?.left).toBe(20)
    const pod = cluster.get('Pod', 'default', 'a')
    const wait = podWait(cluster, pod)
    expect(wait && ringAt(wait, wait.since + 5000)).toEqual({ way: 'drain', part: 0.75, left: 15 })
  })

  it.each([
    ['a crash', { image: 'nginx', command: ['sh', '-c', 'exit 1'] }, 'CrashLoop', 'restart'],
    ['a missing image', { image: 'nosuch.invalid/x:1' }, 'ImagePull', 'pullRetry'],
  ])('after %s counts down to the next try, which then happens', (_, container, word, on) => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', container)
    expect(runUntil(cluster, { when: waiting('a'), timeout: 300_000 })).toBe(true)
    const pod: Pod = cluster.get('Pod', 'default', 'a')
    const wait = podWait(cluster, pod)
    const { stage, word: said, figure } = look(cluster, 'a')
    expect([wait?.on, stage, said]).toEqual([on, 'backOff', word])
    expect(figure).toBe(`${Math.ceil(((wait?.until ?? 0) - cluster.now) / 1000)}s`)
    const before = cluster.rv
    runUntil(cluster, { time: wait?.until ?? 0 })
    const tried = cluster.journal
      .since(before)
      .filter(
        (one) => one.after?.kind === 'Event' && /Pulling|Started/.test(one.after.reason ?? ''),
      )
    expect(tried.length).toBe(1)
    expect(tried[0]?.at).toBe(wait?.until)
  })

  it('says which probe fails, and how often', () => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', {
      image: 'nginx',
      readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 5, failureThreshold: 3 },
    })
    const failing = () => {
      const pod = cluster.find('Pod', 'default', 'a')
      return pod !== undefined && (probeTrouble(cluster, pod)?.failures ?? 0) === 2
    }
    expect(runUntil(cluster, { when: failing, timeout: 60_000 })).toBe(true)
    const { stage, word, figure } = look(cluster, 'a')
    expect([stage, word, figure]).toEqual(['running', 'readiness', '✕2/3'])
  })

  it('is the same picture for the same moment, whichever way time goes', () => {
    const cluster = createLab('book', { seed: 1 })
    podIn(cluster, 'a', { image: 'nginx' })
    runUntil(cluster, { quiet: true, timeout: 60_000 })
    cluster.delete('Pod', 'default', 'a')
    const pod = cluster.get('Pod', 'default', 'a')
    const wait = podWait(cluster, pod)
    const at = (time: number) => podPicture(pod, podFacts(pod), time, wait)
    const times = [0, 3000, 9000, 29_000].map((past) => cluster.now + past)
    expect([...times].reverse().map(at).reverse()).toEqual(times.map(at))
  })
})

it('knows when a controller tries again', () => {
  const cluster = createLab('book', { seed: 1 })
  runUntil(cluster, { quiet: true, timeout: 60_000 })
  expect(retrying(cluster, 'replicaset')).toBeUndefined()
  cluster.create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'stuck', namespace: 'default' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'stuck' } },
      template: {
        metadata: { labels: { app: 'stuck' } },
        spec: { priorityClassName: 'nosuch', containers: [{ name: 'c', image: 'nginx' }] },
      },
    },
  } as never)
  runUntil(cluster, { time: cluster.now + 10_000 })
  const again = retrying(cluster, 'replicaset')
  expect(again).toMatchObject({ keys: 1, key: 'default/stuck' })
  expect(again?.failures).toBeGreaterThan(5)
  expect(again?.at).toBeGreaterThan(cluster.now)
  runUntil(cluster, { time: again?.at ?? 0 })
  expect(retrying(cluster, 'replicaset')?.failures).toBe((again?.failures ?? 0) + 1)
})
