import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { headlessHost } from '../src/headless/run.ts'
import { summarizePod } from '../src/kubectl/printers/pod.ts'
import { createLab } from '../src/scenarios/labs.ts'
import { ShellSession } from '../src/shell/session.ts'
import {
  type Cluster,
  controllerOf,
  type Event,
  type Pod,
  type ReplicaSet,
  runUntil,
} from '../src/sim/index.ts'
import { budgets, conditions, REVISION, revisions, workloads } from './programWorkloads.ts'
import { GOLDEN, mask, maskedRows } from './recording.ts'
import type { Fact } from './replay.ts'

type Section = Readonly<Record<string, unknown>> | readonly unknown[]
type Digest = Readonly<Record<string, Section>>

interface ProgramStep {
  readonly line: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** Seconds of stillness that were waited for. */
  readonly settle?: number
  readonly after?: Digest
  readonly unstable?: readonly string[]
}

interface Program {
  readonly theme: string
  readonly steps: readonly ProgramStep[]
  readonly final: Digest
  readonly unstable?: Readonly<Record<string, readonly string[]>>
}

export function loadProgram(name: string): Program {
  return JSON.parse(readFileSync(join(GOLDEN, 'programs', `${name}.json`), 'utf8')) as Program
}

/** How long a real command takes at least, virtual ms: the control plane works on meanwhile. */
const TYPING = 300
/** Sections of the digests that are compared; the others speak of kinds not served yet or of chance. */
const SECTIONS = [
  'workloads',
  'replicaSets',
  'controllerRevisions',
  'pods',
  'pvcs',
  'spreadCounts',
  'pdbs',
] as const

function isRestarted(set: ReplicaSet): boolean {
  const { annotations } = set.spec.template.metadata ?? {}
  return annotations?.['kubectl.kubernetes.io/restartedAt'] !== undefined
}

function setName(set: ReplicaSet): string {
  const { name } = set.metadata
  return isRestarted(set) ? name.replace(/-[^-]+$/, '-<hash>') : name
}

function replicaSet(set: ReplicaSet): object {
  const owner = controllerOf(set)
  const revision = set.metadata.annotations?.[REVISION]
  return {
    owner: owner ? `${owner.kind}/${owner.name}` : 'none',
    name: setName(set),
    ...(revision === undefined ? {} : { revision }),
    image: set.spec.template.spec.containers.map((c) => c.image).join(),
    replicas: set.spec.replicas,
    have: set.status.replicas,
    ready: set.status.readyReplicas ?? 0,
    available: set.status.availableReplicas ?? 0,
    conditions: conditions(set.status.conditions),
  }
}

/** The workload a pod belongs to, and with its revision. */
function ownerOf(
  cluster: Cluster,
  pod: Pod,
): { readonly owner: string; readonly set?: ReplicaSet } {
  const reference = controllerOf(pod)
  if (!reference) return { owner: 'none' }
  const set = cluster.find('ReplicaSet', 'default', reference.name)
  const above = set && controllerOf(set)
  if (!set || !above) return { owner: `${reference.kind}/${reference.name}` }
  return { owner: `${above.kind}/${above.name}`, set }
}

function status(pod: Pod): string {
  const { reason: text, restarts } = summarizePod(pod)
  if (/^(ErrImagePull|ImagePullBackOff)$/.test(text)) return 'ImagePullBackOff'
  const shaky = /^(Running|Error|Completed|CrashLoopBackOff)$/.test(text)
  return restarts > 0 && shaky ? 'restarting' : text
}

