import type { Cluster } from '../cluster.ts'
import { intern } from '../intern.ts'
import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import { environmentError } from '../volumes/configMissing.ts'
import { noteBlocked } from './blocked.ts'
import { ensureImage } from './images.ts'
import { beginLife, noteMember, replaceLife } from './lives.ts'
import { stepProbes } from './probes.ts'
import { growBackOff, leaveBehind, sayRestartBackOff, settleRestart } from './restart.ts'
import { newRun, type Run } from './runtime.ts'
import { beginHook, holdsHook } from './starting.ts'
import { podText, type Sync, say, wake } from './sync.ts'

/** An end that is further away than this does not keep the cluster busy. */
const FAR: Millis = 30_000

function containerId(cluster: Cluster): string {
  const { random, profile } = cluster
  return `${profile.kubelet.runtime}://${random.hash()}`
}

/** The container ended at the given time, with the exit code that was settled before. */
export function endRun(run: Run, at: Millis): void {
  run.state = 'terminated'
  run.finishedAt = at
  if (run.exitReason === '') run.exitReason = run.exitCode === 0 ? 'Completed' : 'Error'
  run.exitAt = -1
  run.ready = false
  run.started = false
  run.stopping = false
  run.hook = undefined
  run.startup = undefined
  run.liveness = undefined
  run.readiness = undefined
}

function waits(sync: Sync, container: Container, run: Run): boolean {
  if (sync.now >= run.startAt) return false
  wake(sync, run.startAt, true)
  if (run.reason !== 'CrashLoopBackOff' || run.nagAt < 0) return true
  if (sync.now >= run.nagAt) sayRestartBackOff(sync, container, run)
  wake(sync, run.nagAt, true)
  return true
}

function configError(sync: Sync, container: Container): string | undefined {
  const runAsNonRoot =
    container.securityContext?.runAsNonRoot ?? sync.pod.spec.securityContext?.runAsNonRoot
  const user = container.securityContext?.runAsUser ?? sync.pod.spec.securityContext?.runAsUser
  if (runAsNonRoot && user === undefined && !sync.agent.imagesPresent)
    return `container has runAsNonRoot and image will run as root (pod: "${podText(sync.pod)}", container: ${container.name})`
  return environmentError(sync.cluster, sync.pod, container)
}

/** Makes and starts the container; false when something is missing yet. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.startContainer (1.36)
function start(sync: Sync, container: Container, run: Run, init: boolean): boolean {
  const { cluster, pod, now } = sync
  if (waits(sync, container, run) || !ensureImage(sync, container, run)) return false
  const wrong = configError(sync, container)
  if (wrong !== undefined) {
    say(sync, container, 'Warning', 'Failed', `Error: ${wrong}`)
    run.reason = 'CreateContainerConfigError'
    run.message = wrong
    run.startAt = now + sync.agent.configRetry
    noteBlocked(sync)
    wake(sync, run.startAt, true)
    return false
  }
  const { containerCreated, containerStarted } = cluster.profile.texts
  say(sync, container, 'Normal', 'Created', intern(containerCreated(container.name)))
  say(sync, container, 'Normal', 'Started', intern(containerStarted(container.name)))
  if (run.id !== '') {
    replaceLife(cluster, run)
    run.restarts++
    growBackOff(run, now)
  }
  if (run.state === 'terminated') leaveBehind(run)
  run.id = containerId(cluster)
  run.startedAt = now
  const started = beginLife(sync, container, run)
  const plan = sync.agent.plan(pod, started, init, run.restarts)
  run.state = 'running'
  run.reason = ''
  run.message = ''
  run.nagAt = -1
  run.exitAt = plan.runFor < 0 ? -1 : now + plan.runFor
  run.exitCode = plan.exitCode
  run.exitReason = plan.exitReason
  beginHook(sync, container, run)
  return true
}

/** Brings one container as far as it gets at this moment. */
export function stepContainer(sync: Sync, container: Container, run: Run, init: boolean): void {
  if (run.state === 'running' && run.exitAt >= 0 && run.exitAt <= sync.now) {
    endRun(run, run.exitAt)
    noteMember(sync, container)
  }
  if (run.state === 'terminated' && !settleRestart(sync, container, run, init)) return
  if (run.state !== 'running' && !start(sync, container, run, init)) {
    // It shows as ended until there is a reason why it cannot start again.
    if (run.state === 'terminated' && run.reason !== '') leaveBehind(run)
    return
  }
  if (run.hook && holdsHook(sync, container, run, init)) return
  if (!init || container.restartPolicy === 'Always')
    stepProbes(sync, container, run, sync.agent.plan(sync.pod, container, init), init)
  if (run.exitAt >= 0) wake(sync, run.exitAt, run.exitAt - sync.now > FAR)
}

/** Whether an init container lets the next one begin. */
function isPast(container: Container, run: Run): boolean {
  if (container.restartPolicy === 'Always')
    return run.state === 'running' && run.started && !run.hook
  return run.state === 'terminated' && run.exitCode === 0
}

/** Once the others have begun, init containers are history; sidecars are kept running beside them. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.computeInitContainerActions (1.36)
function stepSidecars(sync: Sync, initContainers: readonly Container[]): void {
  for (const [index, container] of initContainers.entries()) {
    const run = sync.run.inits[index]
    if (run && container.restartPolicy === 'Always') stepContainer(sync, container, run, true)
  }
}

/** Whether all init containers let the others begin. */
function stepInits(sync: Sync, initContainers: readonly Container[]): boolean {
  const { containers, sandboxAt } = sync.run
  if (containers.some((run) => run.id !== '' && run.startedAt >= sandboxAt)) {
    stepSidecars(sync, initContainers)
    return true
  }
  for (const [index, container] of initContainers.entries()) {
    const run = sync.run.inits[index]
    if (!run) continue
    const done = run.state === 'terminated' && isPast(container, run)
    if (!done) stepContainer(sync, container, run, true)
    if (!isPast(container, run)) return false
  }
  return true
}

/** Init containers one after the other, then all others together. True when the others have had their turn. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.computePodActions (1.36)
export function stepContainers(sync: Sync): boolean {
  const { initContainers, containers } = sync.pod.spec
  if (initContainers && !stepInits(sync, initContainers)) return false
  let held = false
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index]
    const run = sync.run.containers[index]
    if (!container || !run || (held && run.state !== 'running')) continue
    stepContainer(sync, container, run, false)
    // The kubelet starts containers one after the other: it waits for the hook of each.
    if (run.hook) held = true
  }
  return true
}

/** Debugging containers: they are started when they are there, and never again. */
// k8s: pkg/kubelet/kuberuntime computePodActions, EphemeralContainersToStart (1.36)
export function stepEphemerals(sync: Sync, containers: readonly Container[]): void {
  const runs = sync.run.ephemerals ?? []
  for (const [index, container] of containers.entries()) {
    const run = runs[index] ?? newRun()
    runs[index] = run
    if (run.state === 'running' && run.exitAt >= 0 && run.exitAt <= sync.now)
      endRun(run, run.exitAt)
    if (run.state !== 'terminated') stepContainer(sync, container, run, true)
  }
  sync.run.ephemerals = runs
}
