import { describe, expect, test } from 'vitest'
import { kindSpec } from '../../../src/sim/kinds/index.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import type {
  Draft,
  Pod,
  PodSpec,
  PriorityClass,
  StorageClass,
} from '../../../src/sim/types/index.ts'
import { context, post } from '../kinds/support.ts'

const META = { uid: 'u', resourceVersion: '1', creationTimestamp: '2021-03-01T00:00:00Z' } as const

function pod(spec: Partial<PodSpec> = {}): Draft<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  }
}

function priority(name: string, value: number, globalDefault = false): PriorityClass {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { ...META, name },
    value,
    globalDefault,
    preemptionPolicy: 'Never',
  }
}

function storage(name: string, creationTimestamp: string): StorageClass {
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { ...META, name, creationTimestamp, annotations },
    provisioner: 'x/y',
  }
}

describe('priority', () => {
  test('comes from the named class', () => {
    const { object } = post(pod({ priorityClassName: 'high' }), context([priority('high', 7)]))
    expect(object).toMatchObject({ spec: { priority: 7, preemptionPolicy: 'Never' } })
  })

  test('comes from the global default of lowest value', () => {
    const classes = [priority('a', 9, true), priority('b', 3, true)]
    const { object } = post(pod(), context(classes))
    expect(object).toMatchObject({ spec: { priority: 3, priorityClassName: 'b' } })
  })

  test('may not be given as a number', () => {
    expect(post(pod({ priority: 5 })).error?.message).toBe(
      'pods "p" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    )
  })
})

describe('tolerations', () => {
  test('are added only where the pod does not say', () => {
    const own = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }
    const { object } = post(pod({ tolerations: [own] }))
    const { tolerations } = (object as Draft<Pod>).spec
    expect(tolerations?.map((t) => [t.key, t.tolerationSeconds])).toEqual([
      ['node.kubernetes.io/not-ready', undefined],
      ['node.kubernetes.io/unreachable', 300],
    ])
  })

  test('are not added to a pod that tolerates everything', () => {
    const { object } = post(pod({ tolerations: [{ operator: 'Exists' }] }))
    expect((object as Draft<Pod>).spec.tolerations).toHaveLength(1)
  })
})

describe('service account', () => {
  test('is not mounted when the pod does not want it', () => {
    const { object } = post(pod({ automountServiceAccountToken: false }))
    expect((object as Draft<Pod>).spec.volumes).toBeUndefined()
  })

  test('must exist', () => {
    expect(post(pod({ serviceAccountName: 'ghost' })).error?.message).toBe(
      'pods "p" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
    )
  })
})

test('a claim gets the newest default class', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }
  const classes = [
    storage('old', '2021-03-01T00:00:00Z'),
    storage('new', '2021-03-01T00:00:09Z'),
    storage('older', '2021-03-01T00:00:00Z'),
  ]
  expect(post(claim, context(classes)).object).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
    spec: { storageClassName: 'new' },
  })
})

describe('pods of one template', () => {
  const spec = kindSpec('Pod')
  const admission = context()
  const template = (post(pod()).object as Draft<Pod>).spec

  function create(i: number): Draft<Pod> {
    const draft: Draft<Pod> = {
      ...pod(),
      metadata: { name: `p-${i}`, namespace: 'default', labels: LABELS },
      spec: template,
    }
    const filled = spec.defaults(draft, current)
    const admitted = spec.admit?.(filled, admission) ?? filled
    expect(spec.validate(admitted, current)).toEqual([])
    return admitted
  }
  const LABELS = { app: 'web' }

  test('share one spec object', () => {
    expect(create(1).spec).toBe(create(2).spec)
  })

  test('defaults of a spec that has them is the same object', () => {
    const first = spec.defaults(pod(), current)
    expect(spec.defaults(first, current).spec).toBe(first.spec)
  })

  test('a faulty spec is refused each time', () => {
    const broken = { ...pod(), spec: { containers: [{ name: 'Bad', image: 'x' }] } } as Draft<Pod>
    const filled = spec.defaults(broken, current)
    expect(spec.validate(filled, current)).toHaveLength(1)
    expect(spec.validate(filled, current)).toHaveLength(1)
  })
})
