import { amount } from './amount.ts'
import type { Around, Field, Values } from './recipes.ts'

const RBAC = 'rbac.authorization.k8s.io'

/** An amount of a quota or a limit; what is left empty is not limited. */
function amounts(values: Values, names: Readonly<Record<string, string>>) {
  const pairs = Object.entries(names).map(
    ([field, resource]) => [resource, (values[field] ?? '').trim()] as const,
  )
  return Object.fromEntries(pairs.filter(([, text]) => text !== ''))
}

/** `pods, pods/log` as a list. */
function listed(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

const verbs: Field = {
  name: 'verbs',
  label: 'create.verbs',
  type: 'text',
  options: ['get, list, watch', 'get, list, watch, create, update, patch, delete', '*'],
}
const resources: Field = { name: 'resources', label: 'create.resources', type: 'text' }
const group: Field = {
  name: 'group',
  label: 'create.group',
  type: 'text',
  options: ['apps', 'batch', '*'],
}

function role(name: string, namespaced: boolean) {
  return {
    name,
    apiVersion: `${RBAC}/v1`,
    namespaced,
    start: { verbs: 'get, list, watch', resources: 'pods', group: '' },
    fields: (): readonly Field[] => [verbs, resources, group],
    body: (values: Values) => ({
      rules: [
        {
          apiGroups: [(values.group ?? '').trim()],
          resources: listed(values.resources),
          verbs: listed(values.verbs),
        },
      ],
    }),
  }
}

function subject({ who = 'User', person = '', namespace = 'default' }: Values): object {
  const name = person.trim()
  if (who === 'ServiceAccount') return { kind: who, name, namespace }
  return { kind: who, apiGroup: RBAC, name }
}

function binding(name: string, namespaced: boolean) {
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
  return {
    name,
    apiVersion: `${RBAC}/v1`,
    namespaced,
    start: { roleKind: 'ClusterRole', role: 'view', who: 'User', person: 'jane' },
    fields: (): readonly Field[] => [
      { name: 'roleKind', label: 'create.roleKind', type: 'select', options: kinds },
      {
        name: 'role',
        label: 'create.role',
        type: 'text',
        options: ['view', 'edit', 'admin', 'cluster-admin'],
      },
      {
        name: 'who',
        label: 'create.who',
        type: 'select',
        options: ['User', 'Group', 'ServiceAccount'],
      },
      { name: 'person', label: 'create.person', type: 'text' },
    ],
    body: (values: Values) => ({
      roleRef: { apiGroup: RBAC, kind: values.roleKind, name: (values.role ?? '').trim() },
      subjects: [subject(values)],
    }),
  }
}

/** Rules about what there may be, and who may do what. */
export const policyRecipes = {
  PodDisruptionBudget: {
    name: 'budget',
    apiVersion: 'policy/v1',
    namespaced: true,
    start: { app: '', bound: 'minAvailable', number: '1' },
    fields: ({ apps }: Around): readonly Field[] => [
      { name: 'app', label: 'create.app', type: 'text', options: apps },
      {
        name: 'bound',
        label: 'create.bound',
        type: 'select',
        options: ['minAvailable', 'maxUnavailable'],
      },
      { name: 'number', label: 'create.number', type: 'text', options: ['1', '50%'] },
    ],
    body: (values: Values) => ({
      spec: {
        [values.bound ?? 'minAvailable']: amount(values.number),
        selector: { matchLabels: { app: values.app ?? '' } },
      },
    }),
  },
  ResourceQuota: {
    name: 'quota',
    apiVersion: 'v1',
    namespaced: true,
    start: { pods: '10', cpu: '', memory: '' },
    fields: (): readonly Field[] => [
      { name: 'pods', label: 'create.mostPods', type: 'number' },
      { name: 'cpu', label: 'create.quotaCpu', type: 'text' },
      { name: 'memory', label: 'create.quotaMemory', type: 'text' },
    ],
    body: (values: Values) => ({
      spec: {
        hard: amounts(values, { pods: 'pods', cpu: 'requests.cpu', memory: 'requests.memory' }),
      },
    }),
  },
  LimitRange: {
    name: 'limits',
    apiVersion: 'v1',
    namespaced: true,
    start: { request: '100m', limit: '500m', most: '1' },
    fields: (): readonly Field[] => [
      { name: 'request', label: 'create.defaultRequest', type: 'text' },
      { name: 'limit', label: 'create.defaultLimit', type: 'text' },
      { name: 'most', label: 'create.mostCpu', type: 'text' },
    ],
    body: (values: Values) => ({
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: amounts(values, { request: 'cpu' }),
            default: amounts(values, { limit: 'cpu' }),
            max: amounts(values, { most: 'cpu' }),
          },
        ],
      },
    }),
  },
  Role: role('reader', true),
  ClusterRole: role('reader', false),
  RoleBinding: binding('readers', true),
  ClusterRoleBinding: binding('readers', false),
}
