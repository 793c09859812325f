import { expect, it } from 'vitest'
import { openCluster, runScript } from '../../src/headless/run.ts'

const LIMITS = `apiVersion: v1
kind: LimitRange
metadata: {name: storagelimits}
spec: {limits: [{type: PersistentVolumeClaim, max: {storage: 5Mi}, min: {storage: 1Mi}}]}
`
const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: {name: storagequota}
spec: {hard: {persistentvolumeclaims: "5", requests.storage: 25Mi}}
`
const CLAIM = (name: string): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {accessModes: [ReadWriteMany], storageClassName: "", resources: {requests: {storage: 10Mi}}}
`
const VOLUME = `apiVersion: v1
kind: PersistentVolume
metadata: {name: nfs-pv}
spec:
  capacity: {storage: 100Mi}
  accessModes: [ReadWriteMany]
  persistentVolumeReclaimPolicy: Retain
  nfs: {server: 192.168.1.10, path: /nfs_shared}
`

const SCRIPT = `kubectl apply -f nfs-pv.yaml
kubectl apply -f nfs-pvc.yaml
sleep 15
kubectl apply -f limits-pvc.yaml
kubectl get pvc nfs-pvc
kubectl apply -f second.yaml
kubectl get pvc second
kubectl delete pvc nfs-pvc
kubectl apply -f nfs-pvc.yaml
kubectl delete limitrange storagelimits
kubectl apply -f quota-pvc.yaml
sleep 2
kubectl apply -f nfs-pvc.yaml
sleep 2
kubectl apply -f second.yaml
sleep 2
kubectl apply -f third.yaml
kubectl describe resourcequota storagequota
kubectl delete resourcequota storagequota
sleep 20
kubectl get pv nfs-pv
kubectl get pvc nfs-pvc
`

/** Limits of storage: what is asked for after they are there is refused; what was there before stays. */
it('E14: a LimitRange and a ResourceQuota limit claims in the words of the lab', async () => {
  const cluster = openCluster({ lab: 'book', profile: undefined, seed: 7 })
  const texts = {
    'nfs-pv.yaml': VOLUME,
    'nfs-pvc.yaml': CLAIM('nfs-pvc'),
    'second.yaml': CLAIM('second'),
    'third.yaml': CLAIM('third'),
    'limits-pvc.yaml': LIMITS,
    'quota-pvc.yaml': QUOTA,
  }
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      `/lab/${name}`,
      () => new TextEncoder().encode(text),
    ]),
  )
  const said: string[] = []
  for await (const { line, stdout, stderr } of runScript(cluster, { text: SCRIPT, files }))
    if (!line.startsWith('sleep')) said.push(`${stdout}${stderr}`)
  const tooMuch = (name: string, file: string): string =>
    `Error from server (Forbidden): error when creating "${file}": persistentvolumeclaims "${name}" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Mi, but request is 10Mi\n`
  const [, , , claim, second, lost, , again, , , , , third, quota, , volume, waiting] = said
  expect(claim).toMatch(/^nfs-pvc +Bound +nfs-pv +100Mi +RWX /m)
  expect(second).toBe(tooMuch('second', 'second.yaml'))
  expect(lost).toBe('Error from server (NotFound): persistentvolumeclaims "second" not found\n')
  expect(again).toBe(tooMuch('nfs-pvc', 'nfs-pvc.yaml'))
  expect(third).toBe(
    'Error from server (Forbidden): error when creating "third.yaml": persistentvolumeclaims "third" is forbidden: exceeded quota: storagequota, requested: requests.storage=10Mi, used: requests.storage=20Mi, limited: requests.storage=25Mi\n',
  )
  expect(quota).toMatch(/persistentvolumeclaims +2 +5\nrequests\.storage +20Mi +25Mi\n/)
  // The trap: the volume keeps the name of the claim that is gone, and nobody else gets it.
  expect(volume).toMatch(/^nfs-pv .* Released +default\/nfs-pvc /m)
  expect(waiting).toMatch(/^nfs-pvc +Pending /m)
})
