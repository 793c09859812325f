import { act, cleanup, render, screen } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { App } from '../../src/app/App.tsx'
import { startTexts } from '../../src/app/i18n.ts'
import { openStartLab } from '../../src/app/start.ts'
import { recordLab } from '../../src/store/labs.ts'
import { getCluster, peekCluster, peekKeys, runningCluster } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'

const recording = JSON.stringify(recordLab('book', { seed: 1 }))
let served: () => Promise<Response>

beforeAll(async () => {
  // jsdom has neither; the stage only asks for its size and for what the system prefers.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal('fetch', () => served())
  uiStore.getState().setLanguage('en')
  await startTexts()
})
afterEach(() => {
  cleanup()
  document.head.replaceChildren()
})
afterAll(() => vi.unstubAllGlobals())

function linkPicture(): void {
  const link = document.createElement('link')
  link.href = 'http://localhost/assets/picture.json'
  link.dataset.picture = ''
  document.head.append(link)
}

const stage = () => screen.getByRole('region', { name: 'Canvas' })
/** Each box of the stage: what it is, where it stands, how large it is, what it says. */
const boxes = () =>
  [...stage().querySelectorAll<HTMLElement>('.react-flow__node')].map((node) => {
    const { transform, width, height } = node.style
    return [node.dataset.id, transform, width, height, node.textContent].join(' ')
  })

it('paints the usual lab before there is a cluster, and the cluster then changes nothing', async () => {
  linkPicture()
  served = () => Promise.resolve(new Response(recording))
  const { pictured, running } = openStartLab('')
  await pictured
  expect(runningCluster()).toBeUndefined()
  expect(peekKeys('Pod').filter((key) => key.startsWith('default/web-'))).toHaveLength(3)
  render(<App />)
  expect(screen.getByText('journal rv', { exact: false })).toHaveTextContent(
    `journal rv ${peekCluster()?.rv}`,
  )
  const before = boxes()
  expect(before.length).toBeGreaterThan(10)
  await act(() => running)
  expect(getCluster().rv).toBe(peekCluster()?.rv)
  expect(boxes()).toEqual(before)
})

it('keeps its one stage when the frame around it is another', async () => {
  linkPicture()
  served = () => Promise.resolve(new Response(recording))
  const { pictured, running } = openStartLab('?lab=book')
  await pictured
  render(<App />)
  const first = stage()
  // The panels have arrived, and with them another frame.
  await screen.findByRole('region', { name: 'Terminal' }, { timeout: 10_000 })
  expect(stage()).toBe(first)
  act(() => uiStore.getState().togglePanel('timeline', false))
  expect(screen.queryByRole('region', { name: 'Timeline' })).toBeNull()
  expect(stage()).toBe(first)
  await act(() => running)
}, 30_000)

it.each([
  ['nothing names it', () => undefined, () => Promise.resolve(new Response(recording))],
  ['it is lost', linkPicture, () => Promise.resolve(new Response('', { status: 404 }))],
  ['it is broken', linkPicture, () => Promise.resolve(new Response('{'))],
  ['there is no network', linkPicture, () => Promise.reject(new TypeError('offline'))],
])('opens from the engine alone when there is no picture: %s', async (_, link, answer) => {
  link()
  served = answer
  const { pictured } = openStartLab('')
  await pictured
  expect(getCluster().find('Deployment', 'default', 'web')?.spec.replicas).toBe(3)
})

it('opens another lab or seed from the engine, and says when there is no such lab', async () => {
  linkPicture()
  served = () => Promise.reject(new Error('not to be asked for'))
  await openStartLab('?seed=7').pictured
  expect(getCluster().seed).toBe(7)
  await openStartLab('?lab=plain').pictured
  expect(peekKeys('Node')).toContain('/control-plane')
  await openStartLab('?lab=nowhere').pictured
  expect(peekKeys('Node')).toContain('/m-k8s')
  expect(uiStore.getState().notice).toContain('There is no lab "nowhere"')
})
