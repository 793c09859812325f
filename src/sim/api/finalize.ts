import type { Cluster } from '../cluster.ts'
import type { Namespace } from '../types/index.ts'

/**
 * The namespaces/finalize subresource: what an ordinary update cannot do. A namespace that is being deleted and waits
 * for nothing else is gone with its last finalizer. k8s: pkg/registry/core/namespace/storage FinalizeREST (1.36)
 */
export function finalizeNamespace(
  cluster: Cluster,
  name: string,
  finalizers: readonly string[],
): void {
  const previous = cluster.get('Namespace', '', name)
  const { finalizers: _, ...spec } = previous.spec
  const next: Namespace = {
    ...previous,
    spec: { ...spec, ...(finalizers.length > 0 ? { finalizers } : {}) },
  }
  const waits = finalizers.length > 0 || (previous.metadata.finalizers?.length ?? 0) > 0
  if (previous.metadata.deletionTimestamp && !waits)
    cluster.commit('Namespace', 'delete', previous, undefined)
  else cluster.commit('Namespace', 'update', previous, next)
}
