import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, uiStore } from '../store/ui.ts'
import { en } from '../ui/text/en.ts'
import { ko } from '../ui/text/ko.ts'

/** Prepares the texts of both languages and keeps them in step with the chosen one. React escapes, so i18next does not. */
export function startTexts(): void {
  void i18next.use(initReactI18next).init({
    lng: uiStore.getState().language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ko: { translation: ko } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  const show = (language: Language) => {
    document.documentElement.lang = language
    if (i18next.language !== language) void i18next.changeLanguage(language)
  }
  show(uiStore.getState().language)
  uiStore.subscribe((state, previous) => {
    if (state.language !== previous.language) show(state.language)
  })
}
