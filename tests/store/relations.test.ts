import { describe, expect, it } from 'vitest'
import type { ApiObject, Kind } from '../../src/sim/index.ts'
import { idOfObject, keyOf, type Reader } from '../../src/store/relations/edge.ts'
import { missingIn, wordsAbout } from '../../src/store/relations/missing.ts'
import { edgesOf, relate } from '../../src/store/relations/relate.ts'

function object(kind: Kind, name: string, rest: object = {}, meta: object = {}): ApiObject {
  const wide = ['Node', 'PersistentVolume', 'StorageClass', 'PriorityClass'].includes(kind)
  const metadata = { name, uid: `uid-${name}`, ...(wide ? {} : { namespace: 'default' }), ...meta }
  return { apiVersion: 'v1', kind, metadata, ...rest } as unknown as ApiObject
}

function readerOf(objects: readonly ApiObject[]): Reader {
  return {
    get: (kind, key) => objects.find((one) => one.kind === kind && keyOf(one.metadata) === key),
    list: (kind) => objects.filter((one) => one.kind === kind) as never,
  }
}

const pod = (spec: object, meta: object = {}, status: object = {}) =>
  object('Pod', 'p', { spec: { containers: [{ name: 'main' }], ...spec }, status }, meta)

const WEB = { matchLabels: { app: 'web' } }
const web = (uid: string) => ({
  labels: { app: 'web', tier: 'x' },
  ownerReferences: [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid, controller: true },
  ],
})
const inContainer = (container: object) => pod({ containers: [{ name: 'main', ...container }] })

/** Objects, and the line they make: both fields with what stands in them. */
const ROWS: readonly (readonly [string, readonly ApiObject[], string])[] = [
  [
    'owner',
    [object('ReplicaSet', 'rs', { spec: {} }), pod({}, web('uid-rs'))],
    'metadata.ownerReferences[0].uid=uid-rs <> metadata.uid=uid-rs',
  ],
  [
    'selector',
    [object('ReplicaSet', 'rs', { spec: { selector: WEB } }), pod({}, web('uid-rs'))],
    'spec.selector=app=web <> metadata.labels=app=web',
  ],
  [
    'selector',
    [object('Service', 's', { spec: { selector: { app: 'web' } } }), pod({}, web('other'))],
    'spec.selector=app=web <> metadata.labels=app=web',
  ],
  [
    'claimRef',
    [
      object('PersistentVolume', 'v', {
        spec: { claimRef: { namespace: 'default', name: 'data', uid: 'uid-data' } },
      }),
    ],
    'spec.claimRef.uid=uid-data <> metadata.uid=uid-data',
  ],
  [
    'roleRef',
    [
      object('RoleBinding', 'b', { roleRef: { kind: 'Role', name: 'r' }, subjects: [] }),
      object('Role', 'r', { rules: [] }),
    ],
    'roleRef.name=r <> metadata.name=r',
  ],
  [
    'subject',
    [
      object('RoleBinding', 'b', {
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [
          { kind: 'User', name: 'jane' },
          { kind: 'ServiceAccount', name: 'bot' },
        ],
      }),
      object('ServiceAccount', 'bot'),
    ],
    'subjects[1].name=bot <> metadata.name=bot',
  ],
  [
    'volumeName',
    [object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'v' } })],
    'spec.volumeName=v <> metadata.name=v',
  ],
  [
    'storageClass',
    [object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'fast' } })],
    'spec.storageClassName=fast <> metadata.name=fast',
  ],
  [
    'nodeAffinity',
    [
      object('Node', 'w1', {}, { labels: { host: 'w1' } }),
      object('PersistentVolume', 'v', {
        spec: {
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'host', operator: 'In', values: ['w1'] }] },
              ],
            },
          },
        },
      }),
    ],
    'spec.nodeAffinity.required.nodeSelectorTerms[0]=host in (w1) <> metadata.labels=host=w1',
  ],
  [
    'mount',
    [pod({ volumes: [{ name: 'c', configMap: { name: 'conf' } }] })],
    'spec.volumes[0].configMap.name=conf <> metadata.name=conf',
  ],
  [
    'mount',
    [pod({ volumes: [{ name: 'c', projected: { sources: [{ secret: { name: 'key' } }] } }] })],
    'spec.volumes[0].projected.sources[0].secret.name=key <> metadata.name=key',
  ],
  [
    'mount',
    [
      object('Deployment', 'd', {
        spec: {
          template: {
            spec: {
              containers: [],
              volumes: [{ name: 'x', persistentVolumeClaim: { claimName: 'data' } }],
            },
          },
        },
      }),
    ],
    'spec.template.spec.volumes[0].persistentVolumeClaim.claimName=data <> metadata.name=data',
  ],
  [
    'env',
    [inContainer({ envFrom: [{ secretRef: { name: 'key' } }] })],
    'spec.containers[0].envFrom[0].secretRef.name=key <> metadata.name=key',
  ],
  [
    'downward',
    [
      inContainer({
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      }),
    ],
    'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath=metadata.name <> metadata.name=',
  ],
  ['binding', [pod({ nodeName: 'w1' })], 'spec.nodeName=w1 <> metadata.name=w1'],
  [
    'schedule',
    [pod({ schedulerName: 'default-scheduler' })],
    'spec.schedulerName=default-scheduler <> profiles[0].schedulerName=default-scheduler',
  ],
  [
    'serviceAccount',
    [pod({ serviceAccountName: 'bot' })],
    'spec.serviceAccountName=bot <> metadata.name=bot',
  ],
  [
    'imagePullSecrets',
    [object('ServiceAccount', 'bot', { imagePullSecrets: [{ name: 'reg' }] })],
    'imagePullSecrets[0].name=reg <> metadata.name=reg',
  ],
  [
    'priorityClass',
    [pod({ priorityClassName: 'high' })],
    'spec.priorityClassName=high <> metadata.name=high',
  ],
]

