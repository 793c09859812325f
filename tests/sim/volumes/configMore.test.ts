import { describe, expect, it, test } from 'vitest'
import { runUntil } from '../../../src/sim/index.ts'
import { readingOf, watchesObject } from '../../../src/sim/kubelet/behaviour/configReading.ts'
import { spokenBy, unixDate, writtenAs } from '../../../src/sim/kubelet/behaviour/spoken.ts'
import type { Pod } from '../../../src/sim/types/index.ts'
import { consumersOf } from '../../../src/sim/volumes/consumers.ts'
import { Desk } from '../../kubectl/desk.ts'

function wait(desk: Desk, seconds: number): void {
  runUntil(desk.cluster, { time: desk.cluster.now + seconds * 1000 })
}

/** A pod `p` with one container `c`; `container` and `spec` are JSON without their braces. */
function pod(desk: Desk, container: string, spec = ''): string {
  const own = `{"name":"c","image":"nginx"${container === '' ? '' : `,${container}`}}`
  desk.files['p.json'] =
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"tier":"web"}},"spec":{"containers":[${own}]${spec === '' ? '' : `,${spec}`}}}`
  return desk.run('kubectl apply -f p.json').stderr
}

function inside(desk: Desk, command: string): string {
  return desk.run(`kubectl exec p -- ${command}`).stdout
}

function events(desk: Desk): string {
  return desk.run('kubectl get events --field-selector involvedObject.name=p').stdout
}

describe('variables', () => {
  it('are put into arguments as $(NAME), but not the unknown, nor behind two dollars', () => {
    const desk = new Desk('plain')
    desk.run('kubectl create cm cm --from-literal=a=1 --from-literal=b=2')
    pod(
      desk,
      `"image":"busybox","command":["sh","-c"],"args":["echo $(A) $(B) $$(A) $(NOPE) $(C); sleep 1d"],"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"cm","key":"a"}}},{"name":"C","value":"[$(A)$(B)]"}],"envFrom":[{"prefix":"","configMapRef":{"name":"cm"}}]`,
    )
    desk.settle()
    // B is no variable: the key is b. `$(A)` in the shell is a command, which is not run here.
    expect(desk.run('kubectl logs p').stdout).toBe('1 $(B) $(A) $(NOPE) [1$(B)]\n')
  })

  it.each(['current', 'book-2021'] as const)('from keys that are no names: %s', (profile) => {
    const desk = new Desk('plain', { profile })
    desk.run('kubectl create cm odd --from-literal=1st=x --from-literal=a.b=y --from-literal=ok=z')
    pod(desk, `"envFrom":[{"configMapRef":{"name":"odd"}}]`)
    desk.settle()
    const relaxed = profile === 'current'
    expect(inside(desk, 'env').includes('1st=x')).toBe(relaxed)
    expect(inside(desk, 'env')).toContain('a.b=y')
    const text =
      'Keys [1st] from the EnvFrom configMap default/odd were skipped since they are considered invalid environment variable names.'
    expect(events(desk).includes(text)).toBe(!relaxed)
  })

  it('of labels stay as they were, while a volume shows them anew', () => {
    const desk = new Desk('plain')
    pod(
      desk,
      `"env":[{"name":"TIER","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['tier']"}}}],"volumeMounts":[{"name":"d","mountPath":"/info"}]`,
      `"volumes":[{"name":"d","downwardAPI":{"items":[{"path":"tier","fieldRef":{"fieldPath":"metadata.labels['tier']"}}]}}]`,
    )
    desk.settle()
    desk.run('kubectl label pod p tier=db --overwrite')
    wait(desk, 2)
    expect(inside(desk, 'printenv TIER')).toBe('web\n')
    expect(inside(desk, 'cat /info/tier')).toBe('db')
  })
})

