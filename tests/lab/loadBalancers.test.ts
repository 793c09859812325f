import { expect, it } from 'vitest'
import { openCluster, runScript } from '../../src/headless/run.ts'
import { BOOK_POOL } from '../../src/scenarios/metallb.ts'

const STATEFUL = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: nfs-pvc-sts}
spec:
  replicas: 4
  serviceName: sts-svc-domain
  selector: {matchLabels: {app: nfs-pvc-sts}}
  template:
    metadata: {labels: {app: nfs-pvc-sts}}
    spec: {containers: [{name: audit-trail, image: sysnet4admin/audit-trail}]}
`
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: nfs-pvc-sts-svc}
spec: {type: LoadBalancer, selector: {app: nfs-pvc-sts}, ports: [{port: 80}]}
`

async function replay(text: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const cluster = openCluster({ lab: 'book-metallb', profile: undefined, seed: 7 })
  const given = Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `/lab/${name}`,
      () => new TextEncoder().encode(content),
    ]),
  )
  const said: string[] = []
  for await (const { line, stdout, stderr } of runScript(cluster, { text, files: given }))
    if (!/^(sleep|lab)/.test(line)) said.push(`${stdout}${stderr}`)
  return said
}

it('E12: the pool is changed under a Service; only new pods of MetalLB take it over', async () => {
  const [, , before, grep, , again, applied, stale, , pods, after] = await replay(
    `lab node add w4-k8s
sleep 60
kubectl create deployment cfgmap --image=sysnet4admin/echo-hname
kubectl expose deployment cfgmap --type=LoadBalancer --name=cfgmap-svc --port=80
sleep 20
kubectl get services cfgmap-svc
cat metallb-l2config.yaml | grep 192.
sed -i 's/11/21/;s/13/23/' metallb-l2config.yaml
cat metallb-l2config.yaml | grep 192.
kubectl apply -f metallb-l2config.yaml
sleep 5
kubectl get services cfgmap-svc
kubectl delete pods --all -n metallb-system
sleep 20
kubectl get pods -n metallb-system
kubectl get services cfgmap-svc
`,
    { 'metallb-l2config.yaml': BOOK_POOL },
  )
  expect(before).toMatch(/^cfgmap-svc +LoadBalancer +10\.\S+ +192\.168\.1\.11 +80:3\d{4}\/TCP /m)
  expect(grep).toBe('      - 192.168.1.11-192.168.1.13\n')
  expect(again).toBe('      - 192.168.1.21-192.168.1.23\n')
  expect(applied).toBe('configmap/config configured\n')
  expect(stale).toContain(' 192.168.1.11 ')
  expect(pods?.match(/^(controller|speaker)-\S+ +1\/1 +Running +0 /gm)).toHaveLength(6)
  expect(after).toContain(' 192.168.1.21 ')
})

it('E16: a StatefulSet cannot be exposed; a Service written by hand gets the address', async () => {
  const [, refused, , services] = await replay(
    `kubectl apply -f nfs-pvc-sts.yaml
sleep 60
kubectl expose statefulset nfs-pvc-sts --type=LoadBalancer --name=nfs-pvc-sts-svc --port=80
kubectl apply -f nfs-pvc-sts-svc.yaml
sleep 5
kubectl get services
`,
    { 'nfs-pvc-sts.yaml': STATEFUL, 'nfs-pvc-sts-svc.yaml': SERVICE },
  )
  expect(refused).toBe('error: cannot expose a StatefulSet.apps\n')
  expect(services).toMatch(
    /^nfs-pvc-sts-svc +LoadBalancer +10\.\S+ +192\.168\.1\.11 +80:3\d{4}\/TCP /m,
  )
})
