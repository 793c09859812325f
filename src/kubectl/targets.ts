import { badRequest, type Cluster, type KindSpec } from '../sim/index.ts'
import type { ApiObject } from '../sim/types/index.ts'
import { Failure, quote, shown } from './failure.ts'
import { loadManifests } from './manifests.ts'
import { fieldQuery, labelQuery } from './query.ts'
import { findType, findTypes } from './resources.ts'
import type { Call } from './verb.ts'

/** One type, or one object of it, that the arguments of a command ask for. */
export interface Ask {
  readonly spec: KindSpec
  readonly name?: string
  /** From a file: where it is, and which file said so. */
  readonly namespace?: string
  readonly source?: string
}

export interface Found extends Ask {
  readonly name: string
  readonly namespace: string
  readonly object: ApiObject
}

export interface Targets {
  readonly asks: readonly Ask[]
  readonly found: readonly Found[]
  readonly errors: readonly Error[]
  /** Exactly one object was asked for by its name. */
  readonly single: boolean
}

const MIXED =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"

export const NOTHING_NAMED = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/** Reads `TYPE[,TYPE] [NAME...]` or `TYPE/NAME...`. */
// k8s: cli-runtime/pkg/resource Builder.ResourceTypeOrNameArgs (1.36)
export function readAsks(cluster: Cluster, args: readonly string[]): readonly Ask[] {
  const slashes = args.filter((arg) => arg.includes('/')).length
  if (slashes > 0 && slashes < args.length) throw new Failure(MIXED)
  if (slashes > 0) return args.map((arg) => readPair(cluster, arg))
  const [types, ...names] = args
  if (types === undefined) return []
  const specs = findTypes(cluster, types)
  if (names.length === 0) return specs.map((spec) => ({ spec }))
  return specs.flatMap((spec) => names.map((name) => ({ spec, name })))
}

function readPair(cluster: Cluster, text: string): Ask {
  const [type = '', name = '', ...more] = text.split('/')
  if (more.length > 0)
    throw new Failure('arguments in resource/name form may not have more than one slash')
  if (type === '' || name === '')
    throw new Failure('arguments in resource/name form must have a single resource and name')
  return { spec: findType(cluster, type), name }
}

export interface SelectOptions {
  /** The arguments that name objects; all of the call's when missing. */
  readonly args?: readonly string[]
  /** A type without a name means all its objects. */
  readonly listAll?: boolean
}

/** The objects that a command's arguments, files and selectors mean. */
// k8s: cli-runtime/pkg/resource Builder.visitorResult (1.36)
export function selectTargets(call: Call, options: SelectOptions = {}): Targets {
  const { cluster, flags } = call
  const args = options.args ?? call.args
  if (flags.list('filename').length > 0) {
    if (args.length > 0)
      throw new Failure(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      )
    return fromFiles(call)
  }
  const asks = readAsks(cluster, args)
  if (asks.length === 0) throw new Failure(NOTHING_NAMED)
  const selects = flags.changed('selector') || flags.changed('field-selector')
  const all = flags.bool('all')
  if (all && flags.changed('selector'))
    throw new Failure("setting 'all' parameter but found a non empty selector. ")
  const named = asks.some((ask) => ask.name !== undefined)
  if (named && flags.bool('all-namespaces'))
    throw new Failure('a resource cannot be retrieved by name across all namespaces')
  if (named && selects) throw new Failure('name cannot be provided when a selector is specified')
  if (!named && !selects && !all && !options.listAll)
    throw new Failure('resource(s) were provided, but no name was specified')
  return collect(call, asks)
}

/** Where the objects of a type are for this call: '' for cluster-scoped types. */
export function namespaceFor(call: Call, spec: Pick<KindSpec, 'namespaced'>): string {
  return spec.namespaced ? call.namespace : ''
}

function collect(call: Call, asks: readonly Ask[]): Targets {
  const found: Found[] = []
  const errors: Error[] = []
  for (const ask of asks) {
    try {
      if (ask.name === undefined) found.push(...listed(call, ask.spec))
      else found.push(fetched(call, ask, ask.name))
    } catch (error) {
      errors.push(shown(error))
    }
  }
  return { asks, found, errors, single: asks.length === 1 && asks[0]?.name !== undefined }
}

function fetched(call: Call, ask: Ask, name: string): Found {
  const namespace = ask.namespace ?? namespaceFor(call, ask.spec)
  const object = call.cluster.get(ask.spec.kind, namespace, name)
  return { ...ask, name, namespace, object }
}

/** Whether an object passes the selectors of a call. */
export function keeper(call: Call): (spec: KindSpec, object: ApiObject) => boolean {
  const labels = labelQuery(call.flags.text('selector'))
  const field = call.flags.text('field-selector')
  return (spec, object) =>
    labels(object.metadata.labels ?? {}) && (field === '' || fieldQuery(spec, field)(object))
}

/** As `keeper`, for a type that is listed: there the server reads the selectors. */
// k8s: cli-runtime/pkg/resource Selector.Visit (1.36)
function serverKeeper(call: Call, spec: KindSpec): (spec: KindSpec, object: ApiObject) => boolean {
  const labels = call.flags.text('selector')
  const field = call.flags.text('field-selector')
  try {
    if (field !== '') fieldQuery(spec, field)
    return keeper(call)
  } catch (error) {
    const what = `${spec.group}/${spec.version}, Resource=${spec.plural}`
    throw badRequest(
      `Unable to find ${quote(what)} that match label selector ${quote(labels)}, field selector ${quote(field)}: ${shown(error).message}`,
    )
  }
}

/** Every object of a type that a call means. */
export function listed(call: Call, spec: KindSpec): readonly Found[] {
  const keep = serverKeeper(call, spec)
  const everywhere = !spec.namespaced || call.flags.bool('all-namespaces')
  const objects: readonly ApiObject[] = call.cluster.list(
    spec.kind,
    everywhere ? {} : { namespace: call.namespace },
  )
  return objects
    .filter((object) => keep(spec, object))
    .map((object) => ({
      spec,
      object,
      name: object.metadata.name,
      namespace: object.metadata.namespace ?? '',
    }))
}

function fromFiles(call: Call): Targets {
  const { manifests, errors } = loadManifests(call)
  const asks: Ask[] = manifests.map(({ spec, name, namespace, source }) => ({
    spec,
    name,
    namespace,
    source,
  }))
  const found: Found[] = []
  const failed: Error[] = [...errors]
  const keep = keeper(call)
  for (const ask of asks) {
    try {
      const one = fetched(call, ask, ask.name ?? '')
      if (keep(one.spec, one.object)) found.push(one)
    } catch (error) {
      failed.push(shown(error))
    }
  }
  return { asks, found, errors: failed, single: asks.length === 1 }
}
