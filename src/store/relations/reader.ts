import { useMemo } from 'react'
import type { Kind } from '../../sim/index.ts'
import { peekKeys, peekObject, useTopology } from '../sim.ts'
import { type Edge, type Reader, refOf } from './edge.ts'
import { type Missing, missingIn } from './missing.ts'
import { edgesOf } from './relate.ts'

/** Reads the objects that the screen shows now. */
export const screenReader: Reader = {
  get: (kind, key) => peekObject(kind, key),
  *list(kind) {
    for (const key of peekKeys(kind)) {
      const object = peekObject(kind, key)
      if (object) yield object
    }
  },
}

export function existsNow(id: string): boolean {
  const { kind, key } = refOf(id)
  return kind === 'Scheduler' || peekObject(kind as Kind, key) !== undefined
}

/** The edges of one object, read again when the graph changes. */
export function useEdgesOf(id: string): readonly Edge[] {
  const topology = useTopology()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the objects behind the reader change when topology says so
  return useMemo(() => (id === '' ? [] : edgesOf(id, screenReader)), [id, topology])
}

let cached:
  | { readonly topology: number; readonly missing: ReadonlyMap<string, Missing> }
  | undefined

/** Of more pods than this only those are asked whom they name who made them: their templates say the same. */
const MANY_PODS = 2000
const CROWD: ReadonlySet<Kind> = new Set(['Pod', 'ReplicaSet', 'EndpointSlice'])

/** What is named and not there, worked out once per change of the graph for all who ask. */
export function missingNow(topology: number): ReadonlyMap<string, Missing> {
  if (cached?.topology !== topology) {
    const over = peekKeys('Pod').length > MANY_PODS ? CROWD : undefined
    cached = { topology, missing: missingIn(screenReader, over) }
  }
  return cached.missing
}

export function useMissing(): ReadonlyMap<string, Missing> {
  return missingNow(useTopology())
}
