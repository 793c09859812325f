import type { ChangeEvent, ClipboardEvent, KeyboardEvent } from 'react'
import { useEffect, useState } from 'react'
import { typedCell } from '../../store/typed.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { complete, loadCompletion } from './completion.ts'
import { clearSession, interrupt, sessionStore, submit, submitAll } from './session.ts'

/** The input line's state and keys: Enter, history with up and down, Tab, Ctrl-C and Ctrl-L. */
export function useTerminalInput() {
  const line = useUi((state) => state.draft)
  const setLine = uiStore.getState().setDraft
  const [choices, setChoices] = useState<readonly string[]>([])
  /** How many lines back in the history the input stands; 0 is the line being typed. */
  const [back, setBack] = useState(0)

  useEffect(() => {
    loadCompletion().catch(() => undefined)
  }, [])

  // A line that a menu or the command palette wants to be run; it may have come before the panel did.
  useEffect(() => {
    const take = () => {
      const typed = typedCell.get()
      if (!typed) return
      typedCell.set(undefined)
      void submit(typed.line)
    }
    take()
    return typedCell.subscribe(take)
  }, [])

  const recall = (steps: number) => {
    const { history } = sessionStore.getState()
    const next = Math.min(Math.max(0, back + steps), history.length)
    setBack(next)
    setLine(next === 0 ? '' : (history[history.length - next] ?? ''))
  }
  const enter = () => {
    const { running, loading } = sessionStore.getState()
    if (running && !loading) return
    setLine('')
    setBack(0)
    // Folded to its one line, the terminal could not show the answer.
    uiStore.getState().fold('bottom', false)
    void submit(line)
  }
  const grow = () => {
    const done = complete(line)
    setLine(done.line)
    setChoices(done.choices.slice(0, 60))
  }
  const stop = () => {
    interrupt(line)
    setLine('')
    setBack(0)
  }
  const keys = new Map<string, () => void>([
    ['Enter', enter],
    ['ArrowUp', () => recall(1)],
    ['ArrowDown', () => recall(-1)],
    ['Tab', grow],
    ['Control+c', stop],
    ['Control+l', clearSession],
  ])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const name = event.ctrlKey ? `Control+${event.key}` : event.key
    const act = keys.get(name)
    if (!act || leavesAlone(event, line)) return
    event.preventDefault()
    if (name !== 'Tab') setChoices([])
    act()
  }
  const onChange = (event: ChangeEvent<HTMLInputElement>) => setLine(event.target.value)
  // A single-line field would run pasted lines together.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const lines = event.clipboardData.getData('text').replace(/\r\n?/g, '\n').split('\n')
    if (lines.length === 1 || sessionStore.getState().running) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    const [head, tail] = [
      line.slice(0, selectionStart ?? line.length),
      line.slice(selectionEnd ?? line.length),
    ]
    lines[0] = head + lines[0]
    setLine((lines.pop() ?? '') + tail)
    setBack(0)
    void submitAll(lines)
  }
  return { value: line, choices, onKeyDown, onChange, onPaste }
}

/** Tab on an empty line moves the focus on, so that the keyboard can leave; Ctrl-C on a selection copies it. */
function leavesAlone(event: KeyboardEvent<HTMLInputElement>, line: string): boolean {
  if (event.key === 'Tab') return event.shiftKey || line === ''
  const { selectionStart, selectionEnd } = event.currentTarget
  return event.ctrlKey && event.key === 'c' && selectionStart !== selectionEnd
}
