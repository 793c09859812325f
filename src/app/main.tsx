import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadKubectl } from '../store/commands.ts'
import { startPlayback } from '../store/playback.ts'
import { loadLab, simStore } from '../store/sim.ts'
import { startLab, uiStore } from '../store/ui.ts'
import { App } from './App.tsx'
import { startTexts } from './i18n.ts'
import { openInMotion } from './opening.ts'
import { startTheme } from './theme.ts'

/** Opens the lab that the address asks for, or else the usual one; the screen says why. */
function openStartLab(): void {
  const { lab, seed } = startLab(location.search)
  let problem = ''
  for (const name of new Set([lab, 'book'])) {
    try {
      loadLab(name, { seed })
      uiStore.getState().setNotice(problem)
      return
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      simStore.setState({ problem })
    }
  }
}

startTheme()
startTexts()
openStartLab()
startPlayback()
void import('./fonts.ts')
openInMotion(location.search)
// Nobody has to wait at the first click.
setTimeout(() => void loadKubectl(), 400)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
