import type { ClusterView } from '../recording.ts'
import type { Millis } from '../time.ts'
import type { ConfigMap, Container, Pod, Secret, Volume } from '../types/index.ts'
import type { Leaf } from './types.ts'

/** What is kept of configuration on machines, as plain data: what volumes hold, and what containers were started with. */

export type Remembering = Pick<ClusterView, 'recall'>
export type ConfigKind = 'ConfigMap' | 'Secret'
export type ConfigObject = ConfigMap | Secret

/** An object that something was taken from, and which of its revisions; an empty one when it was not there. */
export interface Taken {
  readonly kind: ConfigKind
  readonly name: string
  readonly revision: string
}

export type Named = Pick<Taken, 'kind' | 'name'>

/** A volume as the kubelet has set it up. */
export interface Filled {
  /** Name of the folder that `..data` points to; a new one for each change. */
  readonly stamp: string
  /** When that folder was written. */
  readonly at: Millis
  /** By path from the root of the volume. */
  readonly files: Readonly<Record<string, Leaf>>
  readonly taken: readonly Taken[]
  /** What it held before, newest first: what programs wrote of it then does not change. */
  readonly past?: readonly Former[]
}

/** Files of a volume that were taken over by others. */
export interface Former {
  readonly at: Millis
  readonly files: Filled['files']
}

/** Volumes of configuration of one pod on its machine. Memory PODS by uid. */
export interface PodConfig {
  /** The kubelet's last look that set them up again. */
  readonly lookedAt: Millis
  /** The pod's resourceVersion after that. */
  readonly seen: string
  /** When something that has changed will be taken over; -1 when nothing has. */
  readonly dueAt: Millis
  /** How often in a row they could not be set up again. */
  readonly failures: number
  readonly volumes: Readonly<Record<string, Filled>>
}

/** What a container's life began with. Memory LIVES by its id. */
export interface Begun {
  /** undefined when nothing that may change is among them. */
  readonly variables: Readonly<Record<string, string>> | undefined
  /** What its variables were taken from, and which keys there were. */
  readonly taken: readonly (Taken & { readonly keys: readonly string[] })[]
  /** Volumes that it mounts, as they were: a subPath shows them so for ever, and programs that read once know no other. */
  readonly volumes: Readonly<Record<string, Filled>>
}

export const PODS = 'config volumes'
export const LIVES = 'container environment'

export function podConfig(view: Remembering, uid: string): PodConfig | undefined {
  return view.recall<PodConfig>(PODS, uid)
}

export function begunWith(view: Remembering, life: string): Begun | undefined {
  return view.recall<Begun>(LIVES, life)
}

const TOKEN = 'kube-api-access-'

/** Whether the kubelet has to keep the volume's content: the token that every pod has is made anew when it is read. */
export function isKept(volume: Volume): boolean {
  const { configMap, secret, projected, downwardAPI } = volume
  if (configMap ?? secret ?? downwardAPI) return true
  return projected !== undefined && !volume.name.startsWith(TOKEN)
}

export function keepsConfig(pod: Pod): boolean {
  const { volumes } = pod.spec
  if (!volumes) return false
  for (let index = 0; index < volumes.length; index++)
    if (isKept(volumes[index] as Volume)) return true
  return false
}

/** Objects that the volume shows. */
export function objectsOf(volume: Volume): readonly Named[] {
  const { configMap, secret, projected } = volume
  if (configMap) return [{ kind: 'ConfigMap', name: configMap.name ?? '' }]
  if (secret) return [{ kind: 'Secret', name: secret.secretName ?? '' }]
  return (projected?.sources ?? []).flatMap((one) => [
    ...(one.configMap ? [{ kind: 'ConfigMap' as const, name: one.configMap.name ?? '' }] : []),
    ...(one.secret ? [{ kind: 'Secret' as const, name: one.secret.name ?? '' }] : []),
  ])
}

function named(
  configMap: { readonly name?: string } | undefined,
  secret: { readonly name?: string } | undefined,
): readonly Named[] {
  if (configMap) return [{ kind: 'ConfigMap', name: configMap.name ?? '' }]
  return secret ? [{ kind: 'Secret', name: secret.name ?? '' }] : []
}

/** Objects that the container's variables come from. */
export function objectsOfEnvironment({ env = [], envFrom = [] }: Container): readonly Named[] {
  const found = [
    ...envFrom.flatMap((one) => named(one.configMapRef, one.secretRef)),
    ...env.flatMap(({ valueFrom }) => named(valueFrom?.configMapKeyRef, valueFrom?.secretKeyRef)),
  ]
  const first = ({ kind, name }: Named): number =>
    found.findIndex((one) => one.kind === kind && one.name === name)
  return found.filter((one, index) => first(one) === index)
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** Where a container of the pod, in one of its lives, looks. */
export interface Reader {
  readonly view: Remembering
  readonly pod: Pod
  readonly container: Container
  readonly life: string
}

/** Text of a file of a volume of configuration as it was at the moment; undefined when it was not there, or elsewhere. */
export function configTextAt(reader: Reader, path: string, at: Millis): string | undefined {
  const { view, pod, container, life } = reader
  const mounts = (container.volumeMounts ?? [])
    .filter((mount) => isBelow(path, mount.mountPath.replace(/\/+$/, '')))
    .toSorted((a, b) => b.mountPath.length - a.mountPath.length)
  const [mount] = mounts
  if (!mount) return undefined
  const rest = path.slice(mount.mountPath.replace(/\/+$/, '').length).replace(/^\/+/, '')
  const begun = begunWith(view, life)?.volumes[mount.name]
  const sub = mount.subPath?.replace(/^\/|\/$/g, '')
  if (sub !== undefined)
    return begun?.files[[sub, rest].filter((part) => part !== '').join('/')]?.text
  const now = podConfig(view, pod.metadata.uid)?.volumes[mount.name] ?? begun
  const files = now && [now, ...(now.past ?? [])].find((one) => one.at <= at)?.files
  return (files ?? begun?.files)?.[rest.replace(/^\.\.data\//, '')]?.text
}
