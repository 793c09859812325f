import type { Language } from '../../store/ui.ts'
import { actorsEn } from './actorsEn.ts'
import { actorsKo } from './actorsKo.ts'
import { kindsEn } from './kindsEn.ts'
import { kindsKo } from './kindsKo.ts'
import { ACTOR_PAGES, KIND_PAGES, type Page, PLACE_PAGES } from './pages.ts'
import { placesEn, placesKo } from './places.ts'

type KindName = keyof typeof kindsEn
type ActorName = keyof typeof actorsEn
type PlaceName = keyof typeof placesEn

export interface Answer {
  readonly sentences: readonly string[]
  readonly page: Page
}

const TEXTS = {
  en: { kinds: kindsEn, actors: actorsEn, places: placesEn },
  ko: { kinds: kindsKo, actors: actorsKo, places: placesKo },
} as const

function kindAnswer(kind: string, language: Language): Answer {
  const name = kind in kindsEn ? (kind as KindName) : 'Other'
  return { sentences: TEXTS[language].kinds[name].split('\n'), page: KIND_PAGES[name] }
}

function actorAnswer(actor: string, language: Language): Answer {
  const own = actor.startsWith('kubelet') ? 'kubelet' : actor
  const name = own in actorsEn ? (own as ActorName) : 'controller'
  return { sentences: TEXTS[language].actors[name].split('\n'), page: ACTOR_PAGES[name] }
}

function placeAnswer(name: PlaceName, language: Language): Answer {
  return { sentences: TEXTS[language].places[name].split('\n'), page: PLACE_PAGES[name] }
}

/** Names of regions and columns, and what they are explained as. */
const REGIONS: Readonly<Record<string, PlaceName>> = {
  controlPlane: 'controlPlane',
  workloads: 'workloads',
  nodes: 'nodes',
  network: 'network',
  storage: 'storage',
  config: 'config',
}
const COLUMNS: Readonly<Record<string, KindName>> = {
  volume: 'PersistentVolume',
  backend: 'Backend',
}
const FOLDS: ReadonlySet<string> = new Set(['folded', 'more', 'elsewhere'])

/** What stands behind an id of the stage: an actor, a place, what is missing, or a kind. */
export function answerFor(id: string, missing: boolean, language: Language): Answer {
  const bar = id.indexOf('|')
  const [sort, key] = [id.slice(0, bar), id.slice(bar + 1)]
  if (sort === 'Actor') return actorAnswer(key, language)
  if (sort === 'user') return kindAnswer('User', language)
  if (sort === 'stage' || sort === 'controlPlane' || sort === 'tray')
    return placeAnswer(sort, language)
  if (FOLDS.has(sort)) return placeAnswer('fold', language)
  if (sort === 'label') return placeAnswer(REGIONS[key] ?? 'stage', language)
  if (sort === 'head') return kindAnswer(COLUMNS[key] ?? 'Other', language)
  const kind = kindAnswer(sort, language)
  if (!missing) return kind
  return { ...placeAnswer('ghost', language), page: kind.page }
}
