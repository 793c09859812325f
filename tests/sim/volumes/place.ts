import { expect } from 'vitest'
import { runUntil } from '../../../src/sim/index.ts'
import type { Volume } from '../../../src/sim/types/index.ts'
import { Desk } from '../../kubectl/desk.ts'

export interface Wish {
  readonly image?: string
  readonly command?: readonly string[]
  readonly node?: string
  readonly mount?: object
  readonly spec?: object
  readonly container?: object
}

/** A desk with pods that mount one volume `v` at /v. */
export class Place extends Desk {
  /** Creates a pod; waits until it runs unless told otherwise. */
  pod(name: string, volume: Omit<Volume, 'name'>, wish: Wish = {}, waits = true): void {
    this.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        ...(wish.node ? { nodeName: wish.node } : {}),
        containers: [
          {
            name: 'c',
            image: wish.image ?? 'busybox',
            command: wish.command ?? ['sleep', 'infinity'],
            volumeMounts: [{ name: 'v', mountPath: '/v', ...wish.mount }],
            ...wish.container,
          },
        ],
        volumes: [{ name: 'v', ...volume }],
        ...wish.spec,
      },
    })
    if (!waits) return
    this.settle()
    this.pass(1)
    expect(this.cluster.get('Pod', 'default', name).status.phase).toBe('Running')
  }

  apply(object: object): void {
    const { code, stderr } = this.run('kubectl apply -f -', JSON.stringify(object))
    expect(stderr.replace(/^Warning:.*\n/gm, '')).toBe('')
    expect(code).toBe(0)
  }

  /** What a script says in the pod's container: both streams together. */
  sh(pod: string, script: string): string {
    const { stdout, stderr } = this.words(['exec', pod, '--', 'sh', '-c', script])
    return stdout + stderr.replace(/command terminated.*\n/, '')
  }

  pass(seconds: number): void {
    runUntil(this.cluster, { time: this.cluster.now + seconds * 1000 })
  }

  /** Messages of the pod's FailedMount events. */
  failures(pod: string): readonly string[] {
    return this.cluster
      .list('Event', {
        where: (one) => one.involvedObject.name === pod && one.reason === 'FailedMount',
      })
      .map(({ message = '' }) => message)
  }
}

/** A claim bound to a volume with this source. */
export function bound(place: Place, name: string, source: object, spec: object = {}): void {
  place.apply({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${name}-pv` },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteMany'],
      storageClassName: '',
      ...source,
      ...spec,
    },
  })
  place.apply({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: '',
      volumeName: `${name}-pv`,
      resources: { requests: { storage: '1Gi' } },
    },
  })
  place.settle()
}
