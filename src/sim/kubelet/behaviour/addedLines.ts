import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'

/** What containers said beyond what their program always says, by the id of their life. */
const ADDED = 'container lines'
const MOST = 200

interface Added {
  readonly at: Millis
  readonly text: string
}

export function addLine(cluster: Cluster, life: string, text: string): void {
  const before = addedLines(cluster, life)
  cluster.remember(ADDED, life, [...before.slice(-MOST), { at: cluster.now, text }])
}

/** Oldest first, at their moments of the virtual clock. */
export function addedLines(cluster: Cluster, life: string): readonly Added[] {
  return cluster.recall<readonly Added[]>(ADDED, life) ?? []
}

export function dropLines(cluster: Cluster, life: string): void {
  if (cluster.memory.get(ADDED)?.size) cluster.forget(ADDED, life)
}
