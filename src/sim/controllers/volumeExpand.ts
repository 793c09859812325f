import { compareQuantity } from '../machinery/quantity.ts'
import { keyOf } from '../store.ts'
import type { Controller } from './controller.ts'

/**
 * Tells of claims that ask for more than they have: growing the volume is the work of its driver.
 * k8s: pkg/controller/volume/expand expandController (1.36); no driver here grows a volume.
 */
export const volumeExpand: Controller<'PersistentVolumeClaim'> = {
  name: 'volume-expand',
  source: 'volume_expand',
  kind: 'PersistentVolumeClaim',
  watches: {
    PersistentVolumeClaim: (claim, _, { before, after }) =>
      after && before && before.spec.resources !== after.spec.resources ? [keyOf(claim)] : [],
  },
  reconcile(cluster, key) {
    const claim = cluster.at('PersistentVolumeClaim', key)
    const wanted = claim?.spec.resources?.requests?.storage
    const present = claim?.status.capacity?.storage
    if (claim?.status.phase !== 'Bound' || !wanted || !present) return undefined
    if (compareQuantity(wanted, present) <= 0) return undefined
    cluster.event(
      claim,
      'Normal',
      'ExternalExpanding',
      'waiting for an external controller to expand this PVC',
    )
    return undefined
  },
}
