import { expect, test } from 'vitest'
import { autoscalerWords } from '../../src/canvas/facts/autoscalerFacts.ts'
import { workloadFacts } from '../../src/canvas/facts/workloadFacts.ts'
import { formOf } from '../../src/canvas/hands/forms.ts'
import type { Deployment, HorizontalPodAutoscaler } from '../../src/sim/index.ts'
import { actHappening } from '../../src/store/happenings/acts.ts'
import { isLoad, lessLoad, loadLine, moreLoad } from '../../src/store/loads.ts'
import { draftOf } from '../../src/ui/palette/recipes.ts'

const META = {
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '',
}

function hpa(
  status: Partial<HorizontalPodAutoscaler['status']>,
  more: Partial<HorizontalPodAutoscaler['spec']> = {},
): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: META,
    spec: {
      minReplicas: 2,
      maxReplicas: 9,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
      ...more,
    },
    status: { desiredReplicas: 0, currentMetrics: null, ...status },
  }
}

const current = (averageUtilization: number) => [
  {
    type: 'Resource',
    resource: { name: 'cpu', current: { averageUtilization, averageValue: '1m' } },
  },
]
const said = (type: string, status: string, reason: string, message = '') => ({
  type,
  status,
  reason,
  message,
})
const WELL = [
  said('AbleToScale', 'True', 'ReadyForNewScale'),
  said('ScalingActive', 'True', 'ValidMetricFound'),
]

test.each([
  ['new', hpa({}), ['cpu ?/50%', 'notLooked'], 'wait'],
  [
    'busy',
    hpa({ currentReplicas: 3, desiredReplicas: 6, currentMetrics: current(111), conditions: WELL }),
    ['cpu 111%/50%', '2–9'],
    'work',
  ],
  [
    'at its most',
    hpa({
      currentReplicas: 9,
      desiredReplicas: 9,
      currentMetrics: current(80),
      conditions: [...WELL, said('ScalingLimited', 'True', 'TooManyReplicas')],
    }),
    ['cpu 80%/50%', 'atMost'],
    'ok',
  ],
  [
    'without a server',
    hpa({
      currentReplicas: 3,
      conditions: [
        said('AbleToScale', 'True', 'SucceededGetScale'),
        said(
          'ScalingActive',
          'False',
          'FailedGetResourceMetric',
          'could not find the requested resource',
        ),
      ],
    }),
    ['cpu ?/50%', 'noServer'],
    'bad',
  ],
] as const)('the card of an autoscaler that is %s', (_, object, words, tone) => {
  expect(autoscalerWords(object).map(({ key, says }) => key ?? says)).toEqual(words)
  expect(workloadFacts(object).tone).toBe(tone)
})

test('a form gives load by a command of the lab', () => {
  const web = { kind: 'Deployment', metadata: META } as unknown as Deployment
  const form = formOf('load', web)
  expect(form.start).toEqual({ amount: '0' })
  expect(form.line({ amount: '700m' })?.command).toBe('lab load deployment/web 700m -n shop')
  expect(form.line({ amount: '50/s' })?.command).toBe('lab load deployment/web 50/s -n shop')
  expect(form.line({ amount: 'much' })).toBeUndefined()
  expect(loadLine({ kind: 'Pod', namespace: 'default', name: 'a' }, '1')).toBe('lab load pod/a 1')
})

test('more and less, never below nothing', () => {
  expect([moreLoad('0'), moreLoad('200m'), moreLoad('900m'), moreLoad('5/s')]).toEqual([
    '200m',
    '400m',
    '1100m',
    '15/s',
  ])
  expect([lessLoad('100m'), lessLoad('1'), lessLoad('5/s')]).toEqual(['0', '800m', '0/s'])
  expect(['0', '1', '250m', '3/s', ''].map(isLoad)).toEqual([true, true, true, true, false])
})

test('load is told as what somebody outside asks', () => {
  expect(actHappening('deployment default/web gets a load of 700m')).toEqual({
    what: 'loadGiven',
    values: { kind: 'deployment', name: 'web', amount: '700m' },
  })
  expect(actHappening('the load of deployment default/web ends').what).toBe('loadEnded')
})

test('the palette makes an autoscaler by CPU', () => {
  const values = {
    name: 'web',
    target: 'Deployment',
    targetName: 'web',
    min: '1',
    max: '4',
    share: '70',
  }
  expect(draftOf('HorizontalPodAutoscaler', values, {} as never)).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
    },
  })
})
