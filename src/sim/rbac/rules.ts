import { invalid, invalidAll, keysOf, notSupported, required } from '../admission/fieldErrors.ts'
import { dnsSubdomain, type NameCheck } from '../admission/names.ts'
import { validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import type { AggregationRule, PolicyRule, RoleRef, Subject } from '../types/index.ts'

export const RBAC_GROUP = 'rbac.authorization.k8s.io'

/** Names of roles and their bindings may hold colons and capitals: they only have to fit into a path. */
// k8s: apimachinery/pkg/api/validation/path IsValidPathSegmentName (1.36)
export const pathSegmentName: NameCheck = (name, prefix) => {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`]
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`)
}

const empty = (list: readonly unknown[] | null | undefined) => (list?.length ?? 0) === 0

function addressRule(rule: PolicyRule, namespaced: boolean, field: string): FieldError[] {
  const at = `${field}.nonResourceURLs`
  const errors: FieldError[] = []
  if (namespaced)
    errors.push(
      invalid(at, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'),
    )
  if (!empty(rule.apiGroups) || !empty(rule.resources) || !empty(rule.resourceNames))
    errors.push(
      invalid(
        at,
        rule.nonResourceURLs,
        'rules cannot apply to both regular resources and non-resource URLs',
      ),
    )
  return errors
}

// k8s: pkg/apis/rbac/validation ValidatePolicyRule (1.36)
function policyRule(rule: PolicyRule, namespaced: boolean, field: string): FieldError[] {
  const verbs = empty(rule.verbs)
    ? [required(`${field}.verbs`, 'verbs must contain at least one value')]
    : []
  if (!empty(rule.nonResourceURLs)) return [...verbs, ...addressRule(rule, namespaced, field)]
  return [
    ...verbs,
    ...(empty(rule.apiGroups)
      ? [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')]
      : []),
    ...(empty(rule.resources)
      ? [required(`${field}.resources`, 'resource rules must supply at least one resource')]
      : []),
  ]
}

export function policyRules(
  rules: readonly PolicyRule[] | null | undefined,
  namespaced: boolean,
): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => policyRule(rule, namespaced, `rules[${i}]`))
}

// k8s: pkg/apis/rbac/validation ValidateClusterRole (1.36)
export function aggregation(rule: AggregationRule | undefined): FieldError[] {
  if (!rule) return []
  const at = 'aggregationRule.clusterRoleSelectors'
  const selectors = rule.clusterRoleSelectors ?? []
  if (selectors.length === 0)
    return [required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil')]
  return selectors.flatMap((selector, i) => validateLabelSelector(selector, `${at}[${i}]`))
}

function accountErrors(subject: Subject, namespaced: boolean, field: string): FieldError[] {
  const { name, apiGroup, namespace } = subject
  return [
    ...(name ? invalidAll(`${field}.name`, name, dnsSubdomain(name)) : []),
    ...(apiGroup ? [notSupported(`${field}.apiGroup`, apiGroup, [''])] : []),
    ...(!namespaced && !namespace ? [required(`${field}.namespace`)] : []),
  ]
}

// k8s: pkg/apis/rbac/validation ValidateRoleBindingSubject (1.36)
function subjectErrors(subject: Subject, namespaced: boolean, field: string): FieldError[] {
  const named = subject.name ? [] : [required(`${field}.name`)]
  switch (subject.kind) {
    case 'ServiceAccount':
      return [...named, ...accountErrors(subject, namespaced, field)]
    case 'User':
    case 'Group':
      return subject.apiGroup === RBAC_GROUP
        ? named
        : [...named, notSupported(`${field}.apiGroup`, subject.apiGroup ?? '', [RBAC_GROUP])]
    default:
      return [
        ...named,
        notSupported(`${field}.kind`, subject.kind ?? '', ['ServiceAccount', 'User', 'Group']),
      ]
  }
}

interface Binding {
  readonly roleRef: RoleRef
  readonly subjects?: readonly Subject[]
}

// k8s: pkg/apis/rbac/validation ValidateRoleBinding, ValidateClusterRoleBinding (1.36)
export function bindingErrors({ roleRef, subjects }: Binding, namespaced: boolean): FieldError[] {
  const { apiGroup = '', kind = '', name = '' } = roleRef
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
  return [
    ...(apiGroup === RBAC_GROUP ? [] : [notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP])]),
    ...(kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind, kinds)]),
    ...(name === ''
      ? [required('roleRef.name')]
      : invalidAll('roleRef.name', name, pathSegmentName(name, false))),
    ...(subjects ?? []).flatMap((subject, i) =>
      subjectErrors(subject, namespaced, `subjects[${i}]`),
    ),
  ]
}

/** A binding never changes which role it gives: whoever may change its subjects could give away any role else. */
// k8s: pkg/apis/rbac/validation ValidateRoleBindingUpdate (1.36)
export function roleRefChange(next: RoleRef, previous: RoleRef): FieldError[] {
  if (keysOf({ ...next, ...previous }).every((key) => pick(next, key) === pick(previous, key)))
    return []
  const { apiGroup, kind, name } = next
  return [
    invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef'),
  ]
}

function pick(ref: RoleRef, key: string): string | undefined {
  return (ref as unknown as Readonly<Record<string, string>>)[key]
}

/** Groups of the role and of people are named in full. */
// k8s: pkg/apis/rbac/v1 SetDefaults_RoleBinding, SetDefaults_Subject (1.36)
export function filledBinding<B extends Binding>(binding: B): B {
  const { roleRef, subjects } = binding
  return {
    ...binding,
    roleRef: { ...roleRef, apiGroup: roleRef?.apiGroup || RBAC_GROUP },
    ...(subjects
      ? {
          subjects: subjects.map((subject) =>
            !subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')
              ? { ...subject, apiGroup: RBAC_GROUP }
              : subject,
          ),
        }
      : {}),
  }
}
