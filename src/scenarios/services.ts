import type { Draft } from '../sim/index.ts'

const API_PORT = 6443

/** Service, Endpoints and EndpointSlice through which pods reach the API server at that address. */
// k8s: pkg/controlplane/controller/kubernetesservice and pkg/controlplane/reconcilers (1.36)
export function apiService(ip: string): readonly Draft[] {
  const place = { name: 'kubernetes', namespace: 'default' }
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...place, labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: {
        clusterIP: '10.96.0.1',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: API_PORT }],
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { ...place, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [
        { addresses: [{ ip }], ports: [{ name: 'https', port: API_PORT, protocol: 'TCP' }] },
      ],
    },
    {
      addressType: 'IPv4',
      apiVersion: 'discovery.k8s.io/v1',
      endpoints: [{ addresses: [ip], conditions: { ready: true } }],
      kind: 'EndpointSlice',
      metadata: { ...place, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      ports: [{ name: 'https', port: API_PORT, protocol: 'TCP' }],
    },
  ]
}

/** The name service's fixed address. k8s: cmd/kubeadm/app/phases/addons/dns (1.36) */
export function dnsService(): Draft {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'KubeDNS',
      },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      clusterIP: '10.96.0.10',
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
      selector: { 'k8s-app': 'kube-dns' },
    },
  }
}
