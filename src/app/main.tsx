import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadKubectl } from '../store/commands.ts'
import { startPlayback } from '../store/playback.ts'
import { App } from './App.tsx'
import { startTexts } from './i18n.ts'
import { openInMotion } from './opening.ts'
import { stagePainted } from './painted.ts'
import { openStartLab } from './start.ts'
import { startTheme } from './theme.ts'

function show(): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no root element.')
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

/** The picture first; the engine, the fonts and kubectl arrive while it is looked at. */
async function open(): Promise<void> {
  const { pictured, running } = openStartLab(location.search)
  await Promise.all([pictured, startTexts()])
  show()
  startPlayback()
  void openInMotion(location.search)
  await stagePainted()
  void import('./fonts.ts')
  await running
  void loadKubectl()
}

startTheme()
// No top-level await: the chunks that arrive later import this one's, and would wait for it to end.
void open()
