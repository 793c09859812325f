import type { ApiObject } from '../../sim/index.ts'
import { nodeFacts } from './nodeFacts.ts'
import { podFacts, type Tone } from './podFacts.ts'
import { phaseOf } from './storageFacts.ts'

/** How an object of any kind is: kubectl's word for it and the tone of that word. Undefined where a kind has no such word. */
export function standingOf(
  object: ApiObject,
): { readonly word: string; readonly tone: Tone } | undefined {
  switch (object.kind) {
    case 'Pod': {
      const { reason, tone } = podFacts(object)
      return { word: reason, tone }
    }
    case 'Node': {
      const { status, tone } = nodeFacts(object)
      return { word: status, tone }
    }
    case 'PersistentVolumeClaim':
    case 'PersistentVolume':
      return phaseOf(object)
    default:
      return object.metadata.deletionTimestamp === undefined
        ? undefined
        : { word: 'Terminating', tone: 'gone' }
  }
}
