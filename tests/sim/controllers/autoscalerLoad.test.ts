import { describe, expect, test } from 'vitest'
import { METRICS_SERVER, PHP_APACHE } from '../../../src/scenarios/autoscaling.ts'
import { autoscalerWait, checkpoint, type Kind, restore, runUntil } from '../../../src/sim/index.ts'
import { Desk } from '../../kubectl/desk.ts'

function pass(desk: Desk, seconds: number): void {
  runUntil(desk.cluster, { time: desk.cluster.now + seconds * 1000 })
}

function desk(...files: readonly string[]): Desk {
  const made = new Desk('plain', { seed: 1 })
  for (const file of files) expect(made.run('kubectl apply -f -', file).code).toBe(0)
  return made
}

function load(made: Desk, amount: string, name = 'php-apache', kind: Kind = 'Deployment'): void {
  made.cluster.world({ type: 'load', load: { kind, namespace: 'default', name, amount } })
}

const pods = (made: Desk) =>
  made.cluster.list('Pod', {
    namespace: 'default',
    where: ({ metadata }) => !metadata.deletionTimestamp,
  })

function sizes(made: Desk): readonly (readonly [second: number, size: string])[] {
  const start = made.cluster.now
  const found: (readonly [number, string])[] = []
  let last = ''
  for (let second = 0; second <= 480; second++) {
    runUntil(made.cluster, { time: start + second * 1000 })
    const size = String(made.cluster.get('Deployment', 'default', 'php-apache').spec.replicas)
    if (size !== last) found.push([second, size])
    last = size
  }
  return found
}

describe('the metrics server as it is installed', () => {
  test('is ready after its second round, and top works from then on', () => {
    const made = desk(METRICS_SERVER)
    pass(made, 15)
    expect(made.run('kubectl top node').stderr).toBe('error: Metrics API not available\n')
    expect(made.run('kubectl get pod -n kube-system -l k8s-app=metrics-server').stdout).toContain(
      '0/1',
    )
    pass(made, 25)
    expect(made.run('kubectl top node --no-headers').stdout.split('\n')).toHaveLength(5)
    expect(
      made.run(
        'kubectl auth can-i list pods.metrics.k8s.io --as system:serviceaccount:kube-system:metrics-server',
      ).code,
    ).toBe(1)
    made.run('kubectl delete -f -', METRICS_SERVER)
    pass(made, 40)
    expect(made.run('kubectl top pod').stderr).toBe('error: Metrics API not available\n')
  })

  test('asks as often as it is told', () => {
    const slow = METRICS_SERVER.replace('=15s', '=40s').replace(
      / {10}readinessProbe:\n(?: {12,}.*\n)+/,
      '',
    )
    const made = desk(slow)
    pass(made, 35)
    expect(made.run('kubectl top node').stderr).toBe('error: metrics not available yet\n')
    pass(made, 15)
    expect(made.run('kubectl top node').code).toBe(0)
    const usual = desk(slow.replace('            - --metric-resolution=40s\n', ''))
    pass(usual, 55)
    expect(usual.run('kubectl top node').stderr).toBe('error: metrics not available yet\n')
  })

  test('says that it is not ready before it can compare', () => {
    const made = desk(METRICS_SERVER.replace('initialDelaySeconds: 20', 'initialDelaySeconds: 1'))
    pass(made, 14)
    expect(made.run('kubectl get events -n kube-system').stdout).toContain(
      'Readiness probe failed: HTTP probe failed with statuscode: 500',
    )
    pass(made, 20)
    expect(made.run('kubectl top node').code).toBe(0)
  })
})