function podText(cluster: Cluster, pod: Pod): string {
  const { owner, set } = ownerOf(cluster, pod)
  const { ready, total, restarts } = summarizePod(pod)
  const scheduled = pod.status.conditions?.find(
    (c) => c.type === 'PodScheduled' && c.status === 'False',
  )
  const generated = pod.metadata.generateName !== undefined
  const name =
    set && isRestarted(set)
      ? `${setName(set)}-*`
      : generated
        ? mask(pod.metadata.name)
        : pod.metadata.name
  return JSON.stringify({
    owner: set ? `${owner} rev ${set.metadata.annotations?.[REVISION]}` : owner,
    name,
    phase: pod.status.phase,
    status: status(pod),
    ready: `${ready}/${total}`,
    restarts: restarts > 0 ? '>0' : 0,
    image: pod.spec.containers.map((c) => c.image).join(),
    qos: pod.status.qosClass,
    ...(scheduled ? { scheduled: scheduled.reason } : {}),
    ...(owner.startsWith('DaemonSet/') ? { node: pod.spec.nodeName } : {}),
  })
}

function pods(cluster: Cluster): unknown[] {
  const groups = new Map<string, number>()
  for (const pod of cluster.list('Pod', { namespace: 'default' })) {
    const text = podText(cluster, pod)
    groups.set(text, (groups.get(text) ?? 0) + 1)
  }
  return [...groups].map(([text, count]) => ({ ...(JSON.parse(text) as object), count }))
}

function claims(cluster: Cluster): object {
  const rows = cluster.list('PersistentVolumeClaim', { namespace: 'default' }).map((claim) => {
    const { phase, capacity } = claim.status
    const { storageClassName, volumeName, resources } = claim.spec
    return [
      claim.metadata.name,
      {
        phase,
        class: storageClassName ?? '',
        ...(volumeName ? { volume: mask(volumeName) } : {}),
        ...(capacity?.storage ? { capacity: capacity.storage } : {}),
        request: resources?.requests?.storage,
        ...(claim.metadata.deletionTimestamp
          ? { deleting: true, finalizers: claim.metadata.finalizers }
          : {}),
      },
    ]
  })
  return Object.fromEntries(rows) as object
}

function spread(cluster: Cluster): object {
  const owners = new Map<string, Map<string, number>>()
  for (const pod of cluster.list('Pod', { namespace: 'default' })) {
    const { phase } = pod.status
    const node = pod.spec.nodeName
    const { owner } = ownerOf(cluster, pod)
    const nodes = owners.get(owner) ?? new Map<string, number>()
    if (node && phase !== 'Succeeded' && phase !== 'Failed')
      nodes.set(node, (nodes.get(node) ?? 0) + 1)
    owners.set(owner, nodes)
  }
  return Object.fromEntries(
    [...owners].map(([owner, nodes]) => [owner, [...nodes.values()].sort((a, b) => b - a)]),
  )
}

function digest(cluster: Cluster): Digest {
  const inDefault = { namespace: 'default' }
  return {
    workloads: workloads(cluster) as Section,
    controllerRevisions: revisions(cluster) as Section,
    replicaSets: cluster.list('ReplicaSet', inDefault).map(replicaSet),
    pods: pods(cluster),
    pvcs: claims(cluster) as Section,
    spreadCounts: spread(cluster) as Section,
    pdbs: budgets(cluster) as Section,
  }
}

/** A value with its keys in order, so that equal things have equal texts. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]))
}

/** A section as lines: a list's elements, or a record's entries that are stable. */
function lines(section: Section | undefined, unstable: (key: string) => boolean): string {
  const rows = Array.isArray(section)
    ? section.map((element) => JSON.stringify(canonical(element)))
    : Object.entries(section ?? {})
        .filter(([key]) => !unstable(key))
        .map(([key, value]) => `${key} ${JSON.stringify(canonical(value))}`)
  return rows.sort().join('\n')
}

/** Waits until nothing has changed for so many seconds, 50 s at most. */
function settle(cluster: Cluster, seconds: number): void {
  const end = cluster.now + 50_000
  const passing = new Set(['Event', 'Lease', 'Node', 'Machine', 'Component'])
  let still = cluster.now
  let rv = cluster.rv
  while (cluster.now < end && cluster.now - still < seconds * 1000) {
    runUntil(cluster, { time: cluster.now + 500 })
    if (cluster.journal.since(rv).some((entry) => !passing.has(entry.kind))) still = cluster.now
    rv = cluster.rv
  }
}

