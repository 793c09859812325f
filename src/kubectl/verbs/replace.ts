import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, shown, throwAll, withSource } from '../failure.ts'
import { loadManifests, type Manifest } from '../manifests.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say, typeName, warnings } from './call.ts'
import {
  DRY_RUN,
  FIELD_MANAGER,
  FILENAME,
  OUTPUT,
  RECURSIVE,
  SAVE_CONFIG,
  VALIDATE,
} from './common.ts'
import { configured, draftOf } from './post.ts'

export const replace: Verb = {
  name: 'replace',
  usage: '-f FILENAME',
  short: 'Replace a resource by file name or stdin',
  examples: ['kubectl replace -f ./pod.json'],
  flags: [DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECURSIVE, SAVE_CONFIG, VALIDATE],
  unsupported: [
    'cascade',
    'force',
    'grace-period',
    'kustomize',
    'raw',
    'subresource',
    'timeout',
    'wait',
    'template',
    'allow-missing-template-keys',
    'show-managed-fields',
  ],
  *run(call) {
    if (call.flags.list('filename').length === 0) throw new Failure('must specify one of -f and -k')
    const { manifests, errors: bad } = loadManifests(call)
    const errors: Error[] = [...bad]
    for (const manifest of manifests) {
      try {
        yield* one(call, manifest)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}

function* one(call: Call, { spec, raw, name, namespace, source }: Manifest): Doing {
  const dryRun = dryRunOf(call)
  const wanted = call.flags.bool('save-config') ? configured(raw) : raw
  let object = wanted as unknown as ApiObject
  if (dryRun !== 'client') {
    const notes: string[] = []
    try {
      const { draft, unknown } = draftOf(call, spec, wanted)
      notes.push(...unknown)
      call.cluster.get(spec.kind, namespace, name)
      object = call.cluster.update(draft as unknown as ApiObject, {
        dryRun: dryRun === 'server',
        warnings: notes,
      })
    } catch (error) {
      throw withSource('replacing', source, shown(error))
    }
    yield* warnings(notes)
  }
  const format = call.flags.text('output')
  if (format === '') yield* say(`${typeName(spec)}/${name} replaced${dryRunSuffix(dryRun)}`)
  else yield { out: showObjects(format, [object], true) }
}