describe('load', () => {
  test('the page of the documentation grows under load, and shrinks five minutes after it', () => {
    const made = desk(METRICS_SERVER, PHP_APACHE)
    pass(made, 60)
    expect(made.run('kubectl get hpa').stdout).toContain('cpu: 0%/50%   1         10        1 ')
    load(made, '700m')
    const grown = sizes(made)
    expect(grown.at(-1)?.[1]).toBe('7')
    expect(grown.map(([, size]) => Number(size))).toEqual(
      grown.map(([, size]) => Number(size)).toSorted((a, b) => a - b),
    )
    expect(made.run('kubectl get hpa').stdout).toContain('cpu: 50%/50%')
    load(made, '0')
    const shrunk = sizes(made)
    expect(shrunk.at(-1)?.[1]).toBe('1')
    // The last high recommendation was made within a round of the end, and holds for five minutes.
    expect(shrunk[1]?.[0]).toBeGreaterThan(285)
    expect(shrunk[1]?.[0]).toBeLessThan(340)
    expect(pods(made)).toHaveLength(1)
  })

  test('is shared by the pods that are ready, and a limit bounds what one takes', () => {
    const made = desk(METRICS_SERVER, PHP_APACHE.split('---')[0] ?? '')
    pass(made, 60)
    load(made, '800m')
    pass(made, 60)
    expect(made.run('kubectl top pod --no-headers').stdout).toMatch(/^php-apache-\S+ +500m /)
    made.run('kubectl scale deployment php-apache --replicas=2')
    pass(made, 60)
    expect(made.run('kubectl top pod --no-headers').stdout).toMatch(/ 401m .*\n.* 401m /)
    made.run('kubectl label --overwrite pod -l run=php-apache run=other')
    pass(made, 60)
    expect(made.run('kubectl top pod -l run=other --no-headers').stdout).toMatch(/ 1m .*\n.* 1m /)
  })

  test('requests cost what the program spends on one', () => {
    const made = desk(METRICS_SERVER, PHP_APACHE.split('---')[0] ?? '')
    pass(made, 60)
    load(made, '5/s')
    pass(made, 60)
    expect(made.run('kubectl top pod --no-headers').stdout).toMatch(/ 201m /)
  })

  test('a pod can have some of its own; without any, nothing is remembered', () => {
    const made = desk(METRICS_SERVER)
    made.run('kubectl run alone --image=nginx')
    pass(made, 60)
    load(made, '0', 'alone', 'Pod')
    expect(made.cluster.memory.get('traffic')?.size ?? 0).toBe(0)
    load(made, '30m', 'alone', 'Pod')
    pass(made, 60)
    expect(made.run('kubectl top pod alone --no-headers').stdout).toMatch(/ 31m /)
    load(made, '0', 'alone', 'Pod')
    pass(made, 700)
    expect(made.cluster.memory.get('traffic')?.size).toBe(0)
    expect(() => load(made, '', 'alone', 'Pod')).toThrow(RangeError)
  })

  test('is in the journal, and a cluster that is put back goes on with it alike', () => {
    const made = desk(METRICS_SERVER, PHP_APACHE)
    pass(made, 60)
    load(made, '700m')
    const act = made.cluster.journal.last
    expect([act?.verb, act?.reason]).toEqual([
      'act',
      'deployment default/php-apache gets a load of 700m',
    ])
    pass(made, 20)
    const saved = structuredClone(checkpoint(made.cluster))
    const at = made.cluster.rv
    pass(made, 120)
    const first = made.cluster.journal
      .since(at)
      .map(({ rv, key, reason }) => `${rv} ${key} ${reason}`)
    restore(made.cluster, saved)
    pass(made, 120)
    const second = made.cluster.journal
      .since(at)
      .map(({ rv, key, reason }) => `${rv} ${key} ${reason}`)
    expect(second).toEqual(first)
    expect(pods(made).length).toBeGreaterThan(2)
  })
})

describe('why it does not scale, from its state', () => {
  const wait = (made: Desk, name = 'php-apache') =>
    autoscalerWait(made.cluster.get('HorizontalPodAutoscaler', 'default', name))

  test('step by step', () => {
    const made = desk(PHP_APACHE)
    expect(wait(made)).toBe('notLooked')
    pass(made, 20)
    expect(wait(made)).toBe('noServer')
    made.run('kubectl apply -f -', METRICS_SERVER)
    pass(made, 60)
    expect(wait(made)).toBe('atLeast')
    load(made, '5')
    pass(made, 200)
    expect(wait(made)).toBe('atMost')
    load(made, '0')
    pass(made, 60)
    expect(wait(made)).toBe('heldDown')
    made.run('kubectl scale deployment php-apache --replicas=0')
    pass(made, 20)
    expect(wait(made)).toBe('atZero')
    made.run('kubectl delete deployment php-apache')
    pass(made, 20)
    expect(wait(made)).toBe('noTarget')
  })

  test('rivals, requests that are missing, metrics of one’s own', () => {
    const plain = PHP_APACHE.replace(/ {10}resources:\n(?: {12,}.*\n)+/, '')
    const made = desk(METRICS_SERVER, plain)
    pass(made, 60)
    expect(wait(made)).toBe('noRequest')
    made.run('kubectl autoscale deployment php-apache --name=second --max=3 --cpu=50%')
    pass(made, 30)
    expect(wait(made)).toBe('rivals')
    made.run('kubectl delete hpa --all')
    const own = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: own}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: php-apache}
  metrics:
  - {type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: "10"}}}
`
    made.run('kubectl apply -f -', own)
    pass(made, 30)
    expect(wait(made, 'own')).toBe('noOwnMetrics')
    expect(made.run('kubectl get hpa own').stdout).toContain('<unknown>/10')
  })
})
