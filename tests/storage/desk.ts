import { expect } from 'vitest'
import type { Cluster } from '../../src/sim/index.ts'
import { Desk } from '../kubectl/desk.ts'
import { events, pass } from '../sim/controllers/lab.ts'

/** Applies a manifest that has to be accepted without a word. */
export function apply(desk: Desk, yaml: string): void {
  desk.files['x.yaml'] = yaml
  const { stderr, code } = desk.run('kubectl apply -f x.yaml')
  expect(stderr).toBe('')
  expect(code).toBe(0)
}

/** A lab with a storage driver; its workers are in zones a, b and c unless said otherwise. */
export function deskWith(manifest: string, zones: readonly string[] = ['a', 'b', 'c']): Desk {
  const desk = new Desk('plain')
  for (const [index, zone] of zones.entries())
    desk.run(`kubectl label node worker-${index + 1} topology.kubernetes.io/zone=${zone}`)
  desk.cluster.world({
    type: 'nfs',
    change: 'export',
    server: '192.168.1.10',
    path: '/nfs_shared',
  })
  apply(desk, manifest)
  desk.settle()
  return desk
}

export interface ClaimWish {
  readonly className?: string
  readonly mode?: string
  readonly size?: string
  readonly more?: string
}

export function claimYaml(name: string, wish: ClaimWish = {}): string {
  const { className, mode = 'ReadWriteOnce', size = '1Gi', more = '' } = wish
  return `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec:
  ${className === undefined ? '' : `storageClassName: "${className}"`}
  accessModes: [${mode}]
  resources: {requests: {storage: ${size}}}
${more}`
}

export function podYaml(name: string, claim: string, node?: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 1
  ${node ? `nodeSelector: {kubernetes.io/hostname: ${node}}` : ''}
  containers:
    - name: c
      image: nginx
      volumeMounts: [{name: v, mountPath: /data}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: ${claim}}}]
`
}

/** A pod that is put on its node by hand: no scheduler looks at its volumes. */
export function pinnedPod(name: string, claim: string, node: string): string {
  return podYaml(name, claim).replace('spec:\n', `spec:\n  nodeName: ${node}\n`)
}

export function told(cluster: Cluster, kind: string, name: string): readonly string[] {
  return events(cluster, kind, name)
}

/** The volume of the claim. */
export function volumeOf(desk: Desk, claim: string) {
  const { spec } = desk.cluster.get('PersistentVolumeClaim', 'default', claim)
  return desk.cluster.get('PersistentVolume', '', spec.volumeName ?? '')
}

export function wait(desk: Desk, seconds: number): void {
  pass(desk.cluster, seconds * 1000)
}

export function phaseOf(desk: Desk, pod: string): string | undefined {
  return desk.cluster.find('Pod', 'default', pod)?.status.phase
}
