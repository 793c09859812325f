import { ApiError } from '../../sim/errors.ts'
import { inStoredVersion } from '../../sim/index.ts'
import {
  createThreeWay,
  createThreeWayJsonMerge,
  takesStrategic,
} from '../../sim/machinery/patch/index.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, quote, shown, throwAll, usageFailure, withSource } from '../failure.ts'
import { type Json, loadManifests, type Manifest } from '../manifests.ts'
import { apiVersionOf, inVersion } from '../resources.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import {
  type DryRun,
  dryRunOf,
  dryRunSuffix,
  LAST_APPLIED,
  say,
  typeName,
  warn,
  warnings,
} from './call.ts'
import {
  ALL,
  DRY_RUN,
  FIELD_MANAGER,
  FILENAME,
  OUTPUT,
  OVERWRITE,
  RECORD,
  RECURSIVE,
  SELECTOR,
  SHOW_MANAGED,
  VALIDATE,
} from './common.ts'
import { configured, draftOf, recorded, validation } from './post.ts'

export const apply: Verb = {
  name: 'apply',
  usage: '(-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  examples: ['kubectl apply -f ./pod.json', 'cat pod.json | kubectl apply -f -'],
  flags: [
    ALL,
    DRY_RUN,
    FIELD_MANAGER,
    FILENAME,
    OUTPUT,
    { ...OVERWRITE, value: 'true' },
    RECORD,
    RECURSIVE,
    SELECTOR,
    SHOW_MANAGED,
    VALIDATE,
  ],
  unsupported: [
    'allow-missing-template-keys',
    'cascade',
    'force',
    'force-conflicts',
    'grace-period',
    'kustomize',
    'openapi-patch',
    'prune',
    'prune-allowlist',
    'server-side',
    'template',
    'timeout',
    'wait',
    'subresource',
  ],
  *run(call) {
    if (call.args.length > 0)
      throw usageFailure(call.path, `Unexpected args: [${call.args.join(' ')}]`)
    if (call.flags.list('filename').length === 0) throw new Failure('must specify one of -f and -k')
    const dryRun = dryRunOf(call)
    const loaded = loadManifests(call)
    const errors: Error[] = [...loaded.errors]
    if (loaded.manifests.length === 0 && errors.length === 0)
      throw new Failure('no objects passed to apply')
    const done: ApiObject[] = []
    for (const manifest of loaded.manifests) {
      try {
        const object = yield* applyOne(call, manifest, dryRun)
        if (object) done.push(inVersion(manifest.spec, object))
      } catch (error) {
        errors.push(shown(error))
      }
    }
    const format = call.flags.text('output')
    if (format !== '' && format !== 'name' && done.length > 0)
      yield { out: showObjects(format, done, done.length === 1) }
    throwAll(errors)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/apply ApplyOptions.applyOneObject (1.36)
function* applyOne(call: Call, manifest: Manifest, dryRun: DryRun): Doing<ApiObject | undefined> {
  const { cluster } = call
  const { spec, name, namespace, source } = manifest
  if (name === '') throw nameless(manifest)
  const wanted = configured(recorded(call, manifest.raw))
  const live = cluster.find(spec.kind, namespace, name)
  if (!live) {
    const created = yield* createOne(call, manifest, wanted, dryRun)
    yield* report(call, manifest, `created${dryRunSuffix(dryRun)}`)
    return created
  }
  yield* missingRecord(manifest, live)
  if (dryRun === 'client') {
    yield* report(call, manifest, 'configured (dry run)')
    return live
  }
  const type = takesStrategic(spec.kind) ? 'strategic' : 'merge'
  const patch =
    type === 'strategic'
      ? createThreeWay(spec.kind, lastApplied(live), inStoredVersion(wanted), live)
      : createThreeWayJsonMerge(lastApplied(live) as Json, inStoredVersion(wanted), { ...live })
  if (Object.keys(patch).length === 0) {
    yield* report(call, manifest, `unchanged${dryRunSuffix(dryRun)}`)
    return live
  }
  const notes: string[] = []
  try {
    const request = { type, patch, validate: validation(call) } as const
    const options = { dryRun: dryRun === 'server', warnings: notes }
    const after = cluster.patch(spec.kind, namespace, name, request, options)
    yield* warnings(notes)
    yield* afterPatch(after)
    yield* report(call, manifest, `configured${dryRunSuffix(dryRun)}`)
    return after
  } catch (error) {
    throw patchRefused(shown(error), manifest, patch, source)
  }
}

function* afterPatch(object: ApiObject): Doing {
  if (object.metadata.deletionTimestamp)
    yield* warn(
      `Detected changes to resource ${object.metadata.name} which is currently being deleted.`,
    )
}

function* createOne(
  call: Call,
  { spec, raw, source }: Manifest,
  wanted: Manifest['raw'],
  dryRun: DryRun,
): Doing<ApiObject | undefined> {
  if (dryRun === 'client') return raw as unknown as ApiObject
  try {
    const notes: string[] = []
    const { draft, unknown } = draftOf(call, spec, wanted)
    const options = { dryRun: dryRun === 'server', warnings: notes }
    const created = call.cluster.create(draft as never, options)
    yield* warnings([...unknown, ...notes])
    return created
  } catch (error) {
    throw withSource('creating', source, shown(error))
  }
}

function* missingRecord({ spec, name }: Manifest, live: ApiObject): Doing {
  if (live.metadata.annotations?.[LAST_APPLIED] !== undefined) return
  yield* warn(
    `resource ${spec.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
  )
}

function lastApplied(live: ApiObject): unknown {
  const text = live.metadata.annotations?.[LAST_APPLIED]
  if (text === undefined) return {}
  try {
    return inStoredVersion(JSON.parse(text))
  } catch {
    throw new Failure(
      `error when retrieving original configuration from annotation ${LAST_APPLIED}: not valid JSON`,
    )
  }
}

function* report(call: Call, { spec, name }: Manifest, operation: string): Doing {
  const format = call.flags.text('output')
  if (format === 'name') yield* say(`${typeName(spec)}/${name}`)
  else if (format === '') yield* say(`${typeName(spec)}/${name} ${operation}`)
}

function whatAndWhere({ spec, name, namespace }: Manifest): string {
  const version = apiVersionOf(spec)
  const group = spec.group === '' ? `/${spec.version}` : version
  return `Resource: "${group}, Resource=${spec.plural}", GroupVersionKind: "${group}, Kind=${spec.kind}"\nName: ${quote(name)}, Namespace: ${quote(namespace)}`
}

function nameless(manifest: Manifest): Failure {
  const metadata = manifest.raw.metadata as { generateName?: string } | undefined
  if (metadata?.generateName)
    return new Failure(`from ${metadata.generateName}: cannot use generate name with apply`)
  return new Failure(
    `error when retrieving current configuration of:\n${whatAndWhere(manifest)}\nfrom server for: ${quote(manifest.source)}: resource name may not be empty`,
  )
}

function patchRefused(error: Error, manifest: Manifest, patch: unknown, source: string): Error {
  const head = `error when applying patch:\n${JSON.stringify(patch)}\nto:\n${whatAndWhere(manifest)}\nfor: ${quote(source)}`
  const message = `${head}: ${error.message}`
  return error instanceof ApiError
    ? new ApiError({ ...error.status, message })
    : new Failure(message)
}
