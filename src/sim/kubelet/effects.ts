import type { Cluster } from '../cluster.ts'
import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import { agentOf } from './behaviour/index.ts'
import type { Doer, Effect } from './exec/inside.ts'
import { draftOf, freezeRuntime, KUBELET, podWorkKey, type Run, runtimeOf } from './runtime.ts'
import { keepWritten } from './written.ts'

/** What somebody did inside a container. */
export interface Deed extends Doer {
  readonly effect: Effect
}

const PROBES = ['startup', 'liveness', 'readiness'] as const

/** A probe whose answer was settled asks again at its next turn. */
function askAgain(run: Run, container: Container, now: Millis): void {
  for (const kind of PROBES) {
    const state = run[kind]
    const probe = container[`${kind}Probe`]
    if (!state || !probe) continue
    const period = (probe.periodSeconds ?? 10) * 1000
    const since = run.startedAt + (probe.initialDelaySeconds ?? 0) * 1000 + 500
    const next = since + Math.ceil((now + 1 - since) / period) * period
    if (state.at < 0 || state.at > next) state.at = next
  }
}

/** How the first process takes a signal: programs that do not listen are not reached, as nothing ends process 1 by default. */
function signalled(cluster: Cluster, deed: Deed, container: Container, run: Run): void {
  if (deed.effect.type !== 'signal' || !['TERM', 'INT', 'QUIT'].includes(deed.effect.signal)) return
  const pod = cluster.get('Pod', deed.namespace, deed.pod)
  const { stopFor, stopCode } = agentOf(cluster).plan(pod, container, false, run.restarts)
  if (stopFor < 0) return
  const end = cluster.now + Math.min(stopFor, 200)
  if (run.exitAt >= 0 && run.exitAt <= end) return
  run.exitAt = end
  run.exitCode = stopCode
  run.exitReason = ''
}

function sentenceOf({ effect, container, pod }: Deed): string {
  const where = `in container ${container} of pod ${pod}`
  if (effect.type === 'signal') return `SIG${effect.signal} is sent to process 1 ${where}`
  return `file ${effect.seen} is ${effect.leaf === null ? 'removed' : 'written'} ${where}`
}

/** Carries out what was done, and lets the kubelet look at the pod. */
export function perform(cluster: Cluster, told: Deed): void {
  const { effect } = told
  const deed = effect.type === 'write' && effect.of ? { ...told, ...effect.of } : told
  const { namespace, pod: name } = deed
  const pod = cluster.find('Pod', namespace, name)
  const known = pod && runtimeOf(cluster, pod.metadata.uid)
  if (effect.type === 'write') keepWritten(cluster, pod, effect)
  if (!pod || !known) return
  cluster.act('Machine', known.node, sentenceOf(deed))
  const runtime = draftOf(known)
  const pairs = [
    ...pod.spec.containers.map((one, index) => [one, runtime.containers[index]] as const),
    ...(pod.spec.initContainers ?? []).map((one, index) => [one, runtime.inits[index]] as const),
  ]
  for (const [container, run] of pairs) {
    if (run?.state !== 'running') continue
    if (effect.type === 'write') askAgain(run, container, cluster.now)
    else if (run.id === deed.life) signalled(cluster, deed, container, run)
  }
  cluster.remember(KUBELET, known.uid, freezeRuntime(runtime))
  cluster.enqueue(KUBELET, podWorkKey(known.uid, namespace, name))
}
