import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import type { Inside } from './exec/inside.ts'
import type { Run } from './runtime.ts'
import { type Sync, say } from './sync.ts'

/** Signals that programs which listen to SIGTERM take for the same wish. */
const POLITE = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT'])

export function insideOf(sync: Sync, container: Container, run: Run): Inside {
  const { cluster, pod } = sync
  return { cluster, pod, container, id: run.id, startedAt: run.startedAt, ip: sync.run.ip }
}

/** What the container's preStop hook takes of the grace period; says when it fails. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.executePreStopHook (1.36)
function preStop(sync: Sync, container: Container, run: Run, grace: Millis): Millis {
  const hook = container.lifecycle?.preStop
  if (!hook || grace <= 0) return 0
  const { millis, ok } = sync.agent.hook(insideOf(sync, container, run), hook, grace)
  if (!ok) say(sync, container, 'Warning', 'FailedPreStopHook', 'PreStopHook failed')
  return millis
}

/** Whether a running container's hook before its end is still to be run: it is run once. */
export interface Stop {
  /** Ms from now within which it has to be gone. */
  readonly grace: Millis
  /** Not told to stop before this moment: others go first. */
  readonly turn: Millis
  readonly init: boolean
}

/**
 * Tells a container to stop: first its hook, then its turn, then the signal, and SIGKILL when the grace period is over.
 * Settles when it ends, and how.
 */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.killContainer (1.36)
export function stopRun(sync: Sync, container: Container, run: Run, stop: Stop): void {
  const { now, agent } = sync
  const hook = run.stopping ? 0 : preStop(sync, container, run, stop.grace)
  const left = stop.grace - Math.floor(hook / 1000) * 1000
  const told = left > 0 ? Math.max(now + hook, Math.min(stop.turn, now + hook + left)) : now + hook
  const waited = Math.floor((told - now - hook) / 1000) * 1000
  const grace = Math.max(agent.leastGrace, left - waited)
  const signal = container.lifecycle?.stopSignal
  const { stopFor, stopCode } = agent.plan(sync.pod, container, stop.init)
  const at = signal === 'SIGKILL' ? told : told + grace
  const listens =
    stopFor >= 0 && stopFor <= at - told && (signal === undefined || POLITE.has(signal))
  const end = listens ? told + stopFor : at
  run.stopping = true
  if (run.exitAt >= 0 && run.exitAt <= end) return
  run.exitAt = end
  run.exitCode = listens ? stopCode : 137
  run.exitReason = ''
}
