import { describe, expect, test } from 'vitest'
import { METRICS_SERVER } from '../../../src/scenarios/autoscaling.ts'
import { normalized, type Past } from '../../../src/sim/controllers/podautoscaler/normalize.ts'
import { runUntil, step } from '../../../src/sim/index.ts'
import { Desk } from '../../kubectl/desk.ts'

/** The usual metrics server, ready as soon as it runs: what it waits for is another test's matter. */
const SERVER = METRICS_SERVER.replace(/ {10}readinessProbe:\n(?: {12,}.*\n)+/, '')

function web(cpu: string, request = '100m'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {orrery.sim/cpu: ${cpu}}}
    spec:
      containers: [{name: nginx, image: nginx, resources: {requests: {cpu: ${request}}}}]
`
}

function desk(...files: readonly string[]): Desk {
  const made = new Desk('plain', { seed: 1 })
  for (const file of files) expect(made.run('kubectl apply -f -', file).code).toBe(0)
  return made
}

function pass(made: Desk, seconds: number): void {
  runUntil(made.cluster, { time: made.cluster.now + seconds * 1000 })
}

function hpa(made: Desk, name = 'web') {
  return made.cluster.get('HorizontalPodAutoscaler', 'default', name)
}

function replicas(made: Desk): number | undefined {
  return made.cluster.get('Deployment', 'default', 'web').spec.replicas
}

function events(made: Desk): readonly string[] {
  return made.cluster
    .list('Event', { namespace: 'default' })
    .filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler')
    .map(({ reason, message }) => `${reason} ${message}`)
}

function condition(made: Desk, type: string) {
  const found = hpa(made).status.conditions?.find((one) => one.type === type)
  return `${found?.status} ${found?.reason}`
}

test('a container that does not run hides no other, and sidecars are measured', () => {
  const made = desk(
    SERVER,
    `apiVersion: v1
kind: Pod
metadata: {name: mixed}
spec:
  initContainers: [{name: side, image: nginx, restartPolicy: Always}]
  containers: [{name: main, image: nginx}, {name: broken, image: busybox, command: [sh, -c, exit 1]}]
`,
  )
  pass(made, 120)
  const { stdout } = made.run('kubectl top pod mixed --containers --no-headers')
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/)[1])
  expect(names.toSorted()).toEqual(['main', 'side'])
})

describe('scaling by CPU', () => {
  test('grows to at most four, then to twice its size, and tells why', () => {
    const made = desk(SERVER, web('500m'))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    pass(made, 14)
    expect(made.run('kubectl get hpa').stdout).toContain('cpu: <unknown>/50%')
    pass(made, 40)
    expect(events(made)).toContain(
      'SuccessfulRescale New size: 4; reason: cpu resource utilization (percentage of request) above target',
    )
    pass(made, 120)
    expect(replicas(made)).toBe(10)
    expect(made.run('kubectl get hpa').stdout).toContain('cpu: 500%/50%')
    expect(condition(made, 'ScalingLimited')).toBe('True TooManyReplicas')
    expect(condition(made, 'AbleToScale')).toBe('True ReadyForNewScale')
  })

  test('shrinks only when the highest wish of five minutes is that low', () => {
    const made = desk(SERVER, web('1m'))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    pass(made, 290)
    expect(replicas(made)).toBe(2)
    expect(condition(made, 'AbleToScale')).toBe('True ScaleDownStabilized')
    pass(made, 60)
    expect(replicas(made)).toBe(1)
    expect(events(made)).toContain(
      'SuccessfulRescale New size: 1; reason: All metrics below target',
    )
  })

  test('stays within a tenth of its target, and then writes nothing', () => {
    const made = desk(SERVER, web('54m'))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    pass(made, 60)
    expect(replicas(made)).toBe(2)
    const { rv } = made.cluster
    const actor = made.cluster.actor('horizontalpodautoscaling')
    const who = { actor: 'x', source: 'x', cause: 0, reason: '' }
    made.cluster.within(who, () => actor?.reconcile(made.cluster, 'default/web'))
    expect(made.cluster.rv).toBe(rv)
    expect(step(made.cluster)).toBe(true)
  })

  test('an amount for each pod is a target, too', () => {
    const made = desk(SERVER, web('90m'))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=60m')
    pass(made, 35)
    expect(replicas(made)).toBe(3)
    expect(hpa(made).status.currentMetrics).toMatchObject([
      { type: 'Resource', resource: { name: 'cpu', current: { averageValue: '90m' } } },
    ])
  })
})

describe('what keeps it from scaling', () => {
  test('no metrics server', () => {
    const made = desk(web('500m'))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    pass(made, 20)
    const text =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'
    expect(events(made)).toEqual([
      `FailedGetResourceMetric ${text}`,
      `FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${text}`,
    ])
    expect(condition(made, 'ScalingActive')).toBe('False FailedGetResourceMetric')
    expect(hpa(made).status.currentMetrics).toEqual([{ type: '' }])
  })

  test('no request', () => {
    const made = desk(SERVER, web('500m').replace(', resources: {requests: {cpu: 100m}}', ''))
    made.settle()
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    pass(made, 60)
    expect(events(made).join()).toMatch(/missing request for cpu in container nginx of Pod web-/)
  })

  test('a target of no replicas, one that is not there, metrics of one’s own', () => {
    const made = desk(SERVER, web('500m'))
    made.run('kubectl scale deployment web --replicas=0')
    made.run('kubectl autoscale deployment web --max=10 --cpu=50%')
    const own = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: own}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: gone}
`
    made.run('kubectl apply -f -', own)
    pass(made, 20)
    expect(condition(made, 'ScalingActive')).toBe('False ScalingDisabled')
    expect(hpa(made).status.desiredReplicas).toBe(0)
    expect(events(made)).toEqual(['FailedGetScale deployments/scale.apps "gone" not found'])
  })
})

