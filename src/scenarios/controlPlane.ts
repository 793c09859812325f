import type { Draft, Pod, PodSpec, Profile } from '../sim/index.ts'

type Container = PodSpec['containers'][number]
type Probe = NonNullable<Container['livenessProbe']>

const NAMESPACE = 'kube-system'
const CERTIFICATES = '/etc/kubernetes/pki'

interface Part {
  readonly name: string
  readonly image: string
  readonly cpu: string
  readonly memory?: string
  readonly port: number
  readonly host: string
  readonly path: string
  readonly scheme: 'HTTP' | 'HTTPS'
  readonly flags: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

function probe(part: Part, more: Partial<Probe>): Probe {
  const { host, path, port, scheme } = part
  return { httpGet: { host, path, port, scheme }, timeoutSeconds: 15, periodSeconds: 10, ...more }
}

function container(part: Part): Container {
  const { name, image, cpu, memory, flags, files } = part
  return {
    name,
    image,
    command: [name, ...flags],
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: probe(part, { initialDelaySeconds: 10, failureThreshold: 8 }),
    startupProbe: probe(part, { initialDelaySeconds: 10, failureThreshold: 24 }),
    resources: { requests: { cpu, ...(memory === undefined ? {} : { memory }) } },
    volumeMounts: Object.entries(files).map(([volume, mountPath]) => ({
      name: volume,
      mountPath,
      ...(volume === 'etcd-data' ? {} : { readOnly: true }),
    })),
  }
}

/** The manifest of one part, as kubeadm writes it. */
// k8s: cmd/kubeadm/app/phases/controlplane GetStaticPodSpecs (1.36)
function manifest(part: Part): Draft<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: part.name,
      namespace: NAMESPACE,
      labels: { component: part.name, tier: 'control-plane' },
    },
    spec: {
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container(part)],
      volumes: Object.entries(part.files).map(([name, path]) => ({
        name,
        hostPath: { path, type: path.endsWith('.conf') ? 'FileOrCreate' : 'DirectoryOrCreate' },
      })),
    },
  }
}

function controller(name: string, image: string, cpu: string, port: number): Part {
  const config = `/etc/kubernetes/${name === 'kube-scheduler' ? 'scheduler' : 'controller-manager'}.conf`
  return {
    name,
    image,
    cpu,
    port,
    host: '127.0.0.1',
    path: '/healthz',
    scheme: 'HTTPS',
    flags: ['--bind-address=127.0.0.1', `--kubeconfig=${config}`, '--leader-elect=true'],
    files:
      name === 'kube-scheduler'
        ? { kubeconfig: config }
        : { 'k8s-certs': CERTIFICATES, kubeconfig: config },
  }
}

/** The four pods of a control plane that kubeadm made, with the address of its machine. */
export function controlPlanePods(profile: Profile, ip: string): readonly Draft<Pod>[] {
  const old = profile.name === 'book-2021'
  const registry = old ? 'k8s.gcr.io' : 'registry.k8s.io'
  const image = (name: string): string => `${registry}/${name}:${profile.kubernetesVersion}`
  const etcd: Part = {
    name: 'etcd',
    image: `${registry}/etcd:${old ? '3.4.3-0' : '3.6.6-0'}`,
    cpu: '100m',
    memory: '100Mi',
    port: 2381,
    host: '127.0.0.1',
    path: old ? '/health' : '/readyz',
    scheme: 'HTTP',
    flags: [
      `--advertise-client-urls=https://${ip}:2379`,
      '--data-dir=/var/lib/etcd',
      `--listen-client-urls=https://127.0.0.1:2379,https://${ip}:2379`,
      '--listen-metrics-urls=http://127.0.0.1:2381',
    ],
    files: { 'etcd-data': '/var/lib/etcd', 'etcd-certs': `${CERTIFICATES}/etcd` },
  }
  const server: Part = {
    name: 'kube-apiserver',
    image: image('kube-apiserver'),
    cpu: '250m',
    port: 6443,
    host: ip,
    path: '/livez',
    scheme: 'HTTPS',
    flags: [
      `--advertise-address=${ip}`,
      '--allow-privileged=true',
      '--authorization-mode=Node,RBAC',
      '--etcd-servers=https://127.0.0.1:2379',
      '--secure-port=6443',
      '--service-cluster-ip-range=10.96.0.0/12',
    ],
    files: { 'k8s-certs': CERTIFICATES },
  }
  return [
    etcd,
    server,
    controller('kube-controller-manager', image('kube-controller-manager'), '200m', 10257),
    controller('kube-scheduler', image('kube-scheduler'), '100m', 10259),
  ].map(manifest)
}