/** Events of kinds that are served, in the recording's words. */
function messages(cluster: Cluster): string {
  // Nodes announce themselves before a program begins.
  const where = (event: Event) => event.involvedObject.kind !== 'Node'
  const rows = cluster.list('Event', { namespace: 'default', where }).map((event) => {
    const from = event.source?.component ?? event.reportingComponent
    return masked(
      `${event.type} ${event.involvedObject.kind} ${event.reason} (${from}): ${event.message}`,
    )
  })
  const hashes = restartedHashes(cluster)
  const hidden = rows.map((row) =>
    hashes.reduce((text, hash) => text.replaceAll(hash, '<hash>'), row),
  )
  return [...new Set(hidden)].sort().join('\n')
}

/** Template hashes that hold the time of a restart: every run has its own. */
function restartedHashes(cluster: Cluster): readonly string[] {
  return cluster.journal
    .since(cluster.journal.compacted)
    .map(({ after }) => after)
    .filter((object): object is ReplicaSet => object?.kind === 'ReplicaSet' && isRestarted(object))
    .map((set) => set.metadata.labels?.['pod-template-hash'] ?? '')
}

function masked(text: string): string {
  return mask(text).replace(/(Successfully assigned \S+ to )\S+/, '$1<node>')
}

function sectionFacts(
  where: string,
  recorded: Digest | undefined,
  ours: Digest,
  unstable: (section: string, key?: string) => boolean,
): readonly Fact[] {
  if (!recorded) return []
  return SECTIONS.filter((section) => !unstable(section)).map((section) => {
    const skip = (key: string) => unstable(section, key)
    return {
      name: `${section} ${where}`,
      recorded: lines(recorded[section], skip),
      ours: lines(ours[section], skip),
    }
  })
}

/** What a line printed. */
function outputFacts(
  title: string,
  step: ProgramStep,
  ours: Pick<ProgramStep, 'stdout' | 'stderr' | 'code'>,
): readonly Fact[] {
  const streams = (['stdout', 'stderr'] as const).filter((s) => !step.unstable?.includes(s))
  return [
    ...streams.map((stream) => ({
      name: `${stream} ${title}`,
      recorded: maskedRows(step[stream]).join('\n'),
      ours: maskedRows(ours[stream]).join('\n'),
    })),
    { name: `code ${title}`, recorded: String(step.code), ours: String(ours.code) },
  ]
}

async function runStep(
  cluster: Cluster,
  session: ShellSession,
  step: ProgramStep,
  title: string,
): Promise<readonly Fact[]> {
  const printed = outputFacts(title, step, await session.run(step.line))
  if (step.settle === undefined) {
    runUntil(cluster, { time: cluster.now + TYPING })
    return printed
  }
  settle(cluster, step.settle)
  const unstable = (section: string, key?: string) =>
    step.unstable?.includes(`after.${section}${key === undefined ? '' : `.${key}`}`) ?? false
  return [...printed, ...sectionFacts(`after ${title}`, step.after, digest(cluster), unstable)]
}

/** Runs a program and compares what it printed and what it left, step by step. */
export async function runProgram(program: Program, seed = 11): Promise<readonly Fact[]> {
  const cluster = createLab('recording', { seed })
  const session = new ShellSession(headlessHost(cluster), { cwd: '/lab' })
  const facts: Fact[] = []
  for (const [index, step] of program.steps.entries())
    facts.push(
      ...(await runStep(cluster, session, step, `${index + 1} ${step.line.split('\n')[0]}`)),
    )
  session.close()
  runUntil(cluster, { time: cluster.now + 5000 })
  const unstable = (section: string, key?: string) =>
    key !== undefined && (program.unstable?.[section]?.includes(key) ?? false)
  facts.push(...sectionFacts('at the end', program.final, digest(cluster), unstable))
  if (!program.unstable?.eventMessages) {
    const recorded = (program.final.eventMessages ?? []) as readonly string[]
    facts.push({
      name: 'messages at the end',
      recorded: [...new Set(recorded.map(masked))].sort().join('\n'),
      ours: messages(cluster),
    })
  }
  return facts
}
