import { beforeAll, describe, expect, test } from 'vitest'
import { Desk } from './desk.ts'

const WORLD = `
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {greeting: hello, app.conf: "a=1"}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {password: geheim}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  initContainers:
  - {name: prepare, image: busybox, command: [sh, -c, "echo preparing"]}
  containers:
  - name: nginx
    image: nginx:1.27
    env:
    - {name: GREETING, valueFrom: {configMapKeyRef: {name: cm, key: greeting}}}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: password}}}
    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
    - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
    - {name: BOTH, value: "$(GREETING)-$(POD)"}
    envFrom: [{prefix: CM_, configMapRef: {name: cm}}]
    resources: {limits: {memory: 64Mi}}
    volumeMounts:
    - {name: c, mountPath: /etc/app}
    - {name: d, mountPath: /data}
    - {name: down, mountPath: /etc/podinfo}
  - {name: loop, image: busybox, command: [sh, -c, "while true; do echo tick; sleep 5; done"], volumeMounts: [{name: d, mountPath: /data}]}
  volumes:
  - {name: c, configMap: {name: cm}}
  - {name: d, emptyDir: {}}
  - {name: down, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: done}
spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: ["true"]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: stuck}
spec: {containers: [{name: c, image: "nginx:nope"}]}
`

let desk: Desk

beforeAll(() => {
  desk = new Desk('plain')
  desk.run('kubectl apply -f -', WORLD)
  desk.settle()
})

describe('exec answers', () => {
  const IN = 'kubectl exec web -c nginx --'
  const rows: readonly [string, string][] = [
    [`${IN} hostname`, 'web\n'],
    [`${IN} cat /etc/app/app.conf`, 'a=1'],
    [`${IN} ls /etc/app`, 'app.conf\ngreeting\n'],
    [`${IN} cat /etc/podinfo/labels`, 'app="web"'],
    [`${IN} printenv GREETING`, 'hello\n'],
    [`${IN} printenv PASSWORD`, 'geheim\n'],
    [`${IN} printenv CM_greeting`, 'hello\n'],
    [`${IN} sh -c 'echo $POD $APP $MEMORY $BOTH'`, 'web web 64 hello-web\n'],
    [`${IN} sh -c "echo one; false || echo two && echo three"`, 'one\ntwo\nthree\n'],
    [`${IN} sh -c 'for i in 1 2; do echo n$i; done | grep 2'`, 'n2\n'],
    [`${IN} sh -c 'if [ -f /nope ]; then echo y; else echo n; fi'`, 'n\n'],
    [`${IN} sh -c 'X=$(hostname); echo "<$X>" \${Y:-none}'`, '<web> none\n'],
    [`${IN} sh -c 'mkdir -p /tmp/a/b; echo x > /tmp/a/b/f; ls /tmp/a; cat /tmp/a/b/f'`, 'b\nx\n'],
    // The headers are what is written into the file, too.
    [`${IN} curl -s -o /dev/null localhost/none -I`, ''],
    [`${IN} curl -s -o /dev/null -w "%{http_code}" localhost/none`, '404'],
    ['kubectl exec -it web -c loop -- wget -qO- nowhere', ''],
    ['kubectl exec web -c loop -- sh -c "echo hi > /data/f"', ''],
    ['kubectl exec web -c nginx -- cat /data/f', 'hi\n'],
    ['kubectl exec pod/web -c nginx -- whoami', 'root\n'],
  ]
  test.each(rows)('%s', (line, wanted) => {
    expect(desk.run(line).stdout).toBe(wanted)
  })

  const refused: readonly [string, string, number][] = [
    ['kubectl exec', 'error: pod, type/name or --filename must be specified\n', 1],
    ['kubectl exec web', 'error: you must specify at least one command for the container\n', 1],
    [
      'kubectl exec web ls',
      "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples\n",
      1,
    ],
    ['kubectl exec gone -- ls', 'Error from server (NotFound): pods "gone" not found\n', 1],
    ['kubectl exec web -c x -- ls', 'error: container x not found in pod web\n', 1],
    [
      'kubectl exec done -- ls',
      'error: cannot exec into a container in a completed pod; current phase is Succeeded\n',
      1,
    ],
    [
      'kubectl exec stuck -- ls',
      'error: unable to upgrade connection: container not found ("c")\n',
      1,
    ],
    [
      'kubectl exec web -c nginx -- nope',
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown\ncommand terminated with exit code 127\n',
      127,
    ],
    [
      'kubectl exec web -c loop -- bash -c ls',
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown\ncommand terminated with exit code 127\n',
      127,
    ],
    [
      'kubectl exec web -c nginx -- sh -c nope',
      'sh: nope: not found\ncommand terminated with exit code 127\n',
      127,
    ],
    ['kubectl exec web -c nginx -- sh -c "exit 3"', 'command terminated with exit code 3\n', 3],
    [
      'kubectl exec web -c nginx -- touch /etc/app/x',
      'touch: /etc/app/x: Read-only file system\ncommand terminated with exit code 1\n',
      1,
    ],
    [
      'kubectl exec web -- cat /nope',
      "Defaulted container \"nginx\" out of: nginx, loop, prepare (init)\ncat: can't open '/nope': No such file or directory\ncommand terminated with exit code 1\n",
      1,
    ],
  ]
  test.each(refused)('%s', (line, stderr, code) => {
    expect(desk.run(line)).toEqual({ stdout: '', stderr, code })
  })

  test('time passes while a command sleeps', () => {
    const from = desk.cluster.now
    desk.run('kubectl exec web -c nginx -- sleep 7')
    expect(desk.cluster.now - from).toBe(7000)
  })

  test('what was read at the start stays; a volume shows the change', () => {
    desk.run(`kubectl patch cm cm -p '{"data":{"greeting":"bye"}}'`)
    expect(desk.run('kubectl exec web -c nginx -- printenv GREETING').stdout).toBe('hello\n')
    const file = (): string => desk.run('kubectl exec web -c nginx -- cat /etc/app/greeting').stdout
    expect(file()).toBe('hello')
    desk.run('kubectl exec web -c nginx -- sleep 90')
    expect(file()).toBe('bye')
  })

  test('a container’s files go with it, a volume’s stay', () => {
    desk.run("kubectl exec web -c nginx -- sh -c 'echo a > /tmp/f; echo b > /data/g'")
    desk.run('kubectl exec web -c nginx -- kill 1')
    desk.settle()
    desk.run('kubectl wait --for=condition=Ready pod/web --timeout=60s')
    const [status] = desk.cluster.get('Pod', 'default', 'web').status.containerStatuses ?? []
    expect(status).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 0 } } })
    expect(desk.run('kubectl exec web -c nginx -- ls /tmp').stdout).toBe('')
    expect(desk.run('kubectl exec web -c nginx -- cat /data/g').stdout).toBe('b\n')
  })

  test('a deed inside is part of the history that a rewound cluster plays again', () => {
    const lab = new Desk('plain')
    lab.run('kubectl run n --image=nginx:1.27')
    lab.settle()
    lab.run("kubectl exec n -- sh -c 'echo kept > /tmp/f'")
    const then = lab.cluster.rv
    lab.run('kubectl exec n -- rm /tmp/f')
    lab.run('kubectl label pod n a=b')
    lab.cluster.history.rewind(lab.cluster, then)
    expect(lab.run('kubectl exec n -- cat /tmp/f').stdout).toBe('kept\n')
  })
})

