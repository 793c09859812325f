import type { PersistentVolumeClaim, Pod } from '../../types/index.ts'

const NONE: readonly string[] = []

/** Names of the claims that a pod's volumes use, in order; generic ephemeral volumes have their own claim. */
export function claimNames(pod: Pod): readonly string[] {
  const { volumes } = pod.spec
  if (!volumes || volumes.length === 0) return NONE
  // Asked of every pod by several plugins; most pods have no claims.
  let names: string[] | undefined
  for (const volume of volumes) {
    const claim =
      volume.persistentVolumeClaim?.claimName ??
      (volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined)
    if (claim === undefined) continue
    names ??= []
    names.push(claim)
  }
  return names ?? NONE
}

/** Whether the binder has finished with the claim. */
// k8s: pkg/scheduler/framework/plugins/volumebinding isPVCFullyBound (1.36)
export function isBound(claim: PersistentVolumeClaim): boolean {
  if (!claim.spec.volumeName) return false
  return (
    claim.metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined ||
    claim.status?.phase === 'Bound'
  )
}