describe('what is missing', () => {
  it('keeps the container from being made, in the words of the kubelet, until it appears', () => {
    const desk = new Desk('plain')
    pod(desk, `"env":[{"name":"X","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]`)
    desk.settle()
    const waiting = () =>
      desk.cluster.get('Pod', 'default', 'p').status.containerStatuses?.[0]?.state?.waiting
    expect(waiting()).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'secret "s" not found',
    })
    desk.run('kubectl create secret generic s --from-literal=other=1')
    wait(desk, 15)
    expect(waiting()?.message).toBe("couldn't find key k in Secret default/s")
    expect(events(desk)).toContain("Error: couldn't find key k in Secret default/s")
    desk.run(`kubectl patch secret s -p '{"stringData":{"k":"v"}}'`)
    const from = desk.cluster.now
    runUntil(desk.cluster, { when: () => waiting() === undefined, timeout: 60_000 })
    expect(inside(desk, 'printenv X')).toBe('v\n')
    expect(desk.cluster.now - from).toBeLessThanOrEqual(15_000)
  })

  it('keeps the pod from starting when a volume needs it: all that is missing in one sentence', () => {
    const desk = new Desk('plain')
    pod(
      desk,
      `"volumeMounts":[{"name":"all","mountPath":"/all"}]`,
      `"volumes":[{"name":"all","projected":{"sources":[{"configMap":{"name":"a"}},{"secret":{"name":"b"}},{"configMap":{"name":"c","optional":true}}]}}]`,
    )
    wait(desk, 20)
    expect(events(desk)).toContain(
      'MountVolume.SetUp failed for volume "all" : [configmap "a" not found, secret "b" not found]',
    )
    desk.run('kubectl create cm a --from-literal=x=1')
    desk.run('kubectl create secret generic b --from-literal=y=2')
    wait(desk, 130)
    expect(inside(desk, 'ls /all')).toBe('x\ny\n')
    desk.run('kubectl create cm c --from-literal=z=3')
    wait(desk, 90)
    expect(inside(desk, 'cat /all/z')).toBe('3')
  })

  it('does not matter where it is optional', () => {
    const desk = new Desk('plain')
    pod(
      desk,
      `"envFrom":[{"configMapRef":{"name":"o","optional":true}}],"volumeMounts":[{"name":"v","mountPath":"/v"}]`,
      `"volumes":[{"name":"v","configMap":{"name":"o","optional":true,"items":[{"key":"k","path":"deep/k"}]}}]`,
    )
    desk.settle()
    expect(inside(desk, 'ls /v')).toBe('')
    desk.run('kubectl create cm o --from-literal=k=now')
    wait(desk, 90)
    expect(inside(desk, 'cat /v/deep/k')).toBe('now')
    expect(inside(desk, 'env')).not.toContain('k=now')
    const uses = consumersOf(desk.cluster, desk.cluster.get('ConfigMap', 'default', 'o'))
    expect(uses.map(({ how, stale, optional }) => [how, stale, optional])).toEqual([
      ['envFrom', true, true],
      ['volume', false, true],
    ])
  })
})

describe('files of a volume', () => {
  it('have the modes and names that were asked for; bytes that are no text too', () => {
    const desk = new Desk('plain')
    desk.files['b.json'] =
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"t":"text"},"binaryData":{"b":"AP/+"}}'
    desk.run('kubectl apply -f b.json')
    pod(
      desk,
      `"volumeMounts":[{"name":"v","mountPath":"/v"}]`,
      `"volumes":[{"name":"v","configMap":{"name":"b","defaultMode":256,"items":[{"key":"t","path":"run.sh","mode":493},{"key":"b","path":"raw"}]}}]`,
    )
    desk.settle()
    expect(inside(desk, 'ls -l /v/..data/')).toMatch(
      /-r-------- .* 3 .* raw\n-rwxr-xr-x .* 4 .* run\.sh\n/,
    )
    expect(desk.run('kubectl exec p -- sh -c "echo x > /v/run.sh"').stderr).toContain(
      'Read-only file system',
    )
  })

  it('of an immutable object that was made anew are taken over by new pods', () => {
    const desk = new Desk('plain')
    desk.run('kubectl create cm im --from-literal=a=1')
    desk.run(`kubectl patch cm im -p '{"immutable":true}'`)
    expect(desk.run(`kubectl patch cm im -p '{"data":{"a":"2"}}'`).stderr).toBe(
      'The ConfigMap "im" is invalid: data: Forbidden: field is immutable when `immutable` is set\n',
    )
    expect(desk.run(`kubectl patch cm im -p '{"immutable":null}'`).stderr).toContain(
      'immutable: Forbidden: field is immutable when `immutable` is set',
    )
  })
})

describe('what the server refuses', () => {
  const desk = new Desk('plain')
  const big = 'x'.repeat(1_048_577)
  test.each([
    [
      `{"kind":"ConfigMap","data":{"a":"${big}"}}`,
      'The ConfigMap "x" is invalid: []: Too long: may not be more than 1048576 bytes',
    ],
    [
      `{"kind":"Secret","stringData":{"a":"${big}"}}`,
      'The Secret "x" is invalid: data: Too long: may not be more than 1048576 bytes',
    ],
    [
      '{"kind":"Secret","type":"kubernetes.io/ssh-auth","stringData":{"key":"k"}}',
      'The Secret "x" is invalid: data[ssh-privatekey]: Required value',
    ],
    [
      '{"kind":"Secret","type":"kubernetes.io/service-account-token"}',
      'The Secret "x" is invalid: metadata.annotations[kubernetes.io/service-account.name]: Required value',
    ],
    [
      '{"kind":"Secret","type":"kubernetes.io/dockerconfigjson","stringData":{".dockerconfigjson":"x"}}',
      `The Secret "x" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'x' looking for beginning of value`,
    ],
    [
      '{"kind":"ConfigMap","data":{"a":"1"},"binaryData":{"a":"MQ=="}}',
      'The ConfigMap "x" is invalid: data[a]: Invalid value: "a": duplicate of key present in binaryData',
    ],
  ])('%.60s', (fields, message) => {
    const { kind, ...rest } = JSON.parse(fields) as Record<string, unknown>
    desk.files['x.json'] = JSON.stringify({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'x' },
      ...rest,
    })
    expect(desk.run('kubectl create -f x.json').stderr).toBe(`${message}\n`)
  })
})

