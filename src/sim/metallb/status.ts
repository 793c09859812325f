import type { Cluster } from '../cluster.ts'
import { type Key, splitKey } from '../store.ts'
import type { Draft, ServiceL2Status } from '../types/index.ts'
import type { Process } from './processes.ts'
import { rulesOf } from './versions.ts'

const NODE = 'metallb.io/node'
const NAME = 'metallb.io/service-name'
const NAMESPACE = 'metallb.io/service-namespace'

/** The object that says which node answers for the Service: there is one as long as the speaker does. */
// k8s: metallb internal/k8s/controllers layer2_status_controller.go (0.15)
export function tendStatus(cluster: Cluster, process: Process, key: Key, wanted: boolean): void {
  if (!rulesOf(process.tag).statusObjects) return
  const { namespace, node } = process
  const [serviceNamespace, serviceName] = splitKey(key)
  const labels = { [NODE]: node, [NAME]: serviceName, [NAMESPACE]: serviceNamespace }
  const own = cluster.list('ServiceL2Status', {
    namespace,
    where: ({ metadata }) =>
      Object.entries(labels).every(([label, value]) => metadata.labels?.[label] === value),
  })
  if (wanted && own.length > 0) return
  cluster.why(wanted ? `${node} announces the Service` : `${node} does not announce the Service`)
  for (const { metadata } of own) cluster.delete('ServiceL2Status', namespace, metadata.name)
  if (!wanted) return
  const { uid, pod } = process
  const created = cluster.create<'ServiceL2Status'>({
    apiVersion: 'metallb.io/v1beta1',
    kind: 'ServiceL2Status',
    metadata: {
      generateName: 'l2-',
      namespace,
      labels,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: splitKey(pod)[1], uid }],
    },
    spec: {},
  } as Draft<ServiceL2Status>)
  cluster.updateStatus<ServiceL2Status>({
    ...created,
    status: { node, serviceName, serviceNamespace },
  })
}
