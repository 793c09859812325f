import { describe, expect, test } from 'vitest'
import type { LabName } from '../../../src/scenarios/labs.ts'
import { backendOf } from '../../../src/sim/volumes/backend.ts'
import { VOLUME_TYPES, volumeRow } from '../../../src/sim/volumes/catalogue.ts'
import { ranked } from '../../../src/ui/command/rank.ts'
import { Desk } from '../../kubectl/desk.ts'
import { Place } from './place.ts'

/** A source of each type as a pod may have it. */
const SOURCES: Readonly<Record<string, object>> = {
  emptyDir: {},
  configMap: { name: 'kube-root-ca.crt' },
  secret: { secretName: 'none', optional: true },
  downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
  projected: { sources: [{ serviceAccountToken: { path: 'token' } }] },
  image: { reference: 'nginx:1.27' },
  gitRepo: { repository: 'https://git.example/x' },
  hostPath: { path: '/data' },
  nfs: { server: '192.168.1.10', path: '/nfs_shared' },
  persistentVolumeClaim: { claimName: 'mine' },
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  },
  csi: { driver: 'inline.example' },
  fc: { targetWWNs: ['5005'], lun: 0 },
  iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:disk', lun: 0 },
  flexVolume: { driver: 'example.com/lvm' },
  awsElasticBlockStore: { volumeID: 'vol-1' },
  azureDisk: { diskName: 'd', diskURI: 'https://a.blob.core.windows.net/vhds/d.vhd' },
  azureFile: { secretName: 's', shareName: 'x' },
  cinder: { volumeID: 'c' },
  gcePersistentDisk: { pdName: 'p' },
  portworxVolume: { volumeID: 'p' },
  vsphereVolume: { volumePath: '[ds] v' },
  cephfs: { monitors: ['10.0.0.1:6789'] },
  rbd: { monitors: ['10.0.0.1:6789'], image: 'disk' },
  glusterfs: { endpoints: 'cluster', path: 'volume' },
  flocker: { datasetName: 'data' },
  quobyte: { registry: 'registry:7861', volume: 'data' },
  scaleIO: { gateway: 'https://gate', system: 's', secretRef: { name: 's' }, volumeName: 'v' },
  storageos: { volumeName: 'data' },
}

/** As the study note spells them, and what they are called. */
const SEED: readonly (readonly [spelt: string, field: string])[] = [
  ['emptyDir', 'emptyDir'],
  ['host Path', 'hostPath'],
  ['local', 'local'],
  ['persistentVolumeClaim', 'persistentVolumeClaim'],
  ['cephfs', 'cephfs'],
  ['cinder', 'cinder'],
  ['csi', 'csi'],
  ['fc(fibre channel)', 'fc'],
  ['flexVolume', 'flexVolume'],
  ['flocker', 'flocker'],
  ['glusterfs', 'glusterfs'],
  ['iscsi', 'iscsi'],
  ['nfs', 'nfs'],
  ['portworxVolume', 'portworxVolume'],
  ['quobyte', 'quobyte'],
  ['rbd', 'rbd'],
  ['scaleIO', 'scaleIO'],
  ['stoageos', 'storageos'],
  ['vsphereVolume', 'vsphereVolume'],
  ['downwardAPI', 'downwardAPI'],
  ['configMap', 'configMap'],
  ['secret', 'secret'],
  ['azureFile', 'azureFile'],
  ['projected', 'projected'],
  ['awsElasticBlock', 'awsElasticBlockStore'],
  ['azureDisk', 'azureDisk'],
  ['gcdPersitentDisk', 'gcePersistentDisk'],
  ['PersistnetVolumeClaim', 'persistentVolumeClaim'],
]

function podWith(field: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sleep', 'infinity'],
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      ],
      volumes: [{ name: 'v', [field]: SOURCES[field] }],
    },
  })
}

const PODS = VOLUME_TYPES.filter(({ where }) => where !== 'volume').map(({ field }) => field)
const LABS: readonly (readonly [LabName, 'book-2021' | 'current'])[] = [
  ['book', 'book-2021'],
  ['plain', 'current'],
]

describe.each(LABS)('every type of volume in lab %s', (lab, profile) => {
  test.each(PODS)('%s is accepted and fares as the catalogue says', (field) => {
    const desk = new Desk(lab)
    const { stdout, code } = desk.run('kubectl apply -f -', podWith(field))
    expect([code, stdout]).toEqual([0, 'pod/p created\n'])
    desk.settle()
    const status = volumeRow(field)?.status[profile]
    const runs = desk.cluster.get('Pod', 'default', 'p').status.phase === 'Running'
    // References wait for a claim, which nobody has made here.
    const row = volumeRow(field)
    if (row?.sort === 'reference') expect(runs).toBe(false)
    else if (status !== 'unknown') expect(runs).toBe(status === 'works')
    const where = backendOf(desk.cluster, { namespace: 'default', pod: 'p', volume: 'v' })
    if (row?.sort !== 'reference' && field !== 'csi')
      expect([where?.kind, where?.lifetime]).toEqual([field, row?.lifetime])
  })
})

describe('the catalogue', () => {
  test('has every type once, and each of the study note’s', () => {
    const fields = VOLUME_TYPES.map(({ field }) => field)
    expect(new Set(fields).size).toBe(fields.length)
    expect([...fields].sort()).toEqual([...Object.keys(SOURCES), 'local'].sort())
    for (const [, field] of SEED) expect(volumeRow(field)?.field).toBe(field)
  })

  test.each(SEED)('%s leads to %s', (spelt, field) => {
    const all = VOLUME_TYPES.map((row) => ({
      id: row.field,
      label: row.field,
      words: row.aliases.join(' · '),
    }))
    expect(ranked(spelt, all, [], 5)[0]?.id).toBe(field)
  })

  test('a local volume is for PersistentVolumes alone, and needs a machine', () => {
    const place = new Place('plain')
    const pod = podWith('emptyDir').replace('"emptyDir":{}', '"local":{"path":"/mnt"}')
    expect(place.run('kubectl apply -f -', pod).stderr).toContain(
      'unknown field "spec.volumes[0].local"',
    )
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'v' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        local: { path: '/mnt' },
      },
    }
    expect(place.run('kubectl apply -f -', JSON.stringify(volume)).stderr).toContain(
      'spec.nodeAffinity: Required value: Local volume requires node affinity',
    )
  })

  test('whatever was handed to a driver names it', () => {
    for (const row of VOLUME_TYPES)
      if (row.status.current === 'driver' && row.field !== 'csi')
        expect(row.instead).toMatch(/^[a-z]+\.(csi\.|portworx)|^csi\./)
  })
})
