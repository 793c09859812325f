import type { Cluster } from '../cluster.ts'
import { badRequest } from '../errors.ts'
import type { Millis } from '../time.ts'
import type { Container, Pod } from '../types/index.ts'
import { configTextAt } from '../volumes/configState.ts'
import { addedLines } from './behaviour/addedLines.ts'
import type { PlannedLine } from './behaviour/agent.ts'
import { agentOf } from './behaviour/index.ts'
import { unixDate, writtenAs } from './behaviour/spoken.ts'
import { startedAs } from './exec/environment.ts'
import { runOf } from './exec/find.ts'
import type { Inside } from './exec/inside.ts'
import type { Run } from './runtime.ts'

export interface LogLine {
  readonly at: Millis
  readonly text: string
}

interface Found {
  readonly container: Container
  readonly run: Run | undefined
}

function findRun(cluster: Cluster, pod: Pod, name: string): Found {
  const found = runOf(cluster, pod, name)
  if (found) return found
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec
  const all: readonly Container[] = [...containers, ...initContainers, ...ephemeralContainers]
  const container = all.find((one) => one.name === name)
  if (!container) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`)
  return { container, run: undefined }
}

/** A line with what was true at its moment. */
function written(inside: Inside, line: PlannedLine, at: Millis): readonly LogLine[] {
  const { cluster, pod, container, id } = inside
  const texts = writtenAs(line, {
    hostname: pod.spec.hostname ?? pod.metadata.name,
    date: unixDate(at),
    file: (path) => configTextAt({ view: cluster, pod, container, life: id }, path, at),
  })
  return texts.map((text) => ({ at, text }))
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
  const object = cluster.get('Pod', namespace, pod)
  const found = findRun(cluster, object, container)
  const { run } = found
  const agent = agentOf(cluster)
  const life = (id: string, from: Millis, to: Millis): readonly LogLine[] => {
    const ip = object.status.podIP ?? ''
    const inside = { cluster, pod: object, container: found.container, id, startedAt: from, ip }
    const own = agent
      .lines(object, startedAs(inside), to - from)
      .flatMap((line) => written(inside, line, from + line.at))
    const added = addedLines(cluster, id)
    return added.length === 0 ? own : [...own, ...added].toSorted((a, b) => a.at - b.at)
  }
  if (options.previous) {
    if (!run?.last)
      throw badRequest(`previous terminated container "${container}" in pod "${pod}" not found`)
    return life(run.last.id, run.last.startedAt, run.last.finishedAt)
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
  return life(run.id, from, to)
}

function waitingText(reason: string): string {
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff')
    return 'trying and failing to pull image'
  return reason === 'ErrImageNeverPull' ? 'image cannot be pulled' : reason
}
