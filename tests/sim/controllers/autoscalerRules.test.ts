import { describe, expect, test } from 'vitest'
import { normalized, type Past } from '../../../src/sim/controllers/podautoscaler/normalize.ts'
import type { HPAScalingRules } from '../../../src/sim/index.ts'

const NOW = 1_000_000
const NONE: Past = { recommendations: [], ups: [], downs: [] }
const UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const DOWN: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
}

/** As in the tables upstream: so many pods in so many seconds, so many percent in so many seconds. */
type Policies = readonly [pods: number, podSeconds: number, percent: number, seconds: number]

function rules(policies: Policies | undefined, usual: HPAScalingRules): HPAScalingRules {
  if (!policies) return usual
  const [pods, podSeconds, percent, seconds] = policies
  return {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      ...(pods > 0 ? [{ type: 'Pods', value: pods, periodSeconds: podSeconds }] : []),
      ...(percent > 0 ? [{ type: 'Percent', value: percent, periodSeconds: seconds }] : []),
    ],
  }
}

/** Changes spread over the last two minutes, the first of them now. */
function spread(changes: readonly number[]): Past['ups'] {
  const step = 120_000 / changes.length
  return changes.map((change, index) => ({ at: NOW - index * step, change }))
}

interface Row {
  readonly what: string
  readonly up?: Policies
  readonly down?: Policies
  readonly ups?: readonly number[]
  readonly downs?: readonly number[]
  readonly sizes: readonly [current: number, desired: number, min: number, max: number]
  readonly want: readonly [replicas: number, reason: string]
}

// k8s: pkg/controller/podautoscaler horizontal_test.go TestScalingWithRules (1.36): the numbers are its own.
const ROWS: readonly Row[] = [
  { what: 'below the least', sizes: [2, 1, 2, 8], want: [2, 'DesiredWithinRange'] },
  { what: 'the most is below the rate', sizes: [20, 1000, 1, 10], want: [10, 'TooManyReplicas'] },
  { what: 'more than the most', sizes: [100, 1000, 100, 150], want: [150, 'TooManyReplicas'] },
  {
    what: 'one percent is one pod',
    up: [0, 0, 1, 60],
    sizes: [3, 1000, 1, 2000],
    want: [4, 'ScaleUpLimit'],
  },
  {
    what: 'twenty pods fewer',
    down: [20, 60, 0, 0],
    sizes: [1000, 3, 3, 2000],
    want: [980, 'ScaleDownLimit'],
  },
  { what: 'the usual rate', sizes: [10, 50, 1, 1000], want: [20, 'ScaleUpLimit'] },
  {
    what: 'pods before percent',
    up: [100, 60, 100, 60],
    sizes: [10, 500, 1, 1000],
    want: [110, 'ScaleUpLimit'],
  },
  {
    what: 'percent before pods',
    up: [2, 60, 100, 60],
    sizes: [10, 500, 1, 1000],
    want: [20, 'ScaleUpLimit'],
  },
  {
    what: 'room enough by pods',
    up: [100, 60, 0, 0],
    sizes: [10, 50, 1, 1000],
    want: [50, 'DesiredWithinRange'],
  },
  {
    what: 'room enough by many pods',
    up: [10000, 60, 0, 0],
    sizes: [10, 50, 1, 1000],
    want: [50, 'DesiredWithinRange'],
  },
  { what: 'thirty pods', up: [30, 60, 0, 0], sizes: [10, 50, 1, 1000], want: [40, 'ScaleUpLimit'] },
  {
    what: 'two hundred percent',
    up: [0, 0, 200, 60],
    sizes: [10, 50, 1, 1000],
    want: [30, 'ScaleUpLimit'],
  },
  {
    what: 'down by pods',
    down: [20, 60, 1, 60],
    sizes: [100, 2, 1, 1000],
    want: [80, 'ScaleDownLimit'],
  },
  {
    what: 'down by the larger of two and one percent',
    down: [2, 60, 1, 60],
    sizes: [100, 2, 1, 1000],
    want: [98, 'ScaleDownLimit'],
  },
  {
    what: 'down to the least',
    down: [100, 60, 0, 0],
    sizes: [10, 0, 1, 1000],
    want: [1, 'TooFewReplicas'],
  },
  {
    what: 'all of them may go',
    down: [0, 0, 100, 60],
    sizes: [10, 2, 5, 1000],
    want: [5, 'TooFewReplicas'],
  },
  {
    what: 'five of ten',
    down: [5, 60, 0, 0],
    sizes: [10, 2, 1, 1000],
    want: [5, 'ScaleDownLimit'],
  },
  {
    what: 'half of ten',
    down: [0, 0, 50, 60],
    sizes: [10, 5, 1, 1000],
    want: [5, 'DesiredWithinRange'],
  },
  {
    what: 'the most, after some',
    up: [300, 60, 0, 0],
    ups: [1, 5, 9],
    sizes: [100, 500, 1, 200],
    want: [200, 'TooManyReplicas'],
  },
  {
    what: 'the most, after some, by percent',
    up: [0, 0, 10000, 60],
    ups: [1, 5, 9],
    sizes: [100, 500, 1, 200],
    want: [200, 'TooManyReplicas'],
  },
  {
    what: 'more were added than the policy has',
    up: [5, 120, 0, 0],
    ups: [1, 5, 9],
    sizes: [100, 500, 1, 1000],
    want: [100, 'ScaleUpLimit'],
  },
  {
    what: '100 - 15 + 150',
    up: [150, 120, 0, 0],
    ups: [1, 5, 9],
    sizes: [100, 500, 1, 1000],
    want: [235, 'ScaleUpLimit'],
  },
  {
    what: '(100 - 15) and 200%',
    up: [0, 0, 200, 120],
    ups: [1, 5, 9],
    sizes: [100, 500, 1, 1000],
    want: [255, 'ScaleUpLimit'],
  },
  {
    what: 'no rate, whatever was removed',
    downs: [1, 5, 9],
    sizes: [10, 5, 1, 1000],
    want: [5, 'DesiredWithinRange'],
  },
  {
    what: 'the least, after some',
    down: [115, 120, 0, 0],
    downs: [1, 5, 9],
    sizes: [100, 0, 1, 1000],
    want: [1, 'TooFewReplicas'],
  },
  {
    what: 'a greater least, after some',
    down: [130, 120, 0, 0],
    downs: [1, 5, 9],
    sizes: [100, 0, 5, 1000],
    want: [5, 'TooFewReplicas'],
  },
  {
    what: 'all may go, after some',
    down: [0, 0, 100, 120],
    downs: [1, 5, 9],
    sizes: [100, 2, 5, 1000],
    want: [5, 'TooFewReplicas'],
  },
  {
    what: '100 + 15 - 5 is more than there are',
    down: [5, 120, 0, 0],
    downs: [1, 5, 9],
    sizes: [100, 2, 1, 1000],
    want: [100, 'ScaleDownLimit'],
  },
  {
    what: 'half of 112',
    down: [0, 0, 50, 120],
    downs: [2, 4, 6],
    sizes: [100, 0, 1, 1000],
    want: [56, 'ScaleDownLimit'],
  },
  {
    what: 'a tenth of 130 is not enough',
    down: [0, 0, 10, 120],
    downs: [10, 10, 10],
    sizes: [100, 0, 1, 1000],
    want: [100, 'ScaleDownLimit'],
  },
  {
    what: 'ten times as many may go',
    down: [0, 0, 1000, 120],
    downs: [10, 10, 10],
    sizes: [10, 5, 1, 1000],
    want: [5, 'DesiredWithinRange'],
  },
]

