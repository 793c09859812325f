import { describe, expect, it } from 'vitest'
import { accessibleName } from '../../src/canvas/facts/names.ts'
import { bytesText, cpuText, nodeFacts, usageOf } from '../../src/canvas/facts/nodeFacts.ts'
import { podFacts } from '../../src/canvas/facts/podFacts.ts'
import { policyFact } from '../../src/canvas/facts/policyFacts.ts'
import { modesText, phaseOf } from '../../src/canvas/facts/storageFacts.ts'
import { workloadFacts } from '../../src/canvas/facts/workloadFacts.ts'
import { recreation } from '../../src/canvas/hands/recreate.ts'
import { en } from '../../src/canvas/text/en.ts'
import { ko } from '../../src/canvas/text/ko.ts'
import { fitting, openingView } from '../../src/canvas/useFit.ts'
import type { ApiObject, ContainerState, Pod } from '../../src/sim/index.ts'
import { claim, deployment, node, pod, replicaSet, volume } from './objects.ts'

function status(phase: string, state: ContainerState, ready = false): Pod['status'] {
  return {
    phase,
    containerStatuses: [
      { name: 'main', image: 'nginx', imageID: '', ready, restartCount: 0, state },
    ],
  }
}

describe('podFacts', () => {
  it.each([
    ['unscheduled', pod('a'), 'wait', 'Pending'],
    ['bound, nothing begun', pod('a', { node: 'w1' }), 'work', 'Pending'],
    [
      'creating',
      pod('a', {
        node: 'w1',
        status: status('Pending', { waiting: { reason: 'ContainerCreating' } }),
      }),
      'work',
      'ContainerCreating',
    ],
    [
      'running',
      pod('a', { node: 'w1', status: status('Running', { running: {} }, true) }),
      'ok',
      'Running',
    ],
    [
      'not ready',
      pod('a', { node: 'w1', status: status('Running', { running: {} }) }),
      'work',
      'Running',
    ],
    [
      'crashing',
      pod('a', {
        node: 'w1',
        status: status('Running', { waiting: { reason: 'CrashLoopBackOff' } }),
      }),
      'bad',
      'CrashLoopBackOff',
    ],
    [
      'without image',
      pod('a', {
        node: 'w1',
        status: status('Pending', { waiting: { reason: 'ImagePullBackOff' } }),
      }),
      'bad',
      'ImagePullBackOff',
    ],
    [
      'rejected',
      pod('a', { node: 'w1', status: { phase: 'Failed', reason: 'OutOfcpu' } }),
      'bad',
      'OutOfcpu',
    ],
    [
      'completed',
      pod('a', {
        node: 'w1',
        status: status('Succeeded', { terminated: { exitCode: 0, reason: 'Completed' } }),
      }),
      'done',
      'Completed',
    ],
    [
      'going',
      pod('a', {
        node: 'w1',
        deleted: '2021-03-01T00:00:30Z',
        status: status('Running', { running: {} }, true),
      }),
      'gone',
      'Terminating',
    ],
  ] as const)('%s', (_, object, tone, reason) => {
    expect(podFacts(object)).toMatchObject({ tone, reason })
  })
})

