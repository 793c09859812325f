import { quantityError } from '../../machinery/quantity.ts'
import type { Millis } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import type { Plan } from './agent.ts'

const PREFIX = 'orrery.sim/'

function seconds(pod: Pod, name: string): Millis | undefined {
  const text = pod.metadata.annotations?.[PREFIX + name]
  if (text === undefined || text.trim() === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? value * 1000 : undefined
}

/** An amount that the pod states, such as `orrery.sim/memory: 300Mi`; undefined when it is none. */
export function stated(
  pod: Pod,
  name:
    | 'memory'
    | 'memory-per-second'
    | 'cpu'
    | 'disk'
    | 'disk-per-second'
    | 'processes'
    | 'processes-per-second',
): string | undefined {
  const text = pod.metadata.annotations?.[PREFIX + name]
  return text !== undefined && quantityError(text) === undefined ? text : undefined
}

function integer(pod: Pod, name: string): number | undefined {
  const text = pod.metadata.annotations?.[PREFIX + name]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** A pod may state how its containers behave; what it does not say stays as it is. */
export function withAnnotations(pod: Pod, plan: Plan): Plan {
  if (!pod.metadata.annotations) return plan
  const runFor = seconds(pod, 'run-seconds')
  const code = integer(pod, 'exit-code')
  const stopFor = seconds(pod, 'term-seconds')
  const stopCode = integer(pod, 'term-exit')
  const readyAfter = seconds(pod, 'ready-delay')
  return {
    runFor: runFor ?? (code !== undefined && plan.runFor < 0 ? 1000 : plan.runFor),
    exitCode: code ?? plan.exitCode,
    exitReason: code === undefined ? plan.exitReason : '',
    stopFor: stopFor ?? plan.stopFor,
    stopCode: stopCode ?? plan.stopCode,
    readyAfter: saysNotReady(pod) ? -1 : (readyAfter ?? plan.readyAfter),
  }
}

/** `orrery.sim/not-ready: "true"`: every container of the pod fails its readiness. */
export function saysNotReady(pod: Pod): boolean {
  return pod.metadata.annotations?.[`${PREFIX}not-ready`] === 'true'
}

/** Whether the pod states its readiness itself, so that no probe has a say. */
export function statedReadyDelay(pod: Pod): Millis | undefined {
  return seconds(pod, 'ready-delay')
}

export function startDelay(pod: Pod, usual: Millis): Millis {
  return pod.metadata.annotations ? (seconds(pod, 'start-delay') ?? usual) : usual
}
