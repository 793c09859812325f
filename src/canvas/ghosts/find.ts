import type { Missing } from '../../store/relations/missing.ts'
import { missingNow, screenReader } from '../../store/relations/reader.ts'
import { peekCluster } from '../../store/sim.ts'
import { canBeGhost } from '../graph/ghosts.ts'

const OWNERS = 'metadata.ownerReferences'

/** A missing owner is worth a place only while nobody clears up after it: otherwise each deletion would show one for a moment. */
function stays({ referrers }: Missing, cleared: boolean): boolean {
  return !cleared || referrers.some(({ side }) => !side.field.startsWith(OWNERS))
}

/** Volumes made by hand need no class that exists: while one is free, a claim with such a class may be meant for it. */
function handMade(): boolean {
  for (const { spec } of screenReader.list('PersistentVolume')) if (!spec.claimRef) return true
  return false
}

let last: ReadonlySet<string> = new Set()

/** What is named, not there, and has a place on the stage: the same set while it is the same things. */
export function findGhosts(topology: number): ReadonlySet<string> {
  const cleared = peekCluster()?.stopped.has('garbage-collector') !== true
  const ids: string[] = []
  for (const missing of missingNow(topology).values())
    if (
      canBeGhost(missing.kind) &&
      stays(missing, cleared) &&
      !(missing.kind === 'StorageClass' && handMade())
    )
      ids.push(missing.id)
  if (ids.length !== last.size || ids.some((id) => !last.has(id))) last = new Set(ids)
  return last
}
