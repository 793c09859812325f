import { expect, test } from 'vitest'
import {
  type Metrics,
  NoReplicas,
  weighed,
} from '../../../src/sim/controllers/podautoscaler/replicas.ts'
import { formatTime, type Pod } from '../../../src/sim/index.ts'

const NOW = 10_000_000
const MINUTE = 60_000
/** Longer ago than CPU is left out for a new pod. */
const COOL = NOW - 6 * MINUTE

interface Row {
  readonly what: string
  readonly replicas: number
  /** In percent of the request, or `m` for each pod. */
  readonly target: number | `${number}m`
  /** Thousandths used, by pod; pods without a number are missing in the metrics. */
  readonly used: readonly number[]
  /** Of each pod, in thousandths; one for each pod there is. */
  readonly requests: readonly number[]
  readonly unready?: readonly number[]
  readonly hot?: readonly number[]
  readonly failed?: readonly number[]
  readonly pending?: readonly number[]
  readonly deleted?: readonly number[]
  readonly want: readonly [replicas: number, utilization: number, average: number] | string
}

const ones = (count: number) => new Array<number>(count).fill(1000)

// k8s: pkg/controller/podautoscaler replica_calculator_test.go (1.36): the numbers are its own.
const ROWS: readonly Row[] = [
  {
    what: 'up',
    replicas: 3,
    target: 30,
    used: [300, 500, 700],
    requests: ones(3),
    want: [5, 50, 500],
  },
  {
    what: 'up, less because of a pod that is not ready',
    replicas: 3,
    target: 30,
    used: [300, 500, 700],
    requests: ones(3),
    unready: [0],
    want: [4, 60, 600],
  },
  {
    what: 'up, less because of a new pod',
    replicas: 3,
    target: 30,
    used: [300, 500, 700],
    requests: ones(3),
    hot: [0],
    want: [4, 60, 600],
  },
  {
    what: 'not up, because of two that are not ready',
    replicas: 3,
    target: 40,
    used: [400, 500, 700],
    requests: ones(3),
    unready: [1, 2],
    want: [3, 40, 400],
  },
  {
    what: 'not up, because of two new ones',
    replicas: 3,
    target: 40,
    used: [400, 500, 700],
    requests: ones(3),
    hot: [1, 2],
    want: [3, 40, 400],
  },
  {
    what: 'failed pods do not count',
    replicas: 2,
    target: 30,
    used: [500, 700],
    requests: ones(4),
    failed: [2, 3],
    want: [4, 60, 600],
  },
  {
    what: 'deleted pods do not count',
    replicas: 2,
    target: 30,
    used: [500, 700],
    requests: ones(4),
    deleted: [2, 3],
    want: [4, 60, 600],
  },
  {
    what: 'down',
    replicas: 5,
    target: 50,
    used: [100, 300, 500, 250, 250],
    requests: ones(5),
    want: [3, 28, 280],
  },
  {
    what: 'down without those that are not ready',
    replicas: 5,
    target: 50,
    used: [100, 300, 500, 250, 250],
    requests: ones(5),
    unready: [3, 4],
    want: [2, 30, 300],
  },
  {
    what: 'down without new ones',
    replicas: 5,
    target: 50,
    used: [100, 300, 500, 250, 250],
    requests: ones(5),
    hot: [3, 4],
    want: [2, 30, 300],
  },
  {
    what: 'down without pending ones',
    replicas: 5,
    target: 50,
    used: [100],
    requests: ones(5),
    pending: [1, 2, 3, 4],
    want: [1, 10, 100],
  },
  {
    what: 'down beside failed ones',
    replicas: 5,
    target: 50,
    used: [100, 300, 500, 250, 250],
    requests: ones(7),
    failed: [5, 6],
    want: [3, 28, 280],
  },
  {
    what: 'within a tenth',
    replicas: 3,
    target: 100,
    used: [1010, 1030, 1020],
    requests: [900, 1000, 1100],
    want: [3, 102, 1020],
  },
  {
    what: 'metrics of pods that are gone',
    replicas: 4,
    target: 100,
    used: [4000, 9500, 3000, 7000, 3200, 2000],
    requests: ones(4),
    want: [24, 587, 5875],
  },
  {
    what: 'missing metrics count as full when it shrinks',
    replicas: 4,
    target: 100,
    used: [400, 95],
    requests: ones(4),
    want: [3, 24, 247],
  },
  {
    what: 'a missing one, at the target',
    replicas: 2,
    target: 100,
    used: [1000],
    requests: ones(2),
    want: [2, 100, 1000],
  },
  {
    what: 'a missing one, above the target',
    replicas: 2,
    target: 100,
    used: [1900],
    requests: ones(2),
    want: [2, 190, 1900],
  },
  {
    what: 'a missing one, below the target',
    replicas: 2,
    target: 100,
    used: [600],
    requests: ones(2),
    want: [2, 60, 600],
  },
  {
    what: 'one missing, one not ready',
    replicas: 3,
    target: 50,
    used: [100, 450],
    requests: ones(3),
    unready: [0],
    want: [3, 45, 450],
  },
  {
    what: 'one missing, one new',
    replicas: 3,
    target: 50,
    used: [100, 450],
    requests: ones(3),
    hot: [0],
    want: [3, 45, 450],
  },
  {
    what: 'one missing, one not ready, and much to do',
    replicas: 3,
    target: 50,
    used: [100, 2000],
    requests: ones(3),
    unready: [0],
    want: [4, 200, 2000],
  },
  {
    what: 'one missing, one new, and much to do',
    replicas: 3,
    target: 50,
    used: [100, 2000],
    requests: ones(3),
    hot: [0],
    want: [4, 200, 2000],
  },
  {
    what: 'one missing, one not ready, and little to do',
    replicas: 4,
    target: 50,
    used: [100, 100, 100],
    requests: ones(4),
    unready: [0],
    want: [3, 10, 100],
  },
  {
    what: 'a surge does not turn shrinking into growing',
    replicas: 2,
    target: 50,
    used: [100, 100],
    requests: ones(3),
    want: [2, 10, 100],
  },
  {
    what: 'an amount for each pod',
    replicas: 3,
    target: '15000m',
    used: [20000, 10000, 30000],
    requests: ones(3),
    want: [4, -1, 20000],
  },
  {
    what: 'an amount, down',
    replicas: 5,
    target: '20000m',
    used: [12000, 12000, 12000, 12000, 12000],
    requests: ones(5),
    want: [3, -1, 12000],
  },
  {
    what: 'an amount, within a tenth',
    replicas: 3,
    target: '20000m',
    used: [20000, 21000, 21000],
    requests: ones(3),
    want: [3, -1, 20666],
  },
  {
    what: 'no pods of which anything is known',
    replicas: 4,
    target: 100,
    used: [],
    requests: ones(4),
    want: 'did not receive metrics for targeted pods (pods might be unready)',
  },
  {
    what: 'no requests',
    replicas: 1,
    target: 100,
    used: [200],
    requests: [-1],
    want: 'missing request for cpu in container main of Pod p-0',
  },
]

