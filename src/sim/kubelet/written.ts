import type { Cluster } from '../cluster.ts'
import type { Pod } from '../types/index.ts'
import { putLeaf } from '../volumes/tree.ts'
import type { Effect } from './exec/inside.ts'
import { KUBELET } from './runtime.ts'

/** Work key: what a pod has written on its machine's disk is compared with its limits. */
export const LOCAL_STORAGE = 'local-storage/'
/** How often kubelets look at that. */
// k8s: pkg/kubelet/eviction monitoringInterval (1.36)
const EVERY = 10_000

/** Whether anything limits what the pod may write. */
function isLimited({ spec }: Pod): boolean {
  return (
    spec.volumes?.some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) === true ||
    spec.containers.some(({ resources }) => resources?.limits?.['ephemeral-storage'] !== undefined)
  )
}

/** Keeps what a program wrote, and lets the kubelet compare it with the pod's limits when it looks next. */
export function keepWritten(
  cluster: Cluster,
  pod: Pod | undefined,
  { store, path, leaf }: Extract<Effect, { type: 'write' }>,
): void {
  putLeaf(cluster, store, path, leaf)
  if (!pod || leaf === null || !isLimited(pod)) return
  const { uid, namespace, name } = pod.metadata
  const wait = EVERY - (cluster.now % EVERY)
  cluster.enqueue(KUBELET, `${LOCAL_STORAGE}${uid}/${namespace}/${name}`, wait)
}
