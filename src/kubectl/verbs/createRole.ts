import { Failure, NoSuchType } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Json } from '../manifests.ts'
import { findType } from '../resources.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const API = 'rbac.authorization.k8s.io/v1'
const GROUP = 'rbac.authorization.k8s.io'

const STANDARD_VERBS = new Set(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(
    ' ',
  ),
)

/** Verbs that mean something for these types only, as `resource group`. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies policy', 'podsecuritypolicies extensions'],
  bind: [`roles ${GROUP}`, `clusterroles ${GROUP}`],
  escalate: [`roles ${GROUP}`, `clusterroles ${GROUP}`],
  impersonate: ['users ', 'serviceaccounts ', 'groups ', 'userextras authentication.k8s.io'],
}

const VERB: Flag = { name: 'verb', type: 'list', help: 'What the rule allows.' }
const RESOURCE: Flag = {
  name: 'resource',
  type: 'list',
  help: 'What the rule is about: a type, with its group and subresource.',
}
const RESOURCE_NAME: Flag = {
  name: 'resource-name',
  type: 'each',
  help: 'Only objects of these names.',
}

interface Named {
  readonly group: string
  readonly resource: string
  readonly subresource: string
}

function verbsOf(call: Call): readonly string[] {
  const verbs = call.flags.list('verb')
  return verbs.includes('*') ? ['*'] : [...new Set(verbs)]
}

function resourcesOf(call: Call): readonly Named[] {
  const found: Named[] = []
  for (const text of call.flags.list('resource')) {
    const slash = text.indexOf('/')
    const type = slash < 0 ? text : text.slice(0, slash)
    const dot = type.indexOf('.')
    const one = {
      group: dot < 0 ? '' : type.slice(dot + 1),
      resource: dot < 0 ? type : type.slice(0, dot),
      subresource: slash < 0 ? '' : text.slice(slash + 1),
    }
    if (text === '*') return [one]
    found.push(one)
  }
  return found
}

/** The type in the server's words; the flag's own when it is not served. */
function known(call: Call, named: Named): { readonly named: Named; readonly error?: Failure } {
  const { group, resource } = named
  const text = group === '' ? resource : `${resource}.${group}`
  try {
    const spec = findType(call.cluster, text)
    return { named: { ...named, group: spec.group, resource: spec.plural } }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { named, error: new NoSuchType(resource, group) }
  }
}

function fitsSpecial(verb: string, { resource, group }: Named): boolean | undefined {
  return SPECIAL[verb]?.includes(`${resource} ${group}`)
}

// k8s: kubectl/pkg/cmd/create CreateRoleOptions.validateResource (1.36)
function checkResources(call: Call, verbs: readonly string[], resources: readonly Named[]): void {
  for (const one of resources) {
    if (one.resource === '')
      throw new Failure('resource must be specified if apiGroup/subresource specified')
    if (one.resource === '*') return
    const { named, error } = known(call, one)
    const special = verbs.map((verb) => [verb, fitsSpecial(verb, named)] as const)
    const wrong = special.find(([, fits]) => fits === false)
    if (wrong)
      throw new Failure(
        `can not perform '${wrong[0]}' on '${named.resource}' in group '${named.group}'`,
      )
    if (error && !special.some(([, fits]) => fits)) throw error
  }
}

function* strange(verbs: readonly string[]): Doing {
  for (const verb of verbs)
    if (!STANDARD_VERBS.has(verb))
      yield { err: `Warning: '${verb}' is not a standard resource verb\n` }
}

/** One rule for each group, in order of the groups. */
// k8s: kubectl/pkg/cmd/create generateResourcePolicyRules (1.36)
function rulesOf(call: Call, verbs: readonly string[], resources: readonly Named[]): Json[] {
  const groups = new Map<string, string[]>()
  for (const one of resources) {
    const { group, resource, subresource } = known(call, one).named
    const full = subresource === '' ? resource : `${resource}/${subresource}`
    const list = groups.get(group) ?? []
    if (!list.includes(full)) list.push(full)
    groups.set(group, list)
  }
  const names = [...new Set(call.flags.list('resource-name'))]
  return [...groups.keys()].sort().map((group) => ({
    apiGroups: [group],
    ...(names.length > 0 ? { resourceNames: names } : {}),
    resources: groups.get(group) ?? [],
    verbs,
  }))
}

