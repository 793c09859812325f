import type { KindSpec } from '../../sim/index.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { describe as describeObject } from '../describe/index.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { listed, readAsks, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { isNotFound } from './call.ts'
import { ALL_NAMESPACES, CHUNK_SIZE, FILENAME, RECURSIVE, SELECTOR } from './common.ts'

interface Page {
  readonly spec: KindSpec
  readonly object: ApiObject
}

export const describe: Verb = {
  name: 'describe',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  short: 'Show details of a specific resource or group of resources',
  examples: [
    'kubectl describe nodes w1-k8s',
    'kubectl describe pods',
    'kubectl describe po -l app=web',
  ],
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    FILENAME,
    RECURSIVE,
    SELECTOR,
    { name: 'show-events', type: 'bool', value: 'true', help: 'Show the events about the object.' },
  ],
  unsupported: ['kustomize'],
  *run(call) {
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      )
    const { pages, errors } = pagesOf(call)
    yield* print(call, pages)
    if (pages.length === 0 && errors.length === 0) {
      const namespaced = readAsks(call.cluster, call.args).every(({ spec }) => spec.namespaced)
      const where = namespaced && !call.flags.bool('all-namespaces')
      yield {
        err: where
          ? `No resources found in ${call.namespace} namespace.\n`
          : 'No resources found\n',
      }
    }
    throwAll(errors)
    return 0
  },
}

function* print(call: Call, pages: readonly Page[]): Doing {
  const { eventsOfMany, eventFields } = call.cluster.profile.kubectl
  const asked = pages.length < 2 || eventsOfMany || call.flags.changed('show-events')
  const showEvents = asked && call.flags.bool('show-events')
  let first = true
  for (const { spec, object } of pages) {
    if (!first) yield { out: '\n\n' }
    first = false
    yield {
      out: describeObject(spec.kind, object as never, call.cluster, call.cluster.now, {
        showEvents,
        eventFields,
      }),
    }
  }
}

// k8s: kubectl/pkg/cmd/describe DescribeOptions.Run (1.36)
function pagesOf(call: Call): { pages: readonly Page[]; errors: readonly Error[] } {
  try {
    const targets = selectTargets(call, { listAll: true })
    if (targets.errors.length === 0 || !prefixMayHelp(call, targets.errors))
      return { pages: targets.found, errors: targets.errors }
    return byPrefix(call, targets.errors)
  } catch (error) {
    return { pages: [], errors: [shown(error)] }
  }
}

function prefixMayHelp({ args }: Call, errors: readonly Error[]): boolean {
  return args.length === 2 && errors.every(isNotFound)
}

/** The objects whose names begin with what was given, when none has it as its name. */
function byPrefix(
  call: Call,
  errors: readonly Error[],
): { pages: readonly Page[]; errors: readonly Error[] } {
  const [type = '', prefix = ''] = call.args
  const specs = readAsks(call.cluster, [type]).map(({ spec }) => spec)
  const pages = specs.flatMap((spec) =>
    listed(call, spec).filter(({ name }) => name.startsWith(prefix)),
  )
  return pages.length > 0 ? { pages, errors: [] } : { pages, errors }
}
