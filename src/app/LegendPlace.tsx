import { Legend } from '../canvas/legend/Legend.tsx'
import { signsEn, signsKo } from '../canvas/legend/signs.ts'
import type { Language } from '../store/ui.ts'
import { kindName } from '../ui/text/kinds.ts'

const OTHERS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: signsEn,
  ko: signsKo,
}

/** The stage draws its legend; the names of kinds are the panels'. */
export function LegendPlace() {
  return (
    <Legend kindName={(kind, language) => OTHERS[language][kind] ?? kindName(kind, language)} />
  )
}
