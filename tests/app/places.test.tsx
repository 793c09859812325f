import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { PlaceView } from '../../src/app/Places.tsx'
import { loadKubectl, runKubectl } from '../../src/store/commands.ts'
import { clusterAsJson } from '../../src/store/exportCluster.ts'
import { frame, setPace } from '../../src/store/playback.ts'
import { getCluster, loadLab } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'

vi.mock('../../src/ui/inspector/Inspector.tsx', () => ({
  Inspector: () => {
    throw new Error('the inspector fell over')
  },
}))

beforeEach(async () => {
  uiStore.getState().setLanguage('en')
  await startTexts()
  await loadLab('book')
  await loadKubectl()
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('keeps a broken panel to itself: the cluster goes on and can be taken out from there', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const taken: Blob[] = []
  URL.createObjectURL = (blob: Blob) => {
    taken.push(blob)
    return 'blob:taken'
  }
  URL.revokeObjectURL = () => undefined
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  render(
    <>
      <PlaceView place="inspector" />
      <PlaceView place="terminal" />
    </>,
  )
  expect(screen.getByRole('alert')).toHaveTextContent('the inspector fell over')
  const user = userEvent.setup()
  await user.type(
    screen.getByRole('textbox', { name: 'Terminal input' }),
    'kubectl get nodes{Enter}',
  )
  await waitFor(() => expect(screen.getByRole('log')).toHaveTextContent('w3-k8s'))
  const before = getCluster().now
  setPace('1x')
  act(() => frame(16))
  expect(getCluster().now).toBeGreaterThan(before)
  await user.click(screen.getByRole('button', { name: 'Export cluster' }))
  expect(click).toHaveBeenCalledOnce()
  expect(taken).toHaveLength(1)
  expect(JSON.parse(clusterAsJson())).toMatchObject({ kind: 'List', apiVersion: 'v1' })
})

it('exports what another cluster can apply', async () => {
  await runKubectl(['scale', 'deployment', 'web', '--replicas=5'])
  const json = clusterAsJson()
  await loadLab('book')
  const { stdout, stderr } = await runKubectl(['apply', '-f', 'x.json'], { readFile: () => json })
  expect(stderr.replaceAll(/^Warning: .*\n/gm, '')).toBe('')
  expect(stdout).toContain('deployment.apps/web configured')
  expect(getCluster().find('Deployment', 'default', 'web')?.spec.replicas).toBe(5)
})
