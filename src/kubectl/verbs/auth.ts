import {
  authorize,
  type KindSpec,
  type Person,
  personOf,
  rulesFor,
  type Wish,
} from '../../sim/index.ts'
import { goList } from '../describe/page.ts'
import { ruleRows } from '../describe/role.ts'
import { Failure } from '../failure.ts'
import { requireAccess } from '../impersonate.ts'
import { requireFormat } from '../output/index.ts'
import { findType } from '../resources.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Call, Verb } from '../verb.ts'
import { say, warn } from './call.ts'
import { ALL_NAMESPACES, OUTPUT } from './common.ts'
import { reconcile } from './reconcile.ts'

/** Whoever holds the cluster's own configuration. */
const ADMIN = 'kubernetes-admin'

function whoAsks({ person, cluster }: Call): Person {
  return person ?? personOf(ADMIN, [cluster.profile.features.adminGroup])
}

/** Asking what one may do is a request too. */
function requireReview(call: Call, group: string, resource: string): void {
  requireAccess(call.cluster, whoAsks(call), { verb: 'create', group, resource })
}

const RESOURCE_VERBS = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
)
const PATH_VERBS = new Set('get put post head options delete patch *'.split(' '))
/** Served, but in no list of types. */
const UNLISTED = new Set(['users', 'groups'])

function* typeOf(call: Call, text: string): Doing<KindSpec | undefined> {
  if (text === '*') return undefined
  try {
    return findType(call.cluster, text)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const [resource = '', ...rest] = text.toLowerCase().split('.')
    const group = rest.join('.')
    const where = group === '' ? '' : ` in group '${group}'`
    if (!UNLISTED.has(text.toLowerCase()))
      yield* warn(`the server doesn't have a resource type '${resource}'${where}\n`)
    return undefined
  }
}

// k8s: kubectl/pkg/cmd/auth CanIOptions.Complete and Validate (1.36)
function* wishOf(call: Call): Doing<Wish> {
  const { args, flags } = call
  const [verb, what] = args
  if (verb === undefined || what === undefined || args.length !== 2)
    throw new Failure(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  const subresource = flags.text('subresource')
  if (what.startsWith('/')) {
    if (subresource !== '') throw new Failure('--subresource can not be used with NonResourceURL')
    if (!PATH_VERBS.has(verb)) yield* warn(`verb '${verb}' is not a known verb\n`)
    return { verb, path: what }
  }
  const slash = what.indexOf('/')
  const type = slash < 0 ? what : what.slice(0, slash)
  const spec = yield* typeOf(call, type)
  const everywhere = flags.bool('all-namespaces')
  if (!everywhere) yield* doubts(verb, spec)
  return {
    verb,
    group: spec?.group ?? '',
    resource: spec?.plural ?? type,
    subresource,
    name: slash < 0 ? '' : what.slice(slash + 1),
    namespace: everywhere ? '' : call.namespace,
  }
}

function* doubts(verb: string, spec: KindSpec | undefined): Doing {
  if (spec && !spec.namespaced) {
    const group = spec.group === '' ? '' : ` in group '${spec.group}'`
    yield* warn(`resource '${spec.plural}' is not namespace scoped${group}\n`)
  }
  if (!RESOURCE_VERBS.has(verb)) yield* warn(`verb '${verb}' is not a known verb\n`)
}

function* listAll(call: Call): Doing<number> {
  const { flags } = call
  if (call.args.length > 0) throw new Failure('list option must be specified with no arguments')
  if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.text('subresource') !== '')
    throw new Failure(
      "list option can't be specified with neither quiet, all-namespaces nor subresource options",
    )
  requireReview(call, 'authorization.k8s.io', 'selfsubjectrulesreviews')
  const { rules, errors } = rulesFor(call.cluster, whoAsks(call), call.namespace)
  if (errors.length > 0) {
    const text = errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`
    yield* warn(`the list may be incomplete: ${text}`)
  }
  const table = new TabWriter(TABLE_LAYOUT)
  if (!flags.bool('no-headers'))
    table.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n')
  for (const row of ruleRows(rules)) table.write(`${row.join('\t')}\n`)
  yield { out: table.take() }
  return 0
}

const canI: Verb = {
  name: 'can-i',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  examples: [
    'kubectl auth can-i create pods --all-namespaces',
    'kubectl auth can-i list deployments.apps --as=jane',
    'kubectl auth can-i --list --namespace=foo',
  ],
  flags: [
    ALL_NAMESPACES,
    { name: 'list', type: 'bool', value: 'false', help: 'Everything that is allowed.' },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'The list without its head.' },
    {
      name: 'quiet',
      short: 'q',
      type: 'bool',
      value: 'false',
      help: 'Only the exit code.',
    },
    { name: 'subresource', type: 'string', help: 'Such as log or scale.' },
  ],
  *run(call) {
    if (call.flags.bool('list')) return yield* listAll(call)
    const wish = yield* wishOf(call)
    if (call.flags.bool('no-headers'))
      throw new Failure('--no-headers cannot be set without --list specified')
    requireReview(call, 'authorization.k8s.io', 'selfsubjectaccessreviews')
    const { allowed, reason } = authorize(call.cluster, whoAsks(call), wish)
    const why = reason === '' ? '' : ` - ${reason}`
    if (!call.flags.bool('quiet')) yield* say(allowed ? 'yes' : `no${why}`)
    return allowed ? 0 : 1
  },
}

const whoami: Verb = {
  name: 'whoami',
  usage: '',
  short: 'Experimental: Check self subject attributes',
  flags: [OUTPUT],
  *run(call) {
    const format = call.flags.text('output')
    requireFormat(format, false)
    if (call.args.length > 0)
      throw new Failure(`unknown command "${call.args[0]}" for "kubectl auth whoami"`)
    requireReview(call, 'authentication.k8s.io', 'selfsubjectreviews')
    const { name, groups } = whoAsks(call)
    if (format !== '') {
      const review = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
        metadata: { creationTimestamp: call.cluster.time() },
        status: { userInfo: { groups, username: name } },
      }
      yield { out: showObjects(format, [review as never], true) }
      return 0
    }
    const table = new TabWriter(TABLE_LAYOUT)
    table.write('ATTRIBUTE\tVALUE\n')
    table.write(`Username\t${name}\n`)
    if (groups.length > 0) table.write(`Groups\t${goList(groups)}\n`)
    yield { out: table.take() }
    return 0
  },
}

export const auth: Verb = {
  name: 'auth',
  usage: 'can-i | reconcile | whoami',
  short: 'Inspect authorization',
  flags: [],
  subcommands: [canI, reconcile, whoami],
}
