import { containerLogs, type LogLine } from '../../sim/index.ts'
import { formatMicroTime, parseTime } from '../../sim/time.ts'
import type { Pod } from '../../sim/types/index.ts'
import { Failure, quote, usageFailure } from '../failure.ts'
import { findType } from '../resources.ts'
import type { Doing } from '../signal.ts'
import { listed, readAsks } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { isNotFound } from './call.ts'
import { SELECTOR } from './common.ts'
import { chosenContainer, containerNames, podsOfWorkload } from './podTarget.ts'

const EXPECTED = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'."

export const logs: Verb = {
  name: 'logs',
  aliases: ['log'],
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  short: 'Print the logs for a container in a pod',
  examples: ['kubectl logs nginx', 'kubectl logs deployment/nginx -c nginx-1'],
  flags: [
    SELECTOR,
    {
      name: 'all-containers',
      type: 'bool',
      value: 'false',
      help: 'Of every container of the pod.',
    },
    { name: 'all-pods', type: 'bool', value: 'false', help: 'Of every pod of the workload.' },
    { name: 'container', short: 'c', type: 'string', help: 'Of this container.' },
    {
      name: 'follow',
      short: 'f',
      type: 'bool',
      value: 'false',
      help: 'Go on with what is written from now on.',
    },
    { name: 'ignore-errors', type: 'bool', value: 'false', help: 'Go on with the other pods.' },
    { name: 'limit-bytes', type: 'int', value: '0', help: 'Not more than so many bytes.' },
    {
      name: 'max-log-requests',
      type: 'int',
      value: '5',
      help: 'Follow not more than so many containers at once.',
    },
    { name: 'prefix', type: 'bool', value: 'false', help: 'Put the source before each line.' },
    {
      name: 'previous',
      short: 'p',
      type: 'bool',
      value: 'false',
      help: 'Of the run before the last restart.',
    },
    { name: 'since', type: 'duration', value: '0s', help: 'Only lines newer than this.' },
    { name: 'since-time', type: 'string', help: 'Only lines after this date (RFC3339).' },
    { name: 'timestamps', type: 'bool', value: 'false', help: 'Put the time before each line.' },
    { name: 'tail', type: 'int', value: '-1', help: 'Only so many lines from the end.' },
  ],
  unsupported: ['insecure-skip-tls-verify-backend', 'pod-running-timeout'],
  *run(call) {
    check(call)
    const sources: Source[] = []
    for (const pod of yield* podsOf(call)) sources.push(...(yield* sourcesOf(call, pod)))
    const follow = call.flags.bool('follow')
    const most = call.flags.int('max-log-requests')
    if (follow && sources.length > most)
      throw new Failure(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
      )
    for (const source of sources) yield* first(call, source)
    if (follow) yield* onwards(call, sources)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/logs LogsOptions.Validate (1.36)
function check({ args, flags, path }: Call): void {
  if (args.length === 0 && !flags.changed('selector'))
    throw usageFailure(
      path,
      `${EXPECTED}\nPOD or TYPE/NAME is a required argument for the logs command`,
    )
  if (args.length > 0 && flags.changed('selector'))
    throw usageFailure(path, 'only a selector (-l) or a POD name is allowed')
  if (args.length > 2) throw usageFailure(path, EXPECTED)
  if (flags.changed('since') && flags.changed('since-time'))
    throw new Failure('at most one of `sinceTime` or `sinceSeconds` may be specified')
  if (flags.duration('since') < 0) throw new Failure('--since must be greater than 0')
  if (flags.int('tail') < -1) throw new Failure('--tail must be greater than or equal to -1')
  if (flags.changed('since-time') && Number.isNaN(parseTime(flags.text('since-time'))))
    throw new Failure(
      `parsing time ${quote(flags.text('since-time'))} as "2006-01-02T15:04:05Z07:00": cannot parse ${quote(flags.text('since-time'))} as "2006"`,
    )
}

function* podsOf(call: Call): Doing<readonly Pod[]> {
  const { cluster, args, flags } = call
  const [target = ''] = args
  if (flags.changed('selector'))
    return listed(call, findType(cluster, 'pods')).map(({ object }) => object as Pod)
  if (!target.includes('/')) return [namedPod(call, target)]
  const [ask] = readAsks(cluster, [target])
  if (!ask) return []
  if (ask.spec.kind === 'Pod') return [namedPod(call, ask.name ?? '')]
  // k8s: kubectl/pkg/polymorphichelpers logsForObjectWithClient (1.36)
  const refusal = `cannot get the logs from ${ask.spec.kind}`
  const pods = podsOfWorkload(call, ask.spec.kind, ask.name ?? '', refusal)
  const [one] = pods
  if (!one) throw new Failure('timed out waiting for the condition')
  if (flags.bool('all-pods')) return pods
  if (pods.length > 1) yield { err: `Found ${pods.length} pods, using pod/${one.metadata.name}\n` }
  return [one]
}

function namedPod({ cluster, namespace }: Call, name: string): Pod {
  try {
    return cluster.get('Pod', namespace, name)
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw new Failure(
      `error from server (NotFound): pods ${quote(name)} not found in namespace ${quote(namespace)}`,
    )
  }
}

/** One container whose log is shown, and how much of it was. */
interface Source {
  readonly pod: Pod
  readonly container: string
  shown: number
}

function* sourcesOf(call: Call, pod: Pod): Doing<readonly Source[]> {
  const { flags, args } = call
  const many = flags.changed('selector')
  const given = flags.text('container') || (many ? '' : (args[1] ?? ''))
  if (flags.bool('all-containers')) {
    const inits = (pod.spec.initContainers ?? []).map(({ name }) => name)
    const others = containerNames(pod).filter((name) => !inits.includes(name))
    return [...inits, ...others].map((container) => ({ pod, container, shown: 0 }))
  }
  if (given !== '' && !containerNames(pod).includes(given))
    throw new Failure(`container ${given} is not valid for pod ${pod.metadata.name}`)
  const container = yield* chosenContainer(pod, given)
  return [{ pod, container, shown: 0 }]
}

function written({ cluster, flags, demand }: Call, { pod, container }: Source): readonly LogLine[] {
  const { name, namespace = '' } = pod.metadata
  demand?.({ verb: 'get', resource: 'pods', subresource: 'log', namespace, name })
  if (!pod.spec.nodeName) return []
  const previous = flags.bool('previous')
  return containerLogs(cluster, namespace, name, container, { previous })
}

function textOf({ flags }: Call, { pod, container }: Source, lines: readonly LogLine[]): string {
  const stamp = flags.bool('timestamps')
  const all = flags.bool('prefix') || flags.bool('all-pods')
  const prefix = all ? `[pod/${pod.metadata.name}/${container}] ` : ''
  return lines
    .map(({ at, text }) => `${prefix}${stamp ? `${formatMicroTime(at)} ` : ''}${text}\n`)
    .join('')
}

/** What was written up to now, as far as it is wanted. */
function* first(call: Call, source: Source): Doing {
  const { flags, cluster } = call
  const all = written(call, source)
  source.shown = all.length
  const since = flags.changed('since-time')
    ? parseTime(flags.text('since-time'))
    : flags.duration('since') > 0
      ? cluster.now - flags.duration('since')
      : -1
  const recent = all.filter(({ at }) => at >= since)
  const tail = flags.changed('selector') && !flags.changed('tail') ? 10 : flags.int('tail')
  const lines = tail < 0 ? recent : tail === 0 ? [] : recent.slice(-tail)
  const bytes = flags.int('limit-bytes')
  const text = textOf(call, source, lines)
  yield { out: bytes > 0 ? text.slice(0, bytes) : text }
}

/** Whether nothing more can come: the pod is gone, or the container has ended. */
function isOver({ cluster }: Call, { pod, container }: Source): boolean {
  const now = cluster.find('Pod', pod.metadata.namespace ?? '', pod.metadata.name)
  if (now?.metadata.uid !== pod.metadata.uid) return true
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = now.status
  const all = [containerStatuses, initContainerStatuses, ephemeralContainerStatuses]
  const status = all.flatMap((list) => list ?? []).find(({ name }) => name === container)
  return status?.state?.running === undefined
}

function* onwards(call: Call, sources: readonly Source[]): Doing {
  const news = (source: Source): readonly LogLine[] => {
    const gone = !call.cluster.find(
      'Pod',
      source.pod.metadata.namespace ?? '',
      source.pod.metadata.name,
    )
    return gone ? [] : written(call, source).slice(source.shown)
  }
  let open = sources
  for (;;) {
    for (const source of open) {
      const lines = news(source)
      source.shown += lines.length
      if (lines.length > 0) yield { out: textOf(call, source, lines) }
    }
    open = open.filter((source) => !isOver(call, source))
    if (open.length === 0) return
    const waiting = open
    yield {
      wait: () => waiting.some((source) => isOver(call, source) || news(source).length > 0),
      stream: true,
    }
  }
}
