import { type KindSpec, Watch, type WatchEvent } from '../../sim/index.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, throwAll } from '../failure.ts'
import { isTable } from '../output/index.ts'
import { TableStream } from '../printers/table.ts'
import { showObjects } from '../show.ts'
import type { Running } from '../signal.ts'
import { keeper, type Targets } from '../targets.ts'
import type { Call } from '../verb.ts'
import { columnsIn, tableOptions } from './tableOptions.ts'

/** `kubectl get -w`: the list, then a row for every change, until somebody ends it. */
export function* watch(call: Call, targets: Targets): Running {
  const { cluster, flags } = call
  throwAll(targets.errors)
  const [ask] = targets.asks
  if (!ask || targets.asks.length !== 1)
    throw new Failure(
      `watch is only supported on individual resources and resource collections - ${targets.asks.length} resources were found`,
    )
  const { spec } = ask
  const keep = keeper(call)
  const everywhere = !spec.namespaced || flags.bool('all-namespaces')
  const passes = (object: ApiObject) =>
    keep(spec, object) &&
    (everywhere || object.metadata.namespace === (ask.namespace ?? call.namespace)) &&
    (ask.name === undefined || object.metadata.name === ask.name)
  const reader = new Watch(cluster, { kind: spec.kind, passes })
  const print = printer(call, spec)
  if (!flags.bool('watch-only')) {
    const listed = targets.found.map(({ object }): WatchEvent => ({ type: 'ADDED', object }))
    if (listed.length > 0) yield { out: print(listed) }
  }
  for (;;) {
    yield { wait: reader.pending, stream: true }
    if (!reader.pending(cluster)) return 0
    yield { out: print(reader.take()) }
  }
}

function printer(call: Call, spec: KindSpec): (changes: readonly WatchEvent[]) => string {
  const { cluster, flags } = call
  const format = flags.text('output')
  const events = flags.bool('output-watch-events')
  if (!isTable(format))
    return (changes) =>
      changes
        .map(({ type, object }) => {
          const shown = events ? ({ type, object } as unknown as ApiObject) : object
          return `${format === 'yaml' ? '---\n' : ''}${showObjects(format, [shown], true)}`
        })
        .join('')
  const stream = new TableStream(columnsIn(call, spec.kind), tableOptions(call, spec, false))
  return (changes) =>
    events
      ? stream.events(changes, cluster.now)
      : stream.rows(
          changes.map(({ object }) => object),
          cluster.now,
        )
}
