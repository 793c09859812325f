import { describe, expect, test } from 'vitest'
import { Desk } from './desk.ts'

function desk(...lines: readonly string[]): Desk {
  const made = new Desk('recording')
  for (const line of lines) expect(made.run(line).stderr).toBe('')
  made.settle()
  return made
}

const READER = 'kubectl create role reader --verb=get,list,watch --resource=pods,deployments.apps'
const JANE = 'kubectl create rolebinding jane --role=reader --user=jane'

/** What a line answers: its output, its errors and its exit code. */
function said(on: Desk, line: string): string {
  const { stdout, stderr, code } = on.run(line)
  return `${stderr}${stdout}${code}`
}

const CANNOT = 'Error from server (Forbidden): '
const HERE = 'in the namespace "default"\n1'

describe('asking in the name of somebody else', () => {
  const cases: readonly (readonly [line: string, answer: string])[] = [
    [
      'kubectl get nodes --as=jane',
      `${CANNOT}nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope\n1`,
    ],
    [
      'kubectl get deploy -A --as=jane',
      `${CANNOT}deployments.apps is forbidden: User "jane" cannot list resource "deployments" in API group "apps" at the cluster scope\n1`,
    ],
    [
      'kubectl get secret s --as=jane',
      `${CANNOT}secrets "s" is forbidden: User "jane" cannot get resource "secrets" in API group "" ${HERE}`,
    ],
    [
      'kubectl delete pod p --as=jane',
      `${CANNOT}pods "p" is forbidden: User "jane" cannot delete resource "pods" in API group "" ${HERE}`,
    ],
    [
      'kubectl run p --image=nginx --as=jane',
      `${CANNOT}pods is forbidden: User "jane" cannot create resource "pods" in API group "" ${HERE}`,
    ],
    [
      'kubectl create deployment d --image=nginx --as=jane',
      `error: failed to create deployment: deployments.apps is forbidden: User "jane" cannot create resource "deployments" in API group "apps" ${HERE}`,
    ],
    [
      'kubectl scale deploy web --replicas=3 --as=jane',
      `${CANNOT}deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" ${HERE}`,
    ],
    ['kubectl get pods --as=jane', 'No resources found in default namespace.\n0'],
    [
      'kubectl get pods --as-group=team',
      'error: requesting uid, groups or user-extra for  without impersonating a user\n1',
    ],
  ]
  const shared = desk(READER, JANE, 'kubectl create deployment web --image=nginx --replicas=0')
  test.each(cases)('%s', (line, answer) => expect(said(shared, line)).toBe(answer))

  test('a group and an account may do what is bound to them, in their namespace only', () => {
    const on = desk(
      READER,
      'kubectl create namespace dev',
      'kubectl create rolebinding team --clusterrole=view --group=team -n dev',
      'kubectl create rolebinding robots --clusterrole=edit --serviceaccount=dev:robot -n dev',
    )
    expect(on.run('kubectl get pods -n dev --as=joe --as-group=team').code).toBe(0)
    expect(on.run('kubectl get pods -n dev --as=joe').code).toBe(1)
    expect(on.run('kubectl get pods --as=joe --as-group=team').code).toBe(1)
    const robot = '--as=system:serviceaccount:dev:robot -n dev'
    expect(on.run(`kubectl create configmap c --from-literal=a=b ${robot}`).code).toBe(0)
    expect(on.run(`kubectl get roles ${robot}`).stderr).toBe(
      'Error from server (Forbidden): roles.rbac.authorization.k8s.io is forbidden: User "system:serviceaccount:dev:robot" cannot list resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "dev"\n',
    )
  })

  test('nobody gives what they do not have', () => {
    const on = desk(
      'kubectl create clusterrole giver --verb=create --resource=roles,rolebindings',
      'kubectl create rolebinding giver --clusterrole=giver --user=jane',
      READER,
      JANE,
    )
    expect(
      on.run('kubectl create role r --verb=get --verb=delete --resource=pods --as=jane').stderr,
    ).toBe(
      'Error from server (Forbidden): roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n',
    )
    expect(on.run('kubectl create role r --verb=get --resource=pods --as=jane').code).toBe(0)
    expect(on.run('kubectl create rolebinding b --role=reader --user=bob --as=jane').code).toBe(0)
    expect(
      on.run('kubectl create rolebinding c --clusterrole=view --user=bob --as=jane').stderr,
    ).toContain('is attempting to grant RBAC permissions not currently held:\n')
  })

  test('logs and commands in pods are rights of their own', () => {
    const on = desk(READER, JANE, 'kubectl run p --image=nginx')
    expect(on.run('kubectl logs p --as=jane').stderr).toBe(
      'Error from server (Forbidden): pods "p" is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "default"\n',
    )
    expect(on.run('kubectl exec p --as=jane -- date').stderr).toBe(
      'Error from server (Forbidden): pods "p" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "default"\n',
    )
  })

  test('a role that is gone is named in the refusal', () => {
    const on = desk('kubectl create rolebinding bob --role=gone --user=bob')
    expect(on.run('kubectl get pods --as=bob').stderr).toBe(
      'Error from server (Forbidden): pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default": RBAC: role.rbac.authorization.k8s.io "gone" not found\n',
    )
    expect(on.run('kubectl auth can-i get pods --as=bob').stdout).toBe(
      'no - RBAC: role.rbac.authorization.k8s.io "gone" not found\n',
    )
  })
})

