import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/sim/journal.ts'
import { happeningOf, WHATS } from '../../src/store/happening.ts'
import type { Text } from '../../src/ui/kit/useText.ts'
import {
  actorName,
  becauseOf,
  type Sentence,
  sentenceOf,
  sumOf,
} from '../../src/ui/narration/sentence.ts'
import { causeOf, historyOf, toldAt } from '../../src/ui/narration/telling.ts'
import { en } from '../../src/ui/text/en.ts'
import { ko } from '../../src/ui/text/ko.ts'
import { settled } from '../../src/ui/text/particles.ts'
import {
  act,
  claim,
  entry,
  event,
  job,
  KILLED,
  NOWHERE,
  owned,
  pod,
  ready,
  volume,
  waits,
} from './sentenceEntries.ts'

const filled =
  (texts: Readonly<Record<string, string>>): Text =>
  (key, values = {}) =>
    (texts[key] ?? '').replace(/\{\{(\w+)\}\}/g, (_, hole: string) => String(values[hole]))

const [inEnglish, inKorean] = [filled(en), filled(ko)]

/** One entry for each word that the narration knows. */
const TABLE: Readonly<Record<(typeof WHATS)[number], Entry>> = {
  created: entry('replicaset', 'Pod', undefined, {}),
  removed: entry('kubelet w1-k8s', 'Pod', {}, undefined),
  deleting: entry('user', 'Pod', {}, { metadata: { deletionTimestamp: 'x' } }),
  ending: entry('user', 'Namespace', {}, { metadata: { deletionTimestamp: 'x' } }),
  changed: entry('user', 'ConfigMap', {}, {}),
  acted: act('seed set'),
  componentStopped: act('scheduler stopped'),
  componentStarted: act('scheduler started'),
  poweredOff: act('machine w1 loses power'),
  poweredOn: act('machine w1 starts'),
  kubeletStopped: act('kubelet of w1 stops'),
  kubeletStarted: act('kubelet of w1 starts'),
  machineJoined: act('machine w1 joins the cluster'),
  machineRemoved: act('machine w1 is taken away'),
  diskTaken: act('something beside Kubernetes takes 9 bytes of the disk of machine w1'),
  processesTaken: act('something beside Kubernetes takes 9 processes of machine w1'),
  signalled: act('SIGTERM is sent to process 1 in container c of pod web'),
  fileWritten: act('file /tmp/f is written in container c of pod web'),
  addressAnswered: act('gratuitous ARP: w1-k8s answers for 192.168.1.11'),
  addressTold: act('BGP: w1-k8s tells its peers the way to 192.168.1.11'),
  addressLeft: act('w1-k8s does not answer for 192.168.1.11 any more'),
  loadGiven: act('deployment default/web gets a load of 700m'),
  loadEnded: act('the load of deployment default/web ends'),
  requestAnswered: act('request 3: pod bb asks web:80: pod web-1 answers 200'),
  requestRefused: act('request 3: somebody outside asks 192.168.1.10:81: refused'),
  requestTimedOut: act('request 3: machine w1 asks 10.96.0.9:80: timeout'),
  requestNoWay: act('request 3: somebody outside asks 192.168.1.9:80: unreachable'),
  requestNoName: act('request 3: pod bb asks nope:80: unresolved'),
  namesAsked: act('request 3: pod bb asks where web is: the name service answers'),
  fileRemoved: act('file /tmp/f is removed in container c of pod web'),
  scaled: entry('user', 'StatefulSet', { spec: { replicas: 2 } }, { spec: { replicas: 5 } }),
  imageSet: entry(
    'user',
    'DaemonSet',
    { spec: { template: { spec: { containers: [{ image: 'a' }] } } } },
    { spec: { template: { spec: { containers: [{ image: 'b:2' }] } } } },
  ),
  templateChanged: entry(
    'user',
    'Deployment',
    { spec: { template: { metadata: {}, spec: { containers: [] } } } },
    { spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } } },
  ),
  paused: entry('user', 'Deployment', {}, { spec: { paused: true } }),
  resumed: entry('user', 'Deployment', { spec: { paused: true } }, {}),
  rolledOut: entry(
    'daemonset',
    'DaemonSet',
    { status: { desiredNumberScheduled: 2, currentNumberScheduled: 1 } },
    {
      status: {
        desiredNumberScheduled: 2,
        currentNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberAvailable: 2,
      },
    },
  ),
  replicaSetScaled: entry(
    'deployment',
    'ReplicaSet',
    { spec: { replicas: 1 } },
    { spec: { replicas: 0 } },
  ),
  jobDone: entry('job', 'Job', {}, job('Complete')),
  jobFailed: entry('job', 'Job', {}, job('Failed')),
  budgetChanged: entry(
    'disruption',
    'PodDisruptionBudget',
    { status: { disruptionsAllowed: 1 } },
    { status: { disruptionsAllowed: 0 } },
  ),
  adopted: entry('replicaset', 'Pod', pod({}), { ...pod({}), metadata: owned('u') }),
  orphaned: entry('replicaset', 'Pod', { ...pod({}), metadata: owned('u') }, pod({})),
  bound: entry('scheduler', 'Pod', pod({}), pod({}, { nodeName: 'w2-k8s' })),
  unschedulable: entry('scheduler', 'Pod', pod({}), pod(NOWHERE)),
  promised: entry('scheduler', 'Pod', pod({}), pod({ nominatedNodeName: 'w2-k8s', ...NOWHERE })),
  announced: entry('scheduler', 'Pod', pod({}), pod({ nominatedNodeName: 'w2-k8s' })),
  preempted: event('Preempted', 'Preempted by pod 1-2 on node w2-k8s'),
  creating: entry('kubelet w1', 'Pod', pod({}), waits('ContainerCreating')),
  running: entry('kubelet w1', 'Pod', pod({ phase: 'Pending' }), pod({ phase: 'Running' })),
  ready: entry('kubelet w1', 'Pod', pod(ready('False')), pod(ready('True'))),
  unready: entry(
    'kubelet w1',
    'Pod',
    pod({ phase: 'Running', ...ready('True') }),
    pod({ phase: 'Running', ...ready('False') }),
  ),
  waiting: entry('kubelet w1', 'Pod', pod({}), waits('ImagePullBackOff')),
  restarted: entry(
    'kubelet w1',
    'Pod',
    pod({ containerStatuses: [{ restartCount: 0 }] }),
    pod({ containerStatuses: [{ restartCount: 2 }] }),
  ),
  outOfMemory: entry('kubelet w1', 'Pod', pod({}), pod({ containerStatuses: [KILLED] })),
  debugged: entry('user', 'Pod', pod({}), pod({}, { ephemeralContainers: [{ name: 'look' }] })),
  succeeded: entry('kubelet w1', 'Pod', pod({ phase: 'Running' }), pod({ phase: 'Succeeded' })),
  failed: entry(
    'kubelet w1',
    'Pod',
    pod({ phase: 'Running' }),
    pod({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }], reason: 'Error' }),
  ),
  rejected: entry(
    'kubelet w1',
    'Pod',
    pod({}),
    pod({ phase: 'Failed', reason: 'OutOfcpu', message: 'too much' }),
  ),
  hookFailed: event('FailedPostStartHook', 'PostStartHook failed'),
  probeFailed: event('Unhealthy', 'Readiness probe failed: no'),
  mountFailed: event('FailedMount', 'no such volume'),
  createFailed: event('FailedCreate', 'exceeded quota', 'ReplicaSet'),
  noVolume: event('FailedBinding', 'no volumes', 'PersistentVolumeClaim'),
  provisionFailed: event('ProvisioningFailed', 'no class', 'PersistentVolumeClaim'),
  volumeMade: event('ProvisioningSucceeded', 'made', 'PersistentVolumeClaim'),
  tainting: event('TaintManagerEviction', 'Marking for deletion Pod default/web'),
  cordoned: entry('user', 'Node', {}, { spec: { unschedulable: true } }),
  uncordoned: entry('user', 'Node', { spec: { unschedulable: true } }, {}),
  tainted: entry('user', 'Node', {}, { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }),
  untainted: entry('user', 'Node', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }, {}),
  pressed: entry(
    'kubelet w1',
    'Node',
    { status: { conditions: [] } },
    { status: { conditions: [{ type: 'DiskPressure', status: 'True' }] } },
  ),
  relieved: entry(
    'kubelet w1',
    'Node',
    { status: { conditions: [{ type: 'DiskPressure', status: 'True' }] } },
    { status: { conditions: [] } },
  ),
  nodeReady: entry('kubelet w1', 'Node', { status: {} }, { status: ready('True') }),
  nodeNotReady: entry('kubelet w1', 'Node', { status: ready('True') }, { status: ready('False') }),
  nodeLost: entry(
    'node-lifecycle',
    'Node',
    { status: ready('True') },
    { status: ready('Unknown') },
  ),
  claimBound: entry('pv-binder', 'PersistentVolumeClaim', claim('Pending'), claim('Bound')),
  claimLost: entry('pv-binder', 'PersistentVolumeClaim', claim('Bound'), claim('Lost')),
  claimGrown: entry(
    'volume-expand',
    'PersistentVolumeClaim',
    claim('Bound', { capacity: { storage: '1Gi' } }),
    claim('Bound', { capacity: { storage: '2Gi' } }),
  ),
  volumeReserved: entry('pv-binder', 'PersistentVolume', {}, { spec: { claimRef: { name: 'c' } } }),
  volumeBound: entry('pv-binder', 'PersistentVolume', volume('Available'), volume('Bound')),
  volumeReleased: entry('pv-binder', 'PersistentVolume', volume('Bound'), volume('Released')),
  volumeFailed: entry('pv-binder', 'PersistentVolume', volume('Released'), volume('Failed')),
  volumeAvailable: entry('pv-binder', 'PersistentVolume', volume('Pending'), volume('Available')),
}

