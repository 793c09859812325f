import { ApiError } from '../../sim/errors.ts'
import type { Millis } from '../../sim/time.ts'
import type { Node, Pod } from '../../sim/types/index.ts'
import { Failure, Failures, quote, shown } from '../failure.ts'
import { labelQuery } from '../query.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, isNotFound, say, warn } from './call.ts'
import { CHUNK_SIZE, DRY_RUN, SELECTOR, TIMEOUT } from './common.ts'
import { nodesOf, setUnschedulable } from './cordon.ts'
import { type Judged, judge } from './drainFilters.ts'

const RETRY: Millis = 5000

export const drain: Verb = {
  name: 'drain',
  usage: 'NODE',
  short: 'Drain node in preparation for maintenance',
  examples: ['kubectl drain w1-k8s --ignore-daemonsets', 'kubectl drain w1-k8s --force'],
  flags: [
    CHUNK_SIZE,
    DRY_RUN,
    SELECTOR,
    TIMEOUT,
    {
      name: 'delete-emptydir-data',
      type: 'bool',
      value: 'false',
      help: 'Go on although pods use emptyDir, whose data is lost.',
    },
    {
      name: 'disable-eviction',
      type: 'bool',
      value: 'false',
      help: 'Delete instead of evicting: disruption budgets are not asked.',
    },
    {
      name: 'force',
      type: 'bool',
      value: 'false',
      help: 'Go on although nobody will replace some pods.',
    },
    {
      name: 'grace-period',
      type: 'int',
      value: '-1',
      help: "Seconds for each pod; -1 is the pod's own.",
    },
    {
      name: 'ignore-daemonsets',
      type: 'bool',
      value: 'false',
      help: 'Leave the pods of DaemonSets alone.',
    },
    { name: 'pod-selector', type: 'string', help: 'Only pods with these labels.' },
  ],
  unsupported: ['skip-wait-for-delete-timeout'],
  *run(call) {
    const { nodes, errors } = nodesOf(call)
    const [missing] = errors
    if (missing) throw missing
    for (const node of nodes) yield* setUnschedulable(call, node, true)
    const fatal: Error[] = []
    const remaining: string[] = []
    for (const node of nodes) {
      const error = yield* drainNode(call, node)
      if (!error) continue
      fatal.push(error)
      remaining.push(node.metadata.name)
    }
    if (fatal.length === 0) return 0
    yield {
      err: `There are pending nodes to be drained:\n${remaining.map((name) => ` ${name}\n`).join('')}`,
    }
    throw new Failures(fatal)
  },
}

// k8s: kubectl/pkg/cmd/drain RunDrain and deleteOrEvictPodsSimple (1.36)
function* drainNode(call: Call, node: Node): Doing<Error | undefined> {
  const { name } = node.metadata
  const dryRun = dryRunOf(call)
  const error = yield* empty(call, name)
  if (error) {
    yield {
      err: `error: unable to drain node ${quote(name)} due to error: ${error.message}, continuing command...\n`,
    }
    return error
  }
  yield* say(`node/${name} drained${dryRunSuffix(dryRun)}`)
  return undefined
}

function judged(call: Call, node: string): Judged {
  const { cluster, flags } = call
  const matches = labelQuery(flags.text('pod-selector'))
  const pods = [...cluster.podsOn(node)]
    .filter(({ metadata }) => matches(metadata.labels))
    .sort((a, b) => (podKey(a) < podKey(b) ? -1 : 1))
  return judge(cluster, pods, {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDir: flags.bool('delete-emptydir-data'),
  })
}

