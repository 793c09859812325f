import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { headlessHost } from '../src/headless/run.ts'
import { createLab } from '../src/scenarios/labs.ts'
import { ShellSession } from '../src/shell/session.ts'
import {
  type ApiObject,
  type Cluster,
  type Endpoint,
  type EndpointSlice,
  type Millis,
  runUntil,
} from '../src/sim/index.ts'
import { findKindSpec } from '../src/sim/kinds/index.ts'
import { GOLDEN, mask, maskedRows, type RecordedStep, type Recording } from './recording.ts'
import { ourCounts, recordedCounts, type TraceRow } from './replayCounts.ts'

/** What a recording took for granted. */
export interface Preparation {
  /** Virtual ms that pass before: the periods of the control plane run from its own start. */
  readonly pass?: Millis
  /** Of chance, where the recorded one matters: which of equal machines was chosen. */
  readonly seed?: number
  /** Commands beforehand. */
  readonly lines?: readonly string[]
  /** Manifests as they were at the start, where the recorded file is the edited one. */
  readonly files?: Readonly<Record<string, (text: string) => string>>
  /** What was done outside kubectl, as lines of the shell at virtual ms since the start. */
  readonly world?: readonly (readonly [at: Millis, line: string])[]
}

/** One thing that can be compared: equal texts agree. */
export interface Fact {
  /** Such as `output 12 kubectl get rs`. */
  readonly name: string
  readonly recorded: string
  readonly ours: string
}

export interface Replay {
  readonly facts: readonly Fact[]
  /** Why other facts are not compared, with how many. */
  readonly skipped: ReadonlyMap<string, number>
}

/** Outputs that cannot be compared, and why. */
const NOT_COMPARED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/a in \(b/, "the shell's own words"],
  [/\bexplain\b/, 'explain is not supported yet'],
]

function traceOf(recording: Recording): readonly TraceRow[] {
  const text = readFileSync(join(GOLDEN, recording.name, 'trace.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceRow)
}

/** The sizes that a ReplicaSet was asked to have, one after the other, as `name 0>1>2`. */
function recordedSizes(rows: readonly TraceRow[]): ReadonlyMap<string, string> {
  const sizes = new Map<string, number[]>()
  for (const { kind, name, d, type } of rows)
    if (kind === 'ReplicaSet' && type !== 'DELETED') note(sizes, name, Number(d.want))
  return joined(sizes)
}

function ourSizes(cluster: Cluster, namespace: string): ReadonlyMap<string, string> {
  const sizes = new Map<string, number[]>()
  for (const { after } of cluster.journal.since(cluster.journal.compacted))
    if (after?.kind === 'ReplicaSet' && after.metadata.namespace === namespace)
      note(sizes, after.metadata.name, after.spec.replicas ?? 1)
  return joined(sizes)
}

function note(sizes: Map<string, number[]>, name: string, size: number): void {
  const list = sizes.get(name) ?? []
  if (list.at(-1) !== size) list.push(size)
  sizes.set(name, list)
}

function joined(sizes: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, string> {
  return new Map([...sizes].map(([name, list]) => [name, list.join('>')]))
}

/** Fields that differ from run to run, at any depth. */
const VOLATILE = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastPhaseTransitionTime',
  'startTime',
  'startedAt',
  'finishedAt',
  'containerID',
  'kubectl.kubernetes.io/restartedAt',
])

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VOLATILE.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, plain(inner)]),
  )
}

/** Endpoints stand in no order, and how many changes of pods one write tells of is a matter of milliseconds. */
function unordered(slice: EndpointSlice): EndpointSlice {
  const { generation: _, ...metadata } = slice.metadata
  const place = ({ targetRef, addresses }: Endpoint) => mask(`${targetRef?.name} ${addresses[0]}`)
  const endpoints = slice.endpoints?.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)) ?? null
  return { ...slice, metadata, endpoints }
}

function canonical(given: ApiObject): string {
  const object = given.kind === 'EndpointSlice' ? unordered(given) : given
  const text = mask(JSON.stringify(plain(object), undefined, 1))
  return object.kind === 'ConfigMap'
    ? text.replace(/"ca.crt": ".*"/, '"ca.crt": "<certificate>"')
    : text
}

