import { Failure, quote } from '../failure.ts'
import type { Found } from '../targets.ts'
import { selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { readDocuments } from '../yamlStream.ts'
import { carryOut, editEach } from './change.ts'
import { DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECORD, RECURSIVE } from './common.ts'

const TYPES = ['json', 'merge', 'strategic']

export const patch: Verb = {
  name: 'patch',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  examples: [
    `kubectl patch node w1-k8s -p '{"spec":{"unschedulable":true}}'`,
    `kubectl patch pod valid-pod --type=json -p='[{"op": "replace", "path": "/spec/containers/0/image", "value":"new image"}]'`,
  ],
  flags: [
    DRY_RUN,
    FIELD_MANAGER,
    FILENAME,
    OUTPUT,
    RECORD,
    RECURSIVE,
    { name: 'patch', short: 'p', type: 'string', help: 'The patch, as JSON or YAML.' },
    { name: 'patch-file', type: 'string', help: 'A file with the patch.' },
    { name: 'subresource', type: 'string', help: 'status or scale.' },
    { name: 'type', type: 'string', value: 'strategic', help: 'json, merge or strategic.' },
  ],
  unsupported: [
    'kustomize',
    'local',
    'template',
    'allow-missing-template-keys',
    'show-managed-fields',
  ],
  *run(call) {
    const request = requestOf(call)
    const subresource = call.flags.text('subresource')
    if (subresource === 'status') return yield* patchStatus(call, request)
    if (subresource !== '')
      throw new Failure(`orrery does not support --subresource=${subresource} of kubectl patch`)
    return yield* editEach(call, ({ spec, namespace, name, object }: Found) => {
      // A dry run on the server tells whether anything would change, as two reads around the write would.
      const after = call.cluster.patch(spec.kind, namespace, name, request, { dryRun: true })
      const same = after === object
      return { ...request, operation: same ? 'patched (no change)' : 'patched' }
    })
  },
}

interface Request {
  readonly type: 'json' | 'merge' | 'strategic'
  readonly patch: unknown
}

function* patchStatus(call: Call, request: Request) {
  const { found, errors } = selectTargets(call)
  const [error] = errors
  if (error) throw error
  for (const one of found) {
    const { spec, namespace, name } = one
    call.cluster.patch(spec.kind, namespace, name, { ...request, subresource: 'status' })
    yield* carryOut(call, one, { operation: 'patched' })
  }
  return 0
}

function requestOf(call: Call): Request {
  const { flags, io } = call
  if (!flags.changed('patch') && !flags.changed('patch-file'))
    throw new Failure('must specify --patch or --patch-file containing the contents of the patch')
  if (flags.changed('patch') && flags.changed('patch-file'))
    throw new Failure('cannot specify --patch and --patch-file together')
  const type = flags.text('type').toLowerCase()
  if (!TYPES.includes(type))
    throw new Failure(`--type must be one of [json merge strategic], not ${quote(type)}`)
  const file = flags.text('patch-file')
  const text = file === '' ? flags.text('patch') : file === '-' ? io.stdin : io.readFile(file)
  if (text === undefined)
    throw new Failure(`unable to read patch file: open ${file}: no such file or directory`)
  const { documents, error } = readDocuments(text)
  if (error !== undefined || documents.length === 0)
    throw new Failure(
      `unable to parse ${quote(text)}: ${(error ?? 'no document').replace('error converting YAML to JSON: ', '')}`,
    )
  return { type: type as Request['type'], patch: documents[0] }
}