const whole = (sentence: Sentence | undefined) =>
  sentence?.parts.map((part) => part.text).join('') ?? ''

describe.each(WHATS)('%s', (what) => {
  const happened = TABLE[what]
  it.each([
    ['en', inEnglish],
    ['ko', inKorean],
  ] as const)('is told in one whole sentence in %s', (language, text) => {
    expect(happeningOf(happened)?.what).toBe(what)
    const sentence = sentenceOf(happened, text, language)
    expect(sentence?.who).not.toBe('')
    expect(sentence?.said.length).toBeGreaterThan(4)
    expect(sentence?.said).not.toMatch(/undefined|\{\{|\(를\)|\(가\)|\(으\)|\(는\)/)
    expect(whole(sentence)).toBe(sentence?.said)
    if (language === 'ko' && what !== 'acted') expect(sentence?.said).toMatch(/[가-힣]/)
  })
})

it.each([
  [TABLE.created, '레플리카셋 컨트롤러', 'web 파드를 만들었습니다.', 'created Pod web.'],
  [
    entry('deployment', 'ReplicaSet', undefined, {}),
    '디플로이먼트 컨트롤러',
    'web 레플리카셋을 만들었습니다.',
    'created ReplicaSet web.',
  ],
  [TABLE.removed, 'kubelet w1-k8s', 'web 파드를 치웠습니다.', 'removed Pod web.'],
  [
    TABLE.scaled,
    '당신',
    'web 스테이트풀셋을 2개에서 5개로 바꿨습니다.',
    'scaled StatefulSet web from 2 to 5.',
  ],
  [
    TABLE.bound,
    '스케줄러',
    'web 파드를 w2-k8s 노드에 배정했습니다.',
    'chose node w2-k8s for pod web.',
  ],
  [
    TABLE.componentStopped,
    '당신',
    'scheduler를 멈췄습니다. 이제 그 일을 하는 이가 없습니다.',
    'stopped the scheduler: nobody does its work now.',
  ],
  [
    TABLE.rejected,
    'kubelet w1',
    'web 파드를 받지 않고 OutOfcpu로 돌려보냈습니다: too much',
    'turned pod web away with OutOfcpu: too much',
  ],
])('tells %# in both languages', (happened, who, korean, english) => {
  expect(sentenceOf(happened, inKorean, 'ko')).toMatchObject({ who, said: korean })
  expect(sentenceOf(happened, inEnglish, 'en')?.said).toBe(english)
})

it('leads from names to their objects', () => {
  const parts = sentenceOf(TABLE.bound, inEnglish, 'en')?.parts
  expect(parts).toEqual([
    { text: 'chose node ' },
    { text: 'w2-k8s', to: { kind: 'Node', key: '/w2-k8s' } },
    { text: ' for pod ' },
    { text: 'web', to: { kind: 'Pod', key: 'default/web' } },
    { text: '.' },
  ])
  const about = sentenceOf(TABLE.createFailed, inEnglish, 'en')?.parts.find((part) => part.to)
  expect(about?.to).toEqual({ kind: 'ReplicaSet', key: 'default/web' })
})

it('has nothing to say about heartbeats', () => {
  expect(sentenceOf(entry('kubelet w1', 'Lease', {}, {}), inEnglish, 'en')).toBeUndefined()
})

it('keeps the name of an actor it does not know', () => {
  expect(actorName('speaker w1-k8s', inKorean)).toBe('speaker w1-k8s')
  expect(actorName('garbage-collector', inKorean)).toBe('가비지 컬렉터')
})

it.each([
  ['파드을(를)', '파드를'],
  ['레플리카셋을(를)', '레플리카셋을'],
  ['nginx:1.16(으)로', 'nginx:1.16으로'],
  ['httpd:2.4(으)로', 'httpd:2.4로'],
  ['서울(으)로', '서울로'],
  ['web-7d9-x5qn8이(가)', 'web-7d9-x5qn8이'],
  ['DiskPressure이(가)', 'DiskPressure가'],
  ['노드와(과)', '노드와'],
])('settles the particle in %s', (open, closed) => {
  expect(settled(open)).toBe(closed)
})

describe('causes', () => {
  const user = entry(
    'user',
    'Deployment',
    { spec: { replicas: 1 } },
    { spec: { replicas: 2 } },
    {
      rv: 1,
      key: 'default/shop',
    },
  )
  const set = entry(
    'deployment',
    'ReplicaSet',
    undefined,
    {},
    { rv: 2, cause: 1, key: 'default/rs' },
  )
  const made = entry('replicaset', 'Pod', undefined, {}, { rv: 3, cause: 2 })
  const at = (rv: number) => [user, set, made].find((one) => one.rv === rv)

  it('lead to the user’s own deed, and say so', () => {
    const cause = causeOf(made, at, (one) => becauseOf(one, inEnglish, 'en') !== undefined)
    expect(cause).toBe(user)
    expect(becauseOf(user, inEnglish, 'en')).toBe('because shop went from 1 to 2')
    expect(becauseOf(user, inKorean, 'ko')).toBe('shop을 1개에서 2개로 바꿔서')
  })

  it('are left out where the journal knows none', () => {
    expect(causeOf(user, at, () => true)).toBeUndefined()
  })
})

describe('bursts', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    entry('replicaset', 'Pod', undefined, {}, { rv: index + 1, key: `default/p${index}` }),
  )

  it('are summed up', () => {
    const told = toldAt(many, () => 100, 200)
    expect(told).toHaveLength(12)
    expect(sumOf(told, inEnglish, 'en')).toMatchObject({
      who: 'ReplicaSet controller',
      said: 'created 12 × Pod.',
    })
    expect(sumOf(told, inKorean, 'ko')?.said).toBe('파드 12개를 만들었습니다.')
  })

  it('of all kubelets are one crowd', () => {
    const reports = ['w1', 'w2', 'w3', 'w1'].map((name, index) =>
      entry(`kubelet ${name}`, 'Pod', pod(ready('False')), pod(ready('True')), { rv: index + 1 }),
    )
    expect(
      sumOf(
        toldAt(reports, () => 0, 1),
        inEnglish,
        'en',
      ),
    ).toMatchObject({
      who: 'Kubelets of 3 machines',
      said: 'reports 4 pods Ready.',
    })
  })

  it('are told singly when there is time for each', () => {
    expect(toldAt(many, (rv) => rv * 900, 99_000 / 10)).toEqual([many[10]])
  })

  it('fall silent after a while, and are not told before they are shown', () => {
    expect(toldAt(many.slice(0, 1), () => 100, 99)).toEqual([])
    expect(toldAt(many.slice(0, 1), () => 100, 9101)).toEqual([])
  })

  it('are one line of the history, newest first', () => {
    const groups = historyOf([TABLE.bound, ...many], 10)
    expect(groups.map((group) => group.length)).toEqual([12, 1])
    expect(groups[0]?.at(-1)).toBe(many.at(-1))
  })
})
