import { beforeEach, describe, expect, test } from 'vitest'
import { runUntil } from '../../src/sim/index.ts'
import { Desk } from './desk.ts'

let desk: Desk

beforeEach(() => {
  desk = new Desk('recording', { seed: 3 })
})

function pass(ms: number): void {
  runUntil(desk.cluster, { time: desk.cluster.now + ms })
}

function pod(name: string, spec: object): void {
  desk.run(
    'kubectl apply -f -',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: 'loose' } },
      spec: { nodeName: 'w1-k8s', containers: [{ name: 'c', image: 'nginx' }], ...spec },
    }),
  )
}

function run(line: string): string {
  const { stdout, stderr, code } = desk.run(line)
  return `${stdout}${stderr}${code}`
}

describe('drain', () => {
  test('goes on to evict until the time is over, each refusal told every five seconds', () => {
    pod('one', {})
    desk.run('kubectl create pdb b --selector=app=loose --min-available=1')
    pass(5000)
    const began = desk.cluster.now
    const refused = `error when evicting pods/"one" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n`
    const late = 'error when evicting pods/"one" -n "default": global timeout reached: 12s'
    const { stdout, stderr } = desk.run('kubectl drain w1-k8s --force --timeout=12s')
    expect(stdout).toBe(`node/w1-k8s cordoned\n${'evicting pod default/one\n'.repeat(4)}`)
    expect(stderr).toBe(
      `Warning: deleting Pods that declare no controller: default/one\n${refused.repeat(3)}There are pending pods in node "w1-k8s" when an error occurred: ${late}\npod/one\nerror: unable to drain node "w1-k8s" due to error: ${late}, continuing command...\nThere are pending nodes to be drained:\n w1-k8s\n${late}\n`,
    )
    // The last pause is not cut short.
    expect(desk.cluster.now - began).toBe(15_000)
  })

  test('of a pod that takes longer than the time', () => {
    pod('slow', {})
    pass(5000)
    desk.cluster.world({ type: 'stop-kubelet', name: 'w1-k8s' })
    expect(run('kubectl drain w1-k8s --force --timeout=3s')).toContain(
      'error: unable to drain node "w1-k8s" due to error: error when waiting for pod "slow" in namespace "default" to terminate: global timeout reached: 3s, continuing command...\n',
    )
  })

  test('deletes instead, whatever the budgets say', () => {
    pod('one', {})
    desk.run('kubectl create pdb b --selector=app=loose --min-available=1')
    pass(5000)
    expect(run('kubectl drain w1-k8s --force --disable-eviction')).toBe(
      'node/w1-k8s cordoned\npod/one deleted\nnode/w1-k8s drained\nWarning: deleting Pods that declare no controller: default/one\n0',
    )
  })

  test('a deletion that takes longer than the time', () => {
    pod('slow', {})
    pass(5000)
    desk.cluster.world({ type: 'stop-kubelet', name: 'w1-k8s' })
    expect(run('kubectl drain w1-k8s --force --disable-eviction --timeout=3s')).toContain(
      'due to error: timed out waiting for the condition, continuing command...\n',
    )
  })

  test('does not wait for what is overdue, and leaves it alone the next time', () => {
    pod('stuck', { terminationGracePeriodSeconds: 1 })
    pass(5000)
    desk.cluster.world({ type: 'stop-kubelet', name: 'w1-k8s' })
    const line = 'kubectl drain w1-k8s --force --skip-wait-for-delete-timeout=2'
    expect(desk.run(line).stdout).toBe(
      'node/w1-k8s cordoned\nevicting pod default/stuck\npod "stuck" has DeletionTimestamp older than 2 seconds, skipping\nnode/w1-k8s drained\n',
    )
    expect(desk.run(line).stdout).toBe('node/w1-k8s already cordoned\nnode/w1-k8s drained\n')
  })

  test.each([
    ['client', 'node/w1-k8s cordoned (dry run)', 'evicting pod default/one (dry run)', '(dry run)'],
    [
      'server',
      'node/w1-k8s cordoned (server dry run)',
      'evicting pod default/one (server dry run)',
      '(server dry run)',
    ],
  ])('--dry-run=%s changes nothing', (dry, cordoned, evicting, suffix) => {
    pod('one', {})
    pass(5000)
    expect(desk.run(`kubectl drain w1-k8s --force --dry-run=${dry}`).stdout).toBe(
      `${cordoned}\n${evicting}\nnode/w1-k8s drained ${suffix}\n`,
    )
    expect(desk.cluster.get('Node', '', 'w1-k8s').spec.unschedulable).toBeUndefined()
    const present = desk.cluster.get('Pod', 'default', 'one')
    expect(present.metadata.deletionTimestamp).toBeUndefined()
    expect(present.status.conditions?.some((c) => c.type === 'DisruptionTarget')).toBe(false)
  })

  test('only the pods that are asked for, with the grace that is asked for', () => {
    pod('one', {})
    pod('two', {})
    desk.run('kubectl label pod two keep=yes')
    pass(5000)
    const { stdout } = desk.run(
      "kubectl drain w1-k8s --force --pod-selector='!keep' --grace-period=0",
    )
    expect(stdout).toContain('pod/one evicted\n')
    expect(desk.cluster.find('Pod', 'default', 'two')?.metadata.deletionTimestamp).toBeUndefined()
    expect(run("kubectl drain w1-k8s --pod-selector='a b'")).toBe(
      'error: --pod-selector=<pod_selector> must be a valid label selector\n1',
    )
  })

  test('a pod that two budgets select cannot be evicted', () => {
    pod('one', {})
    desk.run('kubectl create pdb a --selector=app=loose --min-available=0')
    desk.run('kubectl create pdb b --selector=app=loose --min-available=0')
    pass(5000)
    const why =
      'error when evicting pods/"one" -n "default": This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    expect(desk.run('kubectl drain w1-k8s --force').stderr).toContain(`due to error: ${why}, `)
    const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction' })
    const path = '/api/v1/namespaces/default/pods/one/eviction'
    expect(desk.run(`kubectl create --raw ${path} -f -`, body).stderr).toBe(
      'Error from server: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.\n',
    )
  })
})