function podKey({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`
}

function* empty(call: Call, node: string): Doing<Error | undefined> {
  const list = judged(call, node)
  if (list.errors.length > 0) return new Failures(list.errors)
  if (list.warning !== '') yield* warn(list.warning)
  const dryRun = dryRunOf(call)
  if (dryRun === 'client') {
    for (const pod of list.pods) yield* say(`${verbOf(call)} pod ${podKey(pod)} (dry run)`)
    return undefined
  }
  const errors = yield* evictAll(call, list.pods)
  if (errors.length === 0) return undefined
  const error = new Failures(errors)
  const pending = judged(call, node).pods
  if (pending.length > 0) {
    yield {
      err: `There are pending pods in node ${quote(node)} when an error occurred: ${error.message}\n`,
    }
    for (const pod of pending) yield { err: `pod/${pod.metadata.name}\n` }
  }
  return error
}

function verbOf(call: Call): string {
  return call.flags.bool('disable-eviction') ? 'deleting' : 'evicting'
}

interface Eviction {
  readonly pod: Pod
  /** When to ask (again); undefined while the evicted pod goes away. */
  at: Millis | undefined
}

// k8s: kubectl/pkg/drain Helper.evictPods (1.36)
function* evictAll(call: Call, pods: readonly Pod[]): Doing<readonly Error[]> {
  const { cluster, flags } = call
  const timeout = flags.duration('timeout')
  const end = timeout > 0 ? cluster.now + timeout : Number.POSITIVE_INFINITY
  const errors: Error[] = []
  let going: Eviction[] = pods.map((pod) => ({ pod, at: cluster.now }))
  while (going.length > 0) {
    const next: Eviction[] = []
    for (const one of going) if (yield* advance(call, one, end, errors)) next.push(one)
    going = next
    if (going.length === 0) break
    if (cluster.now >= end)
      return [...errors, ...going.map(({ pod }) => tooLate(pod, flags.text('timeout')))]
    const retry = Math.min(end, ...going.map(({ at }) => at ?? Number.POSITIVE_INFINITY))
    const changed = () => going.some(({ pod, at }) => at === undefined && isGone(call, pod))
    yield { wait: changed, ...(retry === Number.POSITIVE_INFINITY ? {} : { until: retry }) }
  }
  return errors
}

function tooLate({ metadata }: Pod, timeout: string): Failure {
  return new Failure(
    `error when evicting pods/${quote(metadata.name)} -n ${quote(metadata.namespace ?? '')}: global timeout reached: ${timeout}`,
  )
}

function isGone({ cluster }: Call, { metadata }: Pod): boolean {
  return cluster.find('Pod', metadata.namespace ?? '', metadata.name)?.metadata.uid !== metadata.uid
}

/** Takes one pod a step further; says whether it is still under way. */
function* advance(call: Call, one: Eviction, end: Millis, errors: Error[]): Doing<boolean> {
  const { cluster } = call
  const { pod } = one
  if (one.at === undefined) {
    if (!isGone(call, pod)) return true
    yield* say(
      `pod/${pod.metadata.name} ${call.flags.bool('disable-eviction') ? 'deleted' : 'evicted'}`,
    )
    return false
  }
  if (cluster.now < one.at) return true
  yield* say(`${verbOf(call)} pod ${podKey(pod)}`)
  if (cluster.now >= end) return true
  try {
    remove(call, pod)
    one.at = undefined
    return yield* advance(call, one, end, errors)
  } catch (error) {
    return yield* refused(call, one, shown(error), errors)
  }
}

function* refused({ cluster }: Call, one: Eviction, error: Error, errors: Error[]): Doing<boolean> {
  const { name, namespace = '' } = one.pod.metadata
  const what = `error when evicting pods/${quote(name)} -n ${quote(namespace)}`
  if (isNotFound(error)) return false
  if (error instanceof ApiError && error.reason === 'TooManyRequests') {
    yield { err: `${what} (will retry after 5s): ${error.message}\n` }
    one.at = cluster.now + RETRY
    return true
  }
  errors.push(new Failure(`${what}: ${error.message}`))
  return false
}

function remove(call: Call, { metadata }: Pod): void {
  const { cluster, flags } = call
  const grace = flags.int('grace-period')
  const options = {
    ...(grace < 0 ? {} : { gracePeriodSeconds: grace }),
    ...(dryRunOf(call) === 'server' ? { dryRun: true } : {}),
  }
  if (flags.bool('disable-eviction'))
    cluster.delete('Pod', metadata.namespace ?? '', metadata.name, options)
  else cluster.evict(metadata.namespace ?? '', metadata.name, options)
}
