import { expect, test } from 'vitest'
import { Desk } from './desk.ts'

const V1 = `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: old}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
  targetCPUUtilizationPercentage: 60
`

const V2 = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: new, annotations: {team: a}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
  metrics:
  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 64Mi}}}
  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
  - {type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: "10"}}}
  - type: Object
    object:
      metric: {name: requests}
      describedObject: {apiVersion: v1, kind: Service, name: web}
      target: {type: Value, value: 2k}
  - type: External
    external: {metric: {name: queue, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: "30"}}
  - type: ContainerResource
    containerResource: {name: cpu, container: main, target: {type: Utilization, averageUtilization: 40}}
  behavior:
    scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 1, periodSeconds: 30}]}
`

type Json = Readonly<Record<string, unknown>>

function shown(desk: Desk, type: string, name: string) {
  const { stdout } = desk.run(`kubectl get ${type} ${name} -o json`)
  return JSON.parse(stdout) as {
    apiVersion: string
    metadata: { annotations?: Readonly<Record<string, string>> }
    spec: Json
    status: Json
  }
}

function desk(manifest: string): Desk {
  const made = new Desk('plain')
  made.files = { 'hpa.yaml': manifest }
  expect(made.run('kubectl apply -f hpa.yaml').code).toBe(0)
  return made
}

test('a manifest of version 1 is stored as version 2, and read in both', () => {
  const made = desk(V1)
  expect(shown(made, 'hpa', 'old')).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
      ],
    },
  })
  const old = shown(made, 'horizontalpodautoscalers.v1.autoscaling', 'old')
  expect([old.apiVersion, old.spec, old.status]).toEqual([
    'autoscaling/v1',
    {
      maxReplicas: 5,
      minReplicas: 1,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      targetCPUUtilizationPercentage: 60,
    },
    { currentReplicas: 0, desiredReplicas: 0 },
  ])
  expect(made.run('kubectl get hpa.v3.autoscaling').stderr).toBe(
    'error: the server doesn\'t have a resource type "hpa.v3"\n'.replace(
      'hpa.v3',
      'hpa.v3.autoscaling',
    ),
  )
  expect(made.run('kubectl api-versions').stdout).toContain('autoscaling/v1\nautoscaling/v2\n')
})

test('applied again it is unchanged, and a change is a change of the metric', () => {
  const made = desk(V1)
  expect(made.run('kubectl apply -f hpa.yaml').stdout).toMatch(/unchanged\n$/)
  made.files = { 'hpa.yaml': V1.replace('60', '75') }
  expect(made.run('kubectl apply -f hpa.yaml').stdout).toMatch(/configured\n$/)
  expect(made.run('kubectl get hpa').stdout).toContain('cpu: <unknown>/75%')
  made.files = { 'hpa.yaml': V1.replace('  targetCPU', '  targetMemory') }
  expect(made.run('kubectl apply -f hpa.yaml').stderr).toContain(
    'unknown field "spec.targetMemoryUtilizationPercentage"',
  )
})

test('what version 1 has no field for travels in annotations, there and back', () => {
  const made = desk(V2)
  const old = shown(made, 'hpa.v1.autoscaling', 'new')
  const annotations = old.metadata.annotations ?? {}
  expect(old.spec.targetCPUUtilizationPercentage).toBe(70)
  const prefix = 'autoscaling.alpha.kubernetes.io/'
  expect(annotations.team).toBe('a')
  expect(JSON.parse(annotations[`${prefix}metrics`] ?? '')).toEqual([
    { type: 'Resource', resource: { name: 'memory', targetAverageValue: '64Mi' } },
    { type: 'Pods', pods: { metricName: 'qps', targetAverageValue: '10' } },
    {
      type: 'Object',
      object: {
        target: { kind: 'Service', name: 'web', apiVersion: 'v1' },
        metricName: 'requests',
        targetValue: '2k',
      },
    },
    {
      type: 'External',
      external: {
        metricName: 'queue',
        metricSelector: { matchLabels: { a: 'b' } },
        targetAverageValue: '30',
      },
    },
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', targetAverageUtilization: 40, container: 'main' },
    },
  ])
  expect(JSON.parse(annotations[`${prefix}behavior`] ?? '')).toMatchObject({
    ScaleUp: { SelectPolicy: 'Max', StabilizationWindowSeconds: 0 },
    ScaleDown: {
      StabilizationWindowSeconds: 60,
      Policies: [{ Type: 'Pods', Value: 1, PeriodSeconds: 30 }],
    },
  })
  const before = shown(made, 'hpa', 'new').spec
  made.run('kubectl delete hpa new')
  made.files = { 'old.json': JSON.stringify({ ...old, kind: 'HorizontalPodAutoscaler' }) }
  expect(made.run('kubectl create -f old.json').code).toBe(0)
  const after = shown(made, 'hpa', 'new')
  const byType = (spec: Json) => ({
    ...spec,
    metrics: (spec.metrics as readonly { type: string }[]).map((one) => JSON.stringify(one)).sort(),
  })
  expect(byType(after.spec)).toEqual(byType(before))
  expect(Object.keys(after.metadata.annotations ?? {}).join()).not.toContain(prefix)
})

test('without a target it aims at 80% of the CPU', () => {
  const made = desk(V1.replace('  targetCPUUtilizationPercentage: 60\n', ''))
  expect(made.run('kubectl get hpa').stdout).toContain('cpu: <unknown>/80%')
})
