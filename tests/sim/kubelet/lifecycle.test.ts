import { describe, expect, test } from 'vitest'
import { book2021 } from '../../../src/sim/profiles/book2021.ts'
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

describe('from binding to running', () => {
  const pulled = (image: string) =>
    `Normal Pulled 1: Container image "${image}" already present on machine and can be accessed by the pod`
  const rows: readonly [string, PodOptions, string, readonly string[]][] = [
    [
      'a server',
      {},
      'Running running ready 0',
      [
        pulled('nginx:1.27'),
        'Normal Created 1: Container created',
        'Normal Started 1: Container started',
      ],
    ],
    [
      'start-delay',
      { annotations: { 'orrery.sim/start-delay': '5' } },
      'Running running ready 0',
      [],
    ],
    [
      'not-ready',
      { annotations: { 'orrery.sim/not-ready': 'true' } },
      'Running running unready 0',
      [],
    ],
    [
      'a job',
      { spec: { restartPolicy: 'Never' }, container: { image: 'busybox' } },
      'Succeeded Completed unready 0',
      [],
    ],
    [
      'a failing job',
      { spec: { restartPolicy: 'Never' }, container: { command: ['sh', '-c', 'exit 3'] } },
      'Failed Error unready 0',
      [],
    ],
    [
      'a failing init',
      {
        spec: {
          restartPolicy: 'Never',
          initContainers: [{ name: 'i', image: 'busybox', command: ['sh', '-c', 'exit 1'] }],
        },
      },
      'Failed PodInitializing unready 0',
      [],
    ],
    [
      'a bad image',
      { container: { image: 'nginx:9.9.9' } },
      'Pending ImagePullBackOff unready 0',
      [],
    ],
    [
      'never pulled',
      { container: { image: 'nginx:nope', imagePullPolicy: 'Never' } },
      'Pending ErrImageNeverPull unready 0',
      [],
    ],
    ['a bad name', { container: { image: 'Nginx' } }, 'Pending InvalidImageName unready 0', []],
  ]
  test.each(rows)('%s', (_, options, wanted, said) => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', options)
    expect(quiet(cluster)).toBe(true)
    expect(short(pod(cluster, 'a'))).toBe(wanted)
    if (said.length > 0) expect(events(cluster, 'a')).toEqual(said)
  })

  test('two status writes bring a pod to Ready, and its status is what the recordings show', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a')
    const bound = cluster.rv
    quiet(cluster)
    const writes = cluster.journal.since(bound).filter((e) => e.kind === 'Pod')
    expect(writes).toHaveLength(2)
    expect(writes.every((e) => e.actor === 'kubelet w1' && e.reason !== '')).toBe(true)
    const { status } = pod(cluster, 'a')
    expect(status.conditions?.map((c) => `${c.type}=${c.status} ${c.observedGeneration}`)).toEqual([
      'PodReadyToStartContainers=True 1',
      'Initialized=True 1',
      'Ready=True 1',
      'ContainersReady=True 1',
      'PodScheduled=True 1',
    ])
    expect(status.containerStatuses?.[0]).toMatchObject({
      image: 'nginx:1.27',
      imageID: 'sha256:fake',
      lastState: {},
      ready: true,
      restartCount: 0,
      started: true,
    })
    expect(status).toMatchObject({
      phase: 'Running',
      hostIP: '192.168.1.101',
      hostIPs: [{ ip: '192.168.1.101' }],
      podIP: '172.16.1.2',
      podIPs: [{ ip: '172.16.1.2' }],
      observedGeneration: 1,
      qosClass: 'BestEffort',
    })
  })

  test('the version decides on texts and conditions', () => {
    const cluster = lab({ profile: book2021 })
    place(cluster, 'a', { container: { image: 'nginx:1.15.12' } })
    quiet(cluster)
    expect(events(cluster, 'a')).toEqual([
      'Normal Pulling 1: Pulling image "nginx:1.15.12"',
      'Normal Pulled 1: Successfully pulled image "nginx:1.15.12"',
      'Normal Created 1: Created container c',
      'Normal Started 1: Started container c',
    ])
    const { status } = pod(cluster, 'a')
    expect(status.conditions?.map((c) => c.type)).toEqual([
      'Initialized',
      'Ready',
      'ContainersReady',
      'PodScheduled',
    ])
    expect(status.containerStatuses?.[0]?.containerID).toMatch(/^docker:\/\/[0-9a-f]{64}$/)
    expect(status.containerStatuses?.[0]?.imageID).toMatch(/^docker-pullable:\/\/nginx@sha256:/)
  })

  test('init containers run in order and a sidecar stays', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', {
      spec: {
        initContainers: [
          { name: 'first', image: 'busybox' },
          { name: 'side', image: 'busybox', restartPolicy: 'Always' },
        ],
      },
    })
    elapse(cluster, 1)
    const early = pod(cluster, 'a').status
    expect(early.initContainerStatuses?.map((s) => Object.keys(s.state ?? {})[0])).toEqual([
      'running',
      'waiting',
    ])
    expect(early.conditions?.find((c) => c.type === 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [first side]',
    })
    quiet(cluster)
    const late = pod(cluster, 'a').status
    expect(late.initContainerStatuses?.map((s) => Object.keys(s.state ?? {})[0])).toEqual([
      'terminated',
      'running',
    ])
    expect(late.phase).toBe('Running')
  })
})

