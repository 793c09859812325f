import { type Reading, readingOf, watchesObject } from '../kubelet/behaviour/configReading.ts'
import { plainData } from '../kubelet/exec/environment.ts'
import { kubeletRuns } from '../kubelet/machine.ts'
import { type Run, runtimeOf } from '../kubelet/runtime.ts'
import { keyIn } from '../store.ts'
import type { Millis } from '../time.ts'
import type { Container, EnvVar, Kind, ObjectOf, Pod, Volume, VolumeMount } from '../types/index.ts'
import { type Begun, begunWith, type ConfigObject, type Filled, podConfig } from './configState.ts'
import { contentNow } from './given.ts'
import type { View } from './types.ts'

/** A way to come by what a ConfigMap or Secret says. */
export type ConfigUse = 'env' | 'envFrom' | 'args' | 'volume' | 'subPath' | 'watch'

/** What will bring the object's present content to a consumer that shows an older one. */
export type Refresh =
  /** It shows the present content. */
  | { readonly by: 'nothing' }
  /** The kubelet's next look at the pod, at this virtual time. */
  | { readonly by: 'kubelet'; readonly at: Millis }
  /** The kubelet does not run: not before it is started again. */
  | { readonly by: 'kubeletStart' }
  /** Only a new start of the container. */
  | { readonly by: 'restart' }
  /** The file is new already, but the program read it when it started: it has to be told, or started again. */
  | { readonly by: 'reload' }

/** One way in which one container uses a ConfigMap or Secret. */
export interface Consumer {
  readonly pod: string
  readonly uid: string
  readonly container: string
  readonly how: ConfigUse
  /** The variable, the prefix of all variables, the argument as it is written, or the volume. */
  readonly name: string
  /** Where a volume is mounted; empty for the others. */
  readonly path: string
  /** Keys that it uses; empty for all. */
  readonly keys: readonly string[]
  readonly optional: boolean
  /** resourceVersion of the object that it shows; empty when it shows none (not started yet, or the object was not there). */
  readonly revision: string
  /** It shows, or its program works with, something else than the object says now. */
  readonly stale: boolean
  /** How the container's program takes new content of its files. */
  readonly reads: Reading
  readonly refresh: Refresh
}

const FRESH: Refresh = { by: 'nothing' }
const RESTART: Refresh = { by: 'restart' }

/** One container of the pod, asked about one object. */
interface Question {
  readonly view: View
  readonly pod: Pod
  readonly object: ConfigObject
  readonly container: Container
  readonly run: Run | undefined
  readonly begun: Begun | undefined
  /** The object's content now, as text. */
  readonly data: Readonly<Record<string, string>>
}

type Detail = Pick<Consumer, 'how' | 'name'> & Partial<Consumer>

function answer({ pod, container }: Question, detail: Detail): Consumer {
  return {
    pod: pod.metadata.name,
    uid: pod.metadata.uid,
    container: container.name,
    path: '',
    keys: [],
    optional: false,
    revision: '',
    stale: false,
    reads: 'once',
    refresh: FRESH,
    ...detail,
  }
}

function isObject(question: Question, kind: ConfigObject['kind'], name = ''): boolean {
  return question.object.kind === kind && question.object.metadata.name === name
}

function begunRevision({ begun, object }: Question): string {
  const { kind, metadata } = object
  const found = begun?.taken.find((one) => one.kind === kind && one.name === metadata.name)
  return found?.revision ?? ''
}

/** What a variable of a running container says of the object: whether that is what it would say now. */
function variable(question: Question, detail: Detail, stale: boolean): Consumer {
  const revision = begunRevision(question)
  const old = stale && question.begun?.variables !== undefined
  return answer(question, { ...detail, revision, stale: old, refresh: old ? RESTART : FRESH })
}

interface Reference {
  readonly key: string
  readonly optional: boolean
}

function referenceOf(question: Question, { valueFrom }: EnvVar): Reference | undefined {
  const { configMapKeyRef, secretKeyRef } = valueFrom ?? {}
  const ref = configMapKeyRef ?? secretKeyRef
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret'
  if (!ref || !isObject(question, kind, ref.name)) return undefined
  return { key: ref.key, optional: ref.optional === true }
}

