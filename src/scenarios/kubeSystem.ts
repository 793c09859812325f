import type { Deployment, Draft, PodSpec, ServiceAccount } from '../sim/index.ts'

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

/** What the textbook's cluster runs for itself and this engine can run: name service and network policy controller. */
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