describe('auth can-i', () => {
  const shared = desk(
    READER,
    JANE,
    'kubectl create role one --verb=get --resource=configmaps --resource-name=settings',
    'kubectl create rolebinding one --role=one --user=jane',
    'kubectl create clusterrole logs --verb=get --resource=pods/log',
    'kubectl create clusterrolebinding logs --clusterrole=logs --user=jane',
    'kubectl create clusterrole web --verb=get --non-resource-url=/logs/*',
    'kubectl create clusterrolebinding web --clusterrole=web --group=web',
  )
  const cases: readonly (readonly [line: string, answer: string])[] = [
    ["kubectl auth can-i '*' '*'", 'yes\n0'],
    ['kubectl auth can-i get pods --as=jane', 'yes\n0'],
    ['kubectl auth can-i get po --as=jane -n kube-system', 'no\n1'],
    ['kubectl auth can-i get pods -A --as=jane', 'no\n1'],
    ['kubectl auth can-i get pods --subresource=log -A --as=jane', 'yes\n0'],
    ['kubectl auth can-i get configmaps/settings --as=jane', 'yes\n0'],
    ['kubectl auth can-i get configmaps/other --as=jane', 'no\n1'],
    ['kubectl auth can-i get configmaps --as=jane', 'no\n1'],
    ['kubectl auth can-i get pods --as=joe -q', '1'],
    ['kubectl auth can-i get /logs/x --as=joe', 'no\n1'],
    ['kubectl auth can-i get /logs/x --as=joe --as-group=web', 'yes\n0'],
    ['kubectl auth can-i get /version --as=joe', 'yes\n0'],
    [
      'kubectl auth can-i list nodes',
      "Warning: resource 'nodes' is not namespace scoped\n\nyes\n0",
    ],
    [
      'kubectl auth can-i list sc',
      "Warning: resource 'storageclasses' is not namespace scoped in group 'storage.k8s.io'\n\nyes\n0",
    ],
    [
      'kubectl auth can-i list things.example.com',
      "Warning: the server doesn't have a resource type 'things' in group 'example.com'\n\nyes\n0",
    ],
    ['kubectl auth can-i eat pods', "Warning: verb 'eat' is not a known verb\n\nyes\n0"],
    [
      'kubectl auth can-i get',
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n1",
    ],
    [
      'kubectl auth can-i --list -A',
      "error: list option can't be specified with neither quiet, all-namespaces nor subresource options\n1",
    ],
    [
      'kubectl auth can-i get pods --no-headers',
      'error: --no-headers cannot be set without --list specified\n1',
    ],
    [
      'kubectl auth can-i get pods --as=system:anonymous',
      'Error from server (Forbidden): selfsubjectaccessreviews.authorization.k8s.io is forbidden: User "system:anonymous" cannot create resource "selfsubjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope\n1',
    ],
  ]
  test.each(cases)('%s', (line, answer) => expect(said(shared, line)).toBe(answer))

  test('--list shows each rule, addresses as often as they are given', () => {
    const { stdout, code } = shared.run('kubectl auth can-i --list --as=jane')
    const rows = stdout.split('\n').map((row) => row.replaceAll(/ {2,}/g, ' | '))
    expect(code).toBe(0)
    expect(rows[0]).toBe('Resources | Non-Resource URLs | Resource Names | Verbs')
    expect(rows).toContain('pods | [] | [] | [get list watch]')
    expect(rows).toContain('configmaps | [] | [settings] | [get]')
    expect(rows).toContain('selfsubjectreviews.authentication.k8s.io | [] | [] | [create]')
    expect(rows.filter((row) => row === ' | [/healthz] | [] | [get]')).toHaveLength(2)
  })

  test('whoami', () => {
    expect(shared.run('kubectl auth whoami').stdout).toBe(
      'ATTRIBUTE   VALUE\nUsername    kubernetes-admin\nGroups      [kubeadm:cluster-admins system:authenticated]\n',
    )
    expect(shared.run('kubectl auth whoami --as=system:serviceaccount:a:b').stdout).toContain(
      'Groups      [system:serviceaccounts system:serviceaccounts:a system:authenticated]\n',
    )
  })
})

