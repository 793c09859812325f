import fc from 'fast-check'
import type { Cluster } from '../../src/sim/index.ts'
import { metadataFor } from './programDrafts.ts'

/** What has to do with sizes that follow the load. */
export type ScalingAction =
  | {
      readonly do: 'autoscale'
      readonly name: number
      readonly most: number
      readonly milliCpu: number
    }
  | { readonly do: 'metrics' }
  | { readonly do: 'load'; readonly name: number; readonly milliCpu: number }

export const scalingAction: fc.Arbitrary<ScalingAction> = fc.oneof(
  fc.record({
    do: fc.constant('autoscale' as const),
    name: fc.nat({ max: 3 }),
    most: fc.integer({ min: 1, max: 8 }),
    milliCpu: fc.constantFrom(1, 50, 400),
  }),
  fc.record({ do: fc.constant('metrics' as const) }),
  fc.record({
    do: fc.constant('load' as const),
    name: fc.nat({ max: 3 }),
    milliCpu: fc.constantFrom(0, 100, 900),
  }),
)

type ScalingActs = {
  readonly [D in ScalingAction['do']]: (
    cluster: Cluster,
    step: Extract<ScalingAction, { do: D }>,
  ) => void
}

const SERVER = 'metrics-server'
const LABELS = { 'k8s-app': SERVER }

export const SCALING_ACTS: ScalingActs = {
  autoscale: (cluster, { name, most, milliCpu }) => {
    const target = { type: 'AverageValue', averageValue: `${milliCpu}m` }
    cluster.create<'HorizontalPodAutoscaler'>({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadataFor(`app${name}`),
      spec: {
        maxReplicas: most,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `app${name}` },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      },
    })
  },
  metrics: (cluster) => {
    const image = 'registry.k8s.io/metrics-server/metrics-server:v0.8.0'
    const containers = [{ name: SERVER, image, args: ['--metric-resolution=15s'] }]
    cluster.create<'Deployment'>({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: SERVER, namespace: 'kube-system', labels: LABELS },
      spec: {
        selector: { matchLabels: LABELS },
        template: { metadata: { labels: LABELS }, spec: { containers } },
      },
    })
  },
  load: (cluster, { name, milliCpu }) => {
    const amount = `${milliCpu}m`
    const load = { kind: 'Deployment', namespace: 'default', name: `app${name}`, amount } as const
    cluster.world({ type: 'load', load })
  },
}
