import type { Container } from '../types/index.ts'
import { endRun } from './containers.ts'
import { stopContainer } from './probes.ts'
import { wantsRestart } from './restart.ts'
import type { Run } from './runtime.ts'
import { type Sync, say, wake } from './sync.ts'

/** What a preStop hook takes before the container is told to stop. */
function hookMillis(container: Container): number {
  const hook = container.lifecycle?.preStop
  if (!hook) return 0
  if (hook.sleep) return hook.sleep.seconds * 1000
  const slept = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(hook.exec?.command?.join(' ') ?? '')
  return slept ? Number(slept[1]) * 1000 : 100
}

function stopOne(sync: Sync, container: Container, run: Run, init: boolean): void {
  if (run.state !== 'running') return
  if (sync.run.stopAt < 0)
    say(sync, container, 'Normal', 'Killing', `Stopping container ${container.name}`)
  const grace = sync.run.grace * 1000
  const plan = sync.agent.plan(sync.pod, container, init)
  const hook = hookMillis(container)
  const stopFor = plan.stopFor < 0 ? -1 : plan.stopFor + hook
  stopContainer(run, { ...plan, stopFor }, sync.now, grace)
}

function each(sync: Sync, visit: (container: Container, run: Run, init: boolean) => void): void {
  const { initContainers, containers } = sync.pod.spec
  containers.forEach((container, index) => {
    const run = sync.run.containers[index]
    if (run) visit(container, run, false)
  })
  initContainers?.forEach((container, index) => {
    const run = sync.run.inits[index]
    if (run) visit(container, run, true)
  })
}

/** Stops every container within `grace` seconds. Called again it goes on, or hurries when the period got shorter. */
// k8s: pkg/kubelet Kubelet.SyncTerminatingPod (1.36)
export function terminate(sync: Sync, grace: number): void {
  const { run, now } = sync
  if (run.stopAt < 0 || grace < run.grace) {
    run.grace = grace
    each(sync, (container, one, init) => stopOne(sync, container, one, init))
    let last = -1
    each(sync, (_, one) => {
      if (one.state === 'running') last = Math.max(last, one.exitAt)
    })
    run.stopAt = last < 0 ? now + Math.min(sync.agent.emptyStop, grace * 1000) : last
  }
  each(sync, (_, one) => {
    if (one.state === 'running' && one.exitAt >= 0 && one.exitAt <= now) endRun(one, one.exitAt)
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

/** Sidecars go when there is nothing left to serve. */
export function stopSidecars(sync: Sync): boolean {
  let running = false
  sync.pod.spec.initContainers?.forEach((container, index) => {
    const run = sync.run.inits[index]
    if (run?.state !== 'running' || container.restartPolicy !== 'Always') return
    if (!run.stopping) {
      say(sync, container, 'Normal', 'Killing', `Stopping container ${container.name}`)
      stopContainer(run, sync.agent.plan(sync.pod, container, true), sync.now, 30_000)
      if (run.exitAt < 0) run.exitAt = sync.now
    }
    if (run.exitAt <= sync.now) endRun(run, run.exitAt)
    else {
      running = true
      wake(sync, run.exitAt)
    }
  })
  return !running
}
