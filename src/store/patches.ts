import type { ApiObject, PodSpec } from '../sim/index.ts'

/** The label by which every node can be told from the others. */
const HOSTNAME = 'kubernetes.io/hostname'

/** What can be mounted into the pods of a workload. */
export type MountKind = 'PersistentVolumeClaim' | 'ConfigMap' | 'Secret'

export interface Mount {
  readonly kind: MountKind
  readonly name: string
  readonly container: string
  /** As files under a path, or as variables of the environment. */
  readonly as: 'files' | 'env'
  readonly path: string
}

/** The pod template's spec of a workload; undefined for what has none. */
export function templateOf(object: ApiObject): PodSpec | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return object.spec.template?.spec
    case 'CronJob':
      return object.spec.jobTemplate.spec?.template.spec
    default:
      return undefined
  }
}

/** A patch of the pod template's spec, at the place where the kind keeps it. */
export function inTemplate(kind: string, spec: unknown): unknown {
  const template = { spec: { template: { spec } } }
  return kind === 'CronJob' ? { spec: { jobTemplate: template } } : template
}

/** Sends every pod of the workload to one machine. */
export function selectorPatch(kind: string, node: string): unknown {
  return inTemplate(kind, { nodeSelector: { [HOSTNAME]: node } })
}

/** Takes the wish for one machine back. */
export function noSelectorPatch(kind: string): unknown {
  return inTemplate(kind, { nodeSelector: { [HOSTNAME]: null } })
}

function volumeSource({ kind, name }: Mount): object {
  if (kind === 'PersistentVolumeClaim') return { persistentVolumeClaim: { claimName: name } }
  return kind === 'ConfigMap' ? { configMap: { name } } : { secret: { secretName: name } }
}

/** Names of volumes are short: DNS labels of at most 63 characters. */
const LONGEST = 63

/** A name for the volume that no other volume of the template has. */
export function volumeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.replaceAll('.', '-').slice(0, LONGEST - 3)
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`
    if (!taken.includes(name)) return name
  }
}

/** Mounts the thing into one container of the workload's pods: a change of the template, so a rollout. */
export function mountPatch(kind: string, template: PodSpec, mount: Mount): unknown {
  const { container, as, path, name } = mount
  if (as === 'env') {
    const from = { [mount.kind === 'Secret' ? 'secretRef' : 'configMapRef']: { name } }
    // Lists without a merge key are replaced as a whole, so what is there goes along.
    const there = template.containers.find((one) => one.name === container)?.envFrom ?? []
    return inTemplate(kind, { containers: [{ name: container, envFrom: [...there, from] }] })
  }
  const taken = (template.volumes ?? []).map((volume) => volume.name)
  const volume = volumeName(name, taken)
  return inTemplate(kind, {
    volumes: [{ name: volume, ...volumeSource(mount) }],
    containers: [{ name: container, volumeMounts: [{ name: volume, mountPath: path }] }],
  })
}

const PATHS: Readonly<Record<MountKind, string>> = {
  PersistentVolumeClaim: '/data',
  ConfigMap: '/etc/config',
  Secret: '/etc/secret',
}

/** A path that nothing in the container is mounted on. */
export function freePath(kind: MountKind, template: PodSpec, container: string): string {
  const mounts = template.containers.find((one) => one.name === container)?.volumeMounts ?? []
  const taken = mounts.map((mount) => mount.mountPath)
  for (let count = 1; ; count++) {
    const path = count === 1 ? PATHS[kind] : `${PATHS[kind]}-${count}`
    if (!taken.includes(path)) return path
  }
}

/** Reserves a volume for a claim, so that the binder binds the two and no others. */
export function claimRefPatch(namespace: string, claim: string): unknown {
  return { spec: { claimRef: { namespace, name: claim } } }
}

export function sizePatch(size: string): unknown {
  return { spec: { resources: { requests: { storage: size } } } }
}

type Labels = Readonly<Record<string, string>>

/** Makes a Service select exactly the pods with these labels: what it asked for before is taken out. */
export function selectPatch(before: Labels | undefined, labels: Labels): unknown {
  const gone = Object.keys(before ?? {}).filter((key) => !(key in labels))
  return {
    spec: { selector: { ...Object.fromEntries(gone.map((key) => [key, null])), ...labels } },
  }
}

/** The labels that a workload's own selector asks of its pods. */
export function selectorOf(object: ApiObject): Labels | undefined {
  if (!('spec' in object) || !('selector' in object.spec)) return undefined
  const { selector } = object.spec
  return selector && 'matchLabels' in selector ? (selector.matchLabels as Labels) : undefined
}
