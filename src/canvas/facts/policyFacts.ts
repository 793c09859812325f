import { type ApiObject, type PolicyRule, tightest } from '../../sim/index.ts'

interface PolicyFact {
  /** What it says, in a few words. */
  readonly says: string
  /** Nothing more fits into the quota. */
  readonly full?: true
}

/** What rules are about: the first, and how many more. */
function aboutText(rules: readonly PolicyRule[] | undefined): string {
  const [first = '', ...more] = new Set((rules ?? []).flatMap((rule) => rule.resources ?? []))
  return more.length === 0 ? first : `${first} +${more.length}`
}

/** What a quota, a limit, a role or its binding says, as its card shows it; nothing for other kinds. Pure. */
export function policyFact(object: ApiObject): PolicyFact {
  switch (object.kind) {
    case 'ResourceQuota': {
      const fill = tightest(object)
      if (!fill) return { says: '' }
      const says = `${fill.name} ${fill.used}/${fill.hard}`
      return fill.full ? { says, full: true } : { says }
    }
    case 'LimitRange':
      return { says: (object.spec.limits ?? []).map(({ type }) => type).join(', ') }
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return { says: object.roleRef.name }
    case 'Role':
    case 'ClusterRole':
      return { says: aboutText(object.rules) }
    default:
      return { says: '' }
  }
}
