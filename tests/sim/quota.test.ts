import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../src/sim/index.ts'
import { compareQuantity } from '../../src/sim/machinery/quantity.ts'
import { Desk } from '../kubectl/desk.ts'

function apply(desk: Desk, manifest: object) {
  return desk.run('kubectl apply -f -', JSON.stringify(manifest))
}

function quota(name: string, spec: object) {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec }
}

function pod(name: string, extra: object = {}, container: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'nginx', ...container }], ...extra },
  }
}

function claim(name: string, storage: string, storageClassName = 'gold') {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      resources: { requests: { storage } },
    },
  }
}

function usedOf(cluster: Cluster, name: string) {
  return cluster.get('ResourceQuota', 'default', name).status.used
}

function deskWith(...manifests: readonly object[]): Desk {
  const desk = new Desk('recording')
  for (const manifest of manifests) expect(apply(desk, manifest).stderr).toBe('')
  desk.settle()
  return desk
}

describe('a quota', () => {
  test('counts what is there and lets nothing in beyond it', () => {
    const desk = deskWith(quota('q', { hard: { pods: '1', configmaps: '2', secrets: '0' } }))
    expect(usedOf(desk.cluster, 'q')).toEqual({ pods: '0', configmaps: '1', secrets: '0' })
    expect(apply(desk, pod('a')).code).toBe(0)
    expect(usedOf(desk.cluster, 'q')?.pods).toBe('1')
    expect(apply(desk, pod('b')).stderr).toBe(
      'Error from server (Forbidden): error when creating "STDIN": pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1\n',
    )
    expect(desk.run('kubectl create secret generic s').stderr).toBe(
      'error: failed to create secret secrets "s" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=0, limited: secrets=0\n',
    )
    desk.run('kubectl delete pod a')
    desk.settle()
    expect(usedOf(desk.cluster, 'q')?.pods).toBe('0')
  })

  test('of cpu or memory wants them stated by every container', () => {
    const desk = deskWith(quota('q', { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi' } }))
    const two = pod('two', {
      containers: [
        { name: 'b', image: 'nginx' },
        { name: 'a', image: 'nginx', resources: { requests: { cpu: '1' } } },
      ],
    })
    expect(apply(desk, two).stderr).toContain(
      'pods "two" is forbidden: failed quota: q: must specify limits.memory for: a,b; requests.cpu for: b\n',
    )
  })

  test('says every name that is exceeded, in their order, and dry runs cost nothing', () => {
    const hard = { pods: '4', 'requests.cpu': '1', 'requests.memory': '1Gi' }
    const desk = deskWith(quota('q', { hard }))
    const resources = { requests: { cpu: '600m', memory: '600Mi' } }
    desk.run('kubectl apply --dry-run=server -f -', JSON.stringify(pod('dry', {}, { resources })))
    expect(usedOf(desk.cluster, 'q')?.pods).toBe('0')
    expect(apply(desk, pod('one', {}, { resources })).code).toBe(0)
    expect(apply(desk, pod('two', {}, { resources })).stderr).toContain(
      'exceeded quota: q, requested: requests.cpu=600m,requests.memory=600Mi, used: requests.cpu=600m,requests.memory=600Mi, limited: requests.cpu=1,requests.memory=1Gi\n',
    )
  })

  test('counts the larger of init containers and the rest, and finished pods no more', () => {
    const desk = deskWith(quota('q', { hard: { pods: '9', cpu: '4', 'count/pods': '9' } }))
    const init = [{ name: 'i', image: 'busybox', resources: { requests: { cpu: '2' } } }]
    const main = { resources: { requests: { cpu: '500m' } }, command: ['sh', '-c', 'exit 0'] }
    apply(desk, pod('p', { initContainers: init, restartPolicy: 'Never' }, main))
    expect(usedOf(desk.cluster, 'q')).toMatchObject({ pods: '1', cpu: '2', 'count/pods': '1' })
    desk.settle()
    expect(desk.cluster.get('Pod', 'default', 'p').status.phase).toBe('Succeeded')
    expect(usedOf(desk.cluster, 'q')).toMatchObject({ pods: '0', cpu: '0', 'count/pods': '1' })
  })

  test('counts only what its scopes speak about', () => {
    const desk = deskWith(
      quota('best', { hard: { pods: '1' }, scopes: ['BestEffort'] }),
      quota('long', { hard: { pods: '5' }, scopes: ['NotTerminating', 'NotBestEffort'] }),
      quota('vip', {
        hard: { pods: '5' },
        scopeSelector: {
          matchExpressions: [
            { scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] },
          ],
        },
      }),
    )
    const resources = { requests: { cpu: '10m' } }
    apply(desk, pod('bare'))
    apply(desk, pod('sized', {}, { resources }))
    apply(desk, pod('short', { activeDeadlineSeconds: 60 }, { resources }))
    apply(desk, pod('vip', { priorityClassName: 'system-node-critical' }, { resources }))
    const used = ['best', 'long', 'vip'].map((name) => usedOf(desk.cluster, name)?.pods)
    expect(used).toEqual(['1', '2', '1'])
    expect(apply(desk, pod('more')).stderr).toContain('exceeded quota: best')
  })

  test('counts claims by size and class, and their growth', () => {
    const hard = {
      persistentvolumeclaims: '3',
      'requests.storage': '10Gi',
      'gold.storageclass.storage.k8s.io/requests.storage': '5Gi',
    }
    const desk = deskWith(quota('q', { hard }))
    expect(apply(desk, claim('a', '4Gi')).code).toBe(0)
    expect(apply(desk, claim('b', '2Gi')).stderr).toContain(
      'exceeded quota: q, requested: gold.storageclass.storage.k8s.io/requests.storage=2Gi, used: gold.storageclass.storage.k8s.io/requests.storage=4Gi, limited: gold.storageclass.storage.k8s.io/requests.storage=5Gi\n',
    )
    expect(apply(desk, claim('c', '6Gi', 'tin')).code).toBe(0)
    expect(usedOf(desk.cluster, 'q')).toEqual({
      persistentvolumeclaims: '2',
      'requests.storage': '10Gi',
      'gold.storageclass.storage.k8s.io/requests.storage': '4Gi',
    })
  })

  test('counts any kind by count/, and is itself counted', () => {
    const desk = deskWith(
      quota('q', { hard: { 'count/deployments.apps': '1', resourcequotas: '1' } }),
    )
    expect(desk.run('kubectl create deployment one --image=nginx').code).toBe(0)
    expect(desk.run('kubectl create deployment two --image=nginx').stderr).toBe(
      'error: failed to create deployment: deployments.apps "two" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1\n',
    )
    expect(apply(desk, quota('other', { hard: { pods: '1' } })).stderr).toContain(
      'exceeded quota: q, requested: resourcequotas=1',
    )
  })

  test('holds a Deployment back until there is room', () => {
    const desk = deskWith(quota('q', { hard: { pods: '2' } }))
    desk.run('kubectl create deployment web --image=nginx --replicas=3')
    desk.settle()
    expect(desk.cluster.list('Pod', { namespace: 'default' })).toHaveLength(2)
    const [set] = desk.cluster.list('ReplicaSet', { namespace: 'default' })
    const failure = set?.status.conditions?.find(({ type }) => type === 'ReplicaFailure')
    expect(failure).toMatchObject({ status: 'True', reason: 'FailedCreate' })
    expect(failure?.message).toMatch(
      /^pods "web-\w+-\w+" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2$/,
    )
    desk.run(`kubectl patch quota q -p '{"spec":{"hard":{"pods":"3"}}}'`)
    desk.run('sleep')
    desk.settle()
    expect(desk.cluster.get('ResourceQuota', 'default', 'q').status.hard).toEqual({ pods: '3' })
  })
})

describe('a limit range', () => {
  const range = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'lr' },
    spec: {
      limits: [
        { type: 'Container', default: { cpu: '200m' }, max: { cpu: '1' }, min: { cpu: '50m' } },
        { type: 'PersistentVolumeClaim', max: { storage: '5Gi' }, min: { storage: '1Gi' } },
      ],
    },
  }

  test('gives what is not stated, tells so, and the class of service follows', () => {
    const desk = deskWith(range)
    apply(desk, pod('p', { initContainers: [{ name: 'i', image: 'busybox' }] }))
    const { spec, metadata, status } = desk.cluster.get('Pod', 'default', 'p')
    expect(spec.containers[0]?.resources).toEqual({
      limits: { cpu: '200m' },
      requests: { cpu: '200m' },
    })
    expect(metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu request for container c; cpu limit for container c; cpu request for init container i; cpu limit for init container i',
    )
    expect(status.qosClass).toBe('Burstable')
  })

  test('refuses what is out of its bounds', () => {
    const desk = deskWith(range)
    const resources = { requests: { cpu: '10m' }, limits: { cpu: '2' } }
    expect(apply(desk, pod('p', {}, { resources })).stderr).toContain(
      'pods "p" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, maximum cpu usage per Container is 1, but limit is 2]\n',
    )
    expect(apply(desk, claim('big', '9Gi')).stderr).toContain(
      'persistentvolumeclaims "big" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 9Gi\n',
    )
  })

  test('leaves pods of a namespace without one alone', () => {
    const desk = deskWith(range)
    desk.run('kubectl create namespace other')
    desk.settle()
    desk.run('kubectl run p --image=nginx -n other')
    const { spec, metadata } = desk.cluster.get('Pod', 'other', 'p')
    expect(spec.containers[0]?.resources).toEqual({})
    expect(metadata.annotations).toBeUndefined()
  })
})

