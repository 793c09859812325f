import { beforeEach, describe, expect, it } from 'vitest'
import { drive, kubectl, type Outcome } from '../../src/kubectl/run.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { type Cluster, runUntil } from '../../src/sim/index.ts'

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.26"}]}
`

let cluster: Cluster
const config = { namespace: 'default' }

function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

function run(line: string, files: Record<string, string> = {}): Outcome {
  const io = { readFile: (path: string) => files[path], stdin: files['-'] ?? '', config }
  return drive(cluster, kubectl(cluster, words(line), io), { line })
}

function settle(): void {
  runUntil(cluster, { quiet: true, timeout: 600_000 })
}

function text({ stdout, stderr, code }: Outcome): string {
  return `${stdout}${stderr}${code}`
}

beforeEach(() => {
  cluster = createLab('plain', { seed: 3 })
  config.namespace = 'default'
})

describe('refusals in kubectl words', () => {
  it.each([
    ['foo', 'error: unknown command "foo" for "kubectl"\n\nDid you mean this?\n\ttop\n\n1'],
    ['get --foo', "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n1"],
    [
      'get pods -Q',
      "error: unknown shorthand flag: 'Q' in -Q\nSee 'kubectl get --help' for usage.\n1",
    ],
    ['get foo', 'error: the server doesn\'t have a resource type "foo"\n1'],
    ['get pod ghost', 'Error from server (NotFound): pods "ghost" not found\n1'],
    [
      'get pods/ghost deploy/ghost',
      'Error from server (NotFound): pods "ghost" not found\nError from server (NotFound): deployments.apps "ghost" not found\n1',
    ],
    ['get pods -n nowhere', 'No resources found in nowhere namespace.\n0'],
    ['delete pod ghost --ignore-not-found', '0'],
    [
      'scale deploy ghost --replicas=2',
      'Error from server (NotFound): deployments.apps "ghost" not found\n1',
    ],
    ['scale deploy/web', 'error: required flag(s) "replicas" not set\n1'],
    [
      'scale --replicas=x deploy/a',
      'error: invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl scale --help\' for usage.\n1',
    ],
    [
      'logs ghost',
      'error: error from server (NotFound): pods "ghost" not found in namespace "default"\n1',
    ],
    [
      'rollout status deploy/ghost',
      'Error from server (NotFound): deployments.apps "ghost" not found\n1',
    ],
    [
      'create ns default',
      'Error from server (AlreadyExists): namespaces "default" already exists\n1',
    ],
    [
      'delete ns kube-system',
      'Error from server (Forbidden): namespaces "kube-system" is forbidden: this namespace may not be deleted\n1',
    ],
    ['run x', 'error: required flag(s) "image" not set\n1'],
    ['create deploy x', 'error: required flag(s) "image" not set\n1'],
    ['label pod ghost a=b', 'Error from server (NotFound): pods "ghost" not found\n1'],
    [
      'annotate deploy/web k=a b',
      'error: all resources must be specified before annotation changes: b\n1',
    ],
    [
      'taint nodes worker-1 b=c:Foo',
      "error: invalid taint effect: Foo, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n1",
    ],
    ['apply', 'error: must specify one of -f and -k\n1'],
    ['apply -f nope.yaml', 'error: the path "nope.yaml" does not exist\n1'],
    [
      'apply -f x --server-side',
      'error: orrery does not support the flag --server-side of kubectl apply\n1',
    ],
    ['expose deploy web', 'Error from server (NotFound): deployments.apps "web" not found\n1'],
    ['create token a', 'error: failed to create token: serviceaccounts "a" not found\n1'],
    ['create job a', 'error: either --image or --from must be specified\n1'],
    ['create job a --from=cronjob/b -- x', 'error: cannot specify --from and command\n1'],
    [
      'create job a --from=cronjob/b',
      'Error from server (NotFound): cronjobs.batch "b" not found\n1',
    ],
    ['create cronjob a', 'error: required flag(s) "image", "schedule" not set\n1'],
    ['edit deploy web', 'error: orrery does not support kubectl edit in this shell\n1'],
    ['wait pod/a', 'error: unrecognized condition: ""\n1'],
    [
      'create deployment x --image=y --dry-run=foo',
      'error: Invalid dry-run value (foo). Must be "none", "server", or "client".\n1',
    ],
  ])('kubectl %s', (line, expected) => {
    expect(text(run(line))).toBe(expected)
  })
})

describe('files', () => {
  it('applies, notices no change, and merges three ways', () => {
    const files = { 'w.yaml': DEPLOYMENT }
    expect(text(run('apply -f w.yaml', files))).toBe('deployment.apps/web created\n0')
    expect(text(run('apply -f w.yaml', files))).toBe('deployment.apps/web unchanged\n0')
    run('scale deploy web --replicas=5')
    expect(text(run('apply -f w.yaml', files))).toBe('deployment.apps/web configured\n0')
    expect(run('get deploy web -o jsonpath={.spec.replicas}').stdout).toBe('3')
    const without = { 'w.yaml': DEPLOYMENT.replace('  replicas: 3\n', '') }
    run('apply -f w.yaml', without)
    expect(run('get deploy web -o jsonpath={.spec.replicas}').stdout).toBe('1')
  })

  it('applies the good documents of a file and reports the others', () => {
    const bad = DEPLOYMENT.replace('name: web,', 'name: bad,').replace('replicas', 'replica')
    const old = DEPLOYMENT.replace('apps/v1', 'extensions/v1beta1')
    const outcome = run('apply -f w.yaml', { 'w.yaml': [DEPLOYMENT, bad, old].join('---\n') })
    expect(outcome.code).toBe(1)
    expect(outcome.stdout).toBe('deployment.apps/web created\n')
    expect(outcome.stderr).toBe(
      `resource mapping not found for name: "web" namespace: "" from "w.yaml": no matches for kind "Deployment" in version "extensions/v1beta1"
