import { matches, parseSelector } from '../../sim/machinery/selector.ts'
import { idOf, type World } from '../graph/world.ts'

type Labels = Readonly<Record<string, string>> | undefined

export interface Filtered {
  readonly metadata: {
    readonly namespace?: string
    readonly name: string
    readonly labels?: Labels
  }
}

/** Which objects the viewer wants to see. */
export interface Filter {
  /** Tells filters apart: places are kept for each. Empty when everything passes. */
  readonly name: string
  /** Whether somebody asked for this namespace by name. */
  asks(namespace: string): boolean
  passes(object: Filtered): boolean
}

export const NO_FILTER: Filter = { name: '', asks: () => false, passes: () => true }

/** The label filter as text, read as `kubectl get -l` reads it; a text that cannot be read filters nothing. */
export function readLabels(text: string): {
  readonly matches: ((labels: Labels) => boolean) | undefined
  /** kubectl's words; empty when the text is well. */
  readonly problem: string
} {
  if (text.trim() === '') return { matches: undefined, problem: '' }
  try {
    const selector = parseSelector(text)
    return { matches: (labels) => matches(selector, labels), problem: '' }
  } catch (error) {
    return { matches: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Objects without a namespace are held to their labels only; machines are always there. */
export function filterOf(namespaces: readonly string[], labels: string): Filter {
  const { matches: fits } = readLabels(labels)
  if (namespaces.length === 0 && !fits) return NO_FILTER
  const wanted = new Set(namespaces)
  return {
    name: `${[...wanted].sort().join(',')} ${fits ? labels.trim() : ''}`,
    asks: (namespace) => wanted.has(namespace),
    passes: ({ metadata }) => {
      const { namespace } = metadata
      if (namespace !== undefined && wanted.size > 0 && !wanted.has(namespace)) return false
      return fits ? fits(metadata.labels) : true
    },
  }
}

/** A volume goes with the claim that has it: whoever sees the claim sees what it holds. */
export function volumePasses(
  filter: Filter,
  world: World,
  key: string,
  claimOf: ReadonlyMap<string, string>,
): boolean {
  const volume = world.PersistentVolume.get(key)
  const claim = world.PersistentVolumeClaim.get(claimOf.get(idOf('PersistentVolume', key)) ?? '')
  if (claim) return filter.passes(claim)
  // A volume that is only named stands for itself.
  return filter.passes(volume ?? { metadata: { name: key.slice(1) } })
}
