import { ENDPOINTS_ARE_OLD } from '../../sim/index.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, throwAll, usageFailure } from '../failure.ts'
import { isTable } from '../output/index.ts'
import { sortObjects } from '../output/sort.ts'
import { printTable } from '../printers/table.ts'
import { inVersion } from '../resources.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets, type Targets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { warn } from './call.ts'
import {
  ALL_NAMESPACES,
  CHUNK_SIZE,
  FIELD_SELECTOR,
  FILENAME,
  OUTPUT,
  RECURSIVE,
  SELECTOR,
  SHOW_MANAGED,
} from './common.ts'
import { watch } from './getWatch.ts'
import { columnsIn, tableOptions } from './tableOptions.ts'

export const get: Verb = {
  name: 'get',
  usage: '(TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  examples: [
    'kubectl get pods',
    'kubectl get pods -o wide',
    'kubectl get deployment web -o yaml',
    "kubectl get pod web-pod-13je7 -o jsonpath='{.status.phase}'",
    'kubectl get pods -w',
  ],
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    FIELD_SELECTOR,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SELECTOR,
    SHOW_MANAGED,
    {
      name: 'ignore-not-found',
      type: 'bool',
      value: 'false',
      help: 'Be silent about what is not there.',
    },
    { name: 'label-columns', short: 'L', type: 'list', help: 'Labels that get a column each.' },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'Leave out the header line.' },
    {
      name: 'output-watch-events',
      type: 'bool',
      value: 'false',
      help: 'With -w, say what happened to each object.',
    },
    { name: 'show-kind', type: 'bool', value: 'false', help: 'Put the type before each name.' },
    {
      name: 'show-labels',
      type: 'bool',
      value: 'false',
      help: 'Show all labels as the last column.',
    },
    { name: 'sort-by', type: 'string', help: 'A jsonpath expression to sort by.' },
    { name: 'subresource', type: 'string', help: 'status or scale.' },
    {
      name: 'watch',
      short: 'w',
      type: 'bool',
      value: 'false',
      help: 'After listing, show every change.',
    },
    {
      name: 'watch-only',
      type: 'bool',
      value: 'false',
      help: 'Show changes without listing first.',
    },
  ],
  unsupported: [
    'raw',
    'kustomize',
    'allow-missing-template-keys',
    'server-print',
    'template',
    'use-openapi-print-columns',
  ],
  *run(call) {
    yield* check(call)
    const targets = select(call)
    if (call.flags.bool('watch') || call.flags.bool('watch-only'))
      return yield* watch(call, targets)
    const format = call.flags.text('output')
    const found = sorted(call, targets)
    yield* deprecations(call, targets)
    if (isTable(format)) yield* tables(call, targets, found)
    else yield* shownAs(call, format, targets, found)
    throwAll(errorsOf(call, targets))
    return 0
  },
}

const NO_TYPE =
  'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n'

function* check({ args, flags, path }: Call): Doing {
  if (args.length === 0 && flags.list('filename').length === 0) {
    yield { err: NO_TYPE }
    throw usageFailure(
      path,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    )
  }
  if (flags.text('subresource') === 'scale')
    throw new Failure('orrery does not support --subresource=scale of kubectl get')
  if (flags.bool('output-watch-events') && !flags.bool('watch') && !flags.bool('watch-only'))
    throw usageFailure(
      path,
      '--output-watch-events option can only be used with --watch or --watch-only',
    )
}

function select(call: Call): Targets {
  return selectTargets(call, { listAll: true })
}

function errorsOf(call: Call, targets: Targets): readonly Error[] {
  if (!call.flags.bool('ignore-not-found')) return targets.errors
  return targets.errors.filter((error) => !/ not found$/.test(error.message))
}

function sorted(call: Call, targets: Targets): readonly Found[] {
  const by = call.flags.text('sort-by')
  if (by === '') return targets.found
  const order = sortObjects(
    targets.found.map(({ object }) => object),
    by,
  )
  return order.flatMap((object) => targets.found.filter((found) => found.object === object))
}

/** k8s: pkg/registry/core endpoints deprecation warning (1.36) */
function* deprecations({ cluster }: Call, targets: Targets): Doing {
  if (!cluster.profile.features.endpointsAreOld) return
  if (targets.asks.some((ask) => ask.spec.kind === 'Endpoints')) yield* warn(ENDPOINTS_ARE_OLD)
}

function* shownAs(call: Call, format: string, targets: Targets, found: readonly Found[]): Doing {
  if (found.length === 0 && targets.errors.length > 0) return
  const objects = found.map(({ spec, object }) => inVersion(spec, object))
  yield { out: showObjects(format, objects, targets.single, call.flags.bool('no-headers')) }
}

/** One block of rows for each run of objects of one type. */
function blocks(found: readonly Found[]): readonly (readonly Found[])[] {
  const result: Found[][] = []
  for (const one of found) {
    const last = result.at(-1)
    if (last?.[0]?.spec === one.spec) last.push(one)
    else result.push([one])
  }
  return result
}

function* tables(call: Call, targets: Targets, found: readonly Found[]): Doing {
  const { cluster, flags } = call
  const several = new Set(targets.asks.map((ask) => ask.spec)).size > 1
  let first = true
  for (const block of blocks(found)) {
    const spec = block[0]?.spec
    if (!spec) continue
    if (!first && !flags.bool('no-headers')) yield { out: '\n' }
    first = false
    const options = { ...tableOptions(call, spec, several), at: cluster.now }
    const objects: readonly ApiObject[] = block.map(({ object }) => object)
    yield { out: printTable(columnsIn(call, spec.kind), objects, options) }
  }
  if (found.length === 0 && targets.errors.length === 0) yield* nothing(call, targets)
}

// k8s: kubectl/pkg/cmd/get GetOptions.Run (1.36)
function* nothing(call: Call, targets: Targets): Doing {
  if (call.flags.bool('ignore-not-found') || targets.errors.length > 0) return
  const namespaced = targets.asks.every((ask) => ask.spec.namespaced)
  if (namespaced && !call.flags.bool('all-namespaces'))
    yield { err: `No resources found in ${call.namespace} namespace.\n` }
  else yield { err: 'No resources found\n' }
}
