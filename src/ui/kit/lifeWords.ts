import type { Language } from '../../store/ui.ts'
import type { Life } from './LifeSign.tsx'

/** How long bytes live, in words. */
export const LIFE_WORDS: Readonly<Record<Language, Readonly<Record<Life, string>>>> = {
  en: {
    container: 'lives as long as its container',
    pod: 'lives as long as its pod',
    node: 'lives as long as its node',
    beyond: 'outlives pods and nodes',
  },
  ko: {
    container: '컨테이너와 함께 사라짐',
    pod: '파드와 함께 사라짐',
    node: '노드와 함께 사라짐',
    beyond: '파드와 노드보다 오래 남음',
  },
}
