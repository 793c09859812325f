import type { Kind, LabelSelector, ObjectOf } from '../../sim/index.ts'
import {
  named,
  type Relation,
  type RelationName,
  refOf,
  SCHEDULER_ID,
  type Target,
} from './edge.ts'
import { nodeOf, owners, reachableFrom, selected } from './matching.ts'
import {
  accountOf,
  downwardOf,
  environmentOf,
  mountsOf,
  priorityOf,
  pullSecretsOf,
} from './podSpec.ts'
import { rightsRows } from './rightsRows.ts'

function row<K extends Kind>(relation: Relation<K>): Relation {
  return relation as unknown as Relation
}

const CONFIG = ['ConfigMap', 'Secret'] as const

/** Kinds whose objects have a controller. */
const OWNED = ['Pod', 'ReplicaSet', 'Job', 'ControllerRevision', 'EndpointSlice'] as const

const ownerRows = OWNED.map((from) =>
  row({ name: 'owner', from, to: ['*'], by: 'name', targets: owners }),
)

/** Kinds that make pods from a template, and where the template's spec stands. */
const TEMPLATES = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
] as const

type Templated = ObjectOf<(typeof TEMPLATES)[number]>

/** Sets of a Deployment and Jobs of a CronJob repeat what their owner says. */
function speaks({ metadata }: Templated): boolean {
  return metadata.ownerReferences?.some((one) => one.controller) !== true
}

const AT = 'spec.template.spec'

function templateRow(
  from: (typeof TEMPLATES)[number],
  name: RelationName,
  to: readonly string[],
  read: (object: Templated, namespace: string) => readonly Target[],
): Relation {
  return row({
    name,
    from,
    to,
    by: 'name',
    targets: (object) => (speaks(object) ? read(object, object.metadata.namespace ?? '') : []),
  })
}

const templateRows = TEMPLATES.flatMap((from) => [
  templateRow(from, 'mount', [...CONFIG, 'PersistentVolumeClaim'], ({ spec }, namespace) =>
    mountsOf(spec.template.spec, AT, namespace),
  ),
  templateRow(from, 'env', CONFIG, ({ spec }, namespace) =>
    environmentOf(spec.template.spec, AT, namespace),
  ),
  templateRow(from, 'serviceAccount', ['ServiceAccount'], ({ spec }, namespace) =>
    accountOf(spec.template.spec, AT, namespace),
  ),
  templateRow(from, 'priorityClass', ['PriorityClass'], ({ spec }) =>
    priorityOf(spec.template.spec, AT, false),
  ),
  templateRow(from, 'imagePullSecrets', ['Secret'], ({ spec }, namespace) =>
    pullSecretsOf(spec.template.spec, AT, namespace),
  ),
])

interface Selects {
  readonly from: Kind
  readonly kind: Kind
  /** Only what the object controls, or nobody does. */
  readonly own: boolean
}

const SELECTS: readonly Selects[] = [
  { from: 'Deployment', kind: 'ReplicaSet', own: true },
  { from: 'ReplicaSet', kind: 'Pod', own: true },
  { from: 'ReplicationController', kind: 'Pod', own: true },
  { from: 'StatefulSet', kind: 'Pod', own: true },
  { from: 'DaemonSet', kind: 'Pod', own: true },
  { from: 'Job', kind: 'Pod', own: true },
  { from: 'PodDisruptionBudget', kind: 'Pod', own: false },
]

/** The older selector is the labels themselves. */
function exactly(selector: unknown): LabelSelector {
  return { matchLabels: (selector ?? {}) as Readonly<Record<string, string>> }
}

const selectorRows = SELECTS.map(({ from, kind, own }) =>
  row({
    name: 'selector',
    from,
    to: [kind],
    by: 'match',
    targets: (object, reader) => {
      const { metadata, spec } = object as ObjectOf<'ReplicaSet'>
      return selected(
        {
          selector: from === 'ReplicationController' ? exactly(spec.selector) : spec.selector,
          field: 'spec.selector',
          kind,
          namespace: metadata.namespace ?? '',
          ...(own ? { uid: metadata.uid } : {}),
        },
        reader,
      )
    },
  }),
)

const plainSelectors = new WeakMap<Readonly<Record<string, string>>, LabelSelector>()

/** A Service selects by plain labels. Kept, so that its matcher is built once. */
function selectorFrom(labels: Readonly<Record<string, string>> | undefined) {
  if (labels === undefined) return undefined
  const selector = plainSelectors.get(labels) ?? { matchLabels: labels }
  plainSelectors.set(labels, selector)
  return selector
}

