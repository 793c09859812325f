import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/kubectl/run.ts'
import { maskedRows } from '../recording.ts'
import { Desk } from './desk.ts'

interface Recorded {
  readonly line: string
  readonly output: string
  readonly code: number
}

function transcript(version: string): readonly Recorded[] {
  const url = new URL(`../cases/http/transcript-kubectl-${version}.txt`, import.meta.url)
  return readFileSync(url, 'utf8')
    .split(/^\$ /m)
    .slice(1)
    .map((block) => {
      const [, line = '', output = '', code] = /^(.*)\n([\s\S]*?)\[exit (\d+)\]/.exec(block) ?? []
      return { line, output, code: Number(code) }
    })
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: nginx:1.25
        ports: [{containerPort: 80}]
        resources: {requests: {cpu: 10m}}
`
const FILES = {
  'd.yaml': DEPLOYMENT,
  'd2.yaml': DEPLOYMENT.replace('replicas: 2', 'replicas: 3').replace('1.25', '1.26'),
  'bad.yaml': DEPLOYMENT.replace('name: web', 'name: bad').replace('replicas: 2', 'replicas: x'),
  'nok.yaml': 'apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: old}\n',
}

/** Commands that are not replayed, and why. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^kubectl (certificate|cluster-info|cp|diff|edit|explain|expose|kustomize|plugin|port-forward|proxy)\b/,
    'verbs that are not supported',
  ],
  [/--server-side|--prune|--raw|--subresource=scale/, 'flags that are not supported'],
  [/\b(service|svc|ingress|csr|crd)\b/, 'kinds that are not served'],
  [
    /^kubectl (version|api-versions|api-resources|config)\b/,
    'tells of the recorded cluster and configuration',
  ],
  [/^kubectl (describe node|get nodes)/, 'tells of the recorded machines'],
  [/^kubectl (attach|exec|get all|logs)\b/, 'the recorded cluster had no kubelets to ask'],
  [/^kubectl (get events|events)\b/, 'nor any that told of their work'],
  [/^kubectl (drain|auth whoami)/, 'other pods were on that node, and somebody else asked'],
  [/^kubectl create token/, 'a token is never the same'],
]

/** Answers that differ, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'kubectl get pods -A': 'the recorded control plane ran beside its cluster, not in pods of it',
  'kubectl get ns': 'the recorded cluster had namespaces of other recordings',
  'kubectl describe pods':
    'kubectl 1.36 hides the events of several objects; the recorded agents set no PodReadyToStartContainers',
  'kubectl rollout status deployment/web --timeout=20s':
    'a real client asks later: it misses the first lines',
  'kubectl rollout status deploy/web --timeout=20s':
    'a real client asks later: it misses the first lines',
  'kubectl rollout undo deploy/web': 'kubectl 1.36 warns about apply',
  'kubectl run p2 --image=busybox --dry-run=client -o yaml':
    'kubectl 1.36 writes no creationTimestamp: null',
  'kubectl autoscale deployment web --min=2 --max=5 --cpu-percent=80':
    'kubectl 1.36 says that --cpu-percent is old',
  'kubectl auth can-i --list': 'the recorded server had roles of a distribution of its own',
  'kubectl get clusterroles': 'the recorded server had roles of a distribution of its own',
  'kubectl debug p1 --image=busybox': 'kubectl 1.31 does not say yet that a profile is old',
  'kubectl get limitrange,quota': 'drain, which took a pod away, is left out',
  'kubectl uncordon node2': 'drain, which cordons first, is left out',
  'kubectl wait --for=condition=Ready pod/p1 --timeout=15s':
    'the recorded client was stopped before it printed',
  'kubectl delete pod p1': 'its recording had drained the node of p1 before',
  'kubectl delete pods --all --force --grace-period=0':
    'deletes what jobs of the recording left, here what a Deployment left',
}

function leftOut(line: string): string | undefined {
  return LEFT_OUT.find(([pattern]) => pattern.test(line))?.[1]
}

/** What depends on the machines, their agents and random choices, and words that came with a later client. */
function rows(text: string): readonly string[] {
  const same = text
    .replace(/ from t\d+ namespace$/gm, '')
    .replace(/\b(worker-|node)\d\b/g, '<node>')
    .replace(/\bdebugger-\w{5}\b/g, 'debugger-<id>')
    .replace(/\b10\.244\.\d+\.\d+/g, '<ip>')
    .replace(/(Container|Image) ID:( +).*/g, '$1 ID:$2<id>')
    .replace(/"(uid|resourceVersion)": ".*"/g, '"$1": ""')
    .replace(/(uid|resourceVersion): .*/g, '$1: ""')
  return maskedRows(same)
}

const ours = ({ stdout, stderr, code }: Outcome) => [...rows(stdout + stderr), `(${code})`]

// A client that follows a stream was stopped after some seconds of wall time.
const theirs = ({ output, code }: Recorded) => [...rows(output), `(${code === 124 ? 0 : code})`]

/** The rows that one side has and the other has not. */
function difference(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = [...b]
  return a.filter((row) => {
    const at = left.indexOf(row)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function replay(version: string) {
  const desk = new Desk('plain')
  const namespace = `t${version.replace('.', '')}`
  desk.config.namespace = namespace
  desk.files = FILES
  const different: Record<string, readonly string[]> = {}
  let compared = 0
  for (const recorded of transcript(version)) {
    if (leftOut(recorded.line) !== undefined) continue
    if (recorded.line.includes(' -w')) desk.settle()
    const answer = ours(desk.run(recorded.line.replace('node2', 'worker-2')))
    if (!/scale deployment|set image|rollout|-f d/.test(recorded.line)) desk.settle()
    compared++
    const missing = difference(theirs(recorded), answer)
    const extra = difference(answer, theirs(recorded))
    if (missing.length + extra.length > 0)
      different[recorded.line] = [
        ...missing.map((row) => `- ${row}`),
        ...extra.map((row) => `+ ${row}`),
      ]
  }
  return { compared, different }
}

describe('what real clients printed, line by line', () => {
  test.each(['1.31', '1.33'])('kubectl %s', (version) => {
    const { compared, different } = replay(version)
    expect(compared).toBe(93)
    // At least 78 of 93 agree to the letter.
    expect(Object.keys(different).length).toBeLessThanOrEqual(15)
    const unknown = Object.entries(different).filter(([line]) => !(line in KNOWN))
    expect(Object.fromEntries(unknown)).toEqual({})
  })
})
