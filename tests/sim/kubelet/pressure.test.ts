import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../src/sim/index.ts'
import { machineOf } from '../../../src/sim/index.ts'
import { imagesOn } from '../../../src/sim/kubelet/images.ts'
import { elapse, events, lab, place, pod } from './fixture.ts'

const GIB = 1024 ** 3

const writes = (megabytes: number, limit?: string) => ({
  container: {
    image: 'busybox',
    command: ['sh', '-c', `dd if=/dev/zero of=/f bs=1M count=${megabytes}; sleep 9999`],
    ...(limit === undefined ? {} : { resources: { limits: { 'ephemeral-storage': limit } } }),
  },
})

const condition = (cluster: Cluster, type: string) =>
  cluster.get('Node', '', 'w1').status?.conditions?.find((one) => one.type === type)

describe('limits of ephemeral storage', () => {
  const rows = [
    ['within', writes(500, '1Gi'), undefined],
    ['without one', writes(2000), undefined],
    [
      'over the only one',
      writes(2000, '1Gi'),
      'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ',
    ],
    [
      'as the pod states',
      {
        container: { resources: { limits: { 'ephemeral-storage': '100Mi' } } },
        annotations: { 'orrery.sim/disk-per-second': '8Mi' },
      },
      'Pod ephemeral local storage usage exceeds the total limit of containers 100Mi. ',
    ],
    [
      'over one of two',
      {
        spec: {
          containers: [
            { name: 'w', ...writes(2000, '1Gi').container },
            { name: 'c', image: 'nginx', resources: { limits: { 'ephemeral-storage': '4Gi' } } },
          ],
        },
      },
      'Container w exceeded its local ephemeral storage limit "1Gi". ',
    ],
  ] as const
  test.each(rows)('%s', (_, options, message) => {
    const cluster = lab()
    place(cluster, 'a', options)
    elapse(cluster, 60)
    const { phase, reason, message: said } = pod(cluster, 'a').status
    expect([phase, reason, said]).toEqual(
      message === undefined ? ['Running', undefined, undefined] : ['Failed', 'Evicted', message],
    )
  })
})

describe('a disk that fills', () => {
  test('loses images that nobody uses before it loses pods', () => {
    const cluster = lab()
    place(cluster, 'old', {
      container: { image: 'postgres:16', env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }] },
    })
    place(cluster, 'stays')
    elapse(cluster, 60)
    cluster.delete('Pod', 'default', 'old', { gracePeriodSeconds: 0 })
    elapse(cluster, 20)
    expect(Object.keys(imagesOn(cluster, 'w1'))).toHaveLength(2)
    // Six gigabytes and a little of forty are free: less than fifteen in a hundred.
    cluster.world({ type: 'fill', name: 'w1', disk: 29_900_000_000 })
    elapse(cluster, 15)
    expect(Object.keys(imagesOn(cluster, 'w1'))).toEqual(['docker.io/library/nginx:1.27'])
    expect(pod(cluster, 'stays').status.phase).toBe('Running')
    expect(cluster.get('Node', '', 'w1').status?.images).toHaveLength(1)
  })

  test('takes the pod that wrote most beyond its request first, says so, and takes in nobody', () => {
    const cluster = lab()
    place(cluster, 'small', writes(100))
    place(cluster, 'big', writes(3000))
    elapse(cluster, 40)
    cluster.world({ type: 'fill', name: 'w1', disk: 29.5 * GIB })
    elapse(cluster, 4)
    const { status } = pod(cluster, 'big')
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' })
    expect(status.message).toMatch(
      /^The node was low on resource: ephemeral-storage\. Threshold quantity: 3906250Ki, available: \d+Ki\. Container c was using 3000Mi, request is 0, has larger consumption of ephemeral-storage\. $/,
    )
    expect(pod(cluster, 'small').status.phase).toBe('Running')
    expect(condition(cluster, 'DiskPressure')).toMatchObject({
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    })
    expect(events(cluster, 'w1')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Warning EvictionThresholdMet \d: Attempting to reclaim ephemeral-storage$/,
        ),
        'Normal NodeHasDiskPressure 1: Node w1 status is now: NodeHasDiskPressure',
      ]),
    )
    place(cluster, 'late', { container: { resources: { requests: { memory: '9Mi' } } } })
    elapse(cluster, 5)
    expect(pod(cluster, 'late').status.message).toContain(
      'The node had condition: [DiskPressure]. ',
    )
    cluster.world({ type: 'fill', name: 'w1', disk: 0 })
    elapse(cluster, 320)
    expect(condition(cluster, 'DiskPressure')?.status).toBe('False')
  })

  test('says when removing images is not enough', () => {
    const cluster = lab()
    cluster.world({ type: 'fill', name: 'w1', disk: 31_000_000_000 })
    elapse(cluster, 15)
    expect(events(cluster, 'w1')).toContain(
      "Warning FreeDiskSpaceFailed 1: Insufficient free disk space on the node's image filesystem (88% of 37.3 GiB used). Failed to free sufficient space by deleting unused images (freed 0 bytes). Investigate disk usage, as it could be used by active images, logs, volumes, or other data.",
    )
  })
})

describe('process ids that run out', () => {
  test('the lowest priority goes first, then who has most', () => {
    const cluster = lab()
    place(cluster, 'few', { annotations: { 'orrery.sim/processes': '10' } })
    place(cluster, 'many', { annotations: { 'orrery.sim/processes': '5000' } })
    elapse(cluster, 20)
    expect(condition(cluster, 'PIDPressure')?.status).toBe('False')
    cluster.world({ type: 'fill', name: 'w1', processes: 26_000 })
    elapse(cluster, 15)
    expect(pod(cluster, 'many').status.message).toMatch(
      /^The node was low on resource: pids\. Threshold quantity: 3276, available: \d+\. $/,
    )
    expect(pod(cluster, 'few').status.phase).toBe('Running')
    expect(condition(cluster, 'PIDPressure')).toMatchObject({
      status: 'True',
      reason: 'KubeletHasInsufficientPID',
      message: 'kubelet has insufficient PID available',
    })
  })

  test('a fork bomb brings its own end', () => {
    const cluster = lab()
    place(cluster, 'bomb', {
      container: { image: 'busybox', command: ['sh', '-c', ':(){ :|:& };:; sleep 9999'] },
    })
    elapse(cluster, 60)
    expect(pod(cluster, 'bomb').status.reason).toBe('Evicted')
  })
})

test('what was taken is a part of the world: it goes with the machine', () => {
  const cluster = lab()
  cluster.world({ type: 'fill', name: 'w1', disk: 5 })
  expect(machineOf(cluster, 'w1')?.filled).toBe(5)
  expect(() => cluster.world({ type: 'fill', name: 'none', disk: 5 })).toThrow(RangeError)
})
