import { type PersistentVolume, type PersistentVolumeClaim, volumeRefusal } from '../sim/index.ts'

/** What would come of a drop, before it is done; `why` in the words of the API, or of the binder. */
export interface DropVerdict {
  readonly ok: boolean
  readonly why: string
}

export const FINE: DropVerdict = { ok: true, why: '' }
export const no = (why: string): DropVerdict => ({ ok: false, why })

/** Whether reserving a volume for a claim would bring the two together. */
export function reserveVerdict(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): DropVerdict {
  const { name, namespace = '', uid } = claim.metadata
  const ref = volume.spec.claimRef
  const others = ref?.name !== undefined && (ref.name !== name || ref.namespace !== namespace)
  if (others) return no('already bound to a different claim')
  const { volumeName } = claim.spec
  if (volumeName && volumeName !== volume.metadata.name) return no(`already bound to ${volumeName}`)
  const reserved = { ...volume, spec: { ...volume.spec, claimRef: { name, namespace, uid } } }
  const why = volumeRefusal(reserved, claim, false)
  return why === undefined ? FINE : no(why)
}
