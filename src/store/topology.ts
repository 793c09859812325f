import type { ApiObject, Entry } from '../sim/index.ts'

/** Kinds that come and go all the time and are nobody's place on the stage. */
const QUIET: ReadonlySet<string> = new Set(['Event', 'Lease'])

/** Fields of spec that tie an object to others. */
const TIES = ['nodeName', 'selector', 'volumes', 'volumeName', 'claimRef', 'template'] as const

/** Whether a change adds, removes or reconnects something; a mere change of status never does. */
export function changesGraph(entry: Entry): boolean {
  if (QUIET.has(entry.kind) || entry.kind === 'Machine' || entry.kind === 'Component') return false
  const { before, after } = entry
  if (!before || !after) return before !== after
  return metaChanged(before, after) || tiesChanged(before, after)
}

function metaChanged(before: ApiObject, after: ApiObject): boolean {
  const old = before.metadata
  const now = after.metadata
  return differs(old.labels, now.labels) || differs(old.ownerReferences, now.ownerReferences)
}

function tiesChanged(before: ApiObject, after: ApiObject): boolean {
  const old = specOf(before)
  const now = specOf(after)
  if (old === now) return false
  return TIES.some((field) => differs(old?.[field], now?.[field]))
}

function specOf(object: ApiObject): Readonly<Record<string, unknown>> | undefined {
  return 'spec' in object ? (object.spec as Readonly<Record<string, unknown>>) : undefined
}

/** By identity first, which a structure-sharing store makes the usual answer. */
function differs(a: unknown, b: unknown): boolean {
  return a !== b && JSON.stringify(a) !== JSON.stringify(b)
}
