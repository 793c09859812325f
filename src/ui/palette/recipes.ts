import { IMAGES } from '../../scenarios/images.ts'
import type { Kind } from '../../sim/index.ts'
import type { Wish } from '../../store/overlays.ts'
import type { HandsKey } from '../text/en/hands.ts'
import { amount } from './amount.ts'
import { autoscalerRecipe } from './autoscalerRecipe.ts'
import { policyRecipes } from './policyRecipes.ts'

export type Values = Readonly<Record<string, string>>

/** One thing that a form asks; text with options suggests them. */
export interface Field {
  readonly name: string
  readonly label: HandsKey
  readonly type: 'text' | 'number' | 'select' | 'long'
  readonly options?: readonly string[]
  /** What an empty option is called. */
  readonly none?: HandsKey
}

/** What the cluster has, as far as forms ask for it. */
export interface Around {
  readonly namespaces: readonly string[]
  readonly classes: readonly string[]
  readonly provisioners: readonly string[]
  /** Values of the label `app` that workloads give their pods. */
  readonly apps: readonly string[]
}

/** How a kind is asked for, and what is made of the answers. */
interface Recipe {
  /** What a first one is called. */
  readonly name: string
  readonly namespaced: boolean
  readonly start: Values
  fields(around: Around): readonly Field[]
  /** Everything below kind and metadata. */
  body(values: Values, wish: Wish): Readonly<Record<string, unknown>>
  readonly apiVersion: string
}

const image: Field = { name: 'image', label: 'create.image', type: 'text', options: IMAGES }
const replicas: Field = { name: 'replicas', label: 'create.replicas', type: 'number' }
const size: Field = { name: 'size', label: 'create.size', type: 'text' }
const command: Field = { name: 'command', label: 'create.command', type: 'text' }
const cpu: Field = { name: 'cpu', label: 'create.cpuRequest', type: 'text' }
const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod']
const mode: Field = { name: 'mode', label: 'create.mode', type: 'select', options: MODES }

const HOSTNAME = 'kubernetes.io/hostname'

function container(values: Values): object {
  const words = (values.command ?? '').trim()
  const request = (values.cpu ?? '').trim()
  return {
    name: 'main',
    image: values.image ?? '',
    ...(words === '' ? {} : { command: ['sh', '-c', words] }),
    ...(request === '' ? {} : { resources: { requests: { cpu: request } } }),
  }
}

function template(values: Values, wish: Wish, restartPolicy?: string): object {
  return {
    metadata: { labels: { app: values.name ?? '' } },
    spec: {
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
      ...(wish.node === undefined ? {} : { nodeSelector: { [HOSTNAME]: wish.node } }),
      containers: [container(values)],
    },
  }
}

function selector(values: Values): object {
  return { selector: { matchLabels: { app: values.name ?? '' } } }
}

function counted(name: string, more: readonly Field[] = []): Recipe {
  return {
    name,
    apiVersion: 'apps/v1',
    namespaced: true,
    start: { image: IMAGES[0] ?? '', replicas: '2', cpu: '' },
    fields: () => [image, replicas, cpu, ...more],
    body: (values, wish) => ({
      spec: {
        replicas: amount(values.replicas),
        ...selector(values),
        template: template(values, wish),
      },
    }),
  }
}