it('a checksum in the template, or rollout restart, brings new variables', () => {
  const desk = new Desk('plain')
  desk.run('kubectl create cm cm --from-literal=A=1')
  desk.run('kubectl create deployment web --image=nginx --replicas=2')
  desk.run(
    `kubectl patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","envFrom":[{"configMapRef":{"name":"cm"}}]}]}}}}'`,
  )
  desk.settle()
  const values = (): readonly string[] =>
    desk
      .run('kubectl get pods -l app=web -o name')
      .stdout.trim()
      .split('\n')
      .map((name) => desk.run(`kubectl exec ${name} -- printenv A`).stdout.trim())
  desk.run(`kubectl patch cm cm -p '{"data":{"A":"2"}}'`)
  wait(desk, 200)
  expect(values()).toEqual(['1', '1'])
  desk.run('kubectl rollout restart deployment/web')
  desk.settle()
  wait(desk, 60)
  expect(values()).toEqual(['2', '2'])
  desk.run(`kubectl patch cm cm -p '{"data":{"A":"3"}}'`)
  desk.run(
    `kubectl patch deployment web -p '{"spec":{"template":{"metadata":{"annotations":{"checksum/config":"abc"}}}}}'`,
  )
  desk.settle()
  wait(desk, 60)
  expect(values()).toEqual(['3', '3'])
})

describe('how programs read', () => {
  test.each([
    ['nginx:1.27', '/etc/nginx/conf.d', 'once'],
    ['nginx:1.27', '/usr/share/nginx/html', 'each'],
    ['registry.k8s.io/coredns/coredns:v1.12.1', '/etc/coredns', 'each'],
    ['traefik:3', '/etc/traefik', 'each'],
    ['redis:7', '/usr/local/etc/redis', 'once'],
    ['example.com/own:1', '/etc/own', 'unknown'],
  ] as const)('%s at %s: %s', (image, path, reading) => {
    expect(readingOf({ name: 'c', image }, path)).toBe(reading)
  })

  it('says that a program which reads once has to be told', () => {
    const desk = new Desk('plain')
    desk.run('kubectl create cm cm --from-literal=default.conf=one')
    pod(
      desk,
      `"volumeMounts":[{"name":"v","mountPath":"/etc/nginx/conf.d"}]`,
      `"volumes":[{"name":"v","configMap":{"name":"cm"}}]`,
    )
    desk.settle()
    desk.run(`kubectl patch cm cm -p '{"data":{"default.conf":"two"}}'`)
    wait(desk, 90)
    expect(inside(desk, 'cat /etc/nginx/conf.d/default.conf')).toBe('two')
    const [use] = consumersOf(desk.cluster, desk.cluster.get('ConfigMap', 'default', 'cm'))
    expect(use).toMatchObject({
      how: 'volume',
      stale: true,
      reads: 'once',
      refresh: { by: 'reload' },
    })
  })

  it('knows who watches', () => {
    const config = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'config', namespace: 'metallb-system' },
    }
    const speaker = { metadata: { namespace: 'metallb-system' } } as Pod
    const watches = (image: string): boolean =>
      watchesObject(speaker, { name: 'c', image }, config as never)
    expect(watches('metallb/speaker:v0.8.2')).toBe(true)
    expect(watches('quay.io/metallb/controller:v0.13.2')).toBe(false)
    const args = ['--configmap=$(POD_NAMESPACE)/config']
    expect(watchesObject(speaker, { name: 'c', image: 'x', args }, config as never)).toBe(true)
  })
})

describe('what a script says', () => {
  const container = { name: 'c', env: [{ name: 'A', value: '1' }] }
  const said = (statement: string, script = statement) => spokenBy({ container, script }, statement)
  test.each([
    ['echo $A', { text: '1' }],
    [`echo "a \${A} b"`, { text: 'a 1 b' }],
    [`echo '$A'`, { text: '$A', literal: true }],
    ['echo $NOPE.', { text: '.' }],
    ['cat /x', { text: '$(cat /x)' }],
    ['printenv A', { text: '1' }],
    ['date', { text: '$(date)' }],
    ['echo x > /f', undefined],
    ['echo x | wc', undefined],
    ['sleep 5', undefined],
  ])('%s', (statement, spoken) => {
    expect(said(statement)).toEqual(spoken)
  })

  it('leaves the script own names alone', () => {
    expect(said('echo $I', 'I=1; echo $I')).toEqual({ text: '$I' })
  })

  it('is filled in at its moment', () => {
    const moment = {
      hostname: 'p',
      date: unixDate(0),
      file: (path: string) => (path === '/x' ? 'one\ntwo\n' : undefined),
    }
    expect(writtenAs({ text: '$(date) $(hostname)' }, moment)).toEqual([
      'Mon Mar  1 00:00:00 UTC 2021 p',
    ])
    expect(writtenAs({ text: '$(cat /x)' }, moment)).toEqual(['one', 'two'])
    expect(writtenAs({ text: '$(cat /y)' }, moment)).toEqual([
      "cat: can't open '/y': No such file or directory",
    ])
  })
})
