import { describe, expect, it } from 'vitest'
import { openCluster, runScript } from '../../src/headless/run.ts'
import { consumersOf } from '../../src/sim/volumes/consumers.ts'

/** One object, read in four ways (the lab's table): variables, arguments, a volume, and a part of a volume. */
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: env
        image: busybox
        command: [sh, -c, "while true; do echo $GREETING; sleep 10; done"]
        envFrom: [{configMapRef: {name: greeting}}]
      - name: args
        image: busybox
        command: [sh, -c]
        args: ["while true; do echo $(GREETING); sleep 10; done"]
        env: [{name: GREETING, valueFrom: {configMapKeyRef: {name: greeting, key: GREETING}}}]
      - name: volume
        image: busybox
        command: [sh, -c, "while true; do cat /etc/greeting/GREETING; sleep 10; done"]
        volumeMounts: [{name: greeting, mountPath: /etc/greeting}]
      - name: part
        image: busybox
        command: [sh, -c, "while true; do cat /greeting; sleep 10; done"]
        volumeMounts: [{name: greeting, mountPath: /greeting, subPath: GREETING}]
      volumes: [{name: greeting, configMap: {name: greeting}}]
`

/** The pool of MetalLB lies in a ConfigMap that its pods watch. */
const POOL = `apiVersion: v1
kind: ConfigMap
metadata: {name: config, namespace: metallb-system}
data:
  config: |
    address-pools:
    - {name: nginx-ip-range, protocol: layer2, addresses: [192.168.1.11-192.168.1.13]}
`
const CONTROLLER = `apiVersion: v1
kind: Pod
metadata: {name: controller, namespace: metallb-system}
spec: {containers: [{name: controller, image: "metallb/controller:v0.8.2"}]}
`

const CONTAINERS = ['env', 'args', 'volume', 'part'] as const
const latest = CONTAINERS.map((name) => `kubectl logs deploy/web -c ${name} --tail=1`).join('\n')

const SCRIPT = `kubectl create configmap greeting --from-literal=GREETING=hello
kubectl apply -f web.yaml
kubectl rollout status deployment/web
sleep 12
${latest}
kubectl patch configmap greeting -p '{"data":{"GREETING":"bye"}}'
sleep 12
${latest}
sleep 90
${latest}
kubectl rollout restart deployment/web
kubectl rollout status deployment/web
sleep 12
${latest}
kubectl create namespace metallb-system
sleep 2
kubectl apply -f pool.yaml
kubectl apply -f controller.yaml
sleep 20
sed -i 's/11/21/;s/13/23/' pool.yaml
kubectl apply -f pool.yaml
`

describe('the four consumers of a ConfigMap', () => {
  it('show a change as the table says', async () => {
    const cluster = openCluster({ lab: 'book', profile: undefined, seed: 7 })
    const bytes = (text: string) => () => new TextEncoder().encode(text)
    const files = {
      '/lab/web.yaml': bytes(WEB),
      '/lab/pool.yaml': bytes(POOL),
      '/lab/controller.yaml': bytes(CONTROLLER),
    }
    const said: string[] = []
    for await (const { line, stdout, stderr, code } of runScript(cluster, {
      text: SCRIPT,
      files,
    })) {
      expect(`${line}: ${code} ${stderr}`).toBe(`${line}: 0 `)
      if (line.includes('kubectl logs')) said.push(stdout.trim())
    }
    const rounds = [0, 4, 8, 12].map((from) => said.slice(from, from + 4))
    expect(rounds).toEqual([
      ['hello', 'hello', 'hello', 'hello'],
      // At once only those know who ask the API themselves.
      ['hello', 'hello', 'hello', 'hello'],
      // The kubelet has looked at the pod: the volume is new, variables and the part of it are not.
      ['hello', 'hello', 'bye', 'hello'],
      // New containers.
      ['bye', 'bye', 'bye', 'bye'],
    ])
    const pool = cluster.get('ConfigMap', 'metallb-system', 'config')
    expect(pool.data?.config).toContain('192.168.1.21-192.168.1.23')
    expect(consumersOf(cluster, pool)).toMatchObject([
      { how: 'watch', pod: 'controller', stale: false, revision: pool.metadata.resourceVersion },
    ])
  })
})