test.each(ROWS)('policies: $what', ({ up, down, ups, downs, sizes, want }) => {
  const [current, desired, min, max] = sizes
  const behavior = {
    scaleUp: rules(up, UP),
    scaleDown: { ...rules(down, DOWN), stabilizationWindowSeconds: 0 },
  }
  const past = { ...NONE, ups: spread(ups ?? []), downs: spread(downs ?? []) }
  // The first row is what the caller does before: a size below the least is never asked for.
  const asked = current === 2 ? Math.max(min, desired) : desired
  const { replicas, limited } = normalized(
    behavior,
    { current, desired: asked, min, max },
    past,
    NOW,
  )
  expect([replicas, limited.reason]).toEqual(want)
})

describe('recent recommendations', () => {
  const recommended = (
    ...list: readonly (readonly [replicas: number, minutes: number])[]
  ): Past => ({
    ...NONE,
    recommendations: list.map(([replicas, minutes]) => ({ at: NOW - minutes * 60_000, replicas })),
  })

  // k8s: pkg/controller/podautoscaler horizontal_test.go TestNormalizeDesiredReplicas (1.36): the numbers are its own.
  test.each([
    ['none', recommended(), 5, 5, 1],
    ['higher ones hold the size', recommended([4, 2], [5, 1]), 3, 5, 3],
    ['lower ones do not', recommended([1, 2], [2, 1]), 3, 3, 3],
    ['old ones are forgotten', recommended([10, 10], [9, 9]), 3, 3, 1],
  ] as const)('%s', (_, past, desired, want, kept) => {
    const { replicas, past: next } = normalized(
      undefined,
      { current: 10, desired, min: 1, max: 100 },
      past,
      NOW,
    )
    expect(replicas).toBe(want)
    expect(next.recommendations.length).toBe(kept)
  })

  test.each([
    ['up waits for the lowest', 100, 20, recommended([30, 0.5], [40, 1]), 30, 'ScaleUpStabilized'],
    [
      'down waits for the highest',
      5,
      100,
      recommended([60, 1], [40, 2]),
      60,
      'ScaleDownStabilized',
    ],
    ['in between nothing moves', 50, 50, recommended([10, 0.5], [90, 1]), 50, 'ReadyForNewScale'],
  ] as const)('windows: %s', (_, desired, current, past, want, reason) => {
    const free = {
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 900, periodSeconds: 15 }],
    }
    const behavior = {
      scaleUp: { ...free, stabilizationWindowSeconds: 120 },
      scaleDown: { ...free, stabilizationWindowSeconds: 300 },
    }
    const { replicas, able } = normalized(
      behavior,
      { current, desired, min: 1, max: 1000 },
      past,
      NOW,
    )
    expect([replicas, able.reason]).toEqual([want, reason])
  })
})

test.each([
  ['Min', 4, 100, 6],
  ['Disabled', 4, 100, 4],
  ['Min', 20, 1, 16],
  ['Disabled', 20, 1, 20],
] as const)(
  'of several policies: %s, %i pods, %i wanted',
  (selectPolicy, current, desired, want) => {
    const both = {
      selectPolicy,
      stabilizationWindowSeconds: 0,
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 60 },
        { type: 'Percent', value: 50, periodSeconds: 60 },
      ],
    }
    const sizes = { current, desired, min: 1, max: 1000 }
    expect(normalized({ scaleUp: both, scaleDown: both }, sizes, NONE, NOW).replicas).toBe(want)
  },
)