/** Final objects by kind and masked name; equal ones are counted. */
function finals(objects: readonly ApiObject[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string[]>()
  for (const object of objects) {
    const name = `${object.kind} ${mask(object.metadata.name)}`
    groups.set(name, [...(groups.get(name) ?? []), canonical(object)])
  }
  return new Map([...groups].map(([name, list]) => [name, list.sort().join('\n---\n')]))
}

/** Rows of events.txt: time, type, reason, object, name, count, from, message. */
function recordedEvents(text: string): ReadonlySet<string> {
  const rows = text
    .split('\n')
    .slice(1)
    .filter((row) => row !== '')
  return new Set(
    rows.map((row) => {
      const [, type, reason, object, name, , from = '', ...message] = row.split(/ {3,}/)
      return mask(
        [type, reason, object, name, from === '<none>' ? '' : from, message.join('   ')].join(
          ' | ',
        ),
      )
    }),
  )
}

function ourEvents(cluster: Cluster, namespace: string): ReadonlySet<string> {
  return new Set(
    cluster.list('Event', { namespace }).map((event) => {
      const { type, reason, involvedObject: o, source, message } = event
      return mask([type, reason, o.kind, o.name, source?.component ?? '', message].join(' | '))
    }),
  )
}

/** A recorded pod's random name, as one of our pods that has the same beginning. */
function withOurNames(cluster: Cluster, namespace: string, line: string): string {
  const random = /\b([a-z][a-z0-9]*-(?:[a-z0-9]{8,10}-)?)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g
  return line.replace(random, (name, prefix: string) => {
    const alike = new RegExp(`^${prefix}[a-z0-9]{5}$`)
    const pods = cluster.list('Pod', {
      namespace,
      where: (pod) => alike.test(pod.metadata.name),
    })
    return pods[0]?.metadata.name ?? name
  })
}

/** Lines of a rollout's progress depend on the moment: the last one tells the end. */
function comparable(step: RecordedStep, output: string): string {
  const text = step.line.includes('rollout status')
    ? (output.trimEnd().split('\n').at(-1) ?? '')
    : output
  const rows = maskedRows(text)
  // A manifest's Service is left out while Services are not served.
  const told = findKindSpec('Service')
    ? rows
    : rows.filter((row) => !/^service\/\S+ created$/.test(row))
  return told.join('\n')
}

function reasonToSkip(line: string): string | undefined {
  return NOT_COMPARED.find(([pattern]) => pattern.test(line))?.[1]
}

class Comparison {
  readonly facts: Fact[] = []
  readonly skipped = new Map<string, number>()

  add(name: string, recorded: string, ours: string): void {
    this.facts.push({ name, recorded, ours })
  }

  skip(why: string): void {
    this.skipped.set(why, (this.skipped.get(why) ?? 0) + 1)
  }
}

async function play(
  cluster: Cluster,
  recording: Recording,
  found: Comparison,
  preparation: Preparation,
): Promise<void> {
  const { namespace, steps } = recording
  const rows = traceOf(recording)
  const files = Object.fromEntries(
    Object.entries(recording.files).map(([name, text]) => {
      const edit = preparation.files?.[name]
      return [`/lab/${name}`, edit ? edit(text) : text]
    }),
  )
  const session = new ShellSession(headlessHost(cluster), { files, cwd: '/lab' })
  await session.run(`kubectl create namespace ${namespace}`)
  await session.run(`kubectl config set-context --current --namespace=${namespace}`)
  for (const line of preparation.lines ?? []) await session.run(line)
  runUntil(cluster, { time: cluster.now + (preparation.pass ?? 0) })
  const start = cluster.now
  const outside = [...(preparation.world ?? [])]
  for (const [index, step] of steps.entries()) {
    const due = outside.splice(0, outside.filter(([at]) => at <= step.atMs).length)
    for (const [at, line] of due) {
      runUntil(cluster, { time: Math.max(cluster.now, start + at) })
      await session.run(line)
    }
    runUntil(cluster, { time: Math.max(cluster.now, start + step.atMs) })
    const counts = recordedCounts(rows, step.atMs)
    if (counts === undefined) found.skip('counts while they change')
    else if (counts !== '')
      found.add(`counts before ${index + 1} ${step.line}`, counts, ourCounts(cluster, namespace))
    const result = await session.run(withOurNames(cluster, namespace, step.line))
    const why = reasonToSkip(step.line)
    if (why) found.skip(why)
    else {
      const ours = comparable(step, result.stdout + result.stderr)
      found.add(`output ${index + 1} ${step.line}`, comparable(step, step.output), ours)
      found.add(`exit code ${index + 1} ${step.line}`, String(step.code), String(result.code))
    }
  }
  session.close()
  // The final objects were read a moment after the last command.
  runUntil(cluster, { time: cluster.now + 2000 })
}

function compareMaps(
  found: Comparison,
  what: string,
  recorded: ReadonlyMap<string, string>,
  ours: ReadonlyMap<string, string>,
): void {
  for (const name of new Set([...recorded.keys(), ...ours.keys()]))
    found.add(`${what} ${name}`, recorded.get(name) ?? '(none)', ours.get(name) ?? '(none)')
}

function present(set: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map([...set].map((row) => [row, 'told']))
}

function isServed(object: ApiObject): boolean {
  return findKindSpec(object.kind) !== undefined
}

/** Templates that carry the time of a restart have a hash of their own in every run: names for these hashes. */
function restarted(objects: readonly ApiObject[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const object of objects) {
    if (object.kind !== 'ReplicaSet') continue
    const { metadata, spec } = object.spec.template
    if (metadata?.annotations?.['kubectl.kubernetes.io/restartedAt'] === undefined) continue
    const hash = metadata.labels?.['pod-template-hash'] ?? ''
    names.set(
      hash,
      `restarted-${spec.containers.map((c) => (c.image ?? '').replace(/\W/g, '-')).join('-')}`,
    )
  }
  return names
}

/** The facts with these names; the same fact of both sides becomes one again. */
function rename(
  facts: readonly Fact[],
  names: readonly (readonly [string, string])[],
): readonly Fact[] {
  const renamed = (text: string) => {
    const done = names.reduce((all, [hash, name]) => all.replaceAll(hash, name), text)
    return done === text ? text : done.split('\n').sort().join('\n')
  }
  const merged = new Map<string, Fact>()
  for (const fact of facts) {
    const next = {
      name: renamed(fact.name),
      recorded: renamed(fact.recorded),
      ours: renamed(fact.ours),
    }
    const other = merged.get(next.name)
    const known = (a: string, b: string | undefined) => (a === '(none)' && b !== undefined ? b : a)
    merged.set(next.name, {
      name: next.name,
      recorded: known(next.recorded, other?.recorded),
      ours: known(next.ours, other?.ours),
    })
  }
  return [...merged.values()]
}

/** Plays a recording in a fresh lab and sets what it did beside what the real cluster did. */
export async function replay(
  recording: Recording,
  preparation: Preparation = {},
  seed = preparation.seed ?? 5,
): Promise<Replay> {
  const cluster = createLab('recording', { seed })
  const found = new Comparison()
  const { namespace } = recording
  await play(cluster, recording, found, preparation)
  const recorded = recording.final as unknown as readonly ApiObject[]
  for (const object of recorded) if (!isServed(object)) found.skip('kinds not served yet')
  const kinds = [
    'Deployment',
    'ReplicaSet',
    'DaemonSet',
    'StatefulSet',
    'ReplicationController',
    'Job',
    'CronJob',
    'Service',
    'Endpoints',
    'EndpointSlice',
    'Pod',
    'PersistentVolumeClaim',
    'ConfigMap',
    'ResourceQuota',
    'LimitRange',
  ] as const
  const ours = kinds.flatMap((kind) => cluster.list(kind, { namespace }) as readonly ApiObject[])
  compareMaps(found, 'final', finals(recorded.filter(isServed)), finals(ours))
  compareMaps(found, 'sizes', recordedSizes(traceOf(recording)), ourSizes(cluster, namespace))
  compareMaps(
    found,
    'event',
    present(recordedEvents(recording.events)),
    present(ourEvents(cluster, namespace)),
  )
  const names = [restarted(recorded), restarted(ours)].flatMap((map) => [...map])
  return { facts: rename(found.facts, names), skipped: found.skipped }
}
