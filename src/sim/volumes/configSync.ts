import { semanticEqual } from '../admission/fieldErrors.ts'
import type { Cluster } from '../cluster.ts'
import { kubeletRuns } from '../kubelet/machine.ts'
import { KUBELET, podWorkKey, type Runtime, runtimeOf } from '../kubelet/runtime.ts'
import { type Sync, wake } from '../kubelet/sync.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Pod, Volume } from '../types/index.ts'
import { missingContent } from './configMissing.ts'
import {
  type ConfigObject,
  type Filled,
  isKept,
  keepsConfig,
  objectsOf,
  PODS,
  type PodConfig,
  podConfig,
  type Taken,
} from './configState.ts'
import { contentNow } from './given.ts'

/** A pod is looked at again so long after its last look, and up to half as long again. */
const RESYNC: Millis = 60_000
const JITTER = 0.5
/** So many former contents of a volume are kept. */
const REMEMBERED = 4

function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000
}

/** From one look at a pod to the next when nothing happens (deviation: upstream draws it anew each time). */
// k8s: pkg/kubelet podWorkers.completeWork, workerResyncIntervalJitterFactor (1.36)
export function resyncEvery(uid: string): Millis {
  return Math.round(RESYNC * (1 + JITTER * shareOf(uid)))
}

/** The first of the pod's usual looks after the moment. */
function nextLook(uid: string, lookedAt: Millis, after: Millis): Millis {
  const every = resyncEvery(uid)
  return lookedAt + Math.max(1, Math.ceil((after - lookedAt + 1) / every)) * every
}

/** The name that a folder gets which is written at that moment: its end is chance, and here comes of who and when. */
// k8s: pkg/volume/util AtomicWriter.newTimestampDir (1.36)
function stampOf(uid: string, volume: string, at: Millis): string {
  const [day = '', time = ''] = formatTime(at).replace('Z', '').split('T')
  const end = Math.floor(shareOf(`${uid}/${volume}/${at}`) * 0xffff_ffff)
  return `..${day.replaceAll('-', '_')}_${time.slice(0, 8).replaceAll(':', '_')}.${end}`
}

function takenFor(cluster: Cluster, pod: Pod, volume: Volume): readonly Taken[] {
  const namespace = pod.metadata.namespace ?? ''
  return objectsOf(volume).map(({ kind, name }) => {
    const revision = cluster.find(kind, namespace, name)?.metadata.resourceVersion ?? ''
    return { kind, name, revision }
  })
}

/** Whether the volume shows fields of the pod itself. */
function showsPod({ downwardAPI, projected }: Volume): boolean {
  return (downwardAPI ?? projected) !== undefined
}

type Files = Filled['files']

function isSame(before: Files, after: Files): boolean {
  const paths = Object.keys(after)
  if (paths.length !== Object.keys(before).length) return false
  return paths.every((path) => {
    const a = before[path]
    const b = after[path]
    return a?.text === b?.text && a?.mode === b?.mode && a?.uid === b?.uid
  })
}

/** The volume as it is now; the folder stays when its files do. */
// k8s: pkg/volume/util AtomicWriter.Write (1.36)
function filled(cluster: Cluster, pod: Pod, volume: Volume, before: Filled | undefined): Filled {
  const { now } = cluster
  const taken = takenFor(cluster, pod, volume)
  if (before && !showsPod(volume) && semanticEqual(before.taken, taken)) return before
  const files = contentNow(cluster, pod, volume) ?? {}
  if (before && isSame(before.files, files))
    return semanticEqual(before.taken, taken) ? before : { ...before, taken }
  const made = { stamp: stampOf(pod.metadata.uid, volume.name, now), at: now, files, taken }
  if (!before) return made
  const { at, past = [] } = before
  return { ...made, past: [{ at, files: before.files }, ...past].slice(0, REMEMBERED) }
}

