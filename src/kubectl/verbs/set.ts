import { quantityError } from '../../sim/machinery/quantity.ts'
import type { ApiObject, Container, PodSpec } from '../../sim/types/index.ts'
import { Failure, quote, throwAll } from '../failure.ts'
import type { Flag } from '../flags.ts'
import { NOTHING_NAMED } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { editEach } from './change.ts'
import {
  ALL,
  DRY_RUN,
  FIELD_MANAGER,
  FILENAME,
  OUTPUT,
  RECORD,
  RECURSIVE,
  SELECTOR,
} from './common.ts'

const FLAGS: readonly Flag[] = [
  ALL,
  DRY_RUN,
  FIELD_MANAGER,
  FILENAME,
  OUTPUT,
  RECORD,
  RECURSIVE,
  SELECTOR,
]
const UNSUPPORTED = [
  'kustomize',
  'local',
  'template',
  'allow-missing-template-keys',
  'show-managed-fields',
]

interface Templated {
  readonly kind: string
  readonly spec?: PodSpec & { readonly template?: { readonly spec: PodSpec } }
}

/** The pod spec inside an object, and how a patch of it is wrapped. */
function podSpecOf(
  object: unknown,
): { spec: PodSpec; wrap: (spec: unknown) => unknown } | undefined {
  const { kind, spec } = object as Templated
  if (kind === 'Pod' && spec) return { spec, wrap: (inner) => ({ spec: inner }) }
  if (!spec?.template) return undefined
  return { spec: spec.template.spec, wrap: (inner) => ({ spec: { template: { spec: inner } } }) }
}

/** Splits the words into those that name objects and those with a `=` (or a final -). */
function split(words: readonly string[]): {
  readonly resources: readonly string[]
  readonly changes: readonly string[]
} {
  const at = words.findIndex((word) => /^[^/]*=|^[^/=]+-$/.test(word))
  return at < 0
    ? { resources: words, changes: [] }
    : { resources: words.slice(0, at), changes: words.slice(at) }
}

function requireObjects(call: Call, resources: readonly string[]): void {
  if (resources.length === 0 && call.flags.list('filename').length === 0)
    throw new Failure(NOTHING_NAMED)
}

const image: Verb = {
  name: 'image',
  usage:
    '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  examples: ['kubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1'],
  flags: FLAGS,
  unsupported: UNSUPPORTED,
  *run(call) {
    const { resources, changes } = split(call.args)
    requireObjects(call, resources)
    const images = changes.map((change): readonly [string, string] => {
      const at = change.indexOf('=')
      return [change.slice(0, at), change.slice(at + 1)]
    })
    if (images.length === 0) throw new Failure('at least one image update is required')
    return yield* editEach(call, ({ object }) => imageEdit(object, images), { args: resources })
  },
}

interface ImageChange {
  readonly name: string
  readonly image: string
}

/** The containers of a list that a new image is for, and which of them really change. */
function withImage(
  containers: readonly { readonly name: string; readonly image?: string }[] | undefined,
  name: string,
  image: string,
): { readonly seen: boolean; readonly changed: readonly ImageChange[] } {
  const meant = (containers ?? []).filter((one) => name === '*' || one.name === name)
  const changed = meant.filter((one) => one.image !== image)
  return { seen: meant.length > 0, changed: changed.map((one) => ({ name: one.name, image })) }
}

// k8s: kubectl/pkg/cmd/set SetImageOptions.Run (1.36)
function imageEdit(object: unknown, images: readonly (readonly [string, string])[]) {
  const pod = podSpecOf(object)
  if (!pod) throw new Failure(`${(object as Templated).kind} has no pod template`)
  const errors: Error[] = []
  const initContainers: ImageChange[] = []
  const containers: ImageChange[] = []
  for (const [name, to] of images) {
    const first = withImage(pod.spec.initContainers, name, to)
    const main = withImage(pod.spec.containers, name, to)
    initContainers.push(...first.changed)
    containers.push(...main.changed)
    if (!first.seen && !main.seen && name !== '*')
      errors.push(new Failure(`unable to find container named ${quote(name)}`))
  }
  throwAll(errors)
  if (initContainers.length + containers.length === 0) return undefined
  const patch = pod.wrap({
    ...(initContainers.length > 0 ? { initContainers } : {}),
    ...(containers.length > 0 ? { containers } : {}),
  })
  const refusal = 'failed to patch image update to pod template: '
  return { type: 'strategic' as const, patch, operation: 'image updated', refusal }
}

