import { afterEach, expect, it, vi } from 'vitest'
import { actionsStore } from '../../src/store/actions.ts'
import { opensInMotion, playOpening } from '../../src/store/opening.ts'
import { playbackStore, setPace } from '../../src/store/playback.ts'
import { getCluster, loadLab } from '../../src/store/sim.ts'

const welcome = () => getCluster().find('Deployment', 'default', 'welcome')

afterEach(() => {
  vi.useRealTimers()
  actionsStore.setState({ recent: [] })
  setPace('slow')
})

it.each([
  ['', true],
  ['?lang=ko&theme=light', true],
  ['?seed=1', false],
  ['?lab=book', false],
])('an address %j opens in motion: %s', (search, moves) => {
  expect(opensInMotion(search)).toBe(moves)
})

it('does one real thing as the user, once, and shows its command line', async () => {
  vi.useFakeTimers()
  await loadLab('book', { seed: 1 })
  await playOpening()
  expect(welcome()?.spec.replicas).toBe(2)
  expect(actionsStore.getState().recent.map(({ command, state }) => [command, state])).toEqual([
    ['kubectl create deployment welcome --image=httpd:2.4 --replicas=2', 'done'],
  ])
  await playOpening()
  expect(actionsStore.getState().recent).toHaveLength(1)
})

it('stays out of the way of a user who chose another pace', async () => {
  await loadLab('book', { seed: 1 })
  setPace('paused')
  expect(playbackStore.getState().pace).toBe('paused')
  await playOpening()
  expect(welcome()).toBeUndefined()
})
