import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { isComplete } from '../../src/shell/lines.ts'
import { uiStore } from '../../src/store/ui.ts'
import { Terminal } from '../../src/ui/terminal/Terminal.tsx'

// The real shell does not run in this imitation of a page; the browser journeys have it.
vi.mock('../../src/ui/terminal/shell.ts', () => ({
  openShell: async () => ({
    isWhole: isComplete,
    run: async (line: string, print: (text: string, stream: 'out' | 'err') => void) => {
      print(`[${line.replaceAll('\n', '/')}]\n`, 'out')
      return 0
    },
  }),
}))

uiStore.getState().setLanguage('en')
await startTexts()

it('asks for more until a command is whole, and gives each pasted line its turn', async () => {
  const user = userEvent.setup()
  render(<Terminal />)
  const input = screen.getByRole('textbox', { name: 'Terminal input' })
  const log = screen.getByRole('log')
  await user.type(input, "echo 'one{Enter}two'{Enter}")
  await waitFor(() => expect(log).toHaveTextContent("$ echo 'one> two'[echo 'one/two']"))
  await user.click(input)
  await user.paste('cat <<EOF\r\npasted\r\nEOF\necho next\nlef')
  await waitFor(() => expect(log).toHaveTextContent('$ echo next[echo next]'))
  expect(log).toHaveTextContent('> EOF[cat <<EOF/pasted/EOF]')
  expect(input).toHaveValue('lef')
  await user.type(input, "t '{Enter}")
  await screen.findByText('>', { selector: '[aria-hidden]' })
  await user.keyboard('{Control>}c{/Control}')
  expect(log).toHaveTextContent("$ left '> ^C")
  await user.type(input, 'echo well{Enter}')
  await waitFor(() => expect(log).toHaveTextContent('[echo well]'))
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(input).toHaveValue("left '")
})
