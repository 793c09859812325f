import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { uiStore } from '../../src/store/ui.ts'
import { clock } from '../../src/ui/kit/clock.ts'
import { ErrorBoundary } from '../../src/ui/kit/ErrorBoundary.tsx'
import { MiddleCut } from '../../src/ui/kit/MiddleCut.tsx'
import { PanelFrame } from '../../src/ui/kit/PanelFrame.tsx'
import { Tabs } from '../../src/ui/kit/Tabs.tsx'

afterEach(cleanup)

beforeAll(async () => {
  uiStore.getState().setLanguage('en')
  await startTexts()
})
beforeEach(() => uiStore.getState().setLanguage('en'))

function ThreeTabs() {
  const [tab, setTab] = useState<'a' | 'b' | 'c'>('a')
  const tabs = [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
    { id: 'c', label: 'C' },
  ] as const
  return (
    <Tabs label="letters" tabs={tabs} value={tab} onChange={setTab}>
      {`shows ${tab}`}
    </Tabs>
  )
}

describe('Tabs', () => {
  it('moves along with the arrow keys, Home and End, and round the ends', async () => {
    const user = userEvent.setup()
    render(<ThreeTabs />)
    await user.click(screen.getByRole('tab', { name: 'A' }))
    await user.keyboard('{ArrowRight}')
    expect(screen.getByRole('tabpanel', { name: 'B' })).toHaveTextContent('shows b')
    expect(screen.getByRole('tab', { name: 'B' })).toHaveFocus()
    await user.keyboard('{End}{ArrowRight}')
    expect(screen.getByRole('tab', { name: 'A' })).toHaveFocus()
    await user.keyboard('{ArrowLeft}')
    expect(screen.getByRole('tab', { name: 'C', selected: true })).toHaveFocus()
  })
})

it('MiddleCut gives readers the whole name and always keeps its end', () => {
  const { container } = render(<MiddleCut name="a-very-long-deployment-7d9f8b6c5-x2x7q" />)
  expect(screen.getByText('a-very-long-deployment-7d9f8b6c5-x2x7q')).toBeInTheDocument()
  expect(container.querySelector('[aria-hidden]:last-child')).toHaveTextContent('-x2x7q')
})

it('PanelFrame is a named landmark that closes', async () => {
  const onClose = vi.fn()
  render(
    <PanelFrame name="Timeline" onClose={onClose}>
      inside
    </PanelFrame>,
  )
  expect(screen.getByRole('region', { name: 'Timeline' })).toHaveTextContent('inside')
  await userEvent.click(screen.getByRole('button', { name: 'Close Timeline' }))
  expect(onClose).toHaveBeenCalledOnce()
})

const mood = { broken: false }
function Moody() {
  if (mood.broken) throw new Error('<b>no</b> such pod')
  return <p>well again</p>
}

describe('ErrorBoundary', () => {
  it('shows the error as text, exports, and comes back when the cause is gone', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onExport = vi.fn()
    mood.broken = true
    render(
      <ErrorBoundary name="Inspector" onExport={onExport}>
        <Moody />
      </ErrorBoundary>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent('<b>no</b> such pod')
    fireEvent.click(screen.getByRole('button', { name: 'Export cluster' }))
    expect(onExport).toHaveBeenCalledOnce()
    mood.broken = false
    fireEvent.click(screen.getByRole('button', { name: 'Reload panel' }))
    expect(screen.getByText('well again')).toBeInTheDocument()
    quiet.mockRestore()
  })
})

it.each([
  [0, '00:00:00.0'],
  [252_600, '00:04:12.6'],
  [3_600_000 * 27 + 59_999, '27:00:59.9'],
])('clock(%i) is %s', (at, shown) => {
  expect(clock(at)).toBe(shown)
})