const act = fc.oneof(
  fc.record({
    line: fc.constant('create'),
    name: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 0, max: 6 }),
  }),
  fc.record({
    line: fc.constant('scale'),
    name: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({
    line: fc.constant('delete'),
    name: fc.integer({ min: 0, max: 3 }),
    count: fc.constant(0),
  }),
  fc.record({
    line: fc.constant('wait'),
    name: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 4 }),
  }),
)

const LINES: Readonly<Record<string, (name: number, count: number) => string>> = {
  create: (name, count) => `kubectl create deployment d${name} --image=nginx --replicas=${count}`,
  scale: (name, count) => `kubectl scale deployment d${name} --replicas=${count}`,
  delete: (name) => `kubectl delete deployment d${name} --wait=false`,
  wait: (_, count) => `kubectl wait --for=delete pod/nobody --timeout=${count}s`,
}

test('whatever is done, no quota is ever exceeded, and in the end its count is right', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const desk = deskWith(
        quota('q', { hard: { pods: '5', 'count/deployments.apps': '2', 'requests.cpu': '600m' } }),
        {
          apiVersion: 'v1',
          kind: 'LimitRange',
          metadata: { name: 'lr' },
          spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '150m' } }] },
        },
      )
      const { cluster } = desk
      const start = cluster.rv
      for (const { line, name, count } of acts) desk.run(LINES[line]?.(name, count) ?? '')
      desk.settle()
      for (const { after } of cluster.journal.since(start)) {
        if (after?.kind !== 'ResourceQuota') continue
        for (const [name, used] of Object.entries(after.status.used ?? {}))
          expect(compareQuantity(used, after.status.hard?.[name] ?? '0')).toBeLessThanOrEqual(0)
      }
      const pods = cluster.list('Pod', { namespace: 'default' })
      expect(pods.length).toBeLessThanOrEqual(4)
      expect(usedOf(cluster, 'q')).toEqual({
        pods: String(pods.length),
        'count/deployments.apps': String(
          cluster.list('Deployment', { namespace: 'default' }).length,
        ),
        'requests.cpu': pods.length === 0 ? '0' : `${pods.length * 150}m`,
      })
    }),
    { numRuns: 15 },
  )
})