describe('nodeFacts', () => {
  it('reads status, address and taints, and leaves out the taint that repeats the cordon', () => {
    const cordoned = {
      ...node('w1-k8s'),
      spec: {
        unschedulable: true,
        taints: [
          { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
          { key: 'gpu', value: 'yes', effect: 'NoExecute' },
        ],
      },
    }
    expect(nodeFacts(cordoned)).toEqual({
      status: 'Ready,SchedulingDisabled',
      tone: 'wait',
      address: '192.168.1.101',
      taints: ['gpu=yes:NoExecute'],
      pressures: [],
      cordoned: true,
    })
  })

  it('sums what living pods ask for', () => {
    const asking = (name: string, phase: string): Pod => {
      const base = pod(name, { node: 'w1-k8s', status: { phase } })
      return {
        ...base,
        spec: {
          containers: [{ name: 'main', resources: { requests: { cpu: '250m', memory: '128Mi' } } }],
        },
      }
    }
    const pods = [asking('a', 'Running'), asking('b', 'Running'), asking('c', 'Succeeded')]
    expect(usageOf(node('w1-k8s'), pods)).toEqual({
      cpu: { used: 500, all: 1000 },
      memory: { used: 256 * 2 ** 20, all: 2 ** 30 },
    })
  })

  it.each([
    [0, '0', '0'],
    [250, '250m', '0Mi'],
    [2000, '2', '0Mi'],
  ])('writes %i', (amount, cpu, bytes) => {
    expect(cpuText(amount)).toBe(cpu)
    expect(bytesText(amount)).toBe(bytes)
  })
})

describe('workloads and storage', () => {
  it('knows which workloads can be scaled', () => {
    expect(workloadFacts(deployment('web', 3))).toEqual({
      ready: 3,
      desired: 3,
      tone: 'ok',
      scalable: true,
    })
    const short = { ...replicaSet('web', 3), status: { replicas: 3, readyReplicas: 1 } }
    expect(workloadFacts(short).tone).toBe('work')
    expect(workloadFacts(pod('a')).scalable).toBe(false)
  })

  it('reads phases and modes', () => {
    expect(phaseOf(claim('a'))).toEqual({ word: 'Pending', tone: 'wait' })
    expect(phaseOf(claim('a', 'pv'))).toEqual({ word: 'Bound', tone: 'ok' })
    expect(phaseOf(volume('a'))).toEqual({ word: 'Available', tone: 'done' })
    expect(modesText(['ReadWriteOnce', 'ReadWriteMany'])).toBe('RWO,RWX')
  })
})

describe('names', () => {
  it('says kind, namespace, name, status and place', () => {
    expect(accessibleName('Pod', 'default/web-x', 'Running', ', on w1-k8s')).toBe(
      'Pod default/web-x, Running, on w1-k8s',
    )
    expect(accessibleName('Node', '/w1-k8s', 'Ready')).toBe('Node w1-k8s, Ready')
  })
})

describe('recreation', () => {
  it('keeps what the author wrote, names the machine, and drops what the server added', () => {
    const base = pod('bare', { node: 'w1-k8s' })
    const grown: Pod = {
      ...base,
      spec: {
        ...base.spec,
        volumes: [{ name: 'kube-api-access-abcde' }, { name: 'own' }],
        containers: [
          {
            name: 'main',
            image: 'nginx',
            volumeMounts: [
              { name: 'kube-api-access-abcde', mountPath: '/var/run' },
              { name: 'own', mountPath: '/data' },
            ],
          },
        ],
      },
    }
    expect(JSON.parse(recreation(grown, 'w2-k8s'))).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bare', namespace: 'default' },
      spec: {
        nodeName: 'w2-k8s',
        volumes: [{ name: 'own' }],
        containers: [
          { name: 'main', image: 'nginx', volumeMounts: [{ name: 'own', mountPath: '/data' }] },
        ],
      },
    })
  })
})

describe('fit', () => {
  it('shows the whole stage in the room, never too large', () => {
    const view = fitting({ width: 1138, height: 760 }, { width: 1220, height: 700 })
    expect(1138 * view.zoom).toBeLessThanOrEqual(1220)
    expect(760 * view.zoom).toBeLessThanOrEqual(700)
    expect(fitting({ width: 100, height: 100 }, { width: 4000, height: 4000 }).zoom).toBeLessThan(3)
  })

  it('begins readable on a phone, at the machines, instead of showing everything', () => {
    const stage = { width: 1236, height: 700 }
    const room = { width: 390, height: 600 }
    expect(fitting(stage, room).zoom).toBeLessThan(0.35)
    expect(openingView({ width: 374, height: 1200 }, room).zoom).toBeCloseTo(
      (room.width - 16) / 374,
    )
    expect(openingView({ width: 1264, height: 700 }, { width: 1280, height: 516 }).zoom).toBe(1)
  })
})

describe('texts', () => {
  it('has every text in both languages, with the same holes', () => {
    const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((hole) => hole[1]).sort()
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort())
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, holes(ko[key])]).toEqual([key, holes(en[key])])
  })
})

describe('a disruption budget', () => {
  const budget = (currentHealthy: number, desiredHealthy: number, disruptionsAllowed: number) =>
    policyFact({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'b', namespace: 'default' },
      spec: {},
      status: { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods: 3 },
    } as ApiObject)

  it('says how many serve of how many that must, and how many may go', () => {
    expect(budget(3, 2, 1)).toEqual({ says: '3/2 · −1' })
  })

  it('holds every pod when none may go', () => {
    expect(budget(2, 2, 0)).toEqual({ says: '2/2', held: true })
  })
})
