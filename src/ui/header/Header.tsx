import { Clock3, Info, ListChecks, Moon, Presentation, Sun, TerminalSquare } from 'lucide-react'
import { useSim } from '../../store/sim.ts'
import { type PanelName, roomOf, type Theme, uiStore, useUi } from '../../store/ui.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { Logo } from '../kit/Shapes.tsx'
import { useText } from '../kit/useText.ts'
import type { TextKey } from '../text/en.ts'
import styles from './Header.module.css'
import { PaceControl } from './PaceControl.tsx'
import { Tools, UndoButtons } from './Tools.tsx'

const LAB_NAMES: Readonly<Record<string, TextKey>> = {
  book: 'lab.book',
  'book-metallb': 'lab.book-metallb',
  plain: 'lab.plain',
  recording: 'lab.recording',
  empty: 'lab.empty',
  large: 'lab.large',
}

/** The bar on top: which lab, how fast, and the few things that concern the whole screen. */
export function Header({ narrow }: { readonly narrow: boolean }) {
  const text = useText()
  return (
    <header className={styles.header}>
      <div className={styles.left}>
        <h1 className={styles.logo}>
          <Logo />
          <span className={styles.name}>{text('app.title')}</span>
        </h1>
        <Crumb />
      </div>
      <PaceControl />
      <div className={styles.right}>
        <UndoButtons />
        <Tools narrow={narrow} />
        {!narrow && <PanelToggles />}
        <LanguageSwitch />
        <ThemeSwitch />
        <Button
          look="primary"
          title={text('header.applyHint')}
          onClick={() => uiStore.getState().openApply()}
        >
          {text('header.apply')}
        </Button>
      </div>
    </header>
  )
}

function Crumb() {
  const text = useText()
  const lab = useSim((state) => state.lab)
  const key = LAB_NAMES[lab]
  return (
    <p className={styles.crumb}>
      {text('lab.labs')} <span aria-hidden="true">›</span>{' '}
      <b>{key === undefined ? lab : text(key)}</b>
    </p>
  )
}

const PANELS = [
  { panel: 'lesson', name: 'panel.lesson', Icon: ListChecks },
  { panel: 'terminal', name: 'panel.terminal', Icon: TerminalSquare },
  { panel: 'timeline', name: 'panel.timeline', Icon: Clock3 },
  { panel: 'inspector', name: 'panel.inspector', Icon: Info },
] as const satisfies readonly {
  panel: PanelName
  name: TextKey
  Icon: typeof Info
}[]

const FOLDS = {
  lesson: 'lesson',
  terminal: 'bottom',
  timeline: 'bottom',
  inspector: 'inspector',
} as const

/** Opens what is closed, unfolds what is a bar, closes what is open. */
function press(panel: PanelName): void {
  const { panels, theme, folded, fold, togglePanel } = uiStore.getState()
  const part = FOLDS[panel]
  const open = panels[roomOf(theme)][panel]
  if (folded[part]) {
    fold(part, false)
    if (!open) togglePanel(panel, true)
  } else togglePanel(panel)
}

function PanelToggles() {
  const text = useText()
  const open = useUi((state) => state.panels[roomOf(state.theme)])
  const folded = useUi((state) => state.folded)
  return (
    <fieldset className={styles.toggles} aria-label={text('panel.panels')}>
      {PANELS.map(({ panel, name, Icon }) => (
        <IconButton
          key={panel}
          label={text(name)}
          aria-pressed={open[panel] && !folded[FOLDS[panel]]}
          onClick={() => press(panel)}
        >
          <Icon size={17} aria-hidden />
        </IconButton>
      ))}
    </fieldset>
  )
}

function LanguageSwitch() {
  const text = useText()
  const language = useUi((state) => state.language)
  const other = language === 'ko' ? 'en' : 'ko'
  return (
    <Button
      look="quiet"
      lang={other}
      className={styles.language}
      onClick={() => uiStore.getState().setLanguage(other)}
    >
      {text(other === 'ko' ? 'header.toKorean' : 'header.toEnglish')}
    </Button>
  )
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = {
  dark: 'light',
  light: 'projector',
  projector: 'dark',
}
const THEME_ICONS = { dark: Moon, light: Sun, projector: Presentation } as const

function ThemeSwitch() {
  const text = useText()
  const theme = useUi((state) => state.theme)
  const Icon = THEME_ICONS[theme]
  return (
    <IconButton
      label={`${text('header.theme')}: ${text(`theme.${theme}`)}`}
      onClick={() => uiStore.getState().setTheme(NEXT_THEME[theme])}
    >
      <Icon size={17} aria-hidden />
    </IconButton>
  )
}
