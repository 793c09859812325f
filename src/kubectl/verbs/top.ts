import { notFound } from '../../sim/errors.ts'
import {
  type Cluster,
  kindSpec,
  metricsState,
  nodeMetrics,
  type PodMetrics,
  parseTime,
  podMetrics,
  type Round,
} from '../../sim/index.ts'
import { formatDuration } from '../../sim/machinery/duration.ts'
import { milliValue, value as wholeValue } from '../../sim/machinery/quantity.ts'
import type { Node, Pod } from '../../sim/types/index.ts'
import { Failure, usageFailure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import { fieldQuery, labelQuery } from '../query.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Call, Verb } from '../verb.ts'
import { ALL_NAMESPACES, FIELD_SELECTOR, SELECTOR } from './common.ts'

const MIB = 1024 * 1024
const DELAY = 120_000
const NOT_YET = 'metrics not available yet'
const NO_HEADERS: Flag = {
  name: 'no-headers',
  type: 'bool',
  value: 'false',
  help: 'Leave the line of headings out.',
}
const SORT_BY: Flag = { name: 'sort-by', type: 'string', help: 'cpu or memory, most first.' }
const PROTOCOL: Flag = {
  name: 'use-protocol-buffers',
  type: 'bool',
  value: 'true',
  help: 'How metrics are sent, which changes nothing here.',
}

interface Used {
  readonly milliCpu: number
  readonly memory: number
}

/** The metrics server's last round; undefined while there is nothing to compare it with. */
// k8s: kubectl/pkg/cmd/top SupportedMetricsAPIVersionAvailable (1.36)
function roundOf(cluster: Cluster): Round | undefined {
  const state = metricsState(cluster)
  if (state === 'absent' || state === 'unready') throw new Failure('Metrics API not available')
  return state === 'empty' ? undefined : state
}

/** The name asked for, or none; checks what goes together. */
// k8s: kubectl/pkg/cmd/top TopPodOptions.Validate (1.36)
function nameOf({ args, flags, path }: Call, usage: string): string | undefined {
  if (args.length > 1) throw usageFailure(path, usage)
  const by = flags.text('sort-by')
  if (by !== '' && by !== 'cpu' && by !== 'memory')
    throw new Failure('--sort-by accepts only cpu or memory')
  const selects = flags.text('selector') !== '' || flags.text('field-selector') !== ''
  if (args.length > 0 && selects) throw new Failure('only one of NAME or selector can be provided')
  return args[0]
}

function usedBy({ containers }: PodMetrics): Used {
  return {
    milliCpu: containers.reduce((sum, one) => sum + one.milliCpu, 0),
    memory: containers.reduce((sum, one) => sum + one.memory, 0),
  }
}

function cells({ milliCpu, memory }: Used): readonly string[] {
  return [`${Math.ceil(milliCpu)}m`, `${Math.floor(memory / MIB)}Mi`]
}

/** Most first for a resource, else in the order of names. */
function sorted<T>(rows: readonly T[], by: string, used: (row: T) => Used): readonly T[] {
  if (by === 'cpu') return rows.toSorted((a, b) => used(b).milliCpu - used(a).milliCpu)
  return by === 'memory' ? rows.toSorted((a, b) => used(b).memory - used(a).memory) : rows
}

/** Every cell is ended by a tab, so that the last one is padded too. */
function table(rows: readonly (readonly string[])[]): string {
  const writer = new TabWriter(TABLE_LAYOUT)
  for (const row of rows) writer.write(`${row.map((cell) => `${cell}\t`).join('')}\n`)
  return writer.take()
}

function podsAsked(call: Call): readonly Pod[] {
  const { cluster, flags } = call
  const matches = labelQuery(flags.text('selector'))
  const fields = fieldQuery(kindSpec('Pod'), flags.text('field-selector'))
  return cluster.list('Pod', {
    ...(flags.bool('all-namespaces') ? {} : { namespace: call.namespace }),
    where: (pod) => matches(pod.metadata.labels) && fields(pod),
  })
}

function onePod(call: Call, name: string, round: Round | undefined): readonly PodMetrics[] {
  const { cluster, namespace } = call
  const whole = `${namespace}/${name}`
  const pod = cluster.find('Pod', namespace, name)
  if (!pod) throw notFound({ plural: 'pods', group: '' }, whole)
  const metrics = round && podMetrics(cluster, pod, round)
  if (!metrics) throw notFound({ plural: 'podmetrics', group: 'metrics.k8s.io' }, whole)
  return [metrics]
}

/** Why nothing is known of any pod: there is none, they are new, or something is wrong. */
// k8s: kubectl/pkg/cmd/top verifyEmptyMetrics (1.36)
function emptyText(call: Call, pods: readonly Pod[]): string {
  for (const { metadata } of pods) {
    const age = call.cluster.now - parseTime(metadata.creationTimestamp)
    if (age > DELAY)
      throw new Failure(
        `Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${formatDuration(age)}`,
      )
  }
  if (pods.length > 0) throw new Failure(NOT_YET)
  return call.flags.bool('all-namespaces')
    ? 'No resources found\n'
    : `No resources found in ${call.namespace} namespace.\n`
}

function podRows(call: Call, metrics: readonly PodMetrics[]): (readonly string[])[] {
  const by = call.flags.text('sort-by')
  const everywhere = call.flags.bool('all-namespaces')
  const place = ({ pod }: PodMetrics) => (everywhere ? [pod.metadata.namespace ?? ''] : [])
  return sorted(metrics, by, usedBy).flatMap((one) => {
    if (!call.flags.bool('containers'))
      return [[...place(one), one.pod.metadata.name, ...cells(usedBy(one))]]
    const named = one.containers.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return sorted(named, by, (container) => container).map((container) => [
      ...place(one),
      one.pod.metadata.name,
      container.name,
      ...cells(container),
    ])
  })
}

// k8s: kubectl/pkg/metricsutil TopCmdPrinter.PrintPodMetrics (1.36)
function podTable(call: Call, metrics: readonly PodMetrics[]): string {
  const { flags } = call
  const heads = [
    ...(flags.bool('all-namespaces') ? ['NAMESPACE'] : []),
    ...(flags.bool('containers') ? ['POD'] : []),
    'NAME',
    'CPU(cores)',
    'MEMORY(bytes)',
  ]
  const rows = podRows(call, metrics)
  if (!flags.bool('no-headers')) rows.unshift(heads)
  if (flags.bool('sum')) {
    // Without headings upstream counts the columns of a plain table, wherever that puts the sum.
    const width = flags.bool('no-headers') ? 3 : heads.length
    const blank = (count: number) => new Array<string>(count).fill('')
    const total = metrics.map(usedBy).reduce(
      (sum, one) => ({
        milliCpu: sum.milliCpu + one.milliCpu,
        memory: sum.memory + one.memory,
      }),
      { milliCpu: 0, memory: 0 },
    )
    rows.push([...blank(width - 2), '________', '________'])
    rows.push([...blank(width - 2), ...cells(total)])
  }
  return table(rows)
}

const POD_USAGE = '[NAME | -l label]'

const pod: Verb = {
  name: 'pod',
  aliases: ['pods', 'po'],
  usage: POD_USAGE,
  short: 'Display resource (CPU/memory) usage of pods',
  examples: ['kubectl top pod', 'kubectl top pod -l app=web --containers'],
  flags: [
    ALL_NAMESPACES,
    FIELD_SELECTOR,
    NO_HEADERS,
    PROTOCOL,
    SELECTOR,
    SORT_BY,
    { name: 'containers', type: 'bool', value: 'false', help: 'A line for each container.' },
    { name: 'sum', type: 'bool', value: 'false', help: 'The sum of all below them.' },
  ],
  unsupported: ['show-swap'],
  *run(call) {
    const name = nameOf(call, `pod ${POD_USAGE}`)
    const { cluster, demand, namespace } = call
    const asked = { group: 'metrics.k8s.io', resource: 'pods', namespace }
    const everywhere = call.flags.bool('all-namespaces')
    if (name !== undefined) demand?.({ ...asked, verb: 'get', name })
    else demand?.({ ...asked, verb: 'list', ...(everywhere ? { namespace: '' } : {}) })
    const round = roundOf(cluster)
    const pods = name === undefined ? podsAsked(call) : []
    const metrics =
      name === undefined
        ? pods.flatMap((one) => (round && podMetrics(cluster, one, round)) ?? [])
        : onePod(call, name, round)
    if (metrics.length === 0) yield { err: emptyText(call, pods) }
    else yield { out: podTable(call, metrics) }
    return 0
  },
}

function share(used: number, all: string | undefined, measure: (text: string) => number): string {
  const total = measure(all ?? '0')
  return `${total === 0 ? 0 : Math.trunc((used / total) * 100)}%`
}

function nodeCells(call: Call, node: Node, used: Used | undefined): readonly string[] {
  const { name } = node.metadata
  if (!used) return [name, '<unknown>', '<unknown>', '<unknown>', '<unknown>']
  const whole = call.flags.bool('show-capacity') ? node.status?.capacity : node.status?.allocatable
  const [cpu = '', memory = ''] = cells(used)
  return [
    name,
    cpu,
    share(used.milliCpu, whole?.cpu, milliValue),
    memory,
    share(used.memory, whole?.memory, wholeValue),
  ]
}

function nodesAsked({ cluster, flags }: Call, name: string | undefined): readonly Node[] {
  if (name !== undefined) return [cluster.get('Node', '', name)]
  const matches = labelQuery(flags.text('selector'))
  return cluster.list('Node', { where: ({ metadata }) => matches(metadata.labels) })
}

// k8s: kubectl/pkg/metricsutil TopCmdPrinter.PrintNodeMetrics (1.36)
function nodeTable(call: Call, nodes: readonly Node[], round: Round | undefined): string {
  const { cluster, flags } = call
  const rows = nodes.map((node) => ({
    node,
    used: round && nodeMetrics(cluster, node.metadata.name, round),
  }))
  const known = rows.flatMap(({ node, used }) => (used ? [{ node, used }] : []))
  const unknown = rows.filter(({ used }) => !used)
  if (known.length === 0) throw new Failure(NOT_YET)
  const lines = [...sorted(known, flags.text('sort-by'), ({ used }) => used), ...unknown].map(
    ({ node, used }) => nodeCells(call, node, used),
  )
  const sign = cluster.profile.kubectl.sharesInBrackets ? '(%)' : '%'
  const heads = ['NAME', 'CPU(cores)', `CPU${sign}`, 'MEMORY(bytes)', `MEMORY${sign}`]
  return table(flags.bool('no-headers') ? lines : [heads, ...lines])
}

const NODE_USAGE = '[NAME | -l label]'

const node: Verb = {
  name: 'node',
  aliases: ['nodes', 'no'],
  usage: NODE_USAGE,
  short: 'Display resource (CPU/memory) usage of nodes',
  examples: ['kubectl top node', 'kubectl top node --sort-by=memory'],
  flags: [
    NO_HEADERS,
    PROTOCOL,
    SELECTOR,
    SORT_BY,
    {
      name: 'show-capacity',
      type: 'bool',
      value: 'false',
      help: 'Shares of all that the machine has, not of what pods may have.',
    },
  ],
  unsupported: ['show-swap'],
  *run(call) {
    const name = nameOf(call, `node ${NODE_USAGE}`)
    const asked = { group: 'metrics.k8s.io', resource: 'nodes' }
    call.demand?.(name === undefined ? { ...asked, verb: 'list' } : { ...asked, verb: 'get', name })
    const round = roundOf(call.cluster)
    const nodes = nodesAsked(call, name)
    if (name !== undefined && !(round && nodeMetrics(call.cluster, name, round)))
      throw notFound({ plural: 'nodemetrics', group: 'metrics.k8s.io' }, name)
    yield { out: nodeTable(call, nodes, round) }
    return 0
  },
}

export const top: Verb = {
  name: 'top',
  usage: '[flags] [options]',
  short: 'Display resource (CPU/memory) usage',
  flags: [],
  subcommands: [node, pod],
}
