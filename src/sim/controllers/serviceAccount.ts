import type { Cluster } from '../cluster.ts'
import { type Key, keyOf } from '../store.ts'
import type { ApiObject, ConfigMap, Draft, Namespace, ServiceAccount } from '../types/index.ts'
import type { Controller } from './controller.ts'

/** The cluster's own certificate, as every namespace gets it: a stand-in text, since nothing here is encrypted. */
const ROOT_CA =
  '-----BEGIN CERTIFICATE-----\n(orrery: no real certificate)\n-----END CERTIFICATE-----\n'
const CA_NAME = 'kube-root-ca.crt'

function namespaceKey(object: ApiObject): readonly Key[] {
  return [`/${object.metadata.namespace ?? ''}`]
}

function isActive(namespace: Namespace | undefined): namespace is Namespace {
  return namespace !== undefined && !namespace.metadata.deletionTimestamp
}

/** k8s: pkg/controller/serviceaccount serviceaccounts_controller.go (1.36): `default` in every namespace. */
export const serviceAccount: Controller<'Namespace'> = {
  name: 'serviceaccount',
  source: 'serviceaccount-controller',
  kind: 'Namespace',
  watches: {
    Namespace: (namespace) => [keyOf(namespace)],
    ServiceAccount: (account, _, { after }) => (after ? [] : namespaceKey(account)),
  },
  reconcile(cluster, key) {
    const namespace = cluster.at('Namespace', key)
    if (!isActive(namespace) || cluster.find('ServiceAccount', namespace.metadata.name, 'default'))
      return undefined
    cluster.why('every namespace has an account named default')
    const draft: Draft<ServiceAccount> = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: namespace.metadata.name },
    }
    cluster.create<'ServiceAccount'>(draft)
    return undefined
  },
}

/** k8s: pkg/controller/certificates/rootcacertpublisher (1.36): `kube-root-ca.crt` in every namespace. */
export const rootCaPublisher: Controller<'Namespace'> = {
  name: 'root-ca-cert-publisher',
  source: 'root-ca-cert-publisher',
  kind: 'Namespace',
  watches: {
    Namespace: (namespace) => [keyOf(namespace)],
    ConfigMap: (map, _, { before }) =>
      map.metadata.name === CA_NAME && before ? namespaceKey(map) : [],
  },
  reconcile(cluster, key) {
    const namespace = cluster.at('Namespace', key)
    if (!isActive(namespace)) return undefined
    publish(cluster, namespace.metadata.name)
    return undefined
  },
}

function publish(cluster: Cluster, namespace: string): void {
  const present = cluster.find('ConfigMap', namespace, CA_NAME)
  const data = { 'ca.crt': ROOT_CA }
  if (present?.data?.['ca.crt'] === ROOT_CA) return
  cluster.why('pods trust the API server by this certificate')
  if (present) {
    cluster.update({ ...present, data })
    return
  }
  const draft: Draft<ConfigMap> = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: CA_NAME,
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data,
  }
  cluster.create<'ConfigMap'>(draft)
}
