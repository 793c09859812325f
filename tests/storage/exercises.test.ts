import { describe, expect, test } from 'vitest'
import { AMAZON_DISK } from '../../src/scenarios/storageDrivers.ts'
import { Desk } from '../kubectl/desk.ts'
import { apply, deskWith, told, wait } from './desk.ts'

const PV = `apiVersion: v1
kind: PersistentVolume
metadata: {name: nfs-pv}
spec:
  capacity: {storage: 100Mi}
  accessModes: [ReadWriteMany]
  persistentVolumeReclaimPolicy: Retain
  nfs: {server: 192.168.1.10, path: /nfs_shared}
`

function claim(name: string, size = '10Mi'): string {
  return `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: ${size}}}
`
}

function deployment(name: string, volume: string, replicas = 4): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: audit-trail
          image: sysnet4admin/audit-trail
          volumeMounts: [{name: nfs-vol, mountPath: /audit}]
      volumes: [{name: nfs-vol, ${volume}}]
`
}

const BY_CLAIM = 'persistentVolumeClaim: {claimName: nfs-pvc}'
const DIRECT = 'nfs: {server: 192.168.1.10, path: /nfs_shared}'
const LIMIT = `apiVersion: v1
kind: LimitRange
metadata: {name: storagelimits}
spec:
  limits: [{type: PersistentVolumeClaim, max: {storage: 5Mi}, min: {storage: 1Mi}}]
`
const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: {name: storagequota}
spec:
  hard: {persistentvolumeclaims: "5", requests.storage: 25Mi}
`

function book(): Desk {
  const desk = new Desk('book')
  desk.cluster.world({
    type: 'nfs',
    change: 'export',
    server: '192.168.1.10',
    path: '/nfs_shared',
    clients: '192.168.1.0/24',
  })
  return desk
}

function run(desk: Desk, line: string, yaml?: string): string {
  if (yaml !== undefined) desk.files['f.yaml'] = yaml
  const { stdout, stderr } = desk.run(line)
  desk.settle()
  return stdout + stderr
}

function row(desk: Desk, line: string): readonly string[] {
  return run(desk, `${line} --no-headers`).trim().split(/ {2,}/)
}

function podNames(desk: Desk): readonly string[] {
  return desk.cluster.list('Pod', { namespace: 'default' }).map(({ metadata }) => metadata.name)
}

function withVolume(): Desk {
  const desk = book()
  run(desk, 'kubectl apply -f f.yaml', PV)
  run(desk, 'kubectl apply -f f.yaml', claim('nfs-pvc'))
  return desk
}

describe('E13: an NFS export as a volume', () => {
  test('the claim of 10Mi owns the volume of 100Mi', () => {
    const desk = book()
    run(desk, 'kubectl apply -f f.yaml', PV)
    expect(row(desk, 'kubectl get pv').slice(0, 5)).toEqual([
      'nfs-pv',
      '100Mi',
      'RWX',
      'Retain',
      'Available',
    ])
    run(desk, 'kubectl apply -f f.yaml', claim('nfs-pvc'))
    expect(row(desk, 'kubectl get pvc').slice(0, 5)).toEqual([
      'nfs-pvc',
      'Bound',
      'nfs-pv',
      '100Mi',
      'RWX',
    ])
    expect(row(desk, 'kubectl get pv').slice(4, 6)).toEqual(['Bound', 'default/nfs-pvc'])
  })

  test('four pods on several machines share it, and see the whole export', () => {
    const desk = withVolume()
    run(desk, 'kubectl apply -f f.yaml', deployment('nfs-pvc-deploy', BY_CLAIM))
    const pods = desk.cluster.list('Pod', { namespace: 'default' })
    expect(pods.map(({ status }) => status.phase)).toEqual(Array(4).fill('Running'))
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBeGreaterThan(1)
    const [first = '', second = ''] = podNames(desk)
    expect(run(desk, `kubectl exec ${first} -- df -h`)).toMatch(
      /^192\.168\.1\.10:\/nfs_shared\s+37\.0G .* \/audit$/m,
    )
    run(desk, `kubectl exec ${first} -- sh -c 'echo seen > /audit/mark'`)
    expect(run(desk, `kubectl exec ${second} -- cat /audit/mark`)).toBe('seen\n')
    run(desk, 'kubectl scale deployment nfs-pvc-deploy --replicas=8')
    const young = podNames(desk).find((name) => ![...pods].some((p) => p.metadata.name === name))
    expect(run(desk, `kubectl exec ${young} -- ls /audit`)).toContain('mark')
  })
})