function podsOf(row: Row): Pod[] {
  const has = (list: readonly number[] | undefined, index: number) => list?.includes(index) ?? false
  return row.requests.map((request, index) => {
    const phase = has(row.failed, index)
      ? 'Failed'
      : has(row.pending, index)
        ? 'Pending'
        : 'Running'
    const started = has(row.hot, index) ? NOW : COOL
    const ready = !has(row.unready, index) && phase === 'Running'
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `p-${index}`,
        namespace: 'default',
        uid: `u-${index}`,
        resourceVersion: '1',
        creationTimestamp: formatTime(started),
        ...(has(row.deleted, index) ? { deletionTimestamp: formatTime(NOW) } : {}),
      },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'nginx',
            ...(request < 0 ? {} : { resources: { requests: { cpu: `${request}m` } } }),
          },
        ],
      },
      status: {
        phase,
        startTime: formatTime(started),
        conditions: [
          {
            type: 'Ready',
            status: ready ? 'True' : 'False',
            lastTransitionTime: formatTime(started),
          },
        ],
      },
    }
  })
}

function metricsOf({ used }: Row): Metrics {
  return new Map(used.map((value, index) => [`p-${index}`, { value, at: NOW, window: MINUTE }]))
}

test.each(ROWS)('$what', (row) => {
  const { target, want, replicas } = row
  const question = { resource: 'cpu', container: '', replicas, tolerances: { up: 0.1, down: 0.1 } }
  const goal =
    typeof target === 'number'
      ? { utilization: target, amount: 0 }
      : { amount: Number.parseInt(target, 10) }
  const ask = () => weighed(podsOf(row), metricsOf(row), question, goal, NOW)
  if (typeof want === 'string') {
    expect(ask).toThrow(new NoReplicas(want))
    return
  }
  const found = ask()
  expect([found.replicas, found.utilization ?? -1, found.average]).toEqual(want)
})

// k8s: pkg/controller/podautoscaler replica_calculator_test.go, tolerances of each direction (1.36)
test.each([
  [0.1, 0.1, [1000, 1090], 2],
  [0, 0.1, [1000, 1060], 3],
  [0.5, 0.1, [1400, 1500], 2],
  [0.1, 0.3, [750, 750], 2],
  [0.1, 0.1, [450, 450], 1],
] as const)('tolerance up %d and down %d', (up, down, used, want) => {
  const row: Row = { what: '', replicas: 2, target: 100, used, requests: ones(2), want: '' }
  const question = { resource: 'cpu', container: '', replicas: 2, tolerances: { up, down } }
  const goal = { utilization: 100, amount: 0 }
  expect(weighed(podsOf(row), metricsOf(row), question, goal, NOW).replicas).toBe(want)
})

test('requests of the pod as a whole', () => {
  const row: Row = { what: '', replicas: 1, target: 50, used: [200], requests: [-1], want: '' }
  const [pod] = podsOf(row)
  const ask = (requests: Readonly<Record<string, string>>, container = '', resource = 'cpu') => {
    const whole = { ...pod, spec: { ...pod?.spec, resources: { requests } } } as Pod
    const question = { resource, container, replicas: 1, tolerances: { up: 0.1, down: 0.1 } }
    return weighed([whole], metricsOf(row), question, { utilization: 50, amount: 0 }, NOW)
  }
  expect(ask({ cpu: '200m' })).toMatchObject({ replicas: 2, utilization: 100 })
  expect(() => ask({ memory: '64Mi' })).toThrow('missing pod-level request for cpu in Pod p-0')
  expect(() => ask({ cpu: '200m' }, 'main')).toThrow(
    'missing request for cpu in container main of Pod p-0',
  )
  expect(() => ask({ cpu: '200m' }, 'other')).toThrow('container other not found in Pod p-0')
})
