import '@testing-library/jest-dom/vitest'
import { configure } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { texts as en } from '../src/app/texts/en.ts'

// A loaded machine is no reason to fail: what is loaded on first use may take its time.
configure({ asyncUtilTimeout: 10_000 })

// A part that is tested without the page around it speaks English.
void i18next.use(initReactI18next).init({
  lng: 'en',
  resources: { en: { translation: en.screen, stage: en.stage } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})
