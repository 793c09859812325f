import type { ApiObject, Kind, PersistentVolume, PersistentVolumeClaim } from '../../sim/index.ts'
import { type Reader, refOf } from './edge.ts'
import type { Missing } from './missing.ts'

/** Kinds whose object can be written down from what others ask of it. A new owner would have another uid. */
const WRITTEN: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'ServiceAccount',
  'PriorityClass',
  'Service',
  'Role',
  'ClusterRole',
])

export function canWrite(kind: string): boolean {
  return WRITTEN.has(kind)
}

type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

/** Every record inside an object, itself included. */
function* nodesIn(value: unknown): Generator<Node> {
  if (!isNode(value)) return
  yield value
  for (const part of Object.values(value)) yield* nodesIn(part)
}

/** Keys of a ConfigMap or Secret that a pod's spec asks for: `configMapKeyRef.key` and the items of a volume. */
function keysOf(object: ApiObject, name: string): readonly string[] {
  const keys: string[] = []
  for (const node of nodesIn(object)) {
    const named = node.name === name || node.secretName === name
    if (!named) continue
    if (typeof node.key === 'string') keys.push(node.key)
    for (const item of Array.isArray(node.items) ? node.items : [])
      if (isNode(item) && typeof item.key === 'string') keys.push(item.key)
  }
  return keys
}

function referrersOf({ referrers }: Missing, reader: Reader): readonly ApiObject[] {
  return referrers.flatMap(({ id }) => {
    const { kind, key } = refOf(id)
    const object = reader.get(kind as Kind, key)
    return object ? [object] : []
  })
}

/** The claim asks for what a free volume has, so that the two can find each other. */
function claimSpec(reader: Reader): object {
  const free = [...reader.list('PersistentVolume')].find(
    ({ spec, status }) => status?.phase === 'Available' && !spec.claimRef,
  )
  return {
    accessModes: free?.spec.accessModes ?? ['ReadWriteOnce'],
    ...(free ? { storageClassName: free.spec.storageClassName ?? '' } : {}),
    resources: { requests: { storage: free?.spec.capacity?.storage ?? '1Gi' } },
  }
}

function volumeSpec(
  name: string,
  objects: readonly ApiObject[],
): Partial<PersistentVolume['spec']> {
  const claim = objects.find(
    (one): one is PersistentVolumeClaim => one.kind === 'PersistentVolumeClaim',
  )
  return {
    capacity: { storage: claim?.spec.resources?.requests?.storage ?? '1Gi' },
    accessModes: claim?.spec.accessModes ?? ['ReadWriteOnce'],
    ...(claim?.spec.storageClassName === undefined
      ? {}
      : { storageClassName: claim.spec.storageClassName }),
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: `/mnt/${name}` },
  }
}

/** The port by which an Ingress asks for the Service. */
function portOf(name: string, objects: readonly ApiObject[]): object {
  for (const object of objects)
    for (const node of nodesIn(object)) {
      if (node.name !== name || !isNode(node.port)) continue
      const { number, name: word } = node.port
      if (typeof number === 'number') return { port: number }
      if (typeof word === 'string') return { name: word, port: 80 }
    }
  return { port: 80 }
}

/** What the object is beyond its name, as far as those who name it tell. */
function bodyOf(missing: Missing, reader: Reader): object {
  const { name } = refOf(missing.id)
  const objects = referrersOf(missing, reader)
  const keys = [...new Set(objects.flatMap((object) => keysOf(object, name)))]
  const texts = Object.fromEntries(
    (keys.length > 0 ? keys : ['key']).map((key) => [key, 'value'] as const),
  )
  switch (missing.kind) {
    case 'ConfigMap':
      return { data: texts }
    case 'Secret':
      return { type: 'Opaque', stringData: texts }
    case 'PersistentVolumeClaim':
      return { spec: claimSpec(reader) }
    case 'PersistentVolume':
      return { spec: volumeSpec(name, objects) }
    case 'StorageClass':
      return {
        provisioner: 'kubernetes.io/no-provisioner',
        volumeBindingMode: 'WaitForFirstConsumer',
      }
    case 'PriorityClass':
      return { value: 1000 }
    case 'Role':
    case 'ClusterRole':
      return { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }] }
    case 'Service':
      return { spec: { selector: { app: name }, ports: [portOf(name, objects)] } }
    default:
      return {}
  }
}

const GROUPS: Readonly<Record<string, string>> = {
  StorageClass: 'storage.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
}

/** A manifest for what is missing, filled in as far as those who name it say what they want. */
export function manifestFor(missing: Missing, reader: Reader): object {
  const { kind, name, namespace } = refOf(missing.id)
  return {
    apiVersion: GROUPS[kind] ?? 'v1',
    kind,
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    ...bodyOf(missing, reader),
  }
}