describe('images', () => {
  const rows: readonly [string, string][] = [
    ['nginx:1.17.23', 'docker.io/library/nginx:1.17.23: not found'],
    ['nosuchthing', 'pull access denied, repository does not exist or may require authorization'],
    ['registry.example.test/x:1', 'lookup registry.example.test: no such host'],
    ['redis:99', 'docker.io/library/redis:99: not found'],
  ]
  test.each(rows)('%s cannot be pulled', (image, why) => {
    const cluster = lab()
    place(cluster, 'a', { container: { image } })
    elapse(cluster, 5)
    const waiting = pod(cluster, 'a').status.containerStatuses?.[0]?.state?.waiting
    expect(waiting?.reason).toBe('ImagePullBackOff')
    expect(waiting?.message).toContain(why)
    expect(events(cluster, 'a').map((line) => line.split(':')[0])).toEqual([
      'Normal Pulling 1',
      'Warning Failed 1',
      'Warning Failed 1',
      'Normal BackOff 1',
      'Warning Failed 1',
    ])
  })

  test.each([
    'nginx',
    'nginx:1.16.0',
    'sysnet4admin/echo-hname',
    'registry.k8s.io/pause:3.9',
    'quay.io/metallb/speaker:v0.8.2',
  ])('%s can be pulled', (image) => {
    const cluster = lab()
    place(cluster, 'a', { container: { image } })
    quiet(cluster)
    expect(short(pod(cluster, 'a'))).toBe('Running running ready 0')
  })

  test('back-off doubles from 10 s to 300 s', () => {
    const cluster = lab({ agent: 'recording' })
    const from = cluster.now
    place(cluster, 'a', { container: { image: 'nginx:nope' } })
    elapse(cluster, 1500)
    const pulls = cluster.journal
      .since(0)
      .filter(
        (e) =>
          e.kind === 'Pod' &&
          e.at >= from &&
          e.after &&
          short(e.after as never).includes('ErrImagePull'),
      )
    const gaps = pulls
      .slice(1)
      .map((e, i) => Math.round((e.at - (pulls[i]?.at ?? 0) - 3500) / 1000))
    expect(gaps).toEqual([10, 20, 40, 80, 160, 300, 300, 300])
  })

  test('one pull at a time, one cache per machine, listed on the node', () => {
    const cluster = lab()
    for (const name of ['a', 'b']) place(cluster, name)
    quiet(cluster)
    place(cluster, 'c')
    quiet(cluster)
    expect(events(cluster, 'c')[0]).toContain('already present on machine')
    elapse(cluster, 11)
    expect(cluster.get('Node', '', 'w1').status.images).toEqual([
      { names: ['docker.io/library/nginx:1.27'], sizeBytes: 72_300_000 },
    ])
  })
})

