import { containerLogs } from '../../sim/index.ts'
import { matches, selectorOf } from '../../sim/machinery/selector.ts'
import { formatMicroTime } from '../../sim/time.ts'
import type { LabelSelector, Pod } from '../../sim/types/index.ts'
import { Failure, quote, usageFailure } from '../failure.ts'
import { findType } from '../resources.ts'
import type { Doing } from '../signal.ts'
import { listed, readAsks } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { isNotFound } from './call.ts'
import { SELECTOR } from './common.ts'

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
    { name: 'container', short: 'c', type: 'string', help: 'Of this container.' },
    {
      name: 'previous',
      short: 'p',
      type: 'bool',
      value: 'false',
      help: 'Of the run before the last restart.',
    },
    { name: 'timestamps', type: 'bool', value: 'false', help: 'Put the time before each line.' },
    { name: 'tail', type: 'int', value: '-1', help: 'Only so many lines from the end.' },
  ],
  unsupported: [
    'follow',
    'all-pods',
    'prefix',
    'since',
    'since-time',

    'limit-bytes',
    'max-log-requests',
    'ignore-errors',
    'insecure-skip-tls-verify-backend',
    'pod-running-timeout',
  ],
  *run(call) {
    const { args, flags, path } = call
    if (args.length === 0 && !flags.changed('selector'))
      throw usageFailure(
        path,
        `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command`,
      )
    if (args.length > 0 && flags.changed('selector'))
      throw usageFailure(path, 'only a selector (-l) or a POD name is allowed')
    for (const pod of yield* podsOf(call)) yield* ofPod(call, pod)
    return 0
  },
}

function* podsOf(call: Call): Doing<readonly Pod[]> {
  const { cluster, args, flags } = call
  const [target = '', container] = args
  if (flags.changed('selector')) {
    return listed(call, findType(cluster, 'pods')).map(({ object }) => object as Pod)
  }
  if (container !== undefined && args.length > 2)
    throw usageFailure(call.path, "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.")
  if (!target.includes('/')) return [namedPod(call, target)]
  const [ask] = readAsks(cluster, [target])
  if (!ask) return []
  if (ask.spec.kind === 'Pod') return [namedPod(call, ask.name ?? '')]
  return yield* podOfWorkload(call, ask.spec.kind, ask.name ?? '')
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

// k8s: kubectl/pkg/polymorphichelpers logsForObjectWithClient (1.36)
function* podOfWorkload(
  call: Call,
  kind: Parameters<Call['cluster']['get']>[0],
  name: string,
): Doing<readonly Pod[]> {
  const { cluster, namespace } = call
  const object = cluster.get(kind, namespace, name) as { spec?: { selector?: unknown } }
  const selector = object.spec?.selector as LabelSelector | undefined
  if (!selector) throw new Failure(`cannot get the logs from ${kind}`)
  const pods = cluster.list('Pod', {
    namespace,
    where: ({ metadata }) => matches(selectorOf(selector), metadata.labels),
  })
  const [first] = pods
  if (!first) throw new Failure('timed out waiting for the condition')
  if (pods.length > 1)
    yield { err: `Found ${pods.length} pods, using pod/${first.metadata.name}\n` }
  return [first]
}

function* ofPod(call: Call, pod: Pod): Doing {
  const { flags, args } = call
  const names = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => name)
  const given = flags.text('container') || (flags.changed('selector') ? '' : (args[1] ?? ''))
  const chosen = flags.bool('all-containers')
    ? names
    : [given || (pod.spec.containers[0]?.name ?? '')]
  if (given === '' && names.length > 1 && !flags.bool('all-containers'))
    yield { err: `Defaulted container ${quote(chosen[0] ?? '')} out of: ${names.join(', ')}\n` }
  for (const name of chosen) {
    if (!names.includes(name))
      throw new Failure(`container ${name} is not valid for pod ${pod.metadata.name}`)
    yield* ofContainer(call, pod, name)
  }
}

function* ofContainer(call: Call, pod: Pod, container: string): Doing {
  if (!pod.spec.nodeName) return
  const { name, namespace = '' } = pod.metadata
  const previous = call.flags.bool('previous')
  const lines = containerLogs(call.cluster, namespace, name, container, { previous })
  const tail = call.flags.int('tail')
  const shown = tail < 0 ? lines : tail === 0 ? [] : lines.slice(-tail)
  const stamp = call.flags.bool('timestamps')
  yield {
    out: shown.map(({ at, text }) => `${stamp ? `${formatMicroTime(at)} ` : ''}${text}\n`).join(''),
  }
}