describe('create pdb', () => {
  test.each([
    ['x', 'error: a selector must be specified\n1'],
    ['x --selector=a=b', 'error: one of min-available or max-unavailable must be specified\n1'],
    [
      'x --selector=a=b --min-available=1 --max-unavailable=1',
      'error: min-available and max-unavailable cannot be both specified\n1',
    ],
    [
      'x --selector=a=b --min-available=1.5',
      'error: invalid format specified for min-available\n1',
    ],
    [
      'x --selector=a=b --max-unavailable=-1',
      'error: invalid format specified for max-unavailable\n1',
    ],
    [
      "x --selector='a>1' --max-unavailable=1",
      'error: "gt" isn\'t supported in label selectors\n1',
    ],
    [
      "x --selector='a!=1' --max-unavailable=1",
      'error: "!=" is not a valid label selector operator\n1',
    ],
    [
      '--selector=a=b --max-unavailable=1',
      "error: exactly one NAME is required, got 0\nSee 'kubectl create poddisruptionbudget -h' for help and examples\n1",
    ],
    ['x --selector=a=b --max-unavailable=50%', 'poddisruptionbudget.policy/x created\n0'],
  ])('%s', (rest, expected) => {
    expect(run(`kubectl create pdb ${rest}`)).toBe(expected)
  })

  test('writes what kubectl writes', () => {
    const line =
      "kubectl create pdb x --selector='a in (c,b),!d,g,h notin (x),i=j' --min-available=50% --dry-run=client -o yaml"
    expect(desk.run(line).stdout).toBe(`apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: x
spec:
  minAvailable: 50%
  selector:
    matchExpressions:
    - key: a
      operator: In
      values:
      - b
      - c
    - key: d
      operator: DoesNotExist
    - key: g
      operator: Exists
    - key: h
      operator: NotIn
      values:
      - x
    matchLabels:
      i: j
status:
  currentHealthy: 0
  desiredHealthy: 0
  disruptionsAllowed: 0
  expectedPods: 0
`)
  })
})

test('a ReplicationController by its short name, from making to deleting', () => {
  const manifest = {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'old' },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app: 'old' } },
        spec: { containers: [{ name: 'c', image: 'nginx' }] },
      },
    },
  }
  const { stdout } = desk.run('kubectl create -f -', JSON.stringify(manifest))
  expect(stdout).toBe('replicationcontroller/old created\n')
  pass(5000)
  expect(run('kubectl get rc')).toContain('old    2         2         2       5s\n0')
  expect(run('kubectl describe rc old')).toContain('Replicas:     2 current / 2 desired\n')
  expect(run('kubectl scale rc/old --replicas=1')).toBe('replicationcontroller/old scaled\n0')
  pass(5000)
  expect(run('kubectl get all')).toContain('replicationcontroller/old   1         1         1 ')
  expect(run('kubectl delete rc old --cascade=orphan')).toContain('"old" deleted')
  pass(5000)
  expect(desk.cluster.list('Pod', { namespace: 'default' })).toHaveLength(1)
})
