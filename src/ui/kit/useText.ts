import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TextKey } from '../text/en.ts'

/** A text of the screen in the chosen language; `values` fill its {{holes}}. Everything is rendered as text, so nothing is escaped. */
export type Text = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

const texts = new WeakMap<TFunction, Text>()

/** The texts of the chosen language. The function keeps its identity until the language changes. */
export function useText(): Text {
  const { t } = useTranslation()
  let text = texts.get(t)
  if (text === undefined) {
    text = (key, values) => t(key, { ...values })
    texts.set(t, text)
  }
  return text
}
