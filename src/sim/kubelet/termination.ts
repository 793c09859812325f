import type { Container } from '../types/index.ts'
import { endRun } from './containers.ts'
import { wantsRestart } from './restart.ts'
import type { Run } from './runtime.ts'
import { stopRun } from './stopping.ts'
import { type Sync, say, wake } from './sync.ts'

function each(sync: Sync, visit: (container: Container, run: Run, init: boolean) => void): void {
  const { initContainers, containers, ephemeralContainers } = sync.pod.spec
  containers.forEach((container, index) => {
    const run = sync.run.containers[index]
    if (run) visit(container, run, false)
  })
  initContainers?.forEach((container, index) => {
    const run = sync.run.inits[index]
    if (run) visit(container, run, true)
  })
  ephemeralContainers?.forEach((container, index) => {
    const run = sync.run.ephemerals?.[index]
    if (run) visit(container, run, false)
  })
}

/** Stops all that runs: a sidecar is told after the containers it serves and after the sidecars that were started later. */
// k8s: pkg/kubelet/kuberuntime newTerminationOrdering (1.36)
function stopAll(sync: Sync): void {
  const { run, now } = sync
  const grace = run.grace * 1000
  const first = run.stopAt < 0
  let turn = now
  each(sync, (container, one, init) => {
    if (one.state !== 'running') return
    if (first) say(sync, container, 'Normal', 'Killing', `Stopping container ${container.name}`)
    if (isSidecar(container, init)) return
    stopRun(sync, container, one, { grace, turn: now, init })
    if (!init) turn = Math.max(turn, one.exitAt)
  })
  const inits = sync.pod.spec.initContainers ?? NONE
  for (let index = inits.length - 1; index >= 0; index--) {
    const container = inits[index]
    const one = run.inits[index]
    if (!container || one?.state !== 'running' || !isSidecar(container, true)) continue
    stopRun(sync, container, one, { grace, turn, init: true })
    turn = Math.max(turn, one.exitAt)
  }
}

const NONE: readonly Container[] = []

function isSidecar(container: Container, init: boolean): boolean {
  return init && container.restartPolicy === 'Always'
}

/** Stops every container within `grace` seconds. Called again it goes on, or hurries when the period got shorter. */
// k8s: pkg/kubelet Kubelet.SyncTerminatingPod (1.36)
export function terminate(sync: Sync, grace: number): void {
  const { run, now } = sync
  if (run.stopAt < 0 || grace < run.grace) {
    run.grace = grace
    stopAll(sync)
    let last = -1
    each(sync, (_, one) => {
      if (one.state === 'running') last = Math.max(last, one.exitAt)
    })
    run.stopAt = last < 0 ? now + Math.min(sync.agent.emptyStop, grace * 1000) : last
  }
  each(sync, (_, one) => {
    if (one.state !== 'running' || one.exitAt < 0) return
    if (one.exitAt <= now) endRun(one, one.exitAt)
    else wake(sync, one.exitAt)
  })
  if (now < run.stopAt) wake(sync, run.stopAt)
  else run.over = true
}

/** Whether all that the pod is for has ended and will not start again. */
export function hasFinished(sync: Sync): boolean {
  const { spec } = sync.pod
  const failedInit = spec.initContainers?.some((container, index) => {
    const run = sync.run.inits[index]
    return (
      run?.state === 'terminated' &&
      run.exitCode !== 0 &&
      !wantsRestart(spec.restartPolicy, container, run, true)
    )
  })
  if (failedInit) return true
  return spec.containers.every((container, index) => {
    const run = sync.run.containers[index]
    return run?.state === 'terminated' && !wantsRestart(spec.restartPolicy, container, run, false)
  })
}

/** Ends a pod whose work is done: what still runs in it, its sidecars, goes as if the pod were deleted. */
// k8s: pkg/kubelet/kuberuntime computePodActions, KillPod (1.36)
export function conclude(sync: Sync): void {
  let running = false
  each(sync, (_, one) => {
    if (one.state === 'running') running = true
  })
  if (running) terminate(sync, sync.pod.spec.terminationGracePeriodSeconds ?? 30)
  else sync.run.over = true
}
