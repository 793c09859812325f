import type { ApiObject, Entry } from '../../sim/index.ts'
import { peekCluster } from '../sim.ts'
import { refOf, type Side } from './edge.ts'

/** What stands at a path such as `spec.volumes[0].configMap.name` or `metadata.labels[app]`. */
export function fieldAt(object: ApiObject | undefined, field: string): unknown {
  const steps = field.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)
  let value: unknown = object
  for (const [, key, name] of steps) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key ?? name ?? '')
  }
  return value
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** The entry that wrote what stands in the field now; undefined when the journal no longer knows. */
export function writerOf(id: string, side: Side): Entry | undefined {
  const { kind, key } = refOf(id)
  const journal = peekCluster()?.journal
  if (!journal) return undefined
  const entries = journal.since(journal.compacted)
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]
    if (!entry?.after || entry.kind !== kind || entry.key !== key) continue
    if (!entry.before) return entry
    if (!same(fieldAt(entry.before, side.field), fieldAt(entry.after, side.field))) return entry
  }
  return undefined
}
