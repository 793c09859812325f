import { type ApiObject, type ObjectOf, type PolicyRule, tightest } from '../../sim/index.ts'

interface PolicyFact {
  /** What it says, in a few words. */
  readonly says: string
  /** Nothing more fits into the quota. */
  readonly full?: true
  /** The budget lets no pod be evicted now. */
  readonly held?: true
}

/** What rules are about: the first, and how many more. */
function aboutText(rules: readonly PolicyRule[] | undefined): string {
  const [first = '', ...more] = new Set((rules ?? []).flatMap((rule) => rule.resources ?? []))
  return more.length === 0 ? first : `${first} +${more.length}`
}

/** Healthy pods against those that have to be, and how many may go. */
function budgetFact({
  currentHealthy = 0,
  desiredHealthy = 0,
  disruptionsAllowed = 0,
}: Partial<ObjectOf<'PodDisruptionBudget'>['status']> = {}): PolicyFact {
  const says = `${currentHealthy}/${desiredHealthy}`
  return disruptionsAllowed === 0
    ? { says, held: true }
    : { says: `${says} · −${disruptionsAllowed}` }
}

/** What a budget, a quota, a limit, a role or its binding says, as its card shows it; nothing for other kinds. Pure. */
export function policyFact(object: ApiObject): PolicyFact {
  switch (object.kind) {
    case 'PodDisruptionBudget':
      return budgetFact(object.status)
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