describe('relations', () => {
  it.each(ROWS)('%s: %#', (name, objects, line) => {
    const edges = relate(readerOf(objects), (one) => one === name)
    expect(edges.map((edge) => edge.name)).toEqual([name])
    const ties = edges[0]?.ties.map(
      ({ source, target }) => `${source.field}=${source.value} <> ${target.field}=${target.value}`,
    )
    expect(ties).toContain(line)
  })

  it('does not select what another set controls', () => {
    const objects = [object('ReplicaSet', 'rs', { spec: { selector: WEB } }), pod({}, web('uid-2'))]
    expect(relate(readerOf(objects), (name) => name === 'selector')).toEqual([])
  })

  it('finds the edges of an object on either side', () => {
    const bound = pod({ nodeName: 'w1' })
    const node = object('Node', 'w1')
    const [edge] = edgesOf(idOfObject(node), readerOf([bound, node]))
    expect([edge?.name, edge?.from]).toEqual(['binding', 'Pod|default/p'])
  })
})

describe('what is missing', () => {
  const ref = (optional?: boolean) =>
    inContainer({
      envFrom: [{ configMapRef: { name: 'conf', ...(optional ? { optional } : {}) } }],
    })

  it('names who refers to it, and goes when the object appears', () => {
    const found = missingIn(readerOf([ref()])).get('ConfigMap|default/conf')
    expect(found?.referrers).toEqual([
      {
        id: 'Pod|default/p',
        side: { field: 'spec.containers[0].envFrom[0].configMapRef.name', value: 'conf' },
      },
    ])
    expect(missingIn(readerOf([ref(), object('ConfigMap', 'conf')])).size).toBe(0)
  })

  it('leaves out what is optional, and what a pod on its way out names', () => {
    expect(missingIn(readerOf([ref(true)])).size).toBe(0)
    const going = pod({ nodeName: 'gone' }, { deletionTimestamp: '2021-03-01T00:00:00Z' })
    expect(missingIn(readerOf([going])).size).toBe(0)
  })

  it('counts an owner of the same name and another uid as missing', () => {
    const objects = [
      object('ReplicaSet', 'rs', { spec: { template: { spec: { containers: [] } } } }),
      pod({}, web('uid-old')),
    ]
    expect([...missingIn(readerOf(objects)).keys()]).toEqual(['ReplicaSet|default/rs'])
  })

  it("tells the reason in the cluster's own words", () => {
    const waiting = { reason: 'CreateContainerConfigError', message: 'configmap "conf" not found' }
    const broken = {
      ...ref(),
      status: { containerStatuses: [{ state: { waiting } }] },
    } as unknown as ApiObject
    const reader = readerOf([broken])
    const found = missingIn(reader).get('ConfigMap|default/conf')
    expect(found && wordsAbout(found, reader)).toEqual(waiting)
  })
})

describe('a binding without its role', () => {
  const binding = (labels: object = {}) =>
    object(
      'RoleBinding',
      'b',
      {
        roleRef: { kind: 'Role', name: 'gone' },
        subjects: [{ kind: 'ServiceAccount', name: 'bot' }],
      },
      { labels },
    )

  it('misses it, in the words of whoever is refused for it', () => {
    const reader = readerOf([binding(), object('ServiceAccount', 'bot')])
    const missing = missingIn(reader).get('Role|default/gone')
    expect(missing?.referrers.map(({ id }) => id)).toEqual(['RoleBinding|default/b'])
    expect(missing && wordsAbout(missing, reader)?.message).toBe(
      'RBAC: role.rbac.authorization.k8s.io "gone" not found',
    )
  })

  it('misses the accounts that it names, unless they are made when they are needed', () => {
    expect(missingIn(readerOf([binding()])).has('ServiceAccount|default/bot')).toBe(true)
    const own = binding({ 'kubernetes.io/bootstrapping': 'rbac-defaults' })
    expect(missingIn(readerOf([own])).has('ServiceAccount|default/bot')).toBe(false)
  })
})