/** Sets every volume of configuration up that can be; says of the others why they cannot. */
function fill(sync: Sync, before: PodConfig | undefined): PodConfig {
  const { cluster, pod, now } = sync
  const volumes: Record<string, Filled> = {}
  let failures = 0
  for (const volume of pod.spec.volumes ?? []) {
    if (!isKept(volume)) continue
    const old = before?.volumes[volume.name]
    const why = missingContent(cluster, pod, volume)
    if (why === undefined) volumes[volume.name] = filled(cluster, pod, volume, old)
    else {
      const text = `MountVolume.SetUp failed for volume "${volume.name}" : ${why}`
      cluster.event(pod, 'Warning', 'FailedMount', text)
      if (old) volumes[volume.name] = old
      failures = (before?.failures ?? 0) + 1
    }
  }
  const seen = pod.metadata.resourceVersion
  const dueAt = failures > 0 ? now + sync.agent.retryAfter(failures - 1) : -1
  return { lookedAt: now, seen, dueAt, failures, volumes }
}

function keep({ cluster, run }: Sync, config: PodConfig): void {
  cluster.remember(PODS, run.uid, config)
}

/** The pod's volumes are set up for the first time. */
export function setUpConfig(sync: Sync): void {
  if (keepsConfig(sync.pod)) keep(sync, fill(sync, podConfig(sync.cluster, sync.run.uid)))
}

/** A look at a pod that was changed, or whose time has come, sets its volumes up again. */
// k8s: pkg/kubelet/volumemanager WaitForAttachAndMount, ReprocessPod and MarkRemountRequired (1.36)
export function refreshConfig(sync: Sync): void {
  const { cluster, run, pod, now } = sync
  if (!cluster.memory.get(PODS)?.size) return
  const config = podConfig(cluster, run.uid)
  if (!config) return
  const isDue = config.dueAt >= 0 && now >= config.dueAt
  const isChanged = config.seen !== pod.metadata.resourceVersion && config.failures === 0
  const next = isDue || isChanged ? fill(sync, config) : config
  if (next !== config) keep(sync, next)
  if (next.dueAt >= 0) wake(sync, next.dueAt, true)
}

/** The kubelet has told how the pod is: something happened to it, so it was looked at in full. */
// k8s: pkg/kubelet syncLoopIteration, pod lifecycle and probe events lead to SyncPod (1.36)
export function noteLook(sync: Sync, written: Pod): void {
  if (!sync.cluster.memory.get(PODS)?.size) return
  const config = podConfig(sync.cluster, sync.run.uid)
  if (!config) return
  const seen = written.metadata.resourceVersion
  if (config.failures > 0 || sync.run.over) {
    if (config.seen !== seen) keep(sync, { ...config, seen })
    return
  }
  const next = fill({ ...sync, pod: written }, config)
  keep(sync, next)
  if (next.dueAt >= 0) wake(sync, next.dueAt, true)
}

function shows(pod: Pod, object: ConfigObject): boolean {
  return (pod.spec.volumes ?? []).some(
    (volume) =>
      isKept(volume) &&
      objectsOf(volume).some(
        ({ kind, name }) => kind === object.kind && name === object.metadata.name,
      ),
  )
}

function noteDue(cluster: Cluster, runtime: Runtime, config: PodConfig): void {
  // A kubelet that does not run looks at everything when it starts.
  const at = kubeletRuns(cluster, runtime.node)
    ? nextLook(runtime.uid, config.lookedAt, cluster.now)
    : cluster.now
  const dueAt = config.dueAt >= 0 ? Math.min(config.dueAt, at) : at
  if (dueAt !== config.dueAt) cluster.remember(PODS, runtime.uid, { ...config, dueAt })
  const slash = runtime.key.indexOf('/')
  const key = podWorkKey(runtime.uid, runtime.key.slice(0, slash), runtime.key.slice(slash + 1))
  cluster.enqueue(KUBELET, key, dueAt - cluster.now, { background: true })
}

/** An object that volumes may show was made, changed or removed: pods take it over at their next look. */
export function noteConfigChange(cluster: Cluster, object: ConfigObject): void {
  const pods = cluster.memory.get(PODS)
  if (!pods?.size) return
  const within = `${object.metadata.namespace}/`
  for (const [uid, value] of pods) {
    const runtime = runtimeOf(cluster, uid)
    if (!runtime?.key.startsWith(within) || runtime.over) continue
    const pod = cluster.at('Pod', runtime.key)
    if (pod?.metadata.uid === uid && shows(pod, object))
      noteDue(cluster, runtime, value as PodConfig)
  }
}

/** Forgets what was kept for a pod that is gone. */
export function dropConfig(cluster: Cluster, uid: string): void {
  if (cluster.memory.get(PODS)?.size) cluster.forget(PODS, uid)
}
