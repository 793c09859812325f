import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Around, claimWait } from '../../src/canvas/facts/claimWait.ts'
import { plugsOf } from '../../src/canvas/facts/plugs.ts'
import { shareOf } from '../../src/canvas/facts/storageFacts.ts'
import { backendOf } from '../../src/canvas/graph/backend.ts'
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  Volume,
} from '../../src/sim/index.ts'
import { volumesIn } from '../../src/store/complaints.ts'
import { filePatch, keyFor } from '../../src/store/putFile.ts'
import { bytesText } from '../../src/ui/kit/bytes.ts'
import { LIFETIMES } from '../../src/ui/kit/LifeSign.tsx'
import { claim, pod, volume } from './objects.ts'

const withVolumes = (volumes: readonly Volume[], mounts: readonly object[] = []): Pod => ({
  ...pod('p'),
  spec: {
    containers: [{ name: 'main', image: 'nginx', volumeMounts: mounts as never }],
    volumes,
  },
})

const behind = (spec: object): PersistentVolume =>
  ({ ...volume('pv'), spec: { capacity: { storage: '1Gi' }, ...spec } }) as PersistentVolume

describe('plugs of a pod', () => {
  const bound = (key: string): PersistentVolume | undefined => {
    if (key === 'default/remote') return behind({ nfs: { server: 's', path: '/x' } })
    if (key === 'default/local') return behind({ local: { path: '/disk' } })
    return key === 'default/p-scratch' ? behind({ nfs: { server: 's', path: '/y' } }) : undefined
  }

  it.each<[string, object, string]>([
    ['emptyDir', { emptyDir: {} }, 'pod'],
    ['configMap', { configMap: { name: 'app' } }, 'pod'],
    ['secret', { secret: { secretName: 'key' } }, 'pod'],
    ['downwardAPI', { downwardAPI: {} }, 'pod'],
    ['projected', { projected: { sources: [] } }, 'pod'],
    ['csi', { csi: { driver: 'inline' } }, 'pod'],
    ['hostPath', { hostPath: { path: '/var/log' } }, 'node'],
    ['nfs', { nfs: { server: '10.0.0.1', path: '/share' } }, 'beyond'],
    ['awsElasticBlockStore', { awsElasticBlockStore: { volumeID: 'v' } }, 'beyond'],
    ['persistentVolumeClaim', { persistentVolumeClaim: { claimName: 'remote' } }, 'beyond'],
    ['persistentVolumeClaim', { persistentVolumeClaim: { claimName: 'local' } }, 'node'],
    ['persistentVolumeClaim', { persistentVolumeClaim: { claimName: 'unbound' } }, 'beyond'],
  ])('%s lives as long as its bytes do', (sort, source, life) => {
    const [plug] = plugsOf(withVolumes([{ name: 'v', ...source }]), bound)
    expect(plug).toMatchObject({ sort, life })
  })

  it('knows that what is made for one pod goes with it, wherever it lies', () => {
    const [plug] = plugsOf(withVolumes([{ name: 'scratch', ephemeral: {} }]), bound)
    expect(plug).toMatchObject({ life: 'pod', nfs: { server: 's', path: '/y' }, volume: 'pv' })
  })

  it('names paths and sources, and leaves out the token that every pod has', () => {
    const plugs = plugsOf(
      withVolumes(
        [
          { name: 'data', nfs: { server: '10.0.0.1', path: '/share' } },
          { name: 'kube-api-access-x', projected: { sources: [] } },
        ],
        [
          { name: 'data', mountPath: '/a' },
          { name: 'data', mountPath: '/b' },
          {
            name: 'kube-api-access-x',
            mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
          },
        ],
      ),
      bound,
    )
    expect(plugs.map(({ name, source, paths }) => [name, source, paths])).toEqual([
      ['data', '10.0.0.1:/share', ['/a', '/b']],
    ])
  })
})