const env: Verb = {
  name: 'env',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  examples: [
    'kubectl set env deployment/registry STORAGE_DIR=/local',
    'kubectl set env deployment/registry ENV-',
  ],
  flags: [
    ...FLAGS,
    {
      name: 'containers',
      short: 'c',
      type: 'string',
      value: '*',
      help: 'The containers to change.',
    },
  ],
  unsupported: [...UNSUPPORTED, 'env', 'from', 'keys', 'list', 'overwrite', 'prefix', 'resolve'],
  *run(call) {
    const { resources, changes } = split(call.args)
    if (resources.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure(
        'one or more resources must be specified as <resource> <name> or <resource>/<name>',
      )
    if (changes.length === 0)
      throw new Failure('at least one environment variable must be provided')
    const wanted = call.flags.text('containers')
    return yield* editEach(call, ({ object }) => envEdit(object, changes, wanted), {
      args: resources,
    })
  },
}

function envEdit(object: unknown, changes: readonly string[], wanted: string) {
  const pod = podSpecOf(object)
  if (!pod) throw new Failure(`${(object as Templated).kind} has no pod template`)
  const entries = changes.map((change) => {
    const at = change.indexOf('=')
    return at < 0
      ? { name: change.slice(0, -1), $patch: 'delete' }
      : { name: change.slice(0, at), value: change.slice(at + 1) }
  })
  const containers = pod.spec.containers
    .filter(({ name }) => wanted === '*' || name === wanted)
    .map(({ name }) => ({ name, env: entries }))
  const refusal = 'failed to patch env update to pod template: '
  const patch = pod.wrap({ containers })
  return { type: 'strategic' as const, patch, operation: 'env updated', refusal }
}

const resources: Verb = {
  name: 'resources',
  usage: '(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  examples: ['kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi'],
  flags: [
    ...FLAGS,
    {
      name: 'containers',
      short: 'c',
      type: 'string',
      value: '*',
      help: 'The containers to change.',
    },
    { name: 'limits', type: 'string', help: 'Such as cpu=100m,memory=256Mi.' },
    { name: 'requests', type: 'string', help: 'Such as cpu=100m,memory=256Mi.' },
  ],
  unsupported: UNSUPPORTED,
  *run(call) {
    requireObjects(call, call.args)
    const { flags } = call
    if (!flags.changed('limits') && !flags.changed('requests'))
      throw new Failure(
        'you must specify an update to requests or limits (in the form of --requests/--limits)',
      )
    const change = {
      ...(flags.changed('limits') ? { limits: amounts(flags.text('limits')) } : {}),
      ...(flags.changed('requests') ? { requests: amounts(flags.text('requests')) } : {}),
    }
    return yield* editEach(call, ({ object }) =>
      resourceEdit(object, change, flags.text('containers')),
    )
  },
}

function amounts(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', amount] = part.split('=')
      if (amount === undefined)
        throw new Failure(`invalid argument syntax ${part}, expected <resource>=<value>`)
      const wrong = quantityError(amount)
      if (wrong !== undefined) throw new Failure(wrong)
      return [name, amount]
    }),
  )
}

function resourceEdit(object: unknown, change: object, wanted: string) {
  const pod = podSpecOf(object)
  if (!pod) throw new Failure(`${(object as Templated).kind} has no pod template`)
  const chosen = pod.spec.containers.filter(
    ({ name }: Container) => wanted === '*' || name === wanted,
  )
  if (chosen.length === 0) throw new Failure(`unable to find container named ${wanted}`)
  const containers = chosen.map(({ name }) => ({ name, resources: change }))
  return {
    type: 'strategic' as const,
    patch: pod.wrap({ containers }),
    operation: 'resource requirements updated',
    refusal: 'failed to patch resources update to pod template ',
  }
}

const selector: Verb = {
  name: 'selector',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  examples: ['kubectl set selector service my-svc environment=qa'],
  flags: FLAGS.filter(({ name }) => name !== 'selector'),
  unsupported: [...UNSUPPORTED, 'resource-version'],
  *run(call) {
    const { resources: named, changes } = split(call.args)
    requireObjects(call, named)
    if (changes.length !== 1) throw new Failure('one and only one selector is required')
    const wanted = plainPairs(changes[0] ?? '')
    return yield* editEach(call, ({ object }) => selectorEdit(object, wanted), { args: named })
  },
}

function plainPairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const found = /^\s*([^=!\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part)
      if (!found) throw new Failure(`match expression ${part} not supported on this object`)
      return [found[1] as string, found[2] as string]
    }),
  )
}

/** The new selector takes the place of the old one. k8s: kubectl/pkg/cmd/set updateSelectorForObject (1.36) */
function selectorEdit(object: ApiObject, wanted: Readonly<Record<string, string>>) {
  if (object.kind !== 'Service')
    throw new Failure('setting a selector is only supported for Services')
  const gone = Object.keys(object.spec.selector ?? {}).filter((key) => !(key in wanted))
  const patch = {
    spec: { selector: { ...Object.fromEntries(gone.map((key) => [key, null])), ...wanted } },
  }
  return { type: 'strategic' as const, patch, operation: 'selector updated' }
}

export const set: Verb = {
  name: 'set',
  usage: 'SUBCOMMAND',
  short: 'Set specific features on objects',
  flags: [],
  subcommands: [env, image, resources, selector],
}
