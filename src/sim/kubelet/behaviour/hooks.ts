import type { Millis } from '../../time.ts'
import type { LifecycleHandler } from '../../types/index.ts'
import { executeNow } from '../exec/execute.ts'
import type { Inside } from '../exec/inside.ts'
import type { HookResult } from './agent.ts'
import { portOf } from './health.ts'
import { serve } from './serve.ts'

/** A handler that answers takes this long. */
const SHORT: Millis = 20

/** Runs a hook of the container's at this moment. */
// k8s: pkg/kubelet/lifecycle handlerRunner.Run (1.36)
export function hook(inside: Inside, handler: LifecycleHandler, limit: Millis): HookResult {
  const { exec, httpGet, sleep } = handler
  if (exec) {
    const { code, millis, timedOut } = executeNow(inside, exec.command ?? [], limit)
    // One that goes on is left alone: only its end could tell that it failed.
    return { millis: Math.max(SHORT, millis), ok: timedOut || code === 0 }
  }
  if (sleep) return { millis: Math.min(limit, sleep.seconds * 1000), ok: true }
  if (!httpGet) return { millis: 0, ok: false }
  const port = portOf(inside.container, httpGet.port)
  const tls = (httpGet.scheme ?? 'HTTP') === 'HTTPS'
  const { status } = serve(inside, port, httpGet.path ?? '/', tls)
  return { millis: SHORT, ok: status >= 200 && status < 400 }
}
