import type { Container, Probe } from '../types/index.ts'
import type { Plan, ProbeKind } from './behaviour/agent.ts'
import { saysNotReady, statedReadyDelay } from './behaviour/annotations.ts'
import type { ProbeRun, Run } from './runtime.ts'
import { insideOf, stopRun } from './stopping.ts'
import { type Sync, say, wake } from './sync.ts'

const TITLES: Readonly<Record<ProbeKind, string>> = {
  startup: 'Startup',
  liveness: 'Liveness',
  readiness: 'Readiness',
}

function podGrace(sync: Sync): number {
  return sync.pod.spec.terminationGracePeriodSeconds ?? 30
}

/** `init` for sidecars, which are probed too. */
function kill(
  sync: Sync,
  container: Container,
  run: Run,
  kind: ProbeKind,
  probe: Probe,
  init: boolean,
): void {
  say(
    sync,
    container,
    'Normal',
    'Killing',
    `Container ${container.name} failed ${kind} probe, will be restarted`,
  )
  const grace = (probe.terminationGracePeriodSeconds ?? podGrace(sync)) * 1000
  stopRun(sync, container, run, { grace, turn: sync.now, init })
  wake(sync, run.exitAt)
}

/** Asks once and notes the answer; says when to ask again, or -1 when the answer will stay what it is. */
function ask(
  sync: Sync,
  container: Container,
  run: Run,
  kind: ProbeKind,
  probe: Probe,
  state: ProbeRun,
): void {
  const { agent, now } = sync
  const period = (probe.periodSeconds ?? 10) * 1000
  const found = agent.health(insideOf(sync, container, run), probe)
  const turn = found.until < 0 ? -1 : run.startedAt + found.until
  if (found.ok) {
    state.failures = 0
    state.successes++
    const enough = state.successes >= (probe.successThreshold ?? 1)
    if (!enough || found.volatile) state.at = now + period
    else if (turn < 0) state.at = -1
    else state.at = now + Math.max(1, Math.ceil((turn - now) / period)) * period
    if (state.at >= 0)
      wake(sync, state.at, enough && (found.volatile === true || state.at - now > 60_000))
    return
  }
  state.successes = 0
  state.failures++
  state.at = now + period
  say(sync, container, 'Warning', 'Unhealthy', `${TITLES[kind]} probe failed: ${found.output}`)
  const hopeless =
    kind === 'readiness' && turn < 0 && state.failures >= (probe.failureThreshold ?? 3)
  wake(sync, state.at, hopeless)
}

/** The state of a probe after asking, when it is time to. */
function probed(
  sync: Sync,
  container: Container,
  run: Run,
  kind: ProbeKind,
  probe: Probe,
): ProbeRun {
  const known = run[kind]
  const state = known ?? {
    at: Math.max(sync.now, run.startedAt + sync.agent.firstProbe(probe)),
    successes: 0,
    failures: 0,
  }
  run[kind] = state
  if (state.at < 0) return state
  if (sync.now >= state.at) ask(sync, container, run, kind, probe, state)
  else wake(sync, state.at, kind === 'readiness' && state.failures >= (probe.failureThreshold ?? 3))
  return state
}

function hasStarted(sync: Sync, container: Container, run: Run, init: boolean): boolean {
  const probe = container.startupProbe
  if (run.started || !probe) return true
  const state = probed(sync, container, run, 'startup', probe)
  if (state.failures >= (probe.failureThreshold ?? 3)) {
    kill(sync, container, run, 'startup', probe, init)
    return false
  }
  return state.successes > 0
}

function isReady(sync: Sync, container: Container, run: Run, plan: Plan): boolean {
  if (saysNotReady(sync.pod)) return false
  const probe = container.readinessProbe
  if (!probe || statedReadyDelay(sync.pod) !== undefined) {
    const at = run.startedAt + Math.max(0, plan.readyAfter)
    if (sync.now >= at) return true
    wake(sync, at)
    return false
  }
  const state = probed(sync, container, run, 'readiness', probe)
  if (state.successes >= (probe.successThreshold ?? 1)) return true
  return run.ready && state.failures < (probe.failureThreshold ?? 3)
}

/** Runs the probes of a running container that are due, and settles whether it has started and is ready. */
// k8s: pkg/kubelet/prober worker.doProbe (1.36)
export function stepProbes(
  sync: Sync,
  container: Container,
  run: Run,
  plan: Plan,
  init: boolean,
): void {
  if (run.stopping) return
  run.started = hasStarted(sync, container, run, init)
  if (!run.started) {
    run.ready = false
    return
  }
  const probe = container.livenessProbe
  if (probe) {
    const state = probed(sync, container, run, 'liveness', probe)
    if (state.failures >= (probe.failureThreshold ?? 3)) {
      kill(sync, container, run, 'liveness', probe, init)
      return
    }
  }
  run.ready = isReady(sync, container, run, plan)
}
