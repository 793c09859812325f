import { describe, expect, test } from 'vitest'
import { Desk } from './desk.ts'

const TEMPLATE = `  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: c, image: "nginx:1.26"}]`
const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: x}
spec:
  serviceName: x
  replicas: 2
${TEMPLATE}`
const DAEMONS = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: x}
spec:
${TEMPLATE}`

function desk(kind: 'sts' | 'ds', more = ''): Desk {
  const made = new Desk('recording')
  made.files = { 'x.yaml': `${kind === 'sts' ? SET : DAEMONS}${more}` }
  made.run('kubectl create -f x.yaml')
  made.settle()
  return made
}

function say(at: Desk, line: string): string {
  const { stdout, stderr } = at.run(line)
  return `${stdout}${stderr}`.trimEnd()
}

const lastLine = (text: string) => text.split('\n').at(-1)

describe('rollout status', () => {
  test.each([
    ['sts', '', 'partitioned roll out complete: 2 new pods have been updated...'],
    [
      'sts',
      '\n  updateStrategy: {type: RollingUpdate}',
      'statefulset rolling update complete 2 pods at revision x-*...',
    ],
    [
      'sts',
      '\n  updateStrategy: {type: OnDelete}',
      'error: rollout status is only available for RollingUpdate strategy type',
    ],
    ['ds', '', 'daemon set "x" successfully rolled out'],
    [
      'ds',
      '\n  updateStrategy: {type: OnDelete}',
      'error: rollout status is only available for RollingUpdate strategy type',
    ],
  ] as const)('%s%s', (kind, more, expected) => {
    const at = desk(kind, more)
    expect(say(at, `kubectl set image ${kind}/x c=nginx:1.27`)).toMatch(/ image updated$/)
    const last = lastLine(say(at, `kubectl rollout status ${kind}/x`)) ?? ''
    expect(last.replace(/x-\w+(?=\.)/, 'x-*')).toBe(expected)
  })

  test('tells how far it is', () => {
    const at = desk('sts')
    say(at, 'kubectl set image sts/x c=nginx:1.27')
    const lines = say(at, 'kubectl rollout status sts/x').split('\n')
    expect(new Set(lines)).toEqual(
      new Set([
        'Waiting for statefulset spec update to be observed...',
        'Waiting for partitioned roll out to finish: 0 out of 2 new pods have been updated...',
        'Waiting for 1 pods to be ready...',
        'Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated...',
        'partitioned roll out complete: 2 new pods have been updated...',
      ]),
    )
  })
})

describe.each([
  ['sts', 'statefulset.apps/x'],
  ['ds', 'daemonset.apps/x'],
] as const)('history of %s', (kind, title) => {
  test('one revision is no history to go back in', () => {
    const at = desk(kind)
    expect(say(at, `kubectl rollout undo ${kind}/x`)).toBe(
      'error: no last revision to roll back to',
    )
    expect(say(at, `kubectl rollout undo ${kind}/x --to-revision=7`)).toBe(
      'error: unable to find specified revision 7 in history',
    )
    expect(say(at, `kubectl rollout undo ${kind}/x --to-revision=1`)).toBe(
      `${title} skipped rollback (current template already matches revision 1)`,
    )
    expect(say(at, `kubectl rollout history ${kind}/x --revision=7`)).toBe(
      'error: unable to find revision 7',
    )
  })

  test('undo brings the template back, and its revision is the newest', () => {
    const at = desk(kind)
    say(at, `kubectl set image ${kind}/x c=nginx:1.27`)
    at.settle()
    expect(say(at, `kubectl rollout undo ${kind}/x`)).toBe(`${title} rolled back`)
    at.settle()
    expect(say(at, `kubectl rollout history ${kind}/x`)).toBe(
      `${title} \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>`,
    )
    expect(say(at, `kubectl rollout history ${kind}/x --revision=3`)).toMatch(
      /Image:\tnginx:1\.26\n/,
    )
    const image = `kubectl get ${kind} x -o jsonpath={.spec.template.spec.containers[0].image}`
    expect(say(at, image)).toBe('nginx:1.26')
  })

  test('a change cause is kept with its revision', () => {
    const at = desk(kind)
    say(at, `kubectl annotate ${kind}/x kubernetes.io/change-cause=second`)
    say(at, `kubectl set image ${kind}/x c=nginx:1.27`)
    at.settle()
    expect(say(at, `kubectl rollout history ${kind}/x`)).toBe(
      `${title} \nREVISION  CHANGE-CAUSE\n1         <none>\n2         second`,
    )
  })

  test('restart makes every pod anew, pause is refused', () => {
    const at = desk(kind)
    const uids = () => say(at, 'kubectl get pods -o jsonpath={.items[*].metadata.uid}').split(' ')
    const before = uids()
    expect(say(at, `kubectl rollout restart ${kind}/x`)).toBe(`${title} restarted`)
    at.settle()
    expect(uids().filter((uid) => before.includes(uid))).toEqual([])
    const plural = kind === 'sts' ? 'statefulsets' : 'daemonsets'
    expect(say(at, `kubectl rollout pause ${kind}/x`)).toBe(
      `error: ${plural}.apps "x" pausing is not supported`,
    )
  })
})

test('a StatefulSet scales, a DaemonSet has nothing to scale', () => {
  expect(say(desk('sts'), 'kubectl scale sts x --replicas=3')).toBe('statefulset.apps/x scaled')
  expect(say(desk('ds'), 'kubectl scale ds x --replicas=3')).toBe(
    'Error from server (NotFound): the server could not find the requested resource',
  )
})

test('drain asks before it passes over the pods of a DaemonSet', () => {
  const at = desk('ds')
  const pod = say(
    at,
    'kubectl get pods -o jsonpath={.items[0].metadata.name} --field-selector spec.nodeName=w1-k8s',
  )
  expect(say(at, 'kubectl drain w1-k8s')).toContain(
    `cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/${pod}`,
  )
  expect(say(at, 'kubectl drain w1-k8s --ignore-daemonsets')).toContain(
    `Warning: ignoring DaemonSet-managed Pods: default/${pod}`,
  )
  expect(say(at, `kubectl get pod ${pod} -o name`)).toBe(`pod/${pod}`)
})