ensure CRDs are installed first
Error from server (BadRequest): error when creating "w.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"
`,
    )
  })

  it('says what an invalid object breaks', () => {
    const bad = DEPLOYMENT.replace('app: web}}\n  template', 'app: other}}\n  template')
    expect(run('apply -f -', { '-': bad }).stderr).toMatch(
      /^The Deployment "web" is invalid: spec\.template\.metadata\.labels: Invalid value: \{"app":"web"\}: `selector` does not match template `labels`\n$/,
    )
  })

  it('warns about an object that was not applied before', () => {
    run('create -f w.yaml', { 'w.yaml': DEPLOYMENT })
    const outcome = run('apply -f w.yaml', { 'w.yaml': DEPLOYMENT })
    expect(outcome.stdout).toBe('deployment.apps/web configured\n')
    expect(outcome.stderr).toContain(
      'Warning: resource deployments/web is missing the kubectl.kubernetes.io/last-applied-configuration annotation',
    )
  })
})

describe('objects', () => {
  beforeEach(() => {
    run('apply -f w.yaml', { 'w.yaml': DEPLOYMENT })
    settle()
  })

  it.each([
    ['scale deploy web --replicas=4', 'deployment.apps/web scaled\n0'],
    [
      'scale deploy/web --current-replicas=9 --replicas=1',
      'error: Expected replicas to be 9, was 3\n1',
    ],
    ['set image deploy/web nginx=nginx:1.27', 'deployment.apps/web image updated\n0'],
    ['set image deploy/web nope=nginx:1.27', 'error: unable to find container named "nope"\n1'],
    ['set env deploy/web A=B', 'deployment.apps/web env updated\n0'],
    [
      'set resources deploy/web --limits=cpu=200m',
      'deployment.apps/web resource requirements updated\n0',
    ],
    ['label deploy web tier=fe', 'deployment.apps/web labeled\n0'],
    [
      'label deploy web app=x',
      "error: 'app' already has a value (web), and --overwrite is false\n1",
    ],
    ['label deploy web app-', 'deployment.apps/web unlabeled\n0'],
    ['label deploy web nope-', 'label "nope" not found.\ndeployment.apps/web not labeled\n0'],
    ['annotate deploy web note=x', 'deployment.apps/web annotated\n0'],
    [`patch deploy web -p '{"spec":{"minReadySeconds":1}}'`, 'deployment.apps/web patched\n0'],
    [`patch deploy web -p '{"spec":{"replicas":3}}'`, 'deployment.apps/web patched (no change)\n0'],
    [
      `patch deploy web --type=json -p '[{"op":"replace","path":"/spec/replicas","value":2}]'`,
      'deployment.apps/web patched\n0',
    ],
    ['cordon worker-1', 'node/worker-1 cordoned\n0'],
    ['uncordon worker-1', 'node/worker-1 already uncordoned\n0'],
    [
      'taint nodes worker-1 worker-2 team=a:NoSchedule',
      'node/worker-1 tainted\nnode/worker-2 tainted\n0',
    ],
    ['taint nodes worker-1 team-', 'error: taint "team" not found\n1'],
    ['create cm c --from-literal=a=b', 'configmap/c created\n0'],
    ['run p --image=nginx', 'pod/p created\n0'],
    ['rollout pause deploy/web', 'deployment.apps/web paused\n0'],
    ['rollout resume deploy/web', 'error: deployments.apps "web" is not paused\n1'],
    ['rollout restart deploy/web', 'deployment.apps/web restarted\n0'],
    [
      'rollout undo deploy/web --dry-run=none',
      expect.stringContaining('no rollout history found for deployment "web"'),
    ],
    ['delete deploy web', 'deployment.apps "web" deleted from default namespace\n0'],
    ['delete pods', 'error: resource(s) were provided, but no name was specified\n1'],
    ['get deploy -o name', 'deployment.apps/web\n0'],
    ['wait --for=condition=available deploy/web', 'deployment.apps/web condition met\n0'],
    [
      'wait --for=condition=nope deploy/web --timeout=2s',
      'error: timed out waiting for the condition on deployments/web\n1',
    ],
    ["wait --for=jsonpath='{.spec.replicas}'=3 deploy/web", 'deployment.apps/web condition met\n0'],
  ])('kubectl %s', (line, expected) => {
    expect(
      text(run(line.replaceAll("jsonpath='{.spec.replicas}'", 'jsonpath={.spec.replicas}'))),
    ).toEqual(expected)
  })

  it('follows a rollout line by line and undoes it', () => {
    run('set image deploy/web nginx=nginx:1.27')
    const lines = run('rollout status deploy/web').stdout.trim().split('\n')
    expect(lines.at(-1)).toBe('deployment "web" successfully rolled out')
    expect(lines).toContain(
      'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
    )
    expect(run('rollout history deploy/web').stdout).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
    )
    expect(run('rollout undo deploy/web').stdout).toBe('deployment.apps/web rolled back\n')
    run('rollout status deploy/web')
    expect(run('rollout history deploy/web').stdout).toContain(
      '2         <none>\n3         <none>\n',
    )
    expect(run('rollout undo deploy/web --to-revision=3').stdout).toBe(
      'deployment.apps/web skipped rollback (current template already matches revision 3)\n',
    )
    expect(run('rollout undo deploy/web --to-revision=99').stderr).toContain(
      'error: unable to find specified revision 99 in history\n',
    )
  })

  it('waits until a deleted pod is gone', () => {
    const [name = ''] = run('get po -o jsonpath={.items[*].metadata.name}').stdout.split(' ')
    const before = cluster.now
    expect(run(`delete pod ${name}`).stdout).toBe(`pod "${name}" deleted from default namespace\n`)
    expect(cluster.now).toBeGreaterThan(before)
    expect(cluster.find('Pod', 'default', name)).toBeUndefined()
  })

  it('streams the rows of a watch until nothing happens', () => {
    run('scale deploy web --replicas=4')
    const { stdout, code } = run('get deploy web -w')
    expect(code).toBe(0)
    expect(stdout.split('\n')[0]).toMatch(/^NAME +READY/)
    expect(stdout).toMatch(/web +3\/4/)
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^web +4\/4/)
  })

  it('drains a node: refuses in one message, then evicts', () => {
    run('run bare --image=nginx --overrides={"spec":{"nodeName":"worker-1"}}')
    settle()
    expect(run('drain worker-1').stderr).toBe(
      `error: unable to drain node "worker-1" due to error: cannot delete Pods that declare no controller (use --force to override): default/bare, continuing command...
There are pending nodes to be drained:
 worker-1
cannot delete Pods that declare no controller (use --force to override): default/bare
`,
    )
    const outcome = run('drain worker-1 --force')
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).toMatch(
      /^node\/worker-1 already cordoned\n(evicting pod .*\n)+(pod\/.* evicted\n)+node\/worker-1 drained\n$/,
    )
    expect(cluster.podsOn('worker-1')).toEqual([])
  })

  it('keeps the namespace that set-context chose', () => {
    expect(run('config set-context --current --namespace=kube-system').stdout).toMatch(
      /modified\.\n$/,
    )
    expect(run('get deploy web').code).toBe(1)
    expect(run('get deploy web -n default').code).toBe(0)
  })
})
