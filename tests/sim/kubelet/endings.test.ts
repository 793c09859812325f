import { describe, expect, test } from 'vitest'
import { checkpoint, restore } from '../../../src/sim/checkpoint.ts'
import { containerLogs } from '../../../src/sim/kubelet/logs.ts'
import {
  elapse,
  events,
  lab,
  machine,
  type PodOptions,
  place,
  pod,
  quiet,
  short,
  story,
} from './fixture.ts'

describe('admission', () => {
  const cpu = (amount: string): PodOptions => ({
    container: { resources: { requests: { cpu: amount } } },
  })
  const rows: readonly [string, PodOptions, string, string][] = [
    [
      'cpu',
      cpu('1500m'),
      'OutOfcpu',
      "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
    ],
    [
      'memory',
      { container: { resources: { requests: { memory: '3Gi' } } } },
      'OutOfmemory',
      "Node didn't have enough resource: memory, requested: 3221225472, used: 0, capacity: 2147483648",
    ],
    [
      'pods',
      {},
      'OutOfpods',
      "Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2",
    ],
    [
      'selector',
      { spec: { nodeSelector: { disk: 'ssd' } } },
      'NodeAffinity',
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
    [
      'ports',
      { container: { ports: [{ containerPort: 80, hostPort: 80 }] } },
      'NodePorts',
      "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    ],
    [
      'taint',
      {},
      'TaintToleration',
      "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    ],
  ]
  test.each(rows)('%s', (name, options, reason, message) => {
    const cluster = lab({
      agent: 'recording',
      machines: [
        machine('w1', {
          pods: name === 'pods' ? '2' : '110',
          taints: name === 'taint' ? [{ key: 'sick', effect: 'NoExecute' }] : [],
        }),
      ],
    })
    const tolerant = { tolerations: [{ operator: 'Exists' }] }
    place(cluster, 'first', {
      spec: tolerant,
      container: {
        resources: { requests: { cpu: '1' } },
        ports: [{ containerPort: 80, hostPort: 80 }],
      },
    })
    place(cluster, 'second', { spec: tolerant })
    quiet(cluster)
    place(cluster, 'late', options)
    quiet(cluster)
    expect(pod(cluster, 'late').status).toMatchObject({
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
    })
    expect(events(cluster, 'late')).toEqual([`Warning ${reason} 1: ${message}`])
    expect(short(pod(cluster, 'first'))).toBe('Running running ready 0')
  })

  test('what a finished pod asked for is free again', () => {
    const cluster = lab({ agent: 'recording' })
    const whole = { resources: { requests: { cpu: '2' } } }
    place(cluster, 'job', { spec: { restartPolicy: 'Never' }, container: whole })
    quiet(cluster)
    place(cluster, 'next', { container: whole })
    quiet(cluster)
    expect(short(pod(cluster, 'next'))).toBe('Running running ready 0')
  })
})

describe('configuration', () => {
  const source = { name: 'later' }
  const rows: readonly [string, PodOptions, string, string][] = [
    [
      'volume',
      { spec: { volumes: [{ name: 'v', configMap: source }] } },
      'Pending ContainerCreating unready 0',
      'FailedMount 1: MountVolume.SetUp failed for volume "v" : configmap "later" not found',
    ],
    [
      'envFrom',
      { container: { envFrom: [{ configMapRef: source }] } },
      'Pending CreateContainerConfigError unready 0',
      'Failed 1: Error: configmap "later" not found',
    ],
    [
      'env',
      {
        container: {
          env: [{ name: 'X', valueFrom: { configMapKeyRef: { ...source, key: 'K' } } }],
        },
      },
      'Pending CreateContainerConfigError unready 0',
      'Failed 1: Error: configmap "later" not found',
    ],
  ]
  test.each(rows)(
    'a missing ConfigMap in %s holds the pod until it is made',
    (_, options, wanted, text) => {
      const cluster = lab({ agent: 'recording' })
      place(cluster, 'a', options)
      elapse(cluster, 1.5)
      expect(short(pod(cluster, 'a'))).toBe(wanted)
      expect(events(cluster, 'a')).toContain(`Warning ${text}`)
      cluster.create({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'later', namespace: 'default' },
        data: { K: '1' },
      })
      expect(quiet(cluster)).toBe(true)
      expect(short(pod(cluster, 'a'))).toBe('Running running ready 0')
    },
  )

  test('a missing key is named', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', {
      container: {
        env: [
          { name: 'X', valueFrom: { configMapKeyRef: { name: 'kube-root-ca.crt', key: 'ZZ' } } },
        ],
      },
    })
    elapse(cluster, 3)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: "couldn't find key ZZ in ConfigMap default/kube-root-ca.crt",
    })
  })

  test('a claim that is not bound holds the pod', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', {
      spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'c1' } }] },
    })
    elapse(cluster, 130)
    expect(short(pod(cluster, 'a'))).toBe('Pending ContainerCreating unready 0')
    expect(events(cluster, 'a')[0]).toContain(
      'FailedMount 1: Unable to attach or mount volumes: unmounted volumes=[data]',
    )
  })
})