const podRows = [
  row({
    name: 'mount',
    from: 'Pod',
    to: [...CONFIG, 'PersistentVolumeClaim'],
    by: 'name',
    targets: ({ spec, metadata }) => mountsOf(spec, 'spec', metadata.namespace ?? ''),
  }),
  row({
    name: 'env',
    from: 'Pod',
    to: CONFIG,
    by: 'name',
    targets: ({ spec, metadata }) => environmentOf(spec, 'spec', metadata.namespace ?? ''),
  }),
  row({
    name: 'downward',
    from: 'Pod',
    to: ['Pod'],
    by: 'match',
    targets: ({ spec, metadata }) =>
      downwardOf(spec, `${metadata.namespace ?? ''}/${metadata.name}`),
  }),
  row({
    name: 'binding',
    from: 'Pod',
    to: ['Node'],
    by: 'name',
    targets: (pod) => named('Node', '', nodeOf(pod), 'spec.nodeName'),
  }),
  row({
    name: 'schedule',
    from: 'Pod',
    to: ['Scheduler'],
    by: 'match',
    targets: ({ spec }) => {
      const { kind, key, name } = refOf(SCHEDULER_ID)
      if (spec.schedulerName !== name) return []
      const source = { field: 'spec.schedulerName', value: name }
      return [
        { kind, key, tie: { source, target: { field: 'profiles[0].schedulerName', value: name } } },
      ]
    },
  }),
  row({
    name: 'serviceAccount',
    from: 'Pod',
    to: ['ServiceAccount'],
    by: 'name',
    targets: ({ spec, metadata }) => accountOf(spec, 'spec', metadata.namespace ?? ''),
  }),
  row({
    name: 'priorityClass',
    from: 'Pod',
    to: ['PriorityClass'],
    by: 'name',
    // The number was copied into the pod when it was admitted: the class may go.
    targets: ({ spec }) => priorityOf(spec, 'spec', true),
  }),
  row({
    name: 'imagePullSecrets',
    from: 'Pod',
    to: ['Secret'],
    by: 'name',
    targets: ({ spec, metadata }) => pullSecretsOf(spec, 'spec', metadata.namespace ?? ''),
  }),
  row({
    name: 'imagePullSecrets',
    from: 'ServiceAccount',
    to: ['Secret'],
    by: 'name',
    targets: (account) => pullSecretsOf(account, '', account.metadata.namespace ?? ''),
  }),
]

const storageRows = [
  row({
    name: 'claimRef',
    from: 'PersistentVolume',
    to: ['PersistentVolumeClaim'],
    by: 'name',
    targets: ({ spec: { claimRef } }) => {
      const { namespace = '', name, uid } = claimRef ?? {}
      const [target] = named('PersistentVolumeClaim', namespace, name, 'spec.claimRef.name', true)
      if (!target) return []
      if (uid === undefined || uid === '') return [target]
      const tie = {
        source: { field: 'spec.claimRef.uid', value: uid },
        target: { field: 'metadata.uid', value: uid },
      }
      return [target, { ...target, tie }]
    },
  }),
  row({
    name: 'volumeName',
    from: 'PersistentVolumeClaim',
    to: ['PersistentVolume'],
    by: 'name',
    targets: ({ spec }) => named('PersistentVolume', '', spec.volumeName, 'spec.volumeName'),
  }),
  row({
    name: 'storageClass',
    from: 'PersistentVolumeClaim',
    to: ['StorageClass'],
    by: 'name',
    // A claim that has its volume needs the class no more, and classes of volumes made by hand need not exist.
    targets: ({ spec }) =>
      named(
        'StorageClass',
        '',
        spec.storageClassName,
        'spec.storageClassName',
        (spec.volumeName ?? '') !== '',
      ),
  }),
  row({
    name: 'storageClass',
    from: 'PersistentVolume',
    to: ['StorageClass'],
    by: 'name',
    targets: ({ spec }) =>
      named('StorageClass', '', spec.storageClassName, 'spec.storageClassName', true),
  }),
  row({
    name: 'nodeAffinity',
    from: 'PersistentVolume',
    to: ['Node'],
    by: 'match',
    targets: reachableFrom,
  }),
]

const SERVICE_NAME = 'kubernetes.io/service-name'

const networkRows = [
  row({
    name: 'selector',
    from: 'Service',
    to: ['Pod'],
    by: 'match',
    targets: ({ spec, metadata }, reader) =>
      selected(
        {
          selector: selectorFrom(spec.selector),
          field: 'spec.selector',
          kind: 'Pod',
          namespace: metadata.namespace ?? '',
        },
        reader,
      ),
  }),
  row({
    name: 'endpoint',
    from: 'EndpointSlice',
    to: ['Service'],
    by: 'name',
    targets: ({ metadata }) =>
      named(
        'Service',
        metadata.namespace ?? '',
        metadata.labels?.[SERVICE_NAME],
        `metadata.labels[${SERVICE_NAME}]`,
      ),
  }),
  row({
    name: 'endpoint',
    from: 'EndpointSlice',
    to: ['Pod'],
    by: 'name',
    targets: ({ endpoints, metadata }) =>
      (endpoints ?? []).flatMap(({ targetRef }, index) =>
        targetRef?.kind === 'Pod'
          ? named(
              'Pod',
              targetRef.namespace ?? metadata.namespace ?? '',
              targetRef.name,
              `endpoints[${index}].targetRef.name`,
              true,
            )
          : [],
      ),
  }),
  row({
    name: 'route',
    from: 'Ingress',
    to: ['Service'],
    by: 'name',
    targets: ({ spec, metadata }) => {
      const namespace = metadata.namespace ?? ''
      const first = named(
        'Service',
        namespace,
        spec.defaultBackend?.service?.name,
        'spec.defaultBackend.service.name',
      )
      const paths = (spec.rules ?? []).flatMap(({ http }, rule) =>
        (http?.paths ?? []).flatMap(({ backend }, path) =>
          named(
            'Service',
            namespace,
            backend.service?.name,
            `spec.rules[${rule}].http.paths[${path}].backend.service.name`,
          ),
        ),
      )
      return [...first, ...paths]
    },
  }),
  row({
    name: 'scaleTarget',
    from: 'HorizontalPodAutoscaler',
    to: ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'],
    by: 'name',
    targets: ({ spec: { scaleTargetRef }, metadata }) =>
      named(
        scaleTargetRef.kind,
        metadata.namespace ?? '',
        scaleTargetRef.name,
        'spec.scaleTargetRef.name',
      ),
  }),
]

/** Every relation that the screen can draw, as data: who says so, about whom, and in which fields. */
export const RELATIONS: readonly Relation[] = [
  ...ownerRows,
  ...selectorRows,
  ...podRows,
  ...templateRows,
  ...storageRows,
  ...networkRows,
  ...rightsRows,
]
