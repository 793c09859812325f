import type { ClusterView } from './recording.ts'
import type { Millis } from './time.ts'

/** Slot of the memory in which the run loop counts failures, by actor and key. */
export const RETRIES = 'retries'

/** Keys of one actor that failed and wait for another try. */
export interface Retrying {
  readonly keys: number
  /** The earliest next try, and the key it is for. */
  readonly at: Millis
  readonly key: string
  readonly failures: number
}

/** What an actor has to try again; undefined when nothing failed. */
export function retrying(cluster: ClusterView, actor: string): Retrying | undefined {
  let found: Retrying | undefined
  let keys = 0
  for (const [slot, failures] of cluster.memory.get(RETRIES) ?? []) {
    if (!slot.startsWith(`${actor} `)) continue
    const key = slot.slice(actor.length + 1)
    const at = cluster.work.dueAt(actor, key)
    if (at === undefined) continue
    keys++
    if (!found || at < found.at) found = { keys, at, key, failures: failures as number }
  }
  return found && { ...found, keys }
}