describe('probes', () => {
  const http = (port: number, path = '/') => ({ httpGet: { port, path }, periodSeconds: 5 })
  test('readiness of a port that nobody serves never comes', () => {
    const cluster = lab()
    place(cluster, 'a', { container: { readinessProbe: http(8080) } })
    elapse(cluster, 30)
    expect(short(pod(cluster, 'a'))).toBe('Running running unready 0')
    const ip = pod(cluster, 'a').status.podIP
    expect(events(cluster, 'a').at(-1)).toMatch(/^Warning Unhealthy \d+: /)
    expect(events(cluster, 'a').at(-1)).toContain(
      `Readiness probe failed: Get "http://${ip}:8080/": dial tcp ${ip}:8080: connect: connection refused`,
    )
    expect(pod(cluster, 'a').status.conditions?.find((c) => c.type === 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [c]',
    })
  })

  test('a failed liveness probe restarts the container after its threshold', () => {
    const cluster = lab()
    place(cluster, 'a', { container: { livenessProbe: http(8080) } })
    elapse(cluster, 20)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.restartCount).toBe(1)
    expect(events(cluster, 'a')).toContain(
      'Normal Killing 1: Container c failed liveness probe, will be restarted',
    )
  })

  test('a startup probe holds the others back while a slow program comes up', () => {
    const cluster = lab()
    place(cluster, 'a', {
      container: {
        image: 'mysql:8.0',
        env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'x' }],
        startupProbe: { tcpSocket: { port: 3306 }, periodSeconds: 5, failureThreshold: 10 },
        livenessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 1, failureThreshold: 1 },
      },
    })
    quiet(cluster)
    expect(short(pod(cluster, 'a'))).toBe('Running running ready 0')
    expect(events(cluster, 'a').some((line) => line.includes('Startup probe failed'))).toBe(true)
  })

  test('a file that goes away fails an exec probe then, not before', () => {
    const cluster = lab()
    const from = cluster.now
    place(cluster, 'a', {
      container: {
        image: 'busybox:1.36',
        args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
        livenessProbe: {
          exec: { command: ['cat', '/tmp/healthy'] },
          initialDelaySeconds: 5,
          periodSeconds: 5,
        },
      },
    })
    elapse(cluster, 30)
    expect(short(pod(cluster, 'a'))).toBe('Running running ready 0')
    elapse(cluster, 60)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.restartCount).toBe(1)
    // It does not listen to SIGTERM: killed at the end of the grace period.
    expect(story(cluster, 'a', from).some((line) => line.includes('Error'))).toBe(true)
  })
})

describe('termination', () => {
  const rows: readonly [string, PodOptions, number | undefined, number][] = [
    ['listens', {}, undefined, 1],
    ['does not listen', { annotations: { 'orrery.sim/term-seconds': '100' } }, undefined, 30],
    ['a shorter grace', { annotations: { 'orrery.sim/term-seconds': '100' } }, 5, 5],
    ['preStop', { container: { lifecycle: { preStop: { sleep: { seconds: 4 } } } } }, undefined, 5],
    ['force', {}, 0, 0],
  ]
  test.each(rows)('%s', (_, options, grace, seconds) => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', options)
    quiet(cluster)
    const from = cluster.now
    cluster.delete('Pod', 'default', 'a', grace === undefined ? {} : { gracePeriodSeconds: grace })
    expect(quiet(cluster)).toBe(true)
    expect(cluster.find('Pod', 'default', 'a')).toBeUndefined()
    const gone = cluster.journal.since(0).findLast((e) => e.kind === 'Pod' && e.verb === 'delete')
    expect(Math.floor(((gone?.at ?? 0) - from) / 1000)).toBe(seconds)
    if (grace !== 0)
      expect(events(cluster, 'a').at(-1)).toBe('Normal Killing 1: Stopping container c')
    expect(
      [...(cluster.memory.get('kubelet')?.keys() ?? [])].filter((slot) => !slot.includes('/')),
    ).toEqual([])
  })

  test('a kill leaves 137', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', { annotations: { 'orrery.sim/term-seconds': '100' } })
    quiet(cluster)
    cluster.delete('Pod', 'default', 'a', { gracePeriodSeconds: 3 })
    quiet(cluster)
    const last = cluster.journal.since(0).findLast((e) => e.kind === 'Pod' && e.verb === 'update')
    expect(JSON.stringify(last?.after)).toContain('"exitCode":137')
  })

  test('a deadline ends the pod', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', { spec: { activeDeadlineSeconds: 20 } })
    elapse(cluster, 25)
    expect(pod(cluster, 'a').status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' })
  })
})

