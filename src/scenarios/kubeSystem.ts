import type { DaemonSet, Deployment, Draft, PodSpec, ServiceAccount } from '../sim/index.ts'

const NAMESPACE = 'kube-system'
const CRITICAL_ADDONS = { key: 'CriticalAddonsOnly', operator: 'Exists' }
const MASTER = { key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }

function account(name: string): Draft<ServiceAccount> {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } }
}

function addon(
  name: string,
  labels: Readonly<Record<string, string>>,
  replicas: number,
  strategy: Deployment['spec']['strategy'],
  spec: PodSpec,
): Draft<Deployment> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      replicas,
      ...(strategy ? { strategy } : {}),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec },
    },
  }
}

function daemon(
  name: string,
  labels: Readonly<Record<string, string>>,
  spec: PodSpec,
): Draft<DaemonSet> {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  }
}

const HOST_FILES = [
  { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
  { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
]
const MOUNTS = [
  { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
  { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
]

/** What runs on every machine before it is ready: the network of the pods, and the rules of the Services. */
export function nodeDaemons(): readonly Draft[] {
  return [
    account('calico-node'),
    account('kube-proxy'),
    daemon(
      'calico-node',
      { 'k8s-app': 'calico-node' },
      {
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'calico-node',
        hostNetwork: true,
        terminationGracePeriodSeconds: 0,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [
          { effect: 'NoSchedule', operator: 'Exists' },
          CRITICAL_ADDONS,
          { effect: 'NoExecute', operator: 'Exists' },
        ],
        initContainers: [{ name: 'install-cni', image: 'calico/cni:v3.9.4' }],
        containers: [
          {
            name: 'calico-node',
            image: 'calico/node:v3.9.4',
            resources: { requests: { cpu: '250m' } },
            volumeMounts: MOUNTS,
          },
        ],
        volumes: HOST_FILES,
      },
    ),
    daemon(
      'kube-proxy',
      { 'k8s-app': 'kube-proxy' },
      {
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'kube-proxy',
        hostNetwork: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [CRITICAL_ADDONS, { operator: 'Exists' }],
        containers: [
          { name: 'kube-proxy', image: 'k8s.gcr.io/kube-proxy:v1.18.4', volumeMounts: MOUNTS },
        ],
        volumes: HOST_FILES,
      },
    ),
  ]
}

/** What the textbook's cluster runs for itself beside them: name service and network policy controller. */
export function kubeSystem(): readonly Draft[] {
  return [
    account('coredns'),
    account('calico-kube-controllers'),
    addon(
      'coredns',
      { 'k8s-app': 'kube-dns' },
      2,
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [CRITICAL_ADDONS, MASTER],
        containers: [
          {
            name: 'coredns',
            image: 'k8s.gcr.io/coredns:1.6.7',
            resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
            ],
          },
        ],
      },
    ),
    addon(
      'calico-kube-controllers',
      { 'k8s-app': 'calico-kube-controllers' },
      1,
      { type: 'Recreate' },
      {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'calico-kube-controllers',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [CRITICAL_ADDONS, MASTER],
        containers: [{ name: 'calico-kube-controllers', image: 'calico/kube-controllers:v3.9.4' }],
      },
    ),
  ]
}