function single(question: Question): readonly Consumer[] {
  return (question.container.env ?? []).flatMap((one) => {
    const ref = referenceOf(question, one)
    if (!ref) return []
    const { key, optional } = ref
    const stale = question.begun?.variables?.[one.name] !== question.data[key]
    return [variable(question, { how: 'env', name: one.name, keys: [key], optional }, stale)]
  })
}

/** Variables that the container's own list sets again after envFrom. */
function overridden({ container }: Question): ReadonlySet<string> {
  return new Set(container.env?.map(({ name }) => name))
}

function isOutdated(question: Question, prefix: string): boolean {
  const { data, begun, object } = question
  const own = overridden(question)
  const taken = begun?.taken.find(
    (one) => one.kind === object.kind && one.name === object.metadata.name,
  )
  const gone = taken?.keys.some((key) => !(key in data) && !own.has(prefix + key)) ?? false
  const changed = Object.entries(data).some(
    ([key, value]) => !own.has(prefix + key) && begun?.variables?.[prefix + key] !== value,
  )
  return gone || changed
}

function whole(question: Question): readonly Consumer[] {
  return (question.container.envFrom ?? []).flatMap((from) => {
    const { prefix = '', configMapRef, secretRef } = from
    const ref = configMapRef ?? secretRef
    if (!ref || !isObject(question, configMapRef ? 'ConfigMap' : 'Secret', ref.name)) return []
    const detail = { how: 'envFrom', name: prefix, optional: ref.optional === true } as const
    return [variable(question, detail, isOutdated(question, prefix))]
  })
}

/** Keys of the object behind the variables that the word names as $(NAME). */
function keysNamed(question: Question, word: string): readonly string[] {
  const { container, data, begun } = question
  const names = [...word.matchAll(/\$\$|\$\(([^)]+)\)/g)].flatMap(([, name]) => name ?? [])
  return names.flatMap((name) => {
    const own = container.env?.find((one) => one.name === name)
    const ref = own && referenceOf(question, own)
    if (own) return ref ? [ref.key] : []
    return (container.envFrom ?? []).flatMap(({ prefix = '', configMapRef, secretRef }) => {
      const ref = configMapRef ?? secretRef
      const kind = configMapRef ? 'ConfigMap' : 'Secret'
      const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined
      if (key === undefined || !ref || !isObject(question, kind, ref.name)) return []
      return key in data || begun?.variables?.[name] !== undefined ? [key] : []
    })
  })
}

/** Arguments are put together once, when the container is made. */
function args(question: Question, variables: readonly Consumer[]): readonly Consumer[] {
  const { command = [], args: words = [] } = question.container
  return [...command, ...words].flatMap((word) => {
    const keys = keysNamed(question, word)
    if (keys.length === 0) return []
    const stale = variables.some(
      (one) => one.stale && (one.keys.length === 0 || one.keys.some((key) => keys.includes(key))),
    )
    return [variable(question, { how: 'args', name: word, keys }, stale)]
  })
}

interface Part {
  readonly keys: readonly string[]
  readonly optional: boolean
}

/** What the volume takes of the object. */
function partOf(question: Question, { configMap, secret, projected }: Volume): Part | undefined {
  const parts = [
    ...(configMap ? [{ ...configMap, kind: 'ConfigMap' as const }] : []),
    ...(secret ? [{ ...secret, name: secret.secretName ?? '', kind: 'Secret' as const }] : []),
    ...(projected?.sources ?? []).flatMap((one) => [
      ...(one.configMap ? [{ ...one.configMap, kind: 'ConfigMap' as const }] : []),
      ...(one.secret ? [{ ...one.secret, kind: 'Secret' as const }] : []),
    ]),
  ].filter(({ kind, name }) => isObject(question, kind, name))
  if (parts.length === 0) return undefined
  const keys = parts.every(({ items }) => items !== undefined)
    ? parts.flatMap(({ items }) => items?.map(({ key }) => key) ?? [])
    : []
  return { keys, optional: parts.every(({ optional }) => optional === true) }
}

function shownRevision({ object }: Question, filled: Filled | undefined): string {
  const { kind, metadata } = object
  const found = filled?.taken.find((one) => one.kind === kind && one.name === metadata.name)
  return found?.revision ?? ''
}

type Files = Filled['files']

