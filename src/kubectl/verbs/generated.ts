import type { KindSpec } from '../../sim/index.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, shown, usageFailure } from '../failure.ts'
import type { Json } from '../manifests.ts'
import { typeOfManifest } from '../resources.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { namespaceFor } from '../targets.ts'
import type { Call } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say, typeName, warnings } from './call.ts'
import { configured, draftOf } from './post.ts'

/** The one name that a `create TYPE NAME` takes. */
// k8s: kubectl/pkg/cmd/create NameFromCommandArgs (1.36)
export function oneName(call: Call): string {
  const args = call.dash === undefined ? call.args : call.args.slice(0, call.dash)
  const [name] = args
  if (name === undefined || args.length !== 1)
    throw usageFailure(call.path, `exactly one NAME is required, got ${args.length}`)
  return name
}

/** The words behind `--`. */
export function commandOf(call: Call): readonly string[] {
  return call.dash === undefined ? [] : call.args.slice(call.dash)
}

function specOf(call: Call, draft: Json): KindSpec {
  const spec = typeOfManifest(call.cluster, String(draft.apiVersion), String(draft.kind))
  if (!spec)
    throw new Failure(`no matches for kind "${draft.kind}" in version "${draft.apiVersion}"`)
  return spec
}

/**
 * Posts an object that kubectl made up from flags, or only shows it. `prefix` comes before a refusal, such as
 * `failed to create deployment: `; without it the refusal stands as it is.
 */
export function* postGenerated(call: Call, bare: Json, prefix?: string): Doing {
  const { cluster, flags } = call
  const spec = specOf(call, bare)
  const dryRun = dryRunOf(call)
  const namespace = namespaceFor(call, spec)
  const metadata = bare.metadata as Json
  const shownNamespace = dryRun === 'client' && !call.namespaceGiven ? '' : namespace
  const placed: Json = {
    ...bare,
    metadata: { ...metadata, ...(shownNamespace === '' ? {} : { namespace: shownNamespace }) },
  }
  const wanted = flags.bool('save-config') ? configured(placed) : placed
  const format = flags.text('output')
  let object = wanted as unknown as ApiObject
  if (dryRun !== 'client') {
    const notes: string[] = []
    try {
      const { draft } = draftOf(call, spec, wanted)
      object = cluster.create(draft as never, { dryRun: dryRun === 'server', warnings: notes })
    } catch (error) {
      const refusal = shown(error)
      throw prefix === undefined ? refusal : new Failure(`${prefix}${refusal.message}`)
    }
    yield* warnings(notes)
  }
  if (format === '')
    yield* say(`${typeName(spec)}/${object.metadata.name} created${dryRunSuffix(dryRun)}`)
  else yield { out: showObjects(format, [object], true) }
}
