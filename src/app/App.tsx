import { lazy, Suspense, useEffect } from 'react'
import { useUi } from '../store/ui.ts'
import { Header } from '../ui/header/Header.tsx'
import { useMedia } from '../ui/kit/useMedia.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './App.module.css'
import { FileDrop } from './FileDrop.tsx'
import { startHotkeys } from './hotkeys.ts'

/** Opened seldom, so it is fetched when it is. */
const ApplyDialog = lazy(async () => ({
  default: (await import('../ui/editor/ApplyDialog.tsx')).ApplyDialog,
}))

/** A wide screen and a narrow one each fetch only their own frame. */
const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }))
const Pocket = lazy(async () => ({ default: (await import('./Pocket.tsx')).Pocket }))
// The stage is in a file of its own as well: asked for here, it arrives with the frame and not after it.
void import('../canvas/Stage.tsx')

/** Narrower than this, one place is shown at a time. */
const NARROW = '(max-width: 899px)'

/** The whole screen: the bar on top, the stage and the panels around it. */
export function App() {
  const text = useText()
  const narrow = useMedia(NARROW)
  const dialog = useUi((state) => state.dialog)
  useEffect(startHotkeys, [])
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#stage">
        {text('app.skip')}
      </a>
      <Header narrow={narrow} />
      <main className={styles.main}>
        <Suspense fallback={null}>{narrow ? <Pocket /> : <Desk />}</Suspense>
      </main>
      <Suspense fallback={null}>{dialog && <ApplyDialog request={dialog} />}</Suspense>
      <FileDrop />
    </div>
  )
}