/** Whether two states of a volume differ at or below the path; everywhere for an empty one. */
function differs(before: Files, after: Files, path: string): boolean {
  const within = (one: string): boolean => path === '' || one === path || one.startsWith(`${path}/`)
  return [...Object.keys(before), ...Object.keys(after)].some(
    (one) => within(one) && before[one]?.text !== after[one]?.text,
  )
}

function whenRefreshed({ view, pod }: Question): Refresh {
  const config = podConfig(view, pod.metadata.uid)
  if (!kubeletRuns(view, pod.spec.nodeName ?? '')) return { by: 'kubeletStart' }
  return { by: 'kubelet', at: Math.max(config?.dueAt ?? view.now, view.now) }
}

function mounted(question: Question, volume: Volume, mount: VolumeMount, part: Part): Consumer {
  const { view, pod, begun, object } = question
  const sub = mount.subPath ?? mount.subPathExpr
  const atStart = begun?.volumes[volume.name]
  const now = podConfig(view, pod.metadata.uid)?.volumes[volume.name]
  const detail = { name: volume.name, path: mount.mountPath, ...part }
  const filled = sub === undefined ? now : atStart
  const revision = shownRevision(question, filled)
  const isNews = filled !== undefined && revision !== object.metadata.resourceVersion
  const current = isNews ? (contentNow(view, pod, volume) ?? {}) : {}
  if (sub !== undefined) {
    const stale = isNews && differs(filled.files, current, sub.replace(/^\/|\/$/g, ''))
    const refresh = stale ? RESTART : FRESH
    return answer(question, { ...detail, how: 'subPath', revision, stale, refresh })
  }
  const reads = readingOf(question.container, mount.mountPath)
  const known = { ...detail, how: 'volume', revision, reads } as const
  if (isNews && differs(filled.files, current, ''))
    return answer(question, { ...known, stale: true, refresh: whenRefreshed(question) })
  const behind = reads === 'once' && atStart && now && differs(atStart.files, now.files, '')
  return answer(question, behind ? { ...known, stale: true, refresh: { by: 'reload' } } : known)
}

function volumes(question: Question): readonly Consumer[] {
  return (question.container.volumeMounts ?? []).flatMap((mount) => {
    const volume = question.pod.spec.volumes?.find(({ name }) => name === mount.name)
    const part = volume && partOf(question, volume)
    return volume && part ? [mounted(question, volume, mount, part)] : []
  })
}

/** Who watches hears of every change at once. */
function watching(question: Question): readonly Consumer[] {
  const { pod, container, object, run } = question
  if (run?.state !== 'running' || !watchesObject(pod, container, object)) return []
  const revision = object.metadata.resourceVersion
  const name = object.metadata.name
  return [answer(question, { how: 'watch', name, revision, reads: 'each' })]
}

function finder({ store }: View) {
  return {
    find: <K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined =>
      store.get(kind, keyIn(namespace, name)),
  }
}

/** The uses of one pod. */
export function consumersIn(view: View, pod: Pod, object: ConfigObject): readonly Consumer[] {
  const runtime = runtimeOf(view, pod.metadata.uid)
  const { name } = object.metadata
  const lists = [
    [pod.spec.initContainers ?? [], runtime?.inits],
    [pod.spec.containers, runtime?.containers],
  ] as const
  return lists.flatMap(([containers, runs]) =>
    containers.flatMap((container, index) => {
      const run = runs?.[index]
      const begun = run?.state === 'running' ? begunWith(view, run.id) : undefined
      const data = plainData({ cluster: finder(view), pod }, object.kind, name)
      const question = { view, pod, object, container, run, begun, data }
      const variables = [...single(question), ...whole(question)]
      return [
        ...variables,
        ...args(question, variables),
        ...volumes(question),
        ...watching(question),
      ]
    }),
  )
}

/** Every use of the object by pods of its namespace, in order of pods and containers. */
export function consumersOf(view: View, object: ConfigObject): readonly Consumer[] {
  const found: Consumer[] = []
  for (const key of view.store.keys('Pod', object.metadata.namespace ?? '')) {
    const pod = view.store.get('Pod', key)
    const over = pod?.status.phase === 'Succeeded' || pod?.status.phase === 'Failed'
    if (pod && !over) found.push(...consumersIn(view, pod, object))
  }
  return found
}
