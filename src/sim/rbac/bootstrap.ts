import { freezeObject } from '../freezeObject.ts'
import { formatTime } from '../time.ts'
import type {
  ApiObject,
  ClusterRole,
  ClusterRoleBinding,
  ObjectMeta,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '../types/index.ts'
import { aggregatedRules } from './aggregate.ts'
import { type BootRole, CLUSTER_BINDINGS, CLUSTER_ROLES, SYSTEM_ROLES } from './bootstrapData.ts'
import { CONTROLLER_ROLES } from './controllerRoles.ts'
import { RBAC_GROUP } from './rules.ts'

const API = 'rbac.authorization.k8s.io/v1' as const
const BOOTSTRAPPING = 'kubernetes.io/bootstrapping'
const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to-'
const CONTROLLER = 'system:controller:'

const READ = ['get', 'list', 'watch']
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update']
const VERBS: Readonly<Record<string, readonly string[]>> = {
  R: READ,
  W: WRITE,
  RW: [...READ, ...WRITE].sort(),
}

function verbsOf(text: string): readonly string[] {
  return VERBS[text] ?? text.split(',')
}

function ruleOf(text: string): PolicyRule {
  const [first = '', second = '', third = '', names] = text.split(' ')
  if (first === 'url') return { nonResourceURLs: third.split(','), verbs: verbsOf(second) }
  return {
    apiGroups: second.split(',').map((group) => (group === '-' ? '' : group)),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
    resources: third.split(','),
    verbs: verbsOf(first),
  }
}

/** An identity that needs no chance: what every cluster brings with it is the same in all of them. */
function uidOf(text: string): string {
  const words = [0, 1, 2, 3].map((seed) => {
    let hash = 0x811c9dc5 ^ seed
    for (let i = 0; i < text.length; i++)
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
    return hash.toString(16).padStart(8, '0')
  })
  const hex = words.join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function metaOf(kind: string, name: string, part?: string, namespace?: string): ObjectMeta {
  return {
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    creationTimestamp: formatTime(0),
    labels: { [BOOTSTRAPPING]: 'rbac-defaults', ...(part ? { [AGGREGATE + part]: 'true' } : {}) },
    name,
    ...(namespace ? { namespace } : {}),
    resourceVersion: '0',
    uid: uidOf(`${kind}/${namespace ?? ''}/${name}`),
  }
}

function clusterRole({ name, part, sum, rules = [] }: BootRole): ClusterRole {
  return {
    ...(sum
      ? {
          aggregationRule: {
            clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + sum]: 'true' } }],
          },
        }
      : {}),
    apiVersion: API,
    kind: 'ClusterRole',
    metadata: metaOf('ClusterRole', name, part),
    rules: rules.map(ruleOf),
  }
}

function subjectOf(text: string): Subject {
  const colon = text.indexOf(':')
  const who = text.slice(colon + 1)
  if (text.startsWith('account:')) {
    const [namespace = '', name = ''] = who.split('/')
    return { kind: 'ServiceAccount', name, namespace }
  }
  return { apiGroup: RBAC_GROUP, kind: text.startsWith('user:') ? 'User' : 'Group', name: who }
}

function refTo(kind: 'Role' | 'ClusterRole', name: string): RoleRef {
  return { apiGroup: RBAC_GROUP, kind, name }
}

function subjects(texts: readonly string[]): { readonly subjects?: readonly Subject[] } {
  return texts.length > 0 ? { subjects: texts.map(subjectOf) } : {}
}

function clusterBinding(name: string, role: string, who: readonly string[]): ClusterRoleBinding {
  return {
    apiVersion: API,
    kind: 'ClusterRoleBinding',
    metadata: metaOf('ClusterRoleBinding', name),
    roleRef: refTo('ClusterRole', role),
    ...subjects(who),
  }
}

function systemRoles(): readonly (Role | RoleBinding)[] {
  return SYSTEM_ROLES.flatMap(({ namespace, name, rules, binding = name, subjects: who }) => [
    {
      apiVersion: API,
      kind: 'Role' as const,
      metadata: metaOf('Role', name, undefined, namespace),
      rules: rules.map(ruleOf),
    },
    {
      apiVersion: API,
      kind: 'RoleBinding' as const,
      metadata: metaOf('RoleBinding', binding, undefined, namespace),
      roleRef: refTo('Role', name),
      ...subjects(who),
    },
  ])
}

function clusterRoles(): readonly ClusterRole[] {
  const controllers = CONTROLLER_ROLES.map((role) => ({ ...role, name: CONTROLLER + role.name }))
  const roles = [...CLUSTER_ROLES, ...controllers].map(clusterRole)
  // In the order of the table: a sum that is a part of another comes before it.
  for (const [index, role] of roles.entries())
    if (role.aggregationRule) roles[index] = { ...role, rules: aggregatedRules(role, roles) }
  return roles
}

let made: readonly ApiObject[] | undefined

/** The roles and bindings that are there before anybody has asked for anything. The same frozen objects for every cluster. */
// k8s: plugin/pkg/auth/authorizer/rbac/bootstrappolicy (1.36)
export function bootstrapObjects(): readonly ApiObject[] {
  made ??= [
    ...clusterRoles(),
    ...CLUSTER_BINDINGS.map(([name, role, ...who]) => clusterBinding(name, role, who)),
    ...CONTROLLER_ROLES.map(({ name }) =>
      clusterBinding(CONTROLLER + name, CONTROLLER + name, [`account:kube-system/${name}`]),
    ),
    ...systemRoles(),
  ].map((object) => freezeObject(object, undefined))
  return made
}

/** Whether the API server brought the object with it, rather than somebody having made it. */
export function isBootstrap({ metadata }: ApiObject): boolean {
  return metadata.labels?.[BOOTSTRAPPING] === 'rbac-defaults'
}
