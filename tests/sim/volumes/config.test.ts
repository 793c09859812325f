import { describe, expect, it } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import { checkpoint, restore } from '../../../src/sim/checkpoint.ts'
import { runUntil } from '../../../src/sim/index.ts'
import { resyncEvery } from '../../../src/sim/volumes/configSync.ts'
import { type Consumer, consumersOf } from '../../../src/sim/volumes/consumers.ts'
import { Desk } from '../../kubectl/desk.ts'

const POD = `apiVersion: v1
kind: Pod
metadata: {name: four}
spec:
  containers:
  - name: c
    image: busybox
    command: [sh, -c, "echo started with $(GREETING); sleep 1d"]
    env: [{name: GREETING, valueFrom: {configMapKeyRef: {name: cm, key: greeting}}}]
    envFrom: [{prefix: ALL_, configMapRef: {name: cm}}]
    volumeMounts: [{name: v, mountPath: /cfg}, {name: v, mountPath: /one/greeting, subPath: greeting}]
  volumes: [{name: v, configMap: {name: cm}}]
`

function started(): Desk {
  const desk = new Desk('plain')
  desk.files['pod.yaml'] = POD
  desk.run('kubectl create cm cm --from-literal=greeting=hello --from-literal=b=two')
  desk.run('kubectl apply -f pod.yaml')
  desk.settle()
  return desk
}

function wait(desk: Desk, seconds: number): void {
  runUntil(desk.cluster, { time: desk.cluster.now + seconds * 1000 })
}

const READ = `kubectl exec four -- sh -c 'cat /cfg/greeting; echo; cat /one/greeting; echo; echo $GREETING $ALL_greeting'`

function read(desk: Desk): readonly string[] {
  return desk.run(READ).stdout.trimEnd().split('\n')
}

function uses(desk: Desk): readonly Consumer[] {
  const map = desk.cluster.get('ConfigMap', 'default', 'cm')
  return consumersOf(desk.cluster, map)
}

function told(desk: Desk): Record<string, string> {
  return Object.fromEntries(
    uses(desk).map(({ how, stale, refresh }) => [how, `${stale ? 'old' : 'new'} ${refresh.by}`]),
  )
}

const ALL_NEW = {
  env: 'new nothing',
  envFrom: 'new nothing',
  args: 'new nothing',
  volume: 'new nothing',
  subPath: 'new nothing',
}