const RECIPES: Partial<Readonly<Record<Kind, Recipe>>> = {
  Deployment: counted('app'),
  ReplicaSet: counted('set'),
  ReplicationController: {
    ...counted('old'),
    apiVersion: 'v1',
    body: (values, wish) => ({
      spec: {
        replicas: amount(values.replicas),
        selector: { app: values.name ?? '' },
        template: template(values, wish),
      },
    }),
  },
  StatefulSet: {
    ...counted('db'),
    body: (values, wish) => ({
      spec: {
        replicas: amount(values.replicas),
        serviceName: values.name,
        ...selector(values),
        template: template(values, wish),
      },
    }),
  },
  DaemonSet: {
    ...counted('agent'),
    fields: () => [image, cpu],
    body: (values, wish) => ({ spec: { ...selector(values), template: template(values, wish) } }),
  },
  Pod: {
    name: 'pod',
    apiVersion: 'v1',
    namespaced: true,
    start: { image: IMAGES[0] ?? '', command: '', cpu: '' },
    fields: () => [image, command, cpu],
    body: (values, wish) => ({
      spec: {
        ...(wish.node === undefined ? {} : { nodeName: wish.node }),
        containers: [container(values)],
      },
    }),
  },
  Job: {
    name: 'job',
    apiVersion: 'batch/v1',
    namespaced: true,
    start: { image: 'busybox:1.36', command: 'sleep 5', completions: '1' },
    fields: () => [
      image,
      command,
      { name: 'completions', label: 'create.completions', type: 'number' },
    ],
    body: (values, wish) => ({
      spec: { completions: amount(values.completions), template: template(values, wish, 'Never') },
    }),
  },
  CronJob: {
    name: 'cron',
    apiVersion: 'batch/v1',
    namespaced: true,
    start: { image: 'busybox:1.36', command: 'sleep 5', schedule: '*/1 * * * *' },
    fields: () => [{ name: 'schedule', label: 'create.schedule', type: 'text' }, image, command],
    body: (values, wish) => ({
      spec: {
        schedule: values.schedule,
        jobTemplate: { spec: { template: template(values, wish, 'Never') } },
      },
    }),
  },
  Service: {
    name: 'svc',
    apiVersion: 'v1',
    namespaced: true,
    start: { app: '', port: '80', type: 'ClusterIP' },
    fields: ({ apps }) => [
      { name: 'app', label: 'create.app', type: 'text', options: apps },
      { name: 'port', label: 'create.port', type: 'number' },
      {
        name: 'type',
        label: 'create.type',
        type: 'select',
        options: ['ClusterIP', 'NodePort', 'LoadBalancer'],
      },
    ],
    body: (values) => ({
      spec: {
        type: values.type,
        selector: { app: values.app ?? '' },
        ports: [{ port: amount(values.port) }],
      },
    }),
  },
  PersistentVolumeClaim: {
    name: 'claim',
    apiVersion: 'v1',
    namespaced: true,
    start: { size: '20Mi', mode: 'ReadWriteMany', class: '' },
    fields: ({ classes }) => [
      size,
      mode,
      {
        name: 'class',
        label: 'create.class',
        type: 'select',
        options: ['', ...classes],
        none: 'create.noClass',
      },
    ],
    body: (values) => ({
      spec: {
        storageClassName: values.class ?? '',
        accessModes: [values.mode],
        resources: { requests: { storage: values.size ?? '' } },
      },
    }),
  },
  PersistentVolume: {
    name: 'volume',
    apiVersion: 'v1',
    namespaced: false,
    start: {
      size: '100Mi',
      mode: 'ReadWriteMany',
      policy: 'Retain',
      server: '192.168.1.10',
      path: '/nfs_shared',
    },
    fields: () => [
      size,
      mode,
      {
        name: 'policy',
        label: 'create.policy',
        type: 'select',
        options: ['Retain', 'Delete', 'Recycle'],
      },
      { name: 'server', label: 'create.server', type: 'text' },
      { name: 'path', label: 'create.path', type: 'text' },
    ],
    body: (values) => ({
      spec: {
        capacity: { storage: values.size ?? '' },
        accessModes: [values.mode],
        persistentVolumeReclaimPolicy: values.policy,
        nfs: { server: values.server ?? '', path: values.path ?? '' },
      },
    }),
  },
  ConfigMap: {
    name: 'config',
    apiVersion: 'v1',
    namespaced: true,
    start: { key: 'GREETING', value: 'hello' },
    fields: () => [
      { name: 'key', label: 'create.key', type: 'text' },
      { name: 'value', label: 'create.value', type: 'long' },
    ],
    body: (values) => ({ data: { [values.key ?? '']: values.value ?? '' } }),
  },
  Secret: {
    name: 'secret',
    apiVersion: 'v1',
    namespaced: true,
    start: { key: 'PASSWORD', value: 'orrery' },
    fields: () => [
      { name: 'key', label: 'create.key', type: 'text' },
      { name: 'value', label: 'create.value', type: 'long' },
    ],
    body: (values) => ({ type: 'Opaque', stringData: { [values.key ?? '']: values.value ?? '' } }),
  },
  Namespace: {
    name: 'team',
    apiVersion: 'v1',
    namespaced: false,
    start: {},
    fields: () => [],
    body: () => ({}),
  },
  StorageClass: {
    name: 'class',
    apiVersion: 'storage.k8s.io/v1',
    namespaced: false,
    start: { provisioner: '', policy: 'Delete', binding: 'Immediate', expansion: 'true' },
    fields: ({ provisioners }) => [
      { name: 'provisioner', label: 'create.provisioner', type: 'text', options: provisioners },
      { name: 'policy', label: 'create.policy', type: 'select', options: ['Delete', 'Retain'] },
      {
        name: 'binding',
        label: 'create.binding',
        type: 'select',
        options: ['Immediate', 'WaitForFirstConsumer'],
      },
      { name: 'expansion', label: 'create.expansion', type: 'select', options: ['true', 'false'] },
    ],
    body: (values) => ({
      provisioner: values.provisioner ?? '',
      reclaimPolicy: values.policy,
      volumeBindingMode: values.binding,
      allowVolumeExpansion: values.expansion === 'true',
    }),
  },
  HorizontalPodAutoscaler: autoscalerRecipe,
  ...policyRecipes,
  Node: {
    name: 'w4-k8s',
    apiVersion: 'v1',
    namespaced: false,
    start: { cpu: '1', memory: '2560Mi' },
    fields: () => [
      { name: 'cpu', label: 'create.cpu', type: 'text' },
      { name: 'memory', label: 'create.memory', type: 'text' },
    ],
    body: () => ({}),
  },
}

