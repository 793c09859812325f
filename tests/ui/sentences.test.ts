import { expect, it } from 'vitest'
import type { Entry } from '../../src/sim/journal.ts'
import type { Text } from '../../src/ui/kit/useText.ts'
import { actorName, sentenceOf } from '../../src/ui/narration/sentence.ts'
import { en } from '../../src/ui/text/en.ts'
import { ko } from '../../src/ui/text/ko.ts'

const filled =
  (texts: Readonly<Record<string, string>>): Text =>
  (key, values = {}) =>
    (texts[key] ?? '').replace(/\{\{(\w+)\}\}/g, (_, hole: string) => String(values[hole]))

function entry(
  actor: string,
  kind: string,
  before: object | undefined,
  after: object | undefined,
): Entry {
  const full = (object: object | undefined) =>
    object && { kind, metadata: { name: 'web', namespace: 'default' }, spec: {}, ...object }
  const sides = { before: full(before), after: full(after) } as never as Pick<
    Entry,
    'before' | 'after'
  >
  return {
    rv: 1,
    at: 0,
    actor,
    verb: 'update',
    kind: kind as 'Pod',
    key: 'default/web',
    cause: 0,
    reason: '',
    step: 1,
    ...sides,
  }
}

it.each([
  [
    entry('replicaset', 'Pod', undefined, {}),
    '레플리카셋 컨트롤러',
    'web 파드를 만들었습니다.',
    'created Pod web.',
  ],
  [
    entry('deployment', 'ReplicaSet', undefined, {}),
    '디플로이먼트 컨트롤러',
    'web 레플리카셋을 만들었습니다.',
    'created ReplicaSet web.',
  ],
  [
    entry('kubelet w1-k8s', 'Pod', {}, undefined),
    'kubelet w1-k8s',
    'web 파드를 치웠습니다.',
    'removed Pod web.',
  ],
  [
    entry('user', 'Deployment', { spec: { replicas: 2 } }, { spec: { replicas: 5 } }),
    '당신',
    'web 디플로이먼트를 2개에서 5개로 바꿨습니다.',
    'scaled Deployment web from 2 to 5.',
  ],
  [
    entry('scheduler', 'Pod', { spec: {} }, { spec: { nodeName: 'w2-k8s' } }),
    '스케줄러',
    'web 파드를 w2-k8s 노드에 배정했습니다.',
    'chose node w2-k8s for pod web.',
  ],
])('tells %# in both languages', (happened, who, korean, english) => {
  expect(sentenceOf(happened, filled(ko), 'ko')).toEqual({ who, said: korean })
  expect(sentenceOf(happened, filled(en), 'en')?.said).toBe(english)
})

it('has nothing to say about heartbeats', () => {
  expect(sentenceOf(entry('kubelet w1', 'Lease', {}, {}), filled(en), 'en')).toBeUndefined()
})

it('keeps the name of an actor it does not know', () => {
  expect(actorName('speaker w1-k8s', filled(ko))).toBe('speaker w1-k8s')
  expect(actorName('garbage-collector', filled(ko))).toBe('가비지 컬렉터')
})
