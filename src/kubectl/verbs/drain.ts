import type { Node } from '../../sim/types/index.ts'
import { Failure, Failures, quote } from '../failure.ts'
import { labelQuery } from '../query.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say, warn } from './call.ts'
import { CHUNK_SIZE, DRY_RUN, SELECTOR, TIMEOUT } from './common.ts'
import { nodesOf, setUnschedulable } from './cordon.ts'
import { podKey, removeAll } from './drainEvict.ts'
import { type Judged, judge } from './drainFilters.ts'

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
    {
      name: 'skip-wait-for-delete-timeout',
      type: 'int',
      value: '0',
      help: 'Do not wait for pods whose deletion is overdue by more seconds; 0 waits.',
    },
  ],
  *run(call) {
    podQuery(call.flags.text('pod-selector'))
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

function podQuery(text: string) {
  try {
    return labelQuery(text)
  } catch {
    throw new Failure('--pod-selector=<pod_selector> must be a valid label selector')
  }
}

function judged(call: Call, node: string): Judged {
  const { cluster, flags } = call
  const matches = podQuery(flags.text('pod-selector'))
  const pods = [...cluster.podsOn(node)]
    .filter(({ metadata }) => matches(metadata.labels))
    .sort((a, b) => (podKey(a) < podKey(b) ? -1 : 1))
  return judge(cluster, pods, {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDir: flags.bool('delete-emptydir-data'),
    skipSeconds: flags.int('skip-wait-for-delete-timeout'),
  })
}

function* empty(call: Call, node: string): Doing<Error | undefined> {
  const list = judged(call, node)
  if (list.errors.length > 0) return new Failures(list.errors)
  if (list.warning !== '') yield* warn(list.warning)
  const dryRun = dryRunOf(call)
  if (dryRun === 'client') {
    for (const pod of list.pods) yield* say(`evicting pod ${podKey(pod)} (dry run)`)
    return undefined
  }
  const errors = yield* removeAll(call, list.pods)
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
