import { X } from 'lucide-react'
import { useEffect } from 'react'
import { type Action, dismissAction, useActions } from '../../store/actions.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { IconButton } from '../kit/Button.tsx'
import { CopyButton } from '../kit/CopyButton.tsx'
import { useText } from '../kit/useText.ts'
import { NoEngine } from './NoEngine.tsx'
import styles from './Toasts.module.css'

const SHOWN = 3
/** Characters of an answer; the rest of a longer one is nobody's reading. */
const LONGEST = 2000
/** An answer so short stands beside its command, so that little of the stage is covered. */
const BRIEF = 60
/** How long an answer stays; a refusal stays until it was read and put away. */
const STAYS = 6500

/** Each of the user's own deeds as the command line that does the same, with the cluster's answer. */
export function Toasts() {
  const text = useText()
  const actions = useActions()
  const notice = useUi((state) => state.notice)
  return (
    <ul className={styles.list} aria-label={text('actions.name')}>
      <NoEngine />
      {notice !== '' && <Notice notice={notice} />}
      {shownOf(actions).map((action) => (
        <Toast key={action.id} action={action} />
      ))}
    </ul>
  )
}

/** The newest, and before it only what was refused: an answer that was read needs no room. */
function shownOf(actions: readonly Action[]): readonly Action[] {
  return actions
    .slice(-SHOWN)
    .filter((action, at, all) => at === all.length - 1 || action.state === 'refused')
}

/** What went wrong with the page itself, until it was read. */
function Notice({ notice }: { readonly notice: string }) {
  const text = useText()
  return (
    <li className={`${styles.toast} ${styles.refused}`}>
      <div className={styles.head} role="alert">
        <p className={styles.notice}>{notice}</p>
        <IconButton
          label={text('actions.dismiss')}
          onClick={() => uiStore.getState().setNotice('')}
        >
          <X size={15} aria-hidden />
        </IconButton>
      </div>
    </li>
  )
}

function Toast({ action }: { readonly action: Action }) {
  const text = useText()
  const { id, state, command, message } = action
  const brief = message !== '' && message.length <= BRIEF && !message.includes('\n')
  useEffect(() => {
    if (state !== 'done') return
    const timer = setTimeout(() => dismissAction(id), STAYS)
    return () => clearTimeout(timer)
  }, [id, state])
  return (
    <li className={`${styles.toast} ${styles[state]}`}>
      <div role={state === 'refused' ? 'alert' : 'status'}>
        <div className={styles.head}>
          <span className={styles.prompt} aria-hidden="true">
            $
          </span>
          <code className={styles.command} title={command}>
            {command}
          </code>
          {brief && (
            <span className={styles.brief} title={message}>
              <span className={styles.answer}>{message}</span>
            </span>
          )}
          <CopyButton value={command} label={text('actions.copy')} />
          <IconButton label={text('actions.dismiss')} onClick={() => dismissAction(id)}>
            <X size={15} aria-hidden />
          </IconButton>
        </div>
        {message !== '' && !brief && (
          <pre className={styles.message}>{message.slice(0, LONGEST)}</pre>
        )}
        {message === '' && state === 'running' && (
          <p className={styles.message}>{text('actions.running')} …</p>
        )}
      </div>
    </li>
  )
}
