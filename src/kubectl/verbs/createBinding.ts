import { quantityError } from '../../sim/machinery/quantity.ts'
import { parseQuantity } from '../../sim/machinery/quantityParse.ts'
import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Json } from '../manifests.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const API = 'rbac.authorization.k8s.io/v1'
const GROUP = 'rbac.authorization.k8s.io'

const SUBJECTS: readonly Flag[] = [
  { name: 'user', type: 'each', help: 'A person who gets the role.' },
  { name: 'group', type: 'each', help: 'A group of people who get it.' },
  { name: 'serviceaccount', type: 'each', help: 'NAMESPACE:NAME of an account that gets it.' },
]

function account(text: string): Json {
  const [namespace, name, ...more] = text.split(':')
  if (!namespace || !name || more.length > 0)
    throw new Failure('serviceaccount must be <namespace>:<name>')
  return { kind: 'ServiceAccount', name, namespace }
}

function subjectsOf({ flags }: Call): { readonly subjects?: readonly Json[] } {
  const person = (kind: string) => (name: string) => ({ apiGroup: GROUP, kind, name })
  const all = [
    ...flags.list('user').map(person('User')),
    ...flags.list('group').map(person('Group')),
    ...flags.list('serviceaccount').map(account),
  ]
  return all.length > 0 ? { subjects: all } : {}
}

// k8s: kubectl/pkg/cmd/create RoleBindingOptions (1.36)
export const roleBinding: Verb = {
  name: 'rolebinding',
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  examples: ['kubectl create rolebinding admin --clusterrole=admin --user=jane --namespace=dev'],
  flags: [
    ...CREATE_FLAGS,
    { name: 'clusterrole', type: 'string', help: 'The cluster role that is given.' },
    { name: 'role', type: 'string', help: 'The role that is given.' },
    ...SUBJECTS,
  ],
  *run(call) {
    const name = oneName(call)
    const role = call.flags.text('role')
    const clusterRole = call.flags.text('clusterrole')
    if ((role === '') === (clusterRole === ''))
      throw new Failure('exactly one of clusterrole or role must be specified')
    yield* postGenerated(
      call,
      {
        apiVersion: API,
        kind: 'RoleBinding',
        metadata: { name },
        roleRef:
          role === ''
            ? { apiGroup: GROUP, kind: 'ClusterRole', name: clusterRole }
            : { apiGroup: GROUP, kind: 'Role', name: role },
        ...subjectsOf(call),
      },
      'failed to create rolebinding: ',
    )
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create ClusterRoleBindingOptions (1.36)
export const clusterRoleBinding: Verb = {
  name: 'clusterrolebinding',
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  examples: [
    'kubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=jane',
  ],
  flags: [
    ...CREATE_FLAGS,
    { name: 'clusterrole', type: 'string', help: 'The cluster role that is given.' },
    ...SUBJECTS,
  ],
  *run(call) {
    if (!call.flags.changed('clusterrole'))
      throw new Failure('required flag(s) "clusterrole" not set')
    const name = oneName(call)
    const clusterRole = call.flags.text('clusterrole')
    if (clusterRole === '') throw new Failure('clusterrole must be specified')
    yield* postGenerated(
      call,
      {
        apiVersion: API,
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: clusterRole },
        ...subjectsOf(call),
      },
      'failed to create clusterrolebinding: ',
    )
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create populateResourceListV1 (1.36)
function amounts(text: string): Json {
  const out: Record<string, string> = {}
  for (const pair of text.split(',')) {
    const [name = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length > 0)
      throw new Failure(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
    const error = quantityError(value)
    if (error !== undefined) throw new Failure(error)
    out[name] = parseQuantity(value).text ?? value
  }
  return out
}

export const quota: Verb = {
  name: 'quota',
  aliases: ['resourcequota'],
  usage:
    'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  examples: ['kubectl create quota best-effort --hard=pods=100 --scopes=BestEffort'],
  flags: [
    ...CREATE_FLAGS,
    { name: 'hard', type: 'string', help: 'Limits: pairs of resource=quantity.' },
    { name: 'scopes', type: 'string', help: 'Which objects are counted.' },
  ],
  *run(call) {
    const name = oneName(call)
    const hard = call.flags.text('hard')
    const scopes = call.flags.text('scopes')
    yield* postGenerated(
      call,
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name },
        spec: {
          ...(hard === '' ? {} : { hard: amounts(hard) }),
          ...(scopes === '' ? {} : { scopes: scopes.split(',') }),
        },
        status: {},
      },
      'failed to create quota: ',
    )
    return 0
  },
}
