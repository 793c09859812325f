import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import type { Run } from './runtime.ts'
import { goDuration, podText, type Sync, say, wake } from './sync.ts'

const FIRST: Millis = 10_000
const LAST: Millis = 300_000
/** A container that ran this long after its last restart starts over with the first delay. */
const FORGOTTEN_AFTER: Millis = 600_000
/** From an end to the sync that answers it: when it restarts at once, and when it must wait. */
const RESTART_SYNC: Millis = 1000
const BACKOFF_SYNC: Millis = 20

/** k8s: pkg/kubelet/container ShouldContainerBeRestarted (1.36); init containers restart only for their failures. */
export function wantsRestart(
  policy: string | undefined,
  container: Container,
  run: Run,
  init: boolean,
): boolean {
  if (init && container.restartPolicy === 'Always') return true
  if (init && run.exitCode === 0) return false
  if (policy === 'Never') return false
  return init || policy !== 'OnFailure' || run.exitCode !== 0
}

function forgotten(run: Run): boolean {
  return run.backoff === 0 || run.finishedAt - run.backoffAt > FORGOTTEN_AFTER
}

/** Says that a crashed container waits, now and each time the kubelet looks again. */
export function sayRestartBackOff(sync: Sync, container: Container, run: Run): void {
  const text = sync.cluster.profile.kubelet.restartBackOff(container.name, podText(sync.pod))
  say(sync, container, 'Warning', 'BackOff', text)
  run.nagAt = sync.agent.nagEvery > 0 ? sync.now + sync.agent.nagEvery : -1
}

/** The life that ended becomes the last one: the container waits for its next. */
export function leaveBehind(run: Run): void {
  run.last = endOf(run)
  run.state = 'waiting'
}

/** Settles what comes after an end: true when the container goes on to its next start, at `run.startAt`. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.doBackOff (1.36)
export function settleRestart(sync: Sync, container: Container, run: Run, init: boolean): boolean {
  if (!wantsRestart(sync.pod.spec.restartPolicy, container, run, init)) return false
  const again = run.finishedAt + run.backoff
  const waits = !forgotten(run) && again > sync.now
  const at = run.finishedAt + (waits ? BACKOFF_SYNC : RESTART_SYNC)
  if (sync.now < at) {
    wake(sync, at)
    return false
  }
  run.startAt = waits ? again : sync.now
  if (!waits) return true
  leaveBehind(run)
  run.reason = 'CrashLoopBackOff'
  run.message = `back-off ${goDuration(run.backoff)} restarting failed container=${container.name} pod=${podText(sync.pod)}`
  sayRestartBackOff(sync, container, run)
  return true
}

export function endOf(run: Run): NonNullable<Run['last']> {
  return {
    id: run.id,
    exitCode: run.exitCode,
    reason: run.exitReason,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }
}

/** Doubles the wait before the restart after this one. */
export function growBackOff(run: Run, now: Millis): void {
  run.backoff = forgotten(run) ? FIRST : Math.min(LAST, run.backoff * 2)
  run.backoffAt = now
}
