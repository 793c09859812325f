import type { Cluster } from '../cluster.ts'
import { badRequest } from '../errors.ts'
import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import { agentOf } from './behaviour/index.ts'
import { type Run, runtimeOf } from './runtime.ts'

export interface LogLine {
  readonly at: Millis
  readonly text: string
}

function findRun(
  cluster: Cluster,
  namespace: string,
  pod: string,
  container: string,
): { readonly container: Container; readonly run: Run | undefined } {
  const object = cluster.get('Pod', namespace, pod)
  const runtime = runtimeOf(cluster, object.metadata.uid)
  const index = object.spec.containers.findIndex((c) => c.name === container)
  const found = object.spec.containers[index]
  if (found) return { container: found, run: runtime?.containers[index] }
  const inits = object.spec.initContainers ?? []
  const place = inits.findIndex((c) => c.name === container)
  const init = inits[place]
  if (!init) throw badRequest(`container ${container} is not valid for pod ${pod}`)
  return { container: init, run: runtime?.inits[place] }
}

/**
 * What the container has written, oldest line first; of its previous life with `previous`. Throws NotFound for the
 * pod and BadRequest, in the API's words, when there is no such container or it has not started.
 */
// k8s: pkg/registry/core/pod LogLocation and pkg/kubelet validateContainerLogStatus (1.36)
export function containerLogs(
  cluster: Cluster,
  namespace: string,
  pod: string,
  container: string,
  options: { readonly previous?: boolean } = {},
): readonly LogLine[] {
  const found = findRun(cluster, namespace, pod, container)
  const { run } = found
  const object = cluster.get('Pod', namespace, pod)
  const agent = agentOf(cluster)
  const life = (from: Millis, to: Millis): LogLine[] =>
    agent
      .lines(object, found.container, to - from)
      .map((line) => ({ at: from + line.at, text: line.text }))
  if (options.previous) {
    if (!run?.last)
      throw badRequest(`previous terminated container "${container}" in pod "${pod}" not found`)
    return life(run.last.startedAt, run.last.finishedAt)
  }
  if (!run || run.id === '') {
    const reason =
      run?.reason || (object.spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating')
    throw badRequest(
      `container "${container}" in pod "${pod}" is waiting to start: ${waitingText(reason)}`,
    )
  }
  const from = run.state === 'waiting' ? (run.last?.startedAt ?? 0) : run.startedAt
  const ended = run.state === 'waiting' ? (run.last?.finishedAt ?? from) : run.finishedAt
  const to = run.state === 'running' ? cluster.now : ended
  return life(from, to)
}

function waitingText(reason: string): string {
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff')
    return 'trying and failing to pull image'
  return reason === 'ErrImageNeverPull' ? 'image cannot be pulled' : reason
}
