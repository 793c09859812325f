import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { STAGE_TEXTS } from '../canvas/text/useStageText.ts'
import { type Language, uiStore } from '../store/ui.ts'

interface Texts {
  readonly screen: Readonly<Record<string, string>>
  readonly stage: Readonly<Record<string, string>>
}

const SCREEN_TEXTS = 'translation'

/** Each language is a file of its own: nobody waits for the other one. */
const LOADERS: Readonly<Record<Language, () => Promise<{ readonly texts: Texts }>>> = {
  en: () => import('./texts/en.ts'),
  ko: () => import('./texts/ko.ts'),
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, SCREEN_TEXTS)) return
  const { texts } = await LOADERS[language]()
  i18next.addResourceBundle(language, SCREEN_TEXTS, texts.screen)
  i18next.addResourceBundle(language, STAGE_TEXTS, texts.stage)
}

/** Shows the chosen language as soon as its texts are there; what was chosen meanwhile wins. */
async function show(language: Language): Promise<void> {
  await load(language)
  if (uiStore.getState().language !== language) return
  document.documentElement.lang = language
  if (i18next.language !== language) await i18next.changeLanguage(language)
}

/** Prepares the texts of the chosen language and keeps them in step with the choice. React escapes, so i18next does not. */
export async function startTexts(): Promise<void> {
  const { language } = uiStore.getState()
  void i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  uiStore.subscribe((state, previous) => {
    if (state.language !== previous.language) void show(state.language)
  })
  await show(language)
}
