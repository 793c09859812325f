import type { ApiObject, Container, ObjectOf, Pod } from '../../sim/index.ts'
import { idOf, keyOf, type StageKind, type World } from './world.ts'

export type RelationName = 'owner' | 'selector' | 'claimRef' | 'mount' | 'binding'

/** One line of the picture and the field that makes it. */
export interface Edge {
  readonly name: RelationName
  /** Field of the source object that says so, such as spec.nodeName. */
  readonly field: string
  readonly from: string
  readonly to: string
}

interface Target {
  readonly kind: string
  readonly key: string
  readonly field: string
}

interface Relation<K extends StageKind> {
  readonly name: RelationName
  readonly from: K
  targets(object: ObjectOf<K>, world: World): readonly Target[]
}

function relation<K extends StageKind>(row: Relation<K>): Relation<K> {
  return row
}

function owners(object: ApiObject): readonly Target[] {
  const namespace = object.metadata.namespace ?? ''
  return (object.metadata.ownerReferences ?? [])
    .filter((reference) => reference.controller)
    .map((reference) => ({
      kind: reference.kind,
      key: `${namespace}/${reference.name}`,
      field: 'metadata.ownerReferences',
    }))
}

function containerReferences(container: Container, namespace: string): readonly Target[] {
  const target = (kind: string, name: string | undefined, field: string): readonly Target[] =>
    name === undefined ? [] : [{ kind, key: `${namespace}/${name}`, field }]
  return [
    ...(container.envFrom ?? []).flatMap((source) => [
      ...target('ConfigMap', source.configMapRef?.name, 'spec.containers[].envFrom'),
      ...target('Secret', source.secretRef?.name, 'spec.containers[].envFrom'),
    ]),
    ...(container.env ?? []).flatMap((variable) => [
      ...target('ConfigMap', variable.valueFrom?.configMapKeyRef?.name, 'spec.containers[].env'),
      ...target('Secret', variable.valueFrom?.secretKeyRef?.name, 'spec.containers[].env'),
    ]),
  ]
}

/** Claims, ConfigMaps and Secrets that the pod's spec names, each once. */
function mounts(pod: Pod): readonly Target[] {
  const namespace = pod.metadata.namespace ?? ''
  const found = new Map<string, Target>()
  const add = (kind: string, name: string | undefined, field: string) => {
    if (name !== undefined)
      found.set(idOf(kind, `${namespace}/${name}`), { kind, key: `${namespace}/${name}`, field })
  }
  for (const volume of pod.spec.volumes ?? []) {
    add('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName, 'spec.volumes')
    add('ConfigMap', volume.configMap?.name, 'spec.volumes')
    add('Secret', volume.secret?.secretName, 'spec.volumes')
  }
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers])
    for (const target of containerReferences(container, namespace))
      found.set(idOf(target.kind, target.key), target)
  return [...found.values()]
}

function matches(
  labels: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>> | undefined,
): boolean {
  const entries = Object.entries(wanted ?? {})
  return entries.length > 0 && entries.every(([name, value]) => labels?.[name] === value)
}

/** Every relation that the stage can draw, as data: what names whom, and in which field. */
const RELATIONS = [
  relation({ name: 'owner', from: 'Pod', targets: owners }),
  relation({ name: 'owner', from: 'ReplicaSet', targets: owners }),
  relation({ name: 'owner', from: 'Job', targets: owners }),
  relation({
    name: 'selector',
    from: 'Deployment',
    targets: (deployment, world) =>
      [...world.ReplicaSet.values()]
        .filter(
          (set) =>
            set.metadata.namespace === deployment.metadata.namespace &&
            matches(set.metadata.labels, deployment.spec.selector.matchLabels),
        )
        .map((set) => ({ kind: 'ReplicaSet', key: keyOf(set), field: 'spec.selector' })),
  }),
  relation({
    name: 'claimRef',
    from: 'PersistentVolume',
    targets: (volume) => {
      const claim = volume.spec.claimRef
      return claim === undefined
        ? []
        : [
            {
              kind: 'PersistentVolumeClaim',
              key: `${claim.namespace ?? ''}/${claim.name ?? ''}`,
              field: 'spec.claimRef',
            },
          ]
    },
  }),
  relation({
    name: 'claimRef',
    from: 'PersistentVolumeClaim',
    targets: (claim) =>
      claim.spec.volumeName === undefined || claim.spec.volumeName === ''
        ? []
        : [
            {
              kind: 'PersistentVolume',
              key: `/${claim.spec.volumeName}`,
              field: 'spec.volumeName',
            },
          ],
  }),
  relation({ name: 'mount', from: 'Pod', targets: (pod) => mounts(pod) }),
  relation({
    name: 'binding',
    from: 'Pod',
    targets: (pod) =>
      pod.spec.nodeName === undefined || pod.spec.nodeName === ''
        ? []
        : [{ kind: 'Node', key: `/${pod.spec.nodeName}`, field: 'spec.nodeName' }],
  }),
] as const

function rows<K extends StageKind>(row: Relation<K>, world: World): readonly Edge[] {
  return [...world[row.from].entries()].flatMap(([key, object]) =>
    row.targets(object, world).map((target) => ({
      name: row.name,
      field: target.field,
      from: idOf(row.from, key),
      to: idOf(target.kind, target.key),
    })),
  )
}

/** All edges of the world (or of some relations only). Work is proportional to the objects of the source kinds. */
export function relate(
  world: World,
  wanted: (name: RelationName, from: StageKind) => boolean = () => true,
): readonly Edge[] {
  return RELATIONS.flatMap((row) =>
    wanted(row.name, row.from) ? rows(row as unknown as Relation<StageKind>, world) : [],
  )
}

/** The edges in which the object takes part, on either side. */
export function edgesOf(id: string, world: World): readonly Edge[] {
  return relate(world).filter((edge) => edge.from === id || edge.to === id)
}