describe('E14: how much storage may be asked for', () => {
  test('a LimitRange refuses new claims, and leaves the old one alone', () => {
    const desk = withVolume()
    run(desk, 'kubectl apply -f f.yaml', LIMIT)
    expect(row(desk, 'kubectl get pvc')[1]).toBe('Bound')
    run(desk, 'kubectl delete pvc nfs-pvc')
    expect(run(desk, 'kubectl apply -f f.yaml', claim('nfs-pvc'))).toBe(
      'Error from server (Forbidden): error when creating "f.yaml": persistentvolumeclaims "nfs-pvc" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Mi, but request is 10Mi\n',
    )
    expect(run(desk, 'kubectl get pvc')).toBe('No resources found in default namespace.\n')
    expect(run(desk, 'kubectl apply -f f.yaml', claim('small', '512Ki'))).toContain(
      'persistentvolumeclaims "small" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Mi, but request is 512Ki',
    )
  })

  test('a ResourceQuota counts what all claims ask for', () => {
    const desk = book()
    run(desk, 'kubectl apply -f f.yaml', QUOTA)
    for (const name of ['a', 'b']) run(desk, 'kubectl apply -f f.yaml', claim(name))
    expect(run(desk, 'kubectl apply -f f.yaml', claim('c'))).toBe(
      'Error from server (Forbidden): error when creating "f.yaml": persistentvolumeclaims "c" is forbidden: exceeded quota: storagequota, requested: requests.storage=10Mi, used: requests.storage=20Mi, limited: requests.storage=25Mi\n',
    )
    expect(run(desk, 'kubectl describe resourcequota storagequota')).toMatch(
      /persistentvolumeclaims +2 +5\nrequests\.storage +20Mi +25Mi/,
    )
  })

  test('a quota of one class leaves the others alone', () => {
    const desk = book()
    const hard =
      'gold.storageclass.storage.k8s.io/requests.storage: 5Mi, gold.storageclass.storage.k8s.io/persistentvolumeclaims: "2"'
    run(desk, 'kubectl apply -f f.yaml', QUOTA.replace(/hard: .*/, `hard: {${hard}}`))
    const gold = (name: string, size: string) => `${claim(name, size)}  storageClassName: gold\n`
    expect(run(desk, 'kubectl apply -f f.yaml', claim('other'))).toContain('created')
    expect(run(desk, 'kubectl apply -f f.yaml', gold('big', '6Mi'))).toContain(
      'exceeded quota: storagequota, requested: gold.storageclass.storage.k8s.io/requests.storage=6Mi, used: gold.storageclass.storage.k8s.io/requests.storage=0, limited: gold.storageclass.storage.k8s.io/requests.storage=5Mi',
    )
    for (const name of ['g1', 'g2']) run(desk, 'kubectl apply -f f.yaml', gold(name, '1Mi'))
    expect(run(desk, 'kubectl apply -f f.yaml', gold('g3', '1Mi'))).toContain(
      'requested: gold.storageclass.storage.k8s.io/persistentvolumeclaims=1, used: gold.storageclass.storage.k8s.io/persistentvolumeclaims=2, limited: gold.storageclass.storage.k8s.io/persistentvolumeclaims=2',
    )
  })

  test('the trap: Retain keeps the volume for nobody until its claimRef is cleared', () => {
    const desk = withVolume()
    run(desk, 'kubectl delete pvc nfs-pvc')
    expect(row(desk, 'kubectl get pv').slice(4, 6)).toEqual(['Released', 'default/nfs-pvc'])
    run(desk, 'kubectl apply -f f.yaml', claim('nfs-pvc'))
    wait(desk, 120)
    expect(row(desk, 'kubectl get pvc').slice(0, 2)).toEqual(['nfs-pvc', 'Pending'])
    expect(told(desk.cluster, 'PersistentVolumeClaim', 'nfs-pvc').at(-1)).toBe(
      'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    )
    run(desk, `kubectl patch pv nfs-pv -p '{"spec":{"claimRef":null}}'`)
    expect(row(desk, 'kubectl get pvc').slice(0, 3)).toEqual(['nfs-pvc', 'Bound', 'nfs-pv'])
  })
})

describe('E15: the export without volume and claim', () => {
  test('no object is involved, and the data is the same', () => {
    const desk = withVolume()
    run(desk, 'kubectl apply -f f.yaml', deployment('nfs-pvc-deploy', BY_CLAIM, 1))
    run(desk, `kubectl exec ${podNames(desk)[0]} -- sh -c 'echo seen > /audit/mark'`)
    run(desk, 'kubectl delete deployment nfs-pvc-deploy')
    const before = [run(desk, 'kubectl get pv'), run(desk, 'kubectl get pvc')].map((text) =>
      text.replace(/\S+ *$/gm, ''),
    )
    run(desk, 'kubectl apply -f f.yaml', deployment('nfs-ip', DIRECT))
    expect(run(desk, `kubectl exec ${podNames(desk)[0]} -- cat /audit/mark`)).toBe('seen\n')
    const now = [run(desk, 'kubectl get pv'), run(desk, 'kubectl get pvc')].map((text) =>
      text.replace(/\S+ *$/gm, ''),
    )
    expect(now).toEqual(before)
  })
})

describe('E16: a StatefulSet', () => {
  test('whose pods share one claim keeps their names, and the claim', () => {
    const desk = withVolume()
    const set = deployment('nfs-pvc-sts', BY_CLAIM)
      .replace('kind: Deployment', 'kind: StatefulSet')
      .replace('  replicas: 4', '  serviceName: sts-svc-domain\n  replicas: 4')
    run(desk, 'kubectl apply -f f.yaml', set)
    expect(podNames(desk)).toEqual([0, 1, 2, 3].map((ordinal) => `nfs-pvc-sts-${ordinal}`))
    run(desk, `kubectl exec nfs-pvc-sts-0 -- sh -c 'echo seen > /audit/mark'`)
    run(desk, 'kubectl delete pod nfs-pvc-sts-1')
    expect(run(desk, 'kubectl exec nfs-pvc-sts-1 -- cat /audit/mark')).toBe('seen\n')
    expect(run(desk, 'kubectl expose statefulset nfs-pvc-sts --port=80')).toContain(
      'error: cannot expose a StatefulSet.apps',
    )
    run(desk, 'kubectl delete statefulset nfs-pvc-sts')
    expect(row(desk, 'kubectl get pvc').slice(0, 3)).toEqual(['nfs-pvc', 'Bound', 'nfs-pv'])
  })
})

describe('E17: a class whose provisioner is elsewhere, or here', () => {
  const CLAIM = (name: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 100Gi}}
`
  const STANDARD = `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: standard
  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
provisioner: kubernetes.io/gce-pd
parameters: {type: pd-standard, replication-type: none}
`

  test('at home the claim waits, and so do its pods', () => {
    const desk = new Desk('plain')
    apply(desk, STANDARD)
    apply(desk, CLAIM('dynamic-pvc'))
    desk.settle()
    expect(row(desk, 'kubectl get pvc').slice(0, 2)).toEqual(['dynamic-pvc', 'Pending'])
    apply(
      desk,
      deployment('dynamic-pvc-deploy', 'persistentVolumeClaim: {claimName: dynamic-pvc}', 3),
    )
    desk.settle()
    expect(told(desk.cluster, 'Pod', podNames(desk)[0] ?? '').at(-1)).toContain(
      'pod has unbound immediate PersistentVolumeClaims',
    )
  })

  test('the misspelt claim of the first edition', () => {
    const desk = new Desk('plain')
    apply(desk, CLAIM('dynamice-pvc'))
    apply(
      desk,
      deployment('dynamic-pvc-deploy', 'persistentVolumeClaim: {claimName: dynamic-pvc}', 3),
    )
    desk.settle()
    expect(told(desk.cluster, 'Pod', podNames(desk)[0] ?? '').at(-1)).toContain(
      'persistentvolumeclaim "dynamic-pvc" not found',
    )
  })

  test('on a cloud the volume appears by itself, and stays with one machine', () => {
    const desk = deskWith(
      AMAZON_DISK.replace(
        'name: gp3\n',
        'name: gp3\n  annotations: {storageclass.kubernetes.io/is-default-class: "true"}\n',
      ).replace('WaitForFirstConsumer', 'Immediate'),
      ['a', 'a', 'a'],
    )
    apply(desk, CLAIM('dynamic-pvc'))
    desk.settle()
    const [name = '', size, mode, policy, phase] = row(desk, 'kubectl get pv')
    expect(name).toMatch(/^pvc-[0-9a-f-]{36}$/)
    expect([size, mode, policy, phase]).toEqual(['100Gi', 'RWO', 'Delete', 'Bound'])
    apply(
      desk,
      deployment('dynamic-pvc-deploy', 'persistentVolumeClaim: {claimName: dynamic-pvc}', 3),
    )
    desk.settle()
    const pods = desk.cluster.list('Pod', { namespace: 'default' })
    const running = pods.filter(({ status }) => status.phase === 'Running')
    expect(new Set(running.map(({ spec }) => spec.nodeName)).size).toBe(1)
    expect(running.length).toBeLessThan(3)
    const waiting = pods.find(({ status }) => status.phase !== 'Running')
    expect(run(desk, 'kubectl get pods')).toContain('ContainerCreating')
    expect(told(desk.cluster, 'Pod', waiting?.metadata.name ?? '').at(-1)).toMatch(
      new RegExp(
        `^Warning FailedAttachVolume Multi-Attach error for volume "${name}" Volume is already (used by pod\\(s\\) dynamic-pvc-deploy-|exclusively attached)`,
      ),
    )
  })
})