describe('logs', () => {
  beforeAll(() => {
    desk.run('kubectl exec web -c nginx -- sleep 90')
  })

  const rows: readonly [string, RegExp][] = [
    ['kubectl logs web -c prepare', /^preparing\n$/],
    ['kubectl logs web -c loop --tail=2', /^tick\ntick\n$/],
    ['kubectl logs web -c loop --since=4s', /^(tick\n)?$/],
    ['kubectl logs web -c loop --since-time=2021-03-01T00:00:00Z --tail=1', /^tick\n$/],
    ['kubectl logs web -c loop --tail=1 --timestamps', /^2021-\S+Z tick\n$/],
    ['kubectl logs web -c loop --limit-bytes=7', /^tick\nti$/],
    ['kubectl logs web -c loop --tail=1 --prefix', /^\[pod\/web\/loop\] tick\n$/],
    [
      'kubectl logs web --all-containers --tail=1 --prefix',
      /^\[pod\/web\/prepare\] preparing\n\[pod\/web\/nginx\] .*\n\[pod\/web\/loop\] tick\n$/,
    ],
    ['kubectl logs -l app=web -c loop', /^(tick\n){10}$/],
  ]
  test.each(rows)('%s', (line, wanted) => {
    expect(desk.run(line).stdout).toMatch(wanted)
  })

  test('-f goes on until it is stopped, or the container ends', () => {
    desk.deadline = desk.cluster.now + 20_000
    const { stdout, code } = desk.run('kubectl logs -f web -c loop --tail=0')
    desk.deadline = Number.POSITIVE_INFINITY
    expect(stdout).toMatch(/^(tick\n){3,5}$/)
    expect(code).toBe(124)
    expect(desk.run('kubectl logs -f web -c prepare')).toMatchObject({
      stdout: 'preparing\n',
      code: 0,
    })
  })
})

describe('debug', () => {
  test('adds a container to a running pod', () => {
    const { stdout } = desk.run('kubectl debug -it web --image=busybox -c look --target=nginx')
    expect(stdout).toMatch(/^Targeting container "nginx"\./)
    const pod = desk.cluster.get('Pod', 'default', 'web')
    expect(pod.spec.ephemeralContainers?.[0]).toMatchObject({
      name: 'look',
      stdin: true,
      tty: true,
      targetContainerName: 'nginx',
      imagePullPolicy: 'Always',
    })
    expect(pod.status.ephemeralContainerStatuses?.[0]).toMatchObject({ name: 'look', ready: false })
    expect(pod.status.ephemeralContainerStatuses?.[0]?.state?.running).toBeDefined()
    expect(pod.status.containerStatuses?.every((s) => s.ready)).toBe(true)
    expect(desk.run('kubectl exec web -c look -- hostname').stdout).toBe('web\n')
  })

  const refused: readonly [string, string][] = [
    ['kubectl debug web', 'error: you must specify --image when not using --copy-to.\n'],
    [
      'kubectl debug web -t --image=busybox',
      'error: -i/--stdin is required for containers with -t/--tty=true\n',
    ],
    [
      'kubectl debug web --image=busybox --copy-to=x --target=nginx',
      'error: --target is incompatible with --copy-to. Use --share-processes instead.\n',
    ],
  ]
  test.each(refused)('%s', (line, stderr) => {
    expect(desk.run(line).stderr).toBe(stderr)
  })
})
