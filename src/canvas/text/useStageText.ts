import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { StageKey } from './en.ts'

/** The namespace under which the texts of the stage are kept, apart from those of the panels around it. */
export const STAGE_TEXTS = 'stage'

/** A text of the stage in the chosen language; `values` fill its {{holes}}. React escapes, so i18next does not. */
export type StageText = (
  key: StageKey,
  values?: Readonly<Record<string, string | number>>,
) => string

const texts = new WeakMap<TFunction, StageText>()

export function useStageText(): StageText {
  const { t } = useTranslation(STAGE_TEXTS, { useSuspense: false })
  let text = texts.get(t)
  if (text === undefined) {
    text = (key, values) => t(key, { ...values })
    texts.set(t, text)
  }
  return text
}