describe('restarts', () => {
  test('waits five minutes at the most', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', { container: { image: 'busybox', command: ['sh', '-c', 'exit 1'] } })
    elapse(cluster, 1800)
    const state = pod(cluster, 'a').status.containerStatuses?.[0]?.state
    expect(state?.waiting?.message).toMatch(/^back-off 5m0s restarting failed container=c /)
  })

  test('10 s doubling, as the recording of a failing container shows', () => {
    const cluster = lab({ agent: 'recording' })
    const from = cluster.now
    place(cluster, 'a', { container: { image: 'busybox', command: ['sh', '-c', 'exit 1'] } })
    elapse(cluster, 40)
    expect(story(cluster, 'a', from)).toEqual([
      '0.00 Pending  unready 0',
      '0.02 Pending ContainerCreating unready 0',
      '0.82 Running running ready 0',
      '1.82 Running Error unready 0',
      '2.82 Running running ready 1',
      '3.82 Running Error unready 1',
      '3.84 Running CrashLoopBackOff unready 1',
      '13.82 Running running ready 2',
      '14.82 Running Error unready 2',
      '14.84 Running CrashLoopBackOff unready 2',
      '34.82 Running running ready 3',
      '35.82 Running Error unready 3',
      '35.84 Running CrashLoopBackOff unready 3',
    ])
    const { uid } = pod(cluster, 'a').metadata
    expect(pod(cluster, 'a').status.containerStatuses?.[0]).toMatchObject({
      state: {
        waiting: { message: `back-off 40s restarting failed container=c pod=a_default(${uid})` },
      },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    })
    expect(events(cluster, 'a').at(-1)).toBe(
      `Warning BackOff 3: Back-off restarting failed container c in pod a_default(${uid})`,
    )
  })

  test.each([
    ['Always', 0, 'CrashLoopBackOff'],
    ['OnFailure', 0, 'Completed'],
    ['OnFailure', 2, 'CrashLoopBackOff'],
    ['Never', 2, 'Error'],
  ])('restartPolicy %s after exit %i', (restartPolicy, code, wanted) => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', {
      spec: { restartPolicy },
      container: { command: ['sh', '-c', `exit ${code}`] },
    })
    elapse(cluster, 10)
    expect(short(pod(cluster, 'a'))).toContain(` ${wanted} `)
  })

  test('ten minutes of running are forgiven', () => {
    const cluster = lab({ agent: 'recording' })
    place(cluster, 'a', {
      annotations: { 'orrery.sim/run-seconds': '700', 'orrery.sim/exit-code': '1' },
    })
    elapse(cluster, 3 * 702)
    expect(story(cluster, 'a').some((line) => line.includes('CrashLoopBackOff'))).toBe(false)
    expect(pod(cluster, 'a').status.containerStatuses?.[0]?.restartCount).toBeGreaterThanOrEqual(2)
  })
})

describe('addresses', () => {
  test("are unique, freed and given again last; host network has the machine's", () => {
    const cluster = lab({
      agent: 'recording',
      machines: [machine('w1', { podCidr: '172.16.221.128/29' })],
    })
    for (let i = 0; i < 5; i++) place(cluster, `p${i}`)
    place(cluster, 'host', { spec: { hostNetwork: true } })
    quiet(cluster)
    const ips = [0, 1, 2, 3, 4].map((i) => pod(cluster, `p${i}`).status.podIP)
    expect(ips).toEqual(['130', '131', '132', '133', '134'].map((last) => `172.16.221.${last}`))
    expect(pod(cluster, 'host').status.podIP).toBe('192.168.1.101')
    cluster.delete('Pod', 'default', 'p2')
    quiet(cluster)
    place(cluster, 'again')
    place(cluster, 'more')
    quiet(cluster)
    expect(pod(cluster, 'again').status.podIP).toBe('172.16.221.132')
    // The block is full: another one of the pod network is taken.
    expect(pod(cluster, 'more').status.podIP).toBe('172.16.0.2')
  })
})