/** The cards in the order of the palette. */
export const CARDS: readonly (readonly [group: HandsKey, kinds: readonly Kind[]])[] = [
  [
    'palette.workloads',
    [
      'Deployment',
      'Pod',
      'ReplicaSet',
      'ReplicationController',
      'DaemonSet',
      'StatefulSet',
      'Job',
      'CronJob',
      'HorizontalPodAutoscaler',
    ],
  ],
  ['palette.storage', ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass']],
  ['palette.config', ['ConfigMap', 'Secret', 'Namespace']],
  [
    'palette.rules',
    [
      'PodDisruptionBudget',
      'ResourceQuota',
      'LimitRange',
      'Role',
      'RoleBinding',
      'ClusterRole',
      'ClusterRoleBinding',
    ],
  ],
  ['palette.network', ['Service']],
  ['palette.machines', ['Node']],
]

export function recipeOf(kind: Kind): Recipe {
  const recipe = RECIPES[kind]
  if (!recipe) throw new RangeError(`The palette has no form for ${kind}.`)
  return recipe
}

/** Kinds that make pods carry the label of their pods too. */
const APPS: ReadonlySet<Kind> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Pod',
])

/** What the form would post. Pure. */
export function draftOf(kind: Kind, values: Values, wish: Wish): Readonly<Record<string, unknown>> {
  const { apiVersion, namespaced, body } = recipeOf(kind)
  const name = values.name ?? ''
  const namespace = values.namespace ?? 'default'
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespaced && namespace !== 'default' ? { namespace } : {}),
      ...(APPS.has(kind) ? { labels: { app: name } } : {}),
    },
    ...body(values, wish),
  }
}

/** A name that is not taken: `app`, `app-2`; a machine's counts on, `w4-k8s`. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const number = /^(\D*)(\d+)(.*)$/.exec(wanted)
  for (let count = 1; ; count++) {
    const name = number
      ? `${number[1]}${Number(number[2]) + count - 1}${number[3]}`
      : count === 1
        ? wanted
        : `${wanted}-${count}`
    if (!taken.has(name)) return name
  }
}
