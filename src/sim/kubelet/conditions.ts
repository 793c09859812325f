import { formatTime } from '../time.ts'
import type { Container, PodCondition, Time } from '../types/index.ts'
import type { Run } from './runtime.ts'
import type { Sync } from './sync.ts'

const OWN: ReadonlySet<string> = new Set([
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
])
/** The condition of each type that was made last, by its status. */
const yes = new Map<string, PodCondition>()
const no = new Map<string, PodCondition>()

interface Verdict {
  readonly status: 'True' | 'False'
  readonly reason?: string
  readonly message?: string
}

const YES: Verdict = { status: 'True' }
const NO: Verdict = { status: 'False' }
const NO_CONTAINERS: readonly Container[] = []
const NO_CONDITIONS: readonly PodCondition[] = []
const REMEMBERED = 2000
const unreadyVerdicts = new Map<string, Verdict>()

/** That the named containers are not ready: the same object for the same names. */
function notReady(list: string): Verdict {
  const known = unreadyVerdicts.get(list)
  if (known) return known
  const verdict: Verdict = {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${list}]`,
  }
  if (unreadyVerdicts.size >= REMEMBERED) unreadyVerdicts.clear()
  unreadyVerdicts.set(list, verdict)
  return verdict
}

function says(
  c: PodCondition,
  verdict: Verdict,
  time: Time,
  generation: number | undefined,
): boolean {
  return (
    c.status === verdict.status &&
    c.lastTransitionTime === time &&
    c.observedGeneration === generation &&
    c.reason === verdict.reason &&
    c.message === verdict.message
  )
}

/** Conditions are equal for very many pods: one frozen object stands for all that are made at one time. */
function condition(
  type: string,
  verdict: Verdict,
  time: Time,
  generation: number | undefined,
): PodCondition {
  const slot = verdict.status === 'True' ? yes : no
  const known = slot.get(type)
  if (known && says(known, verdict, time, generation)) return known
  const made: PodCondition = Object.freeze({
    lastProbeTime: null,
    lastTransitionTime: time,
    ...(verdict.message === undefined ? {} : { message: verdict.message }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    status: verdict.status,
    type,
  })
  slot.set(type, made)
  return made
}

function names(
  containers: readonly Container[],
  pick: (index: number, container: Container) => boolean,
): string {
  let text = ''
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index]
    if (container && pick(index, container))
      text += text === '' ? container.name : ` ${container.name}`
  }
  return text
}

/** k8s: pkg/kubelet/status GeneratePodInitializedCondition (1.36) */
function initialized(sync: Sync, phase: string): Verdict {
  const { initContainers = NO_CONTAINERS } = sync.pod.spec
  if (phase === 'Succeeded')
    return sync.agent.finishedReasons ? { status: 'True', reason: 'PodCompleted' } : YES
  if (initContainers.length === 0) return YES
  const missing = names(
    initContainers,
    (index, container) => !initDone(container, sync.run.inits[index]),
  )
  if (missing === '' || sync.run.containers.some((run) => run.id !== '')) return YES
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${missing}]`,
  }
}

function initDone(container: Container, run: Run | undefined): boolean {
  if (!run) return false
  if (container.restartPolicy === 'Always') return run.started
  return run.state === 'terminated' && run.exitCode === 0
}

/** k8s: pkg/kubelet/status GenerateContainersReadyCondition (1.36) */
function containersReady(sync: Sync, phase: string): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed' && sync.agent.finishedReasons)
    return { status: 'False', reason: 'PodFailed' }
  let all = true
  const runs = sync.run.containers
  for (let index = 0; index < runs.length; index++) if (!runs[index]?.ready) all = false
  const { initContainers = NO_CONTAINERS } = sync.pod.spec
  const sidecars =
    initContainers.length === 0
      ? ''
      : names(
          initContainers,
          (index, container) =>
            container.restartPolicy === 'Always' && !sync.run.inits[index]?.ready,
        )
  if (all && sidecars === '') return YES
  const unready = names(sync.pod.spec.containers, (index) => !sync.run.containers[index]?.ready)
  return notReady(sidecars === '' || unready === '' ? sidecars + unready : `${sidecars} ${unready}`)
}