describe('what shows a ConfigMap', () => {
  it('is refreshed in as many ways as there are consumers', () => {
    const desk = started()
    expect(read(desk)).toEqual(['hello', 'hello', 'hello hello'])
    expect(told(desk)).toEqual(ALL_NEW)

    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    wait(desk, 1)
    expect(read(desk)).toEqual(['hello', 'hello', 'hello hello'])
    const waiting = {
      env: 'old restart',
      envFrom: 'old restart',
      args: 'old restart',
      volume: 'old kubelet',
      subPath: 'old restart',
    }
    expect(told(desk)).toEqual(waiting)

    const volume = uses(desk).find(({ how }) => how === 'volume')
    const at = volume?.refresh.by === 'kubelet' ? volume.refresh.at : 0
    expect(at).toBeGreaterThan(desk.cluster.now)
    runUntil(desk.cluster, { time: at - 1 })
    expect(read(desk)[0]).toBe('hello')
    runUntil(desk.cluster, { time: at })
    expect(read(desk)).toEqual(['bye', 'hello', 'hello hello'])
    expect(told(desk)).toEqual({ ...waiting, volume: 'new nothing' })

    desk.run('kubectl delete pod four --force --grace-period=0')
    desk.run('kubectl apply -f pod.yaml')
    desk.settle()
    expect(read(desk)).toEqual(['bye', 'bye', 'bye bye'])
    expect(told(desk)).toEqual(ALL_NEW)
    expect(desk.run('kubectl logs four').stdout).toBe('started with bye\n')
  })

  it('takes the new content over between one look of the kubelet and the next, 60 to 90 s apart', () => {
    for (const uid of ['a', 'b', 'c', 'd', 'e', 'f']) {
      expect(resyncEvery(uid)).toBeGreaterThanOrEqual(60_000)
      expect(resyncEvery(uid)).toBeLessThan(90_000)
    }
    expect(new Set(['a', 'b', 'c', 'd'].map(resyncEvery)).size).toBe(4)
  })

  it('takes it over at once when the pod itself is changed', () => {
    const desk = started()
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    desk.run('kubectl annotate pod four touched=yes')
    wait(desk, 1)
    expect(read(desk)).toEqual(['bye', 'hello', 'hello hello'])
  })

  it('gives a restarted container the new variables and the new part', () => {
    const desk = started()
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    desk.files['nginx.yaml'] = POD.replace('image: busybox', 'image: nginx')
      .replace(/command: .*\n/, '\n')
      .replace('name: four', 'name: web')
    desk.run('kubectl apply -f nginx.yaml')
    desk.settle()
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"again"}}'`)
    const ask = READ.replace('four', 'web')
    expect(desk.run(ask).stdout.split('\n').slice(0, 3)).toEqual(['bye', 'bye', 'bye bye'])
    desk.run('kubectl exec web -- kill 1')
    wait(desk, 10)
    expect(
      desk.cluster.get('Pod', 'default', 'web').status.containerStatuses?.[0]?.restartCount,
    ).toBe(1)
    expect(desk.run(ask).stdout.split('\n').slice(0, 3)).toEqual(['again', 'again', 'again again'])
  })

  it('keeps the folder of the files when nothing changes, and switches to a new one in one step', () => {
    const desk = started()
    const link = (): string =>
      /-> (\.\.\d\S+)/.exec(desk.run('kubectl exec four -- ls -la /cfg').stdout)?.[1] ?? ''
    const before = link()
    expect(before).toMatch(/^\.\.\d{4}_\d\d_\d\d_\d\d_\d\d_\d\d\.\d+$/)
    desk.run('kubectl label cm cm colour=blue')
    wait(desk, 100)
    expect(link()).toBe(before)
    expect(uses(desk).every(({ stale }) => !stale)).toBe(true)
    desk.run(`kubectl patch cm cm -p '{"data":{"b":null,"c":"3"}}'`)
    wait(desk, 100)
    expect(link()).not.toBe(before)
    expect(desk.run('kubectl exec four -- ls /cfg').stdout).toBe('c\ngreeting\n')
  })

  it('goes on with the files it has when the object is gone, complains, and recovers', () => {
    const desk = started()
    desk.run('kubectl delete cm cm')
    wait(desk, 200)
    expect(read(desk)[0]).toBe('hello')
    const events = desk.run('kubectl get events').stdout
    expect(events).toContain('MountVolume.SetUp failed for volume "v" : configmap "cm" not found')
    desk.run('kubectl create cm cm --from-literal=greeting=back')
    wait(desk, 130)
    expect(read(desk)[0]).toBe('back')
  })

  it('waits for a kubelet that is stopped', () => {
    const desk = started()
    const node = desk.cluster.get('Pod', 'default', 'four').spec.nodeName ?? ''
    desk.cluster.world({ type: 'stop-kubelet', name: node })
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    wait(desk, 30)
    expect(told(desk).volume).toBe('old kubeletStart')
    desk.cluster.world({ type: 'start-kubelet', name: node })
    wait(desk, 2)
    expect(read(desk)[0]).toBe('bye')
    expect(told(desk).volume).toBe('new nothing')
  })

  it('is part of a checkpoint', () => {
    const desk = started()
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    wait(desk, 2)
    const saved = JSON.parse(JSON.stringify(checkpoint(desk.cluster)))
    const other = createLab('plain')
    restore(other, saved)
    const map = other.get('ConfigMap', 'default', 'cm')
    expect(consumersOf(other, map)).toEqual(uses(desk))
    wait(desk, 100)
    runUntil(other, { time: desk.cluster.now })
    expect(other.rv).toBe(desk.cluster.rv)
    expect(consumersOf(other, other.get('ConfigMap', 'default', 'cm'))).toEqual(uses(desk))
  })
})
