import { lazy, Suspense, useEffect } from 'react'
import { useUi } from '../store/ui.ts'
import { Header } from '../ui/header/Header.tsx'
import { useMedia } from '../ui/kit/useMedia.ts'
import { useText } from '../ui/kit/useText.ts'
import styles from './App.module.css'
import { DeskFrame } from './DeskFrame.tsx'
import { FileDrop } from './FileDrop.tsx'
import { startHotkeys } from './hotkeys.ts'
import { Overlays } from './Overlays.tsx'
import { Pocket } from './Pocket.tsx'
import { stagePainted } from './painted.ts'
import { StageKeeper } from './StagePlace.tsx'

/** Opened seldom, so it is fetched when it is. */
const ApplyDialog = lazy(async () => ({
  default: (await import('../ui/editor/ApplyDialog.tsx')).ApplyDialog,
}))

/** The panels follow the stage: asked for at once, but the first picture does not wait for them. */
const Desk = lazy(async () => {
  const arriving = import('./Desk.tsx')
  await stagePainted()
  return { default: (await arriving).Desk }
})

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
        <StageKeeper>
          {narrow ? (
            <Pocket />
          ) : (
            <Suspense fallback={<DeskFrame />}>
              <Desk />
            </Suspense>
          )}
        </StageKeeper>
      </main>
      <Suspense fallback={null}>{dialog && <ApplyDialog request={dialog} />}</Suspense>
      <Overlays />
      <FileDrop />
    </div>
  )
}