describe('what a pending claim waits for', () => {
  const around = (more: Partial<Around> = {}): Around => ({
    candidates: [],
    findClass: () => undefined,
    waitingPods: () => [],
    ...more,
  })
  const asks = (spec: object = {}): PersistentVolumeClaim => {
    const base = claim('c')
    return { ...base, spec: { ...base.spec, ...spec } }
  }
  const refused = (name: string, reason: string) =>
    ({ volume: volume(name), verdict: 'refused', reason }) as const
  const ofClass = (more: Partial<StorageClass>) => () =>
    ({ provisioner: 'x.csi', ...more }) as never

  it.each<[string, PersistentVolumeClaim, Partial<Around>, object | undefined]>([
    ['a bound one for nothing', claim('c', 'pv'), {}, undefined],
    ['a volume', asks(), {}, { on: 'volume' }],
    ['its class', asks({ storageClassName: 'fast' }), {}, { on: 'class', name: 'fast' }],
    [
      'its provisioner',
      asks({ storageClassName: 'fast' }),
      { findClass: ofClass({}) },
      { on: 'provisioner', name: 'x.csi' },
    ],
    [
      'a volume made by hand',
      asks({ storageClassName: 'local' }),
      { findClass: ofClass({ provisioner: 'kubernetes.io/no-provisioner' }) },
      { on: 'volume' },
    ],
    [
      'its first consumer',
      asks({ storageClassName: 'late' }),
      { findClass: ofClass({ volumeBindingMode: 'WaitForFirstConsumer' }) },
      { on: 'consumer' },
    ],
    [
      'a machine for its consumer',
      asks({ storageClassName: 'late' }),
      {
        findClass: ofClass({ volumeBindingMode: 'WaitForFirstConsumer' }),
        waitingPods: () => ['web-0'],
      },
      { on: 'machine', name: 'web-0' },
    ],
    ['the volume it names', asks({ volumeName: 'gone' }), {}, { on: 'named', name: 'gone' }],
    [
      'the binder alone',
      asks(),
      { candidates: [{ volume: volume('pv'), verdict: 'smallest', reason: '' }] },
      { on: 'binder', name: 'pv' },
    ],
  ])('%s', (_, object, more, expected) => {
    const found = claimWait(object, around(more))
    if (expected) expect(found).toMatchObject(expected)
    else expect(found).toBeUndefined()
  })

  it('counts why volumes are refused', () => {
    const small = 'requested PV is too small'
    const candidates = [refused('a', small), refused('b', 'other'), refused('c', small)]
    expect(claimWait(asks(), around({ candidates }))?.refused).toEqual([
      { why: small, count: 2 },
      { why: 'other', count: 1 },
    ])
  })
})

describe('sizes', () => {
  it('are a part of what is owned', () => {
    const owner = claim('c', 'pv')
    const owned = { ...owner, status: { phase: 'Bound', capacity: { storage: '100Mi' } } }
    expect(shareOf(owned)).toEqual({ part: 0.1, loose: false })
    expect(shareOf(claim('c'))).toEqual({ part: 0, loose: true })
  })

  it('are written as df does', () => {
    expect([0, 512, 1234, 10 * 1024 ** 2, 37 * 1024 ** 3].map(bytesText)).toEqual([
      '0',
      '512',
      '1.2K',
      '10M',
      '37G',
    ])
  })
})

it('tells local disks of two machines apart', () => {
  const local = (node: string) =>
    behind({
      local: { path: '/mnt/disk' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }],
            },
          ],
        },
      },
    })
  expect(backendOf(local('w1'))?.key).toBe('local/w1:/mnt/disk')
  expect(backendOf(local('w1'))?.key).not.toBe(backendOf(local('w2'))?.key)
})

it('finds the volumes that a complaint is about', () => {
  expect(volumesIn('MountVolume.SetUp failed for volume "data" : mount failed')).toEqual(['data'])
  expect(
    volumesIn('Unable to attach or mount volumes: unmounted volumes=[a b], unattached volumes=[]'),
  ).toEqual(['a', 'b'])
  expect(volumesIn('network is not ready')).toEqual([])
})

describe('a file of the computer', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('is text where it is text, and base64 where it is none', () => {
    expect(filePatch('ConfigMap', 'a', bytes('über'))).toEqual({ data: { a: 'über' } })
    expect(filePatch('ConfigMap', 'a', new Uint8Array([0xff, 0xfe]))).toEqual({
      binaryData: { a: '//4=' },
    })
    expect(filePatch('Secret', 'a', bytes('hi'))).toEqual({ data: { a: 'aGk=' } })
  })

  it('gets a key that the API takes', () => {
    expect(keyFor('my file (1).conf')).toBe('my-file-1-.conf')
  })
})

/** Machado, Oliveira and Fernandes 2009, full severity. */
const SIGHT = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152, 1.053, -0.205, 0.115, 0.786, 0.099, -0.004, -0.048, 1.052],
  deutan: [0.367, 0.861, -0.228, 0.28, 0.673, 0.047, -0.012, 0.043, 0.969],
  tritan: [1.256, -0.077, -0.179, -0.078, 0.931, 0.148, 0.005, 0.691, 0.304],
} as const

type Three = readonly [number, number, number]

const linear = (hex: string): Three =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as never

function seen([r, g, b]: Three, m: readonly number[]): Three {
  const row = (at: number) =>
    Math.min(1, Math.max(0, (m[at] ?? 0) * r + (m[at + 1] ?? 0) * g + (m[at + 2] ?? 0) * b))
  return [row(0), row(3), row(6)]
}

function lab([r, g, b]: Three): Three {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

describe.each(['dark', 'light', 'projector'])('colours of lifetimes, %s', (theme) => {
  const css = readFileSync(new URL('../../src/app/tokens.css', import.meta.url), 'utf8')
  const block = css.slice(css.indexOf(`[data-theme="${theme}"] {`))
  const colours = LIFETIMES.map((life) => new RegExp(`--life-${life}: (#\\w+)`).exec(block)?.[1])

  it.each(Object.entries(SIGHT))('can be told apart by %s sight', (_, matrix) => {
    const spots = colours.map((hex) => lab(seen(linear(hex ?? ''), matrix)))
    const gaps = spots.flatMap((a, at) =>
      spots.slice(at + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    )
    expect(gaps).toHaveLength(6)
    expect(Math.min(...gaps)).toBeGreaterThan(12)
  })
})