describe('machines', () => {
  test('registers, renews its lease, and is ready when the network is', () => {
    const cluster = lab()
    const node = cluster.get('Node', '', 'w1')
    expect(node.status.conditions?.map((c) => `${c.type}=${c.status}:${c.reason}`)).toEqual([
      'MemoryPressure=False:KubeletHasSufficientMemory',
      'DiskPressure=False:KubeletHasNoDiskPressure',
      'PIDPressure=False:KubeletHasSufficientPID',
      'Ready=True:KubeletReady',
    ])
    const first = cluster.get('Lease', 'kube-node-lease', 'w1').spec.renewTime
    elapse(cluster, 11)
    expect(cluster.get('Lease', 'kube-node-lease', 'w1').spec.renewTime).not.toBe(first)
    expect(cluster.work.active).toBe(0)
  })

  test('a stopped kubelet does nothing; its containers run on and deleted pods go when it returns', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a')
    place(cluster, 'b')
    quiet(cluster)
    cluster.world({ type: 'stop-kubelet', name: 'w1' })
    elapse(cluster, 1)
    const lease = cluster.get('Lease', 'kube-node-lease', 'w1')
    cluster.delete('Pod', 'default', 'a')
    place(cluster, 'c')
    elapse(cluster, 60)
    expect(cluster.get('Lease', 'kube-node-lease', 'w1')).toBe(lease)
    expect(pod(cluster, 'a').metadata.deletionTimestamp).toBeDefined()
    expect(short(pod(cluster, 'c'))).toBe('Pending  unready 0')
    cluster.world({ type: 'start-kubelet', name: 'w1' })
    quiet(cluster)
    expect(cluster.find('Pod', 'default', 'a')).toBeUndefined()
    expect(short(pod(cluster, 'b'))).toBe('Running running ready 0')
    expect(short(pod(cluster, 'c'))).toBe('Running running ready 0')
  })

  test('power loss restarts the containers in a new sandbox', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a')
    quiet(cluster)
    cluster.world({ type: 'power-off', name: 'w1' })
    elapse(cluster, 20)
    cluster.world({ type: 'power-on', name: 'w1' })
    quiet(cluster)
    expect(short(pod(cluster, 'a'))).toBe('Running running ready 1')
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
      exitCode: 255,
      reason: 'Unknown',
    })
    expect(pod(cluster, 'a').status.podIP).toBe('172.16.1.3')
  })
})

test('a restored checkpoint goes on with the same journal', () => {
  const run = (through: boolean) => {
    const cluster = lab()
    place(cluster, 'a')
    place(cluster, 'b', { container: { image: 'busybox' } })
    elapse(cluster, 2)
    const other = lab({ seed: 99 })
    if (through) restore(other, JSON.parse(JSON.stringify(checkpoint(cluster))))
    const go = through ? other : cluster
    const from = go.rv
    elapse(go, 60)
    return JSON.stringify(
      go.journal.since(from).map((e) => [e.rv, e.at, e.actor, e.verb, e.key, e.after]),
    )
  }
  expect(run(true)).toBe(run(false))
})

test('logs: start lines, echoes, refusals', () => {
  const cluster = lab()
  place(cluster, 'a')
  place(cluster, 'b', {
    container: { image: 'busybox', command: ['sh', '-c', 'echo hello; sleep 3600'] },
  })
  place(cluster, 'c', { container: { image: 'nginx:1.17.23' } })
  elapse(cluster, 15)
  expect(containerLogs(cluster, 'default', 'a', 'c')[0]?.text).toContain('/docker-entrypoint.sh')
  expect(containerLogs(cluster, 'default', 'b', 'c').map((line) => line.text)).toEqual(['hello'])
  expect(() => containerLogs(cluster, 'default', 'c', 'c')).toThrow(
    'container "c" in pod "c" is waiting to start: trying and failing to pull image',
  )
  expect(() => containerLogs(cluster, 'default', 'a', 'x')).toThrow(
    'container x is not valid for pod a',
  )
  expect(() => containerLogs(cluster, 'default', 'a', 'c', { previous: true })).toThrow(
    'previous terminated container "c" in pod "a" not found',
  )
})
