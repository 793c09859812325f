import type { i18n, TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { en, type StageKey } from './en.ts'
import { ko } from './ko.ts'

const NAMESPACE = 'stage'

/** A text of the stage in the chosen language; `values` fill its {{holes}}. React escapes, so i18next does not. */
export type StageText = (
  key: StageKey,
  values?: Readonly<Record<string, string | number>>,
) => string

const texts = new WeakMap<TFunction, StageText>()

/** The stage brings its own texts, so that whoever shows it need not know them. */
function register(instance: i18n): void {
  if (typeof instance.hasResourceBundle !== 'function') return
  if (instance.hasResourceBundle('en', NAMESPACE)) return
  instance.addResourceBundle('en', NAMESPACE, en)
  instance.addResourceBundle('ko', NAMESPACE, ko)
}

/** Fills in English when no i18next was set up, as in a bare component test. */
function plain(key: StageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return Object.entries(values).reduce<string>(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
    en[key],
  )
}

export function useStageText(): StageText {
  const { t, i18n: instance } = useTranslation(NAMESPACE, { useSuspense: false })
  register(instance)
  let text = texts.get(t)
  if (text === undefined) {
    text = (key, values) => {
      const found = t(key, {
        ...values,
        keySeparator: false,
        interpolation: { escapeValue: false },
      })
      return found === '' || found === key ? plain(key, values) : found
    }
    texts.set(t, text)
  }
  return text
}
