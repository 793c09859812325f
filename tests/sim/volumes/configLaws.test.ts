import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import {
  type Checkpoint,
  type Cluster,
  checkpoint,
  restore,
  runUntil,
} from '../../../src/sim/index.ts'
import { type Consumer, consumersOf } from '../../../src/sim/volumes/consumers.ts'
import { Desk } from '../../kubectl/desk.ts'

const POD = (name: string, kind: 'configMap' | 'secret', optional: boolean): string => {
  const source =
    kind === 'configMap'
      ? `{name: o, optional: ${optional}}`
      : `{secretName: o, optional: ${optional}}`
  const ref = kind === 'configMap' ? 'configMapRef' : 'secretRef'
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers:
  - name: c
    image: nginx
    envFrom: [{prefix: P_, ${ref}: {name: o, optional: ${optional}}}]
    volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /part, subPath: a}]
  volumes: [{name: v, ${kind}: ${source}}]
`
}

/** Things that may happen to two objects and the four pods that use them. */
const ACTS: readonly ((value: number) => string)[] = [
  (value) => `kubectl patch cm o -p '{"data":{"a":"${value}"}}'`,
  (value) => `kubectl patch secret o -p '{"stringData":{"a":"${value}","b":"x"}}'`,
  () => 'kubectl delete cm o',
  (value) => `kubectl create cm o --from-literal=a=${value}`,
  () => 'kubectl delete secret o',
  (value) => `kubectl create secret generic o --from-literal=a=${value}`,
  () => 'kubectl exec p1 -- kill 1',
  (value) => `kubectl annotate pod p1 x=${value} --overwrite`,
  () => 'kubectl delete pod p2 --force --grace-period=0',
  () => 'kubectl apply -f p2.yaml',
  () => 'kubectl label cm o colour=blue --overwrite',
]

const step = fc.tuple(
  fc.integer({ min: 0, max: ACTS.length - 1 }),
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 0, max: 70 }),
)
const program = fc.array(step, { minLength: 1, maxLength: 8 })
const runs = { numRuns: 12 }

function started(): Desk {
  const desk = new Desk('plain', { seed: 3 })
  desk.run('kubectl create cm o --from-literal=a=0')
  desk.run('kubectl create secret generic o --from-literal=a=0')
  const pods = {
    p1: POD('p1', 'configMap', false),
    p2: POD('p2', 'configMap', true),
    p3: POD('p3', 'secret', true),
  }
  for (const [name, text] of Object.entries(pods)) {
    desk.files[`${name}.yaml`] = text
    desk.run(`kubectl apply -f ${name}.yaml`)
  }
  desk.settle()
  return desk
}

function pass(cluster: Cluster, seconds: number): void {
  runUntil(cluster, { time: cluster.now + seconds * 1000 })
}

function play(desk: Desk, steps: readonly (readonly [number, number, number])[]): void {
  for (const [act, value, seconds] of steps) {
    desk.run(ACTS[act]?.(value) ?? '')
    pass(desk.cluster, seconds)
  }
}

/** All that machines keep of configuration, and all that is told of it. */
function told(cluster: Cluster): string {
  const kept = ['config volumes', 'container environment'].map((name) => [
    ...(cluster.memory.get(name) ?? []),
  ])
  const uses = (['ConfigMap', 'Secret'] as const).map((kind) => {
    const object = cluster.find(kind, 'default', 'o')
    return object ? consumersOf(cluster, object) : []
  })
  return JSON.stringify([kept, uses, cluster.rv])
}

/** A try that failed is repeated after at most so long; a usual look comes within 90 s. */
const LONGEST = 123_000

function uses(cluster: Cluster): readonly Consumer[] {
  const map = cluster.find('ConfigMap', 'default', 'o')
  return map ? consumersOf(cluster, map) : []
}

const FILES: Readonly<Record<string, string>> = { volume: '/v/a', subPath: '/part' }

function expectTrue(desk: Desk, { pod, how, stale }: Consumer): void {
  const path = FILES[how]
  const [container] = desk.cluster.get('Pod', 'default', pod).status.containerStatuses ?? []
  if (path === undefined || !container?.state?.running) return
  if (how === 'volume') expect(stale).toBe(false)
  const data = desk.cluster.get('ConfigMap', 'default', 'o').data ?? {}
  const shown = desk.run(`kubectl exec ${pod} -- cat ${path}`)
  if (!stale) expect(shown.stdout).toBe(data.a ?? '')
}

describe('configuration on machines', () => {
  test('goes on alike from a checkpoint that went through JSON', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const desk = started()
        play(desk, steps)
        const saved = JSON.parse(JSON.stringify(checkpoint(desk.cluster))) as Checkpoint
        const copy = createLab('plain')
        restore(copy, saved)
        for (const cluster of [desk.cluster, copy]) pass(cluster, 150)
        expect(told(copy)).toBe(told(desk.cluster))
      }),
      runs,
    )
  })

  test('comes back when time is turned back, and is the same again later', () => {
    fc.assert(
      fc.property(program, program, (before, after) => {
        const desk = started()
        play(desk, before)
        const { rv, now } = desk.cluster
        const then = told(desk.cluster)
        // Turning back to an entry means up to the next one, and looks write none: this is that next one.
        desk.run('kubectl create namespace later')
        play(desk, after)
        desk.cluster.history.rewind(desk.cluster, rv)
        runUntil(desk.cluster, { time: now })
        expect(told(desk.cluster)).toBe(then)
      }),
      runs,
    )
  })

  test('a volume is not old for long, and what is not called old is new', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const desk = started()
        play(desk, steps)
        for (const { refresh } of uses(desk.cluster))
          if (refresh.by === 'kubelet') expect(refresh.at - desk.cluster.now).toBeLessThan(LONGEST)
        pass(desk.cluster, LONGEST / 1000)
        for (const use of uses(desk.cluster)) expectTrue(desk, use)
      }),
      runs,
    )
  })

  test('a look without news writes nothing', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const desk = started()
        play(desk, steps)
        pass(desk.cluster, 1)
        const { cluster } = desk
        const before = told(cluster)
        for (const pod of cluster.list('Pod', { namespace: 'default' }))
          cluster.enqueue('kubelet', `pod/${pod.metadata.uid}/default/${pod.metadata.name}`)
        runUntil(cluster, { time: cluster.now })
        expect(told(cluster)).toBe(before)
      }),
      runs,
    )
  })
})
