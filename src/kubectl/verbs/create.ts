import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, quote, shown, throwAll, usageFailure, withSource } from '../failure.ts'
import { asObject, loadManifests, type Manifest } from '../manifests.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { readDocuments } from '../yamlStream.ts'
import { type DryRun, dryRunOf, dryRunSuffix, say, typeName, warnings } from './call.ts'
import {
  DRY_RUN,
  FIELD_MANAGER,
  FILENAME,
  OUTPUT,
  RECORD,
  RECURSIVE,
  SAVE_CONFIG,
  SELECTOR,
  VALIDATE,
} from './common.ts'
import { clusterRoleBinding, quota, roleBinding } from './createBinding.ts'
import { podDisruptionBudget } from './createBudget.ts'
import { configMap, secret } from './createData.ts'
import { ingress } from './createIngress.ts'
import { cronJob, job } from './createJob.ts'
import { deployment, namespace, priorityClass, serviceAccount } from './createMore.ts'
import { clusterRole, role } from './createRole.ts'
import { service } from './createService.ts'
import { token } from './createToken.ts'
import { configured, draftOf, recorded } from './post.ts'

export const create: Verb = {
  name: 'create',
  usage: '-f FILENAME',
  short: 'Create a resource from a file or from stdin',
  examples: [
    'kubectl create -f ./pod.json',
    'kubectl create deployment web --image=nginx --replicas=3',
  ],
  flags: [
    DRY_RUN,
    FIELD_MANAGER,
    FILENAME,
    OUTPUT,
    RECORD,
    RECURSIVE,
    SAVE_CONFIG,
    SELECTOR,
    VALIDATE,
    {
      name: 'raw',
      type: 'string',
      help: "Post to this path of the server: a pod's binding or eviction.",
    },
  ],
  unsupported: [
    'edit',
    'kustomize',
    'template',
    'windows-line-endings',
    'allow-missing-template-keys',
    'show-managed-fields',
  ],
  subcommands: [
    configMap,
    cronJob,
    deployment,
    ingress,
    job,
    namespace,
    podDisruptionBudget,
    priorityClass,
    quota,
    role,
    roleBinding,
    secret,
    service,
    serviceAccount,
    token,
    clusterRole,
    clusterRoleBinding,
  ],
  *run(call) {
    const [word] = call.args
    if (word !== undefined)
      throw usageFailure(call.path, `Unexpected args: [${call.args.join(' ')}]`)
    if (call.flags.list('filename').length === 0) throw new Failure('must specify one of -f and -k')
    if (call.flags.text('raw') !== '') return yield* raw(call)
    return yield* fromFiles(call, dryRunOf(call))
  },
}

function* fromFiles(call: Call, dryRun: DryRun): Doing<number> {
  const { manifests, errors: bad } = loadManifests(call)
  const errors: Error[] = [...bad]
  if (manifests.length === 0 && errors.length === 0)
    throw new Failure('no objects passed to create')
  for (const manifest of manifests) {
    try {
      yield* one(call, manifest, dryRun)
    } catch (error) {
      errors.push(shown(error))
    }
  }
  throwAll(errors)
  return 0
}

function* one(call: Call, { spec, raw: given, source }: Manifest, dryRun: DryRun): Doing {
  const noted = recorded(call, given)
  const wanted = call.flags.bool('save-config') ? configured(noted) : noted
  let object = wanted as unknown as ApiObject
  if (dryRun !== 'client') {
    const notes: string[] = []
    try {
      const { draft, unknown } = draftOf(call, spec, wanted)
      notes.push(...unknown)
      object = call.cluster.create(draft as never, { dryRun: dryRun === 'server', warnings: notes })
    } catch (error) {
      throw withSource('creating', source, shown(error))
    }
    yield* warnings(notes)
  }
  const format = call.flags.text('output')
  if (format === '')
    yield* say(`${typeName(spec)}/${object.metadata.name} created${dryRunSuffix(dryRun)}`)
  else yield { out: showObjects(format, [object], true) }
}

const POD_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(binding|eviction)\/?$/
const CREATED = '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}\n'

/** The two subresources of a pod that can be posted to. */
function* raw(call: Call): Doing<number> {
  const path = call.flags.text('raw')
  const [, namespace = '', pod = '', subresource] = POD_PATH.exec(path) ?? []
  if (subresource === undefined)
    throw new Failure(
      `orrery does not support --raw with the path ${quote(path)}: only a pod's binding and eviction`,
    )
  const body = rawBody(call)
  if (subresource === 'eviction') {
    const options = asObject(body.deleteOptions) ?? {}
    call.cluster.evict(namespace, pod, options)
  } else {
    const node = asObject(body.target)?.name
    if (typeof node !== 'string' || node === '')
      throw new Failure(`the Binding names no target: ${path}`)
    call.cluster.bind(namespace, pod, node)
  }
  yield { out: CREATED }
  return 0
}

function rawBody(call: Call): Readonly<Record<string, unknown>> {
  const [file = '', ...more] = call.flags.list('filename')
  if (more.length > 0) throw new Failure('--raw can only use a single local file or stdin')
  const text = file === '-' ? (call.io.stdin ?? '') : call.io.readFile(file)
  if (text === undefined) throw new Failure(`open ${file}: no such file or directory`)
  return asObject(readDocuments(text).documents[0]) ?? {}
}