export const role: Verb = {
  name: 'role',
  usage:
    'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  examples: ['kubectl create role pod-reader --verb=get,list,watch --resource=pods'],
  flags: [...CREATE_FLAGS, VERB, RESOURCE, RESOURCE_NAME],
  *run(call) {
    const name = oneName(call)
    const verbs = verbsOf(call)
    if (verbs.length === 0) throw new Failure('at least one verb must be specified')
    yield* strange(verbs)
    const resources = resourcesOf(call)
    if (resources.length === 0) throw new Failure('at least one resource must be specified')
    checkResources(call, verbs, resources)
    yield* postGenerated(call, {
      apiVersion: API,
      kind: 'Role',
      metadata: { name },
      rules: rulesOf(call, verbs, resources),
    })
    return 0
  },
}

const PATH_VERBS = new Set('* get head post put delete patch options'.split(' '))

function pathsOf(call: Call): readonly string[] {
  const paths = [...new Set(call.flags.list('non-resource-url'))]
  return paths.includes('*') ? ['*'] : paths
}

// k8s: kubectl/pkg/cmd/create CreateClusterRoleOptions.Validate (1.36)
function checkPaths(verbs: readonly string[], paths: readonly string[]): void {
  const verb = verbs.find((one) => !PATH_VERBS.has(one))
  if (paths.length > 0 && verb !== undefined)
    throw new Failure(`invalid verb: '${verb}' for nonResourceURL`)
  for (const path of paths) {
    if (path === '*') continue
    if (path === '' || !path.startsWith('/'))
      throw new Failure(`nonResourceURL should start with /`)
    if (path.slice(0, -1).includes('*'))
      throw new Failure(`nonResourceURL only supports wildcard matches when '*' is at the end`)
  }
}

function sumOf(text: string): Json {
  const labels = text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  })
  return { clusterRoleSelectors: [{ matchLabels: Object.fromEntries(labels) }] }
}

function* clusterRules(call: Call): Doing<Json[]> {
  const verbs = verbsOf(call)
  if (verbs.length === 0) throw new Failure('at least one verb must be specified')
  const resources = resourcesOf(call)
  const paths = pathsOf(call)
  if (resources.length === 0 && paths.length === 0)
    throw new Failure('one of resource or nonResourceURL must be specified')
  if (resources.length > 0) {
    yield* strange(verbs)
    checkResources(call, verbs, resources)
  }
  checkPaths(verbs, paths)
  if (resources.length === 0 && call.flags.list('resource-name').length > 0)
    throw new Failure('resource-name is only valid with resources')
  const urls = paths.length > 0 ? [{ nonResourceURLs: paths, verbs }] : []
  return [...rulesOf(call, verbs, resources), ...urls]
}

export const clusterRole: Verb = {
  name: 'clusterrole',
  usage:
    'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  examples: ['kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods'],
  flags: [
    ...CREATE_FLAGS,
    VERB,
    RESOURCE,
    RESOURCE_NAME,
    { name: 'non-resource-url', type: 'list', help: 'A path of the server.' },
    { name: 'aggregation-rule', type: 'string', help: 'Labels of the roles it is the sum of.' },
  ],
  *run(call) {
    const name = oneName(call)
    const { flags } = call
    const sum = flags.text('aggregation-rule')
    const given = ['verb', 'resource', 'resource-name', 'non-resource-url']
    if (sum !== '' && given.some((flag) => flags.list(flag).length > 0))
      throw new Failure(
        'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
      )
    const base = { apiVersion: API, kind: 'ClusterRole', metadata: { name } }
    const body: Json =
      sum === ''
        ? { ...base, rules: yield* clusterRules(call) }
        : { aggregationRule: sumOf(sum), ...base, rules: null }
    yield* postGenerated(call, body)
    return 0
  },
}
