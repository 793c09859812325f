import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import type { Run } from './runtime.ts'
import { insideOf, stopRun } from './stopping.ts'
import { type Sync, say, wake } from './sync.ts'

/** A hook that never returns is looked at again after a day. */
const DAY: Millis = 86_400_000

/** Runs the container's postStart hook, if it has one. */
// k8s: pkg/kubelet/kuberuntime kubeGenericRuntimeManager.startContainer, post-start (1.36)
export function beginHook(sync: Sync, container: Container, run: Run): void {
  const handler = container.lifecycle?.postStart
  if (!handler) return
  const { millis, ok } = sync.agent.hook(insideOf(sync, container, run), handler, DAY)
  run.hook = { until: sync.now + millis, ok }
  wake(sync, run.hook.until)
}

/** Whether the container's hook still holds it; a hook that failed ends the container. */
export function holdsHook(sync: Sync, container: Container, run: Run, init: boolean): boolean {
  const { hook } = run
  if (!hook) return false
  if (sync.now < hook.until) {
    wake(sync, run.exitAt >= 0 ? Math.min(hook.until, run.exitAt) : hook.until)
    return true
  }
  run.hook = undefined
  if (hook.ok) return false
  say(sync, container, 'Warning', 'FailedPostStartHook', 'PostStartHook failed')
  say(sync, container, 'Normal', 'Killing', 'FailedPostStartHook')
  const grace = (sync.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000
  stopRun(sync, container, run, { grace, turn: sync.now, init })
  run.hook = { until: run.exitAt, ok: true }
  wake(sync, run.exitAt)
  return true
}
