import { type ApiError, forbidden } from '../errors.ts'
import type { Reads } from '../reads.ts'
import type { ApiObject, Draft, PolicyRule } from '../types/index.ts'
import { authorize, type Person, rulesFor } from './authorize.ts'
import { RBAC_GROUP } from './rules.ts'

/** A rule about one verb of one thing. */
type Single = PolicyRule

// k8s: component-helpers/auth/rbac/validation BreakdownRule (1.36)
function singles(rule: PolicyRule): readonly Single[] {
  const names = rule.resourceNames?.length ? rule.resourceNames.map((name) => [name]) : [undefined]
  const things = (rule.apiGroups ?? []).flatMap((group) =>
    (rule.resources ?? []).flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((list) => ({
          apiGroups: [group],
          resources: [resource],
          ...(list ? { resourceNames: list } : {}),
          verbs: [verb],
        })),
      ),
    ),
  )
  const paths = (rule.nonResourceURLs ?? []).flatMap((url) =>
    rule.verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })),
  )
  return [...things, ...paths]
}

function holds(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((one) => one === '*' || one === wanted) ?? false
}

function holdsResource(list: readonly string[] | undefined, wanted: string): boolean {
  const sub = wanted.includes('/') ? `*/${wanted.slice(wanted.indexOf('/') + 1)}` : undefined
  return holds(list, wanted) || (sub !== undefined && (list?.includes(sub) ?? false))
}

function holdsPath(list: readonly string[] | undefined, wanted: string): boolean {
  return (
    list?.some(
      (one) => one === wanted || (one.endsWith('*') && wanted.startsWith(one.slice(0, -1))),
    ) ?? false
  )
}

// k8s: component-helpers/auth/rbac/validation ruleCovers (1.36)
function covers(own: PolicyRule, one: Single): boolean {
  if (!holds(own.verbs, one.verbs[0] ?? '')) return false
  const [url] = one.nonResourceURLs ?? []
  if (url !== undefined) return holdsPath(own.nonResourceURLs, url)
  const names = own.resourceNames ?? []
  const [name] = one.resourceNames ?? []
  return (
    holds(own.apiGroups, one.apiGroups?.[0] ?? '') &&
    holdsResource(own.resources, one.resources?.[0] ?? '') &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  )
}

/** What of the wanted rules the own ones do not give: one verb of one thing at a time. */
// k8s: component-helpers/auth/rbac/validation Covers (1.36)
export function uncovered(
  own: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): readonly PolicyRule[] {
  return wanted.flatMap(singles).filter((one) => !own.some((rule) => covers(rule, one)))
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`, with the verbs of one thing together. */
// k8s: pkg/apis/rbac/v1 CompactString (1.36)
function described(missing: readonly Single[]): readonly string[] {
  const verbs = new Map<string, string[]>()
  const text = (name: string, list: readonly string[] | undefined) =>
    list ? [`${name}:[${list.map((one) => JSON.stringify(one)).join(' ')}]`] : []
  for (const one of missing) {
    const about = [
      ...text('APIGroups', one.apiGroups),
      ...text('NonResourceURLs', one.nonResourceURLs),
      ...text('Resources', one.resources),
      ...text('ResourceNames', one.resourceNames),
    ].join(', ')
    const list = verbs.get(about) ?? []
    list.push(JSON.stringify(one.verbs[0]))
    verbs.set(about, list)
  }
  return [...verbs].map(([about, list]) => `{${about}, Verbs:[${list.join(' ')}]}`).sort()
}

interface Grant {
  readonly plural: string
  readonly name: string
  readonly namespace: string
  readonly rules: readonly PolicyRule[]
  /** The verb that lets somebody give what they do not have. */
  readonly verb: 'escalate' | 'bind'
  readonly role: { readonly plural: string; readonly name: string; readonly namespace: string }
}

function grantOf(reads: Reads, object: ApiObject | Draft): Grant | undefined {
  const { name = '', namespace = '' } = object.metadata as { name?: string; namespace?: string }
  switch (object.kind) {
    case 'Role':
    case 'ClusterRole': {
      const plural = object.kind === 'Role' ? 'roles' : 'clusterroles'
      const role = { plural, name, namespace }
      return { plural, name, namespace, rules: object.rules ?? [], verb: 'escalate', role }
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const { kind, name: given } = object.roleRef
      const local = kind === 'Role'
      const found = local
        ? reads.find('Role', namespace, given)
        : reads.find('ClusterRole', '', given)
      return {
        plural: object.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings',
        name,
        namespace,
        rules: found?.rules ?? [],
        verb: 'bind',
        role: { plural: local ? 'roles' : 'clusterroles', name: given, namespace },
      }
    }
    default:
      return undefined
  }
}

/** Nobody gives what they do not have themselves: the refusal of a role or binding that would, in the server's words. */
// k8s: pkg/registry/rbac/validation ConfirmNoEscalation (1.36)
export function escalation(
  reads: Reads,
  person: Person,
  object: ApiObject | Draft,
): ApiError | undefined {
  const grant = grantOf(reads, object)
  if (!grant) return undefined
  const { plural, name, namespace, role } = grant
  const wish = { verb: grant.verb, group: RBAC_GROUP, resource: role.plural, name: role.name }
  if (authorize(reads, person, { ...wish, namespace: role.namespace }).allowed) return undefined
  const { rules: own } = rulesFor(reads, person, namespace)
  const missing = uncovered(own, grant.rules)
  if (missing.length === 0) return undefined
  const groups = `[${person.groups.map((group) => JSON.stringify(group)).join(' ')}]`
  return forbidden(
    { plural, group: RBAC_GROUP },
    name,
    `user ${JSON.stringify(person.name)} (groups=${groups}) is attempting to grant RBAC permissions not currently held:\n${described(missing).join('\n')}`,
  )
}