describe('top', () => {
  test('needs the metrics server, and its first round', () => {
    const made = desk(web('250m'))
    made.settle()
    expect(made.run('kubectl top pod').stderr).toBe('error: Metrics API not available\n')
    made.run('kubectl apply -f -', SERVER)
    runUntil(made.cluster, { quiet: true, timeout: 60_000 })
    expect(made.run('kubectl top node').stderr).toBe('error: metrics not available yet\n')
    pass(made, 20)
    const { stdout: out } = made.run('kubectl top pod')
    expect(out).toMatch(/^NAME +CPU\(cores\) +MEMORY\(bytes\) +\nweb-\S+ +250m +\d+Mi +\n/)
    expect(made.run('kubectl top pod --containers --no-headers -l app=web').stdout).toMatch(
      /^web-\S+ +nginx +250m/,
    )
    expect(made.run('kubectl top node --sort-by=cpu').stdout).toMatch(
      /^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) +\n\S+ +\d+m +\d+% +\d+Mi +\d+% +\n/,
    )
    expect(made.run('kubectl top pod nobody').stderr).toBe(
      'Error from server (NotFound): pods "default/nobody" not found\n',
    )
  })
})

describe('the size that may be set now', () => {
  const none: Past = { recommendations: [], ups: [], downs: [] }
  const up = { stabilizationWindowSeconds: 0, selectPolicy: 'Max' }
  const pods = { type: 'Pods', value: 4, periodSeconds: 60 }
  const percent = { type: 'Percent', value: 50, periodSeconds: 60 }
  const down = { selectPolicy: 'Max', stabilizationWindowSeconds: 0, policies: [pods, percent] }
  const scaleUp = { ...up, policies: [pods, percent] }

  test.each([
    ['four at least', undefined, 1, 100, none, 4, 'ScaleUpLimit'],
    ['twice its size', undefined, 10, 100, none, 20, 'ScaleUpLimit'],
    ['no more than its most', undefined, 30, 100, none, 50, 'TooManyReplicas'],
    ['no less than its least', undefined, 5, 0, none, 1, 'TooFewReplicas'],
    ['the greater policy', { scaleUp, scaleDown: down }, 4, 100, none, 8, 'ScaleUpLimit'],
    [
      'the smaller policy',
      { scaleUp: { ...scaleUp, selectPolicy: 'Min' }, scaleDown: down },
      4,
      100,
      none,
      6,
      'ScaleUpLimit',
    ],
    [
      'not at all',
      { scaleUp: { ...scaleUp, selectPolicy: 'Disabled' }, scaleDown: down },
      4,
      100,
      none,
      4,
      'ScaleUpLimit',
    ],
    ['down by the greater policy', { scaleUp, scaleDown: down }, 20, 1, none, 10, 'ScaleDownLimit'],
    [
      'what was added within the period counts',
      { scaleUp, scaleDown: down },
      8,
      100,
      { ...none, ups: [{ at: 0, change: 4 }] },
      8,
      'ScaleUpLimit',
    ],
  ] as const)('%s', (_, behavior, current, desired, past, want, reason) => {
    const normal = normalized(behavior, { current, desired, min: 1, max: 50 }, past, 1000)
    expect([normal.replicas, normal.limited.reason]).toEqual([want, reason])
  })
})
