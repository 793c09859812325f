import { beforeEach, describe, expect, test } from 'vitest'
import { Desk } from './desk.ts'

let desk: Desk

beforeEach(() => {
  desk = new Desk('plain')
})

function started(line: string, name: string): void {
  desk.run(line)
  desk.run(`kubectl wait --for=condition=Ready pod/${name} --timeout=60s`)
}

describe('attach', () => {
  test('shows what is written from now on, until the container ends', () => {
    started("kubectl run t --image=busybox -- sh -c 'while true; do echo tick; sleep 2; done'", 't')
    desk.deadline = desk.cluster.now + 5000
    const { stdout, stderr, code } = desk.run('kubectl attach t')
    expect(stdout).toMatch(/^(tick\n){2,3}$/)
    expect(stderr).toContain("If you don't see a command prompt, try pressing enter.\n")
    expect(code).toBe(124)
    desk.deadline = Number.POSITIVE_INFINITY
    started("kubectl run e --image=busybox --restart=Never -- sh -c 'sleep 9; echo bye'", 'e')
    expect(desk.run('kubectl attach e -q')).toEqual({ stdout: 'bye\n', stderr: '', code: 0 })
  })

  test('gives commands to a first process that reads them', () => {
    const spec = '{"spec":{"containers":[{"name":"s","image":"busybox","stdin":true}]}}'
    started(`kubectl run s --image=busybox --overrides='${spec}'`, 's')
    expect(desk.run('kubectl attach s -i -q', 'hostname\n').stdout).toBe('s\n')
  })

  const refused: readonly (readonly [string, string])[] = [
    ['kubectl attach', 'error: at least 1 argument is required for attach\n'],
    ['kubectl attach nope', 'Error from server (NotFound): pods "nope" not found\n'],
    [
      'kubectl attach web -c nope',
      'error: cannot attach to the container: container nope not found in pod web\n',
    ],
    [
      'kubectl attach once',
      'error: cannot attach a container in a completed pod; current phase is Succeeded\n',
    ],
  ]
  test.each(refused)('%s', (line, stderr) => {
    started('kubectl run web --image=nginx', 'web')
    desk.run('kubectl run once --image=busybox --restart=Never -- true')
    desk.settle()
    expect(desk.run(line)).toEqual({ stdout: '', stderr, code: 1 })
  })
})

describe('debug', () => {
  beforeEach(() => started('kubectl run web --image=nginx --labels=app=web', 'web'))

  test('makes a copy that nothing selects, with the debugger beside the program', () => {
    desk.run(
      'kubectl debug web --copy-to=twin --image=busybox --profile=general -c look -- sleep 9',
    )
    const { metadata, spec } = desk.cluster.get('Pod', 'default', 'twin')
    expect(metadata.labels).toBeUndefined()
    expect(spec.shareProcessNamespace).toBe(true)
    expect(spec.containers.map(({ name, image }) => [name, image])).toEqual([
      ['web', 'nginx'],
      ['look', 'busybox'],
    ])
    expect(spec.containers[1]?.securityContext).toEqual({ capabilities: { add: ['SYS_PTRACE'] } })
  })

  test('exchanges images on the same node, and replaces the pod', () => {
    const { nodeName } = desk.cluster.get('Pod', 'default', 'web').spec
    desk.run('kubectl debug web --copy-to=new --set-image=*=httpd --same-node --replace')
    expect(desk.cluster.find('Pod', 'default', 'web')).toBeUndefined()
    const { spec } = desk.cluster.get('Pod', 'default', 'new')
    expect([spec.nodeName, spec.containers[0]?.image]).toEqual([nodeName, 'httpd'])
  })

  test('puts a pod onto a node, whatever its taints, with its network and files', () => {
    const [node = ''] = desk.cluster.list('Node').map(({ metadata }) => metadata.name)
    const { stdout } = desk.run(`kubectl debug node/${node} --image=busybox -- sleep 99`)
    const [, pod = ''] = /debugging pod (\S+) with container debugger on node/.exec(stdout) ?? []
    desk.settle()
    const { spec, status } = desk.cluster.get('Pod', 'default', pod)
    expect(spec).toMatchObject({ hostNetwork: true, hostPID: true, nodeName: node })
    expect(spec.volumes?.[0]).toMatchObject({ name: 'host-root', hostPath: { path: '/' } })
    expect(status.phase).toBe('Running')
  })
})

describe('create token', () => {
  test('speaks for the account, for an hour', () => {
    const [, body = ''] = desk.run('kubectl create token default').stdout.split('.')
    const said = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, number>
    expect(said.sub).toBe('system:serviceaccount:default:default')
    expect((said.exp ?? 0) - (said.iat ?? 0)).toBe(3600)
  })

  const refused: readonly (readonly [string, string])[] = [
    ['nope', 'failed to create token: serviceaccounts "nope" not found'],
    [
      'default --duration=60s',
      'failed to create token: TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    ],
    ['default --bound-object-kind=Node', 'supported --bound-object-kind values are Pod, Secret'],
    [
      'default --bound-object-kind=Pod --bound-object-name=p',
      'failed to create token: pods "p" not found',
    ],
  ]
  test.each(refused)('%s', (words, text) => {
    expect(desk.run(`kubectl create token ${words}`).stderr).toBe(`error: ${text}\n`)
  })
})

describe('auth reconcile', () => {
  const role = (verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: team}
rules:
- {apiGroups: [""], resources: [pods], verbs: [${verbs}]}
`
  const rules = () =>
    desk.cluster.get('Role', 'team', 'r').rules?.map(({ verbs }) => verbs.join(' '))

  test('makes the role and its namespace, then adds what is missing, and takes away only when told', () => {
    desk.files = { 'r.yaml': role('get, list') }
    expect(desk.run('kubectl auth reconcile -f r.yaml')).toMatchObject({
      stdout: 'role.rbac.authorization.k8s.io/r reconciled\n',
      stderr:
        '\treconciliation required create\n\tmissing rules added:\n\t\t{Verbs:[get list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n',
    })
    expect(desk.run('kubectl auth reconcile -f r.yaml').stderr).toBe('')
    desk.files = { 'r.yaml': role('get, watch') }
    expect(desk.run('kubectl auth reconcile -f r.yaml --dry-run=client').stdout).toContain(
      'reconciled (dry run)',
    )
    expect(rules()).toEqual(['get list'])
    desk.run('kubectl auth reconcile -f r.yaml')
    expect(rules()).toEqual(['get list', 'watch'])
    desk.run('kubectl auth reconcile -f r.yaml --remove-extra-permissions')
    expect(rules()).toEqual(['get watch'])
  })
})

test('a type that is not served is named without the word error', () => {
  const { stderr } = desk.run('kubectl create clusterrole r --verb=get --resource=nope.apps')
  expect(stderr).toBe(`the server doesn't have a resource type "nope" in group "apps"\n`)
})
