import { humanDuration } from '../../sim/machinery/duration.ts'
import { parseTime } from '../../sim/time.ts'
import type { Event } from '../../sim/types/index.ts'
import { Failure, quote, usageFailure } from '../failure.ts'
import { findType } from '../resources.ts'
import { showObjects } from '../show.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Call, Verb } from '../verb.ts'
import { ALL_NAMESPACES, CHUNK_SIZE, OUTPUT } from './common.ts'

export const events: Verb = {
  name: 'events',
  usage: '[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--types=Normal,Warning]',
  short: 'List events',
  examples: ['kubectl events', 'kubectl events --for pod/web-pod-13je7'],
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    OUTPUT,
    { name: 'for', type: 'string', help: 'Only those about TYPE/NAME.' },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'Leave out the header line.' },
    { name: 'types', type: 'list', help: 'Only of these types.' },
  ],
  unsupported: ['watch', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    const { args, flags, path } = call
    if (args.length > 0) throw usageFailure(path, `unexpected arguments: [${args.join(' ')}]`)
    const found = wanted(call)
    const format = flags.text('output')
    if (format !== '') {
      yield { out: showObjects(format, found, false) }
      return 0
    }
    if (found.length === 0) {
      const where = flags.bool('all-namespaces') ? '.' : ` in ${call.namespace} namespace.`
      yield { err: `No events found${where}\n` }
      return 0
    }
    yield { out: table(call, found) }
    return 0
  },
}

function last(event: Event): string {
  return (
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.metadata.creationTimestamp
  )
}

function wanted(call: Call): readonly Event[] {
  const { cluster, flags } = call
  const about = aboutOf(call)
  const types = flags.list('types').map((type) => type.toLowerCase())
  const scope = flags.bool('all-namespaces') ? {} : { namespace: call.namespace }
  return cluster
    .list('Event', {
      ...scope,
      where: (event) =>
        about(event) && (types.length === 0 || types.includes((event.type ?? '').toLowerCase())),
    })
    .toSorted((a, b) => parseTime(last(a)) - parseTime(last(b)))
}

function aboutOf({ cluster, flags }: Call): (event: Event) => boolean {
  const text = flags.text('for')
  if (text === '') return () => true
  const [type = '', name = ''] = text.split('/')
  if (type === '' || name === '')
    throw new Failure(`--for must be in resource/name form: ${quote(text)}`)
  const { kind } = findType(cluster, type)
  return ({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name
}

// k8s: kubectl/pkg/cmd/events eventPrinter (1.36)
function table({ cluster, flags }: Call, found: readonly Event[]): string {
  const everywhere = flags.bool('all-namespaces')
  const writer = new TabWriter(TABLE_LAYOUT)
  const line = (cells: readonly string[]) => writer.write(`${cells.join('\t')}\n`)
  const head = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']
  if (!flags.bool('no-headers')) line(everywhere ? ['NAMESPACE', ...head] : head)
  const age = (time: string | undefined) => humanDuration(cluster.now - parseTime(time ?? ''))
  for (const event of found) {
    const count = event.series?.count ?? event.count ?? 1
    const first = event.firstTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp
    const seen = count > 1 ? `${age(last(event))} (x${count} over ${age(first)})` : age(last(event))
    const { involvedObject, type = '', reason = '', message = '' } = event
    const cells = [
      seen,
      type,
      reason,
      `${involvedObject.kind}/${involvedObject.name}`,
      message.trim(),
    ]
    line(everywhere ? [event.metadata.namespace ?? '', ...cells] : cells)
  }
  return writer.take()
}