describe('create', () => {
  const shared = desk()
  const cases: readonly (readonly [line: string, answer: string])[] = [
    ['role r', 'error: at least one verb must be specified\n1'],
    ['role r --verb=get', 'error: at least one resource must be specified\n1'],
    [
      'role r --verb=get --resource=nothing',
      'the server doesn\'t have a resource type "nothing"\n1',
    ],
    [
      'role r --verb=bind --resource=pods',
      "error: can not perform 'bind' on 'pods' in group ''\n1",
    ],
    [
      'clusterrole c --aggregation-rule=a=b --verb=get',
      'error: aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames\n1',
    ],
    ['rolebinding b', 'error: exactly one of clusterrole or role must be specified\n1'],
    [
      'rolebinding b --role=x --serviceaccount=s',
      'error: serviceaccount must be <namespace>:<name>\n1',
    ],
    ['clusterrolebinding b', 'error: required flag(s) "clusterrole" not set\n1'],
    ['quota q --hard=pods', 'error: Invalid argument syntax pods, expected <resource>=<value>\n1'],
    [
      'quota q --hard=pods=x',
      "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'\n1",
    ],
    ['quota q --hard=pods=3', 'resourcequota/q created\n0'],
    [
      'clusterrole view --verb=get --resource=pods',
      'Error from server (AlreadyExists): clusterroles.rbac.authorization.k8s.io "view" already exists\n1',
    ],
  ]
  test.each(cases)('%s', (line, answer) =>
    expect(said(shared, `kubectl create ${line}`)).toBe(answer),
  )

  test('what it would send is what kubectl sends', () => {
    const { stdout } = shared.run(
      'kubectl create rolebinding rb --role=x --user=u --group=g --serviceaccount=ns:sa --dry-run=client -o yaml',
    )
    expect(stdout).toBe(`apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: rb
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: x
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: u
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: g
- kind: ServiceAccount
  name: sa
  namespace: ns
`)
    const role = shared.run(
      'kubectl create role r --verb=get --verb=list --resource=pods,deploy,pods/log --dry-run=client -o yaml',
    )
    expect(role.stdout).toContain(`rules:
- apiGroups:
  - ""
  resources:
  - pods
  - pods/log
  verbs:
  - get
  - list
- apiGroups:
  - apps
  resources:
  - deployments
  verbs:
  - get
  - list
`)
  })

  test('a role that is the sum of others follows them', () => {
    const on = desk('kubectl create clusterrole sum --aggregation-rule=part-of=sum')
    on.run('kubectl create clusterrole part --verb=get --resource=pods')
    on.run('kubectl label clusterrole part part-of=sum')
    on.settle()
    expect(on.cluster.get('ClusterRole', '', 'sum').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ])
    on.run('kubectl delete clusterrole part')
    on.settle()
    expect(on.cluster.get('ClusterRole', '', 'sum').rules).toEqual([])
  })
})
