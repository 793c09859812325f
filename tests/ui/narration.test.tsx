import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { loadKubectl } from '../../src/store/commands.ts'
import { deletePod, scale } from '../../src/store/intents.ts'
import { isStill, setStill } from '../../src/store/motion.ts'
import { frame, setPace, stepBack } from '../../src/store/playback.ts'
import { earliest, entriesAhead } from '../../src/store/rewind.ts'
import { getCluster, loadLab, peekKeys } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'
import { Narration } from '../../src/ui/narration/Narration.tsx'
import { Timeline } from '../../src/ui/timeline/Timeline.tsx'

afterEach(cleanup)

beforeAll(async () => {
  uiStore.getState().setLanguage('en')
  await startTexts()
  await loadKubectl()
}, 60_000)

beforeEach(async () => {
  await loadLab('book', { seed: 1 })
  setStill(false)
  uiStore.setState({ selection: null, tab: 'overview', language: 'en' })
})

/** Plays frames of the stage, with room between them for what waits. */
async function play(frames: number): Promise<void> {
  await act(async () => {
    for (let at = 0; at < frames; at++) {
      frame(16)
      if (at % 20 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
  })
}

const strip = () => screen.getByRole('status', { name: 'Narration' })

it('says who did what and because of what; names lead to their objects', async () => {
  const user = userEvent.setup()
  setPace('slow')
  render(<Narration />)
  await scale('Deployment', 'default', 'web', 4)
  await play(220)
  await waitFor(() => expect(strip()).toHaveTextContent(/chose node w\d-k8s for pod web-/))
  expect(strip()).toHaveTextContent('because web went from 3 to 4')
  await user.click(within(strip()).getByRole('button', { name: /^w\d-k8s$/ }))
  expect(uiStore.getState().selection).toMatchObject({ kind: 'Node' })
})

it('says that this is the past, leads back to the present, and tells of a fork', async () => {
  const user = userEvent.setup()
  setPace('10x')
  render(<Narration />)
  await scale('Deployment', 'default', 'web', 4)
  await play(400)
  const end = getCluster().rv
  act(() => void stepBack(true))
  expect(strip()).toHaveTextContent(`${entriesAhead().length} changes lie ahead`)
  await user.click(within(strip()).getByRole('button', { name: /To the present/ }))
  expect(getCluster().rv).toBe(end)
  expect(strip()).not.toHaveTextContent('lie ahead')
  act(() => void stepBack(true))
  const [pod = ''] = peekKeys('Pod').filter((key) => key.startsWith('default/web-'))
  void deletePod('default', pod.slice('default/'.length))
  setPace('slow')
  await play(20)
  await waitFor(() => expect(strip()).toHaveTextContent('later changes are forgotten'))
})

it('keeps what was told, with a way back to each moment', async () => {
  const user = userEvent.setup()
  setPace('10x')
  render(<Narration />)
  await scale('Deployment', 'default', 'web', 4)
  await play(300)
  await user.click(screen.getByRole('button', { name: 'What happened before' }))
  // It is fetched when it is first wanted.
  const history = await screen.findByRole('region', { name: 'Told so far' }, { timeout: 15_000 })
  const lines = within(history).getAllByRole('listitem')
  const own = lines.find((line) => line.textContent?.includes('scaled Deployment web'))
  expect(own).toHaveTextContent('kubectl scale deployment web --replicas=4')
  const back = within(own as HTMLElement).getByRole('button', { name: /^Back to this moment/ })
  await user.click(back)
  expect(getCluster().rv).toBe(earliest() + 1)
  await user.click(within(history).getByRole('checkbox', { name: 'Still stage' }))
  expect(isStill()).toBe(true)
  history.focus()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('region', { name: 'Told so far' })).toBeNull()
}, 30_000)

it('tells listeners in lots, and sums up what they could not follow', async () => {
  setPace('10x')
  render(<Narration />)
  await scale('Deployment', 'default', 'web', 12)
  await play(500)
  const log = screen.getByRole('log', { name: 'Narration log' })
  await waitFor(() => expect(log.children.length).toBeGreaterThan(0), { timeout: 4000 })
  expect(log.children.length).toBeLessThanOrEqual(8)
  expect(log).toHaveTextContent(/and \d+ more/)
}, 15_000)

it('has a head on the timeline that goes back and on by keys', async () => {
  const user = userEvent.setup()
  setPace('10x')
  render(<Timeline />)
  await scale('Deployment', 'default', 'web', 4)
  await play(300)
  const end = getCluster().rv
  const head = screen.getByRole('slider', { name: 'Moment' })
  head.focus()
  await user.keyboard('{Home}')
  expect(getCluster().rv).toBe(earliest())
  expect(head).toHaveAttribute('aria-valuenow', String(earliest()))
  expect(head).toHaveAttribute('aria-valuemax', String(end))
  await user.keyboard('{ArrowRight}')
  expect(getCluster().rv).toBe(earliest() + 1)
  await user.keyboard('{End}')
  expect(getCluster().rv).toBe(end)
  expect(head).toHaveAttribute('aria-valuetext', expect.stringContaining('the present'))
})