/** k8s: pkg/kubelet/status GeneratePodReadyCondition (1.36) */
function ready(sync: Sync, containers: Verdict): Verdict {
  const gates = sync.pod.spec.readinessGates
  if (containers.status === 'False' || !gates || gates.length === 0) return containers
  const texts: string[] = []
  for (const { conditionType } of gates) {
    const found = sync.pod.status.conditions?.find((c) => c.type === conditionType)
    if (!found)
      texts.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`)
    else if (found.status !== 'True')
      texts.push(
        `the status of pod readiness gate "${conditionType}" is not "True", but ${found.status}`,
      )
  }
  if (texts.length === 0) return containers
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: texts.join(', ') }
}

/** All that a list of conditions is made of. */
interface Facts {
  /** The list in its place before. */
  readonly before: readonly PodCondition[]
  readonly now: Time
  readonly generation: number | undefined
  /** Whether the sandbox is told of at all, and is there. */
  readonly sandbox: Verdict | undefined
  readonly initialized: Verdict
  readonly ready: Verdict
  readonly containers: Verdict
}

function factsOf(sync: Sync, phase: string): Facts {
  const full = sync.cluster.profile.kubelet.fullStatus
  const containers = containersReady(sync, phase)
  const sandbox = sync.run.ip !== '' && !sync.run.over ? YES : NO
  return {
    before: sync.pod.status.conditions ?? NO_CONDITIONS,
    now: formatTime(sync.now),
    generation: full ? sync.pod.metadata.generation : undefined,
    sandbox: full ? sandbox : undefined,
    initialized: initialized(sync, phase),
    ready: ready(sync, containers),
    containers,
  }
}

function sameFacts(a: Facts, b: Facts): boolean {
  return (
    a.before === b.before &&
    a.now === b.now &&
    a.generation === b.generation &&
    a.sandbox === b.sandbox &&
    a.initialized === b.initialized &&
    a.ready === b.ready &&
    a.containers === b.containers
  )
}

/** The condition of the type that says the verdict: the old one while it still holds. */
function own({ before, now, generation }: Facts, type: string, verdict: Verdict): PodCondition {
  for (let index = 0; index < before.length; index++) {
    const old = before[index]
    if (old?.type !== type || old.status !== verdict.status) continue
    const since = old.lastTransitionTime ?? now
    return says(old, verdict, since, generation) ? old : condition(type, verdict, since, generation)
  }
  return condition(type, verdict, now, generation)
}

function listOf(facts: Facts): readonly PodCondition[] {
  const first = own(facts, 'Initialized', facts.initialized)
  const list: PodCondition[] = facts.sandbox
    ? [own(facts, 'PodReadyToStartContainers', facts.sandbox), first]
    : [first]
  list.push(
    own(facts, 'Ready', facts.ready),
    own(facts, 'ContainersReady', facts.containers),
    own(facts, 'PodScheduled', YES),
  )
  for (const other of facts.before) if (!OWN.has(other.type)) list.push(other)
  return Object.freeze(list)
}

/** Lists made last. Pods of one crowd pass through the same states in the same seconds: they share their lists. */
const RECENT = 32
const recent: { readonly facts: Facts; readonly list: readonly PodCondition[] }[] = []
let oldest = 0

/** The pod's conditions in the kubelet's order, then those that others own. */
export function podConditions(sync: Sync, phase: string): readonly PodCondition[] {
  const facts = factsOf(sync, phase)
  for (let index = 0; index < recent.length; index++) {
    const made = recent[index]
    if (made && sameFacts(made.facts, facts)) return made.list
  }
  const list = listOf(facts)
  recent[oldest] = { facts, list }
  oldest = (oldest + 1) % RECENT
  return list
}
