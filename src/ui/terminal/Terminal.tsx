import { Eraser } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { IconButton } from '../kit/Button.tsx'
import { type PanelFold, PanelFrame } from '../kit/PanelFrame.tsx'
import { useText } from '../kit/useText.ts'
import { type Block, clearSession, useSession } from './session.ts'
import styles from './Terminal.module.css'
import { useTerminalInput } from './useTerminalInput.ts'

interface PanelProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

/** A command line that talks to the cluster above. */
export function Terminal({ onClose, fold }: PanelProps) {
  const text = useText()
  return (
    <PanelFrame
      name={text('panel.terminal')}
      onClose={onClose}
      fold={fold}
      flush
      actions={
        <IconButton label={text('terminal.clear')} onClick={clearSession}>
          <Eraser size={15} aria-hidden />
        </IconButton>
      }
    >
      <Screen />
    </PanelFrame>
  )
}

function Screen() {
  const text = useText()
  const blocks = useSession((state) => state.blocks)
  const scroller = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new output is what scrolls the log down
  useEffect(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [blocks])
  const focusInput = () => {
    if (document.getSelection()?.isCollapsed !== false) input.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text is a convenience; the textbox itself is in the tab order
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div className={styles.screen} ref={scroller} onClick={focusInput}>
      <div role="log" aria-label={text('terminal.log')} className={styles.log}>
        {blocks.length === 0 && <p className={styles.dim}>{text('terminal.welcome')}</p>}
        {blocks.map((block) => (
          <BlockView key={block.id} block={block} />
        ))}
      </div>
      <Prompt input={input} />
    </div>
  )
}

const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  return (
    <div className={styles.block}>
      <Typed text={block.line} />
      {block.pieces.map((piece, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever added at the end
          key={at}
          className={piece.stream === 'err' ? styles.error : undefined}
        >
          {piece.text}
        </span>
      ))}
    </div>
  )
})

/** A command as it was typed, each further line after the shell's second prompt. */
function Typed({ text }: { readonly text: string }) {
  return text.split('\n').map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
    <div key={at}>
      <span className={styles.prompt}>{at === 0 ? '$' : '>'}</span> {line}
    </div>
  ))
}

function Prompt({ input }: { readonly input: React.RefObject<HTMLInputElement | null> }) {
  const text = useText()
  const running = useSession((state) => state.running)
  const loading = useSession((state) => state.loading)
  const pending = useSession((state) => state.pending)
  const { choices, ...field } = useTerminalInput()
  return (
    <>
      {pending !== '' && <Typed text={pending} />}
      {choices.length > 0 && <div className={styles.dim}>{choices.join('  ')}</div>}
      {running && (
        <div className={styles.dim}>{text(loading ? 'terminal.loading' : 'terminal.stop')}</div>
      )}
      <div className={styles.line}>
        <span className={styles.prompt} aria-hidden="true">
          {running ? '…' : pending === '' ? '$' : '>'}
        </span>
        <input
          ref={input}
          className={styles.input}
          aria-label={text('terminal.input')}
          placeholder={text('terminal.placeholder')}
          title={running ? text('terminal.running') : undefined}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          {...field}
        />
      </div>
    </>
  )
}
