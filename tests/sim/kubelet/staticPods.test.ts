import { expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import { runUntil } from '../../../src/sim/run.ts'

const PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']
const PODS = PARTS.map((part) => `${part}-m-k8s`)

test('a control plane of kubeadm is seen in four mirror pods', () => {
  const cluster = createLab('book')
  for (const name of PODS) {
    const pod = cluster.get('Pod', 'kube-system', name)
    expect(pod.status.phase).toBe('Running')
    expect(pod.metadata.ownerReferences).toEqual([
      expect.objectContaining({ kind: 'Node', name: 'm-k8s', controller: true }),
    ])
    expect(pod.metadata.annotations?.['kubernetes.io/config.mirror']).toMatch(/^[0-9a-f]{32}$/)
    expect(pod.spec).toMatchObject({ nodeName: 'm-k8s', hostNetwork: true })
    expect(pod.spec.priority).toBe(2_000_001_000)
    expect(pod.status.podIP).toBe('192.168.1.10')
  }
})

test.each([
  ['with grace', {}],
  ['by force', { gracePeriodSeconds: 0 }],
])('one that is deleted is back, and its container never stopped: %s', (_, options) => {
  const cluster = createLab('book')
  const before = cluster.get('Pod', 'kube-system', 'etcd-m-k8s')
  cluster.delete('Pod', 'kube-system', 'etcd-m-k8s', options)
  runUntil(cluster, { quiet: true, timeout: 60_000 })
  const after = cluster.get('Pod', 'kube-system', 'etcd-m-k8s')
  expect(after.metadata.uid).not.toBe(before.metadata.uid)
  expect(after.metadata.annotations?.['kubernetes.io/config.hash']).toBe(
    before.metadata.annotations?.['kubernetes.io/config.hash'],
  )
  const [was] = before.status.containerStatuses ?? []
  const [is] = after.status.containerStatuses ?? []
  expect(is).toMatchObject({ containerID: was?.containerID, restartCount: 0, ready: true })
  expect(after.status.phase).toBe('Running')
})

test('labs without kubeadm have none', () => {
  expect(createLab('recording').list('Pod', { namespace: 'kube-system' })).toEqual([])
})
