import { type ApiError, forbidden } from '../errors.ts'
import type { Reads } from '../reads.ts'
import type {
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  RoleRef,
  Subject,
} from '../types/index.ts'

/** Who asks. */
export interface Person {
  readonly name: string
  readonly groups: readonly string[]
}

/** What is asked for: something of a resource, or a path of the server. */
export interface Wish {
  readonly verb: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  /** Empty for the whole cluster. */
  readonly namespace?: string
  readonly path?: string
}

interface Verdict {
  readonly allowed: boolean
  /** Why not, when something could not be looked up; empty when nothing allows it. */
  readonly reason: string
}

const ACCOUNT = 'system:serviceaccount:'
const AUTHENTICATED = 'system:authenticated'
const MASTERS = 'system:masters'

/** A person as the server takes them for: accounts have the groups of their namespace, and everybody is somebody. */
// k8s: apiserver/pkg/endpoints/filters WithImpersonation (1.36)
export function personOf(name: string, groups: readonly string[]): Person {
  const own = [...groups]
  if (own.length === 0 && name.startsWith(ACCOUNT)) {
    const [namespace = ''] = name.slice(ACCOUNT.length).split(':')
    own.push('system:serviceaccounts', `system:serviceaccounts:${namespace}`)
  }
  if (name === 'system:anonymous') {
    if (!own.includes('system:unauthenticated')) own.push('system:unauthenticated')
  } else if (!own.includes(AUTHENTICATED)) own.push(AUTHENTICATED)
  return { name, groups: own }
}

function isSubject(subject: Subject, person: Person, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return person.name === subject.name
    case 'Group':
      return person.groups.includes(subject.name)
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace
      return namespace !== '' && person.name === `${ACCOUNT}${namespace}:${subject.name}`
    }
    default:
      return false
  }
}

type Binding = RoleBinding | ClusterRoleBinding

function concerns({ subjects, metadata }: Binding, person: Person): boolean {
  return (subjects ?? []).some((one) => isSubject(one, person, metadata.namespace ?? ''))
}

interface Found {
  readonly rules: readonly PolicyRule[]
  readonly error?: string
}

function resolve(reads: Reads, { kind, name }: RoleRef, namespace: string): Found {
  const role =
    kind === 'Role' ? reads.find('Role', namespace, name) : reads.find('ClusterRole', '', name)
  if (role) return { rules: role.rules ?? [] }
  return {
    rules: [],
    error: `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`,
  }
}

/** What all bindings together give to a person in a namespace (empty: in the whole cluster). */
// k8s: pkg/registry/rbac/validation DefaultRuleResolver.VisitRulesFor (1.36)
function* granted(reads: Reads, person: Person, namespace: string): Generator<Found> {
  for (const binding of reads.list('ClusterRoleBinding'))
    if (concerns(binding, person)) yield resolve(reads, binding.roleRef, '')
  if (namespace === '') return
  for (const binding of reads.list('RoleBinding', { namespace }))
    if (concerns(binding, person)) yield resolve(reads, binding.roleRef, namespace)
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((one) => one === '*' || one === wanted) ?? false
}

// k8s: pkg/apis/rbac/v1 ResourceMatches (1.36)
function resourceFits({ resources = [] }: PolicyRule, resource: string, sub: string): boolean {
  const full = sub === '' ? resource : `${resource}/${sub}`
  return resources.some((one) => one === '*' || one === full || (sub !== '' && one === `*/${sub}`))
}

// k8s: pkg/apis/rbac/v1 NonResourceURLMatches (1.36)
function pathFits({ nonResourceURLs = [] }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(
    (one) =>
      one === '*' ||
      one === path ||
      (one.endsWith('*') && path.startsWith(one.replace(/\*+$/, ''))),
  )
}

// k8s: plugin/pkg/auth/authorizer/rbac RuleAllows (1.36)
function allows(rule: PolicyRule, wish: Wish): boolean {
  if (!has(rule.verbs, wish.verb)) return false
  if (wish.path !== undefined) return pathFits(rule, wish.path)
  const names = rule.resourceNames ?? []
  return (
    has(rule.apiGroups, wish.group ?? '') &&
    resourceFits(rule, wish.resource ?? '', wish.subresource ?? '') &&
    (names.length === 0 || names.includes(wish.name ?? ''))
  )
}

// k8s: plugin/pkg/auth/authorizer/rbac RBACAuthorizer.Authorize (1.36)
export function authorize(reads: Reads, person: Person, wish: Wish): Verdict {
  if (person.groups.includes(MASTERS)) return { allowed: true, reason: '' }
  const errors: string[] = []
  for (const { rules, error } of granted(reads, person, wish.namespace ?? '')) {
    if (rules.some((rule) => allows(rule, wish))) return { allowed: true, reason: '' }
    if (error !== undefined && !errors.includes(error)) errors.push(error)
  }
  if (errors.length === 0) return { allowed: false, reason: '' }
  const text = errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`
  return { allowed: false, reason: `RBAC: ${text}` }
}

/** Everything that a person may do in a namespace, and what kept the list from being complete. */
// k8s: pkg/registry/authorization/selfsubjectrulesreview (1.36)
export function rulesFor(
  reads: Reads,
  person: Person,
  namespace: string,
): { readonly rules: readonly PolicyRule[]; readonly errors: readonly string[] } {
  const found = [...granted(reads, person, namespace)]
  return {
    rules: found.flatMap((one) => one.rules),
    errors: found.flatMap((one) => one.error ?? []),
  }
}

/** The refusal in the server's words. */
// k8s: apiserver/pkg/endpoints/handlers/responsewriters Forbidden (1.36)
export function denied(person: Person, wish: Wish, reason: string): ApiError {
  const { verb, group = '', resource = '', subresource = '', name = '', namespace = '' } = wish
  const full = subresource === '' ? resource : `${resource}/${subresource}`
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const text = `User "${person.name}" cannot ${verb} resource "${full}" in API group "${group}" ${where}`
  return forbidden({ plural: resource, group }, name, reason === '' ? text : `${text}: ${reason}`)
}
