import type { Millis } from '../../sim/time.ts'
import type { ContainerStatus, Pod } from '../../sim/types/index.ts'
import { ageColumn, nameColumn, since } from './age.ts'
import type { Column } from './column.ts'

/** What READY, STATUS and RESTARTS of a pod are made of. */
export interface PodSummary {
  readonly ready: number
  readonly total: number
  readonly reason: string
  readonly restarts: number
  /** When the container that restarted last had ended. */
  readonly lastRestart: string | undefined
}

interface Tally {
  restarts: number
  last: string | undefined
  ready: number
  reason: string
}

function later(a: string | undefined, b: string | undefined | null): string | undefined {
  if (!b) return a
  return a === undefined || a < b ? b : a
}

function countRestart(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount
  tally.last = later(tally.last, status.lastState?.terminated?.finishedAt)
}

function endReason(status: ContainerStatus): string | undefined {
  const end = status.state?.terminated
  if (!end) return undefined
  if (end.reason) return end.reason
  return end.signal ? `Signal:${end.signal}` : `ExitCode:${end.exitCode}`
}

function sidecarsOf(pod: Pod): ReadonlySet<string> {
  const sidecars = (pod.spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always')
  return new Set(sidecars.map((one) => one.name))
}

/** Why this init container keeps the pod from starting; undefined when it does not. */
function initReason(status: ContainerStatus, index: number, total: number): string {
  const end = endReason(status)
  if (end !== undefined) return `Init:${end}`
  const waiting = status.state?.waiting?.reason
  if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`
  return `Init:${index}/${total}`
}

/** Walks the init containers; says whether one of them still holds the pod. */
function walkInit(pod: Pod, all: Tally, sidecars: Tally): boolean {
  const restartable = sidecarsOf(pod)
  const total = pod.spec.initContainers?.length ?? 0
  for (const [index, status] of (pod.status.initContainerStatuses ?? []).entries()) {
    countRestart(all, status)
    const sidecar = restartable.has(status.name)
    if (sidecar) countRestart(sidecars, status)
    if (status.state?.terminated?.exitCode === 0) continue
    if (sidecar && status.started === true) {
      if (status.ready) all.ready++
      continue
    }
    all.reason = initReason(status, index, total)
    return true
  }
  return false
}

/** Walks the containers from the last to the first, so that the first one's reason wins. */
function walkContainers(pod: Pod, tally: Tally): void {
  let running = false
  for (const status of [...(pod.status.containerStatuses ?? [])].reverse()) {
    countRestart(tally, status)
    const reason = status.state?.waiting?.reason || endReason(status)
    if (reason) tally.reason = reason
    else if (status.ready && status.state?.running) {
      running = true
      tally.ready++
    }
  }
  if (tally.reason === 'Completed' && running) {
    tally.reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady'
  }
}

function hasCondition(pod: Pod, type: string): boolean {
  return (pod.status.conditions ?? []).some((one) => one.type === type && one.status === 'True')
}

function startReason(pod: Pod): string {
  const gated = (pod.status.conditions ?? []).some(
    (one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated',
  )
  return gated ? 'SchedulingGated' : pod.status.reason || pod.status.phase || ''
}

function finalReason(pod: Pod, reason: string): string {
  if (!pod.metadata.deletionTimestamp) return reason
  if (pod.status.reason === 'NodeLost') return 'Unknown'
  const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
  return over ? reason : 'Terminating'
}

/** The one-word state of a pod with its ready and restart counts, as `kubectl get pods` has it. */
// k8s: pkg/printers/internalversion printPod (1.36)
export function summarizePod(pod: Pod): PodSummary {
  const total = (pod.spec.containers ?? []).length + sidecarsOf(pod).size
  const all: Tally = { restarts: 0, last: undefined, ready: 0, reason: startReason(pod) }
  const sidecars: Tally = { ...all }
  const initializing = walkInit(pod, all, sidecars)
  if (!initializing || hasCondition(pod, 'Initialized')) {
    all.restarts = sidecars.restarts
    all.last = sidecars.last
    walkContainers(pod, all)
  }
  return {
    ready: all.ready,
    total,
    reason: finalReason(pod, all.reason),
    restarts: all.restarts,
    lastRestart: all.last,
  }
}

function restartText(pod: Pod, at: Millis): string {
  const { restarts, lastRestart } = summarizePod(pod)
  if (restarts === 0 || lastRestart === undefined) return String(restarts)
  return `${restarts} (${since(lastRestart, at)} ago)`
}

function gateText(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  return `${gates.filter((gate) => hasCondition(pod, gate.conditionType)).length}/${gates.length}`
}

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  {
    name: 'READY',
    cell: (pod) => {
      const { ready, total } = summarizePod(pod)
      return `${ready}/${total}`
    },
  },
  { name: 'STATUS', cell: (pod) => summarizePod(pod).reason },
  { name: 'RESTARTS', cell: restartText },
  ageColumn,
  {
    name: 'IP',
    wide: true,
    cell: (pod) => pod.status.podIPs?.[0]?.ip || pod.status.podIP || '<none>',
  },
  { name: 'NODE', wide: true, cell: (pod) => pod.spec.nodeName || '<none>' },
  { name: 'NOMINATED NODE', wide: true, cell: (pod) => pod.status.nominatedNodeName || '<none>' },
  { name: 'READINESS GATES', wide: true, cell: gateText },
]
