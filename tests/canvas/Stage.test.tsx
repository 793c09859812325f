import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { drop } from '../../src/canvas/hands/drops.ts'
import { dragCell, popupCell } from '../../src/canvas/hands/hands.ts'
import { Stage } from '../../src/canvas/Stage.tsx'
import type { Pod } from '../../src/sim/index.ts'
import { beginAction, updateAction } from '../../src/store/actions.ts'
import type { Line } from '../../src/store/lines.ts'
import { commitJournal, getCluster } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'
import { claim, deployment, node, pod, replicaSet, volume } from './objects.ts'
import { showObjects } from './stageCluster.ts'

const intents = vi.hoisted(() => {
  const done = () => Promise.resolve({ stdout: '', stderr: '', code: 0 })
  return {
    applyYaml: vi.fn(done),
    bindPod: vi.fn(done),
    bindVolume: vi.fn(done),
    cordon: vi.fn(done),
    deleteObject: vi.fn(done),
    deletePod: vi.fn(done),
    drain: vi.fn(done),
    runLine: vi.fn(done),
    scale: vi.fn(done),
    uncordon: vi.fn(done),
  }
})
vi.mock('../../src/store/intents.ts', () => intents)

/** The lines that were run, in order. */
const commands = () =>
  (intents.runLine.mock.calls as unknown as [Line][]).map(([line]) => line.command)

const RUNNING: Pod['status'] = {
  phase: 'Running',
  containerStatuses: [
    {
      name: 'main',
      image: 'nginx',
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { running: {} },
    },
  ],
}

const WEB = pod('web-7d9-aaa', { node: 'w1-k8s', owner: 'web-7d9', status: RUNNING, claim: 'data' })
const BARE = pod('bare', { node: 'w1-k8s', status: RUNNING })
const LATE = pod('late')
const OBJECTS = [
  node('m-k8s', { controlPlane: true }),
  node('w1-k8s'),
  node('w2-k8s'),
  deployment('web', 3),
  replicaSet('web-7d9', 3, 'web'),
  WEB,
  BARE,
  LATE,
  pod('etcd', { namespace: 'kube-system', node: 'm-k8s', status: RUNNING }),
  claim('data'),
  volume('nfs-pv'),
]

const POINT = { x: 10, y: 10 }

beforeAll(() => {
  // Zooming reads event.view, which user-event leaves out; panning is not what is tested here.
  addEventListener('mousedown', (event) => event.stopPropagation(), true)
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  globalThis.DOMMatrixReadOnly = class {
    m22 = 1
  } as never
})

beforeEach(() => {
  vi.clearAllMocks()
  popupCell.set(undefined)
  dragCell.set(undefined)
  uiStore.getState().select(null)
  showObjects(OBJECTS)
})

afterEach(cleanup)

async function stage() {
  const user = userEvent.setup()
  render(<Stage />)
  await screen.findByRole('region', { name: 'Canvas' })
  return user
}

function button(name: string | RegExp): HTMLElement {
  return screen.getByRole('button', { name })
}

describe('what stands on the stage', () => {
  it.each([
    'Pod default/web-7d9-aaa, Running, on w1-k8s',
    'Pod default/late, Pending',
    'Node w1-k8s, Ready',
    'Deployment default/web, 3/3 ready',
    'ReplicaSet default/web-7d9, 3/3 ready',
    'PersistentVolumeClaim default/data, Pending',
    'PersistentVolume nfs-pv, Available',
  ])('names %s', async (name) => {
    await stage()
    expect(button(name)).toBeInTheDocument()
  })

  it('has the control plane as a landmark with a lamp per controller', async () => {
    await stage()
    const plane = screen.getByRole('region', { name: 'Control plane' })
    expect(
      within(plane).getByRole('button', { name: 'replicaset controller, running' }),
    ).toBeVisible()
    expect(within(plane).getByRole('button', { name: 'Scheduler, running' })).toBeVisible()
  })

  it('folds kube-system into one tile, and unfolds it when asked', async () => {
    const user = await stage()
    expect(screen.queryByRole('button', { name: /^Pod kube-system/ })).toBeNull()
    await user.click(button('Show the kube-system pods of m-k8s, 1'))
    expect(button('Pod kube-system/etcd, Running, on m-k8s')).toBeInTheDocument()
    await user.click(button('Fold kube-system'))
    expect(screen.queryByRole('button', { name: /^Pod kube-system/ })).toBeNull()
  })

  it('shows a new status without moving anything', async () => {
    await stage()
    const place = () =>
      button(/^Pod default\/web-7d9-aaa/).closest<HTMLElement>('.react-flow__node')?.style.transform
    const before = place()
    act(() =>
      showObjects(
        OBJECTS.map((object) =>
          object === WEB ? { ...WEB, status: { phase: 'Failed', reason: 'OutOfcpu' } } : object,
        ),
      ),
    )
    expect(button('Pod default/web-7d9-aaa, OutOfcpu, on w1-k8s')).toBeInTheDocument()
    expect(place()).toBe(before)
  })
})

describe('by hand', () => {
  it('selects what is clicked, and with Enter what has focus', async () => {
    const user = await stage()
    await user.click(button('PersistentVolume nfs-pv, Available'))
    expect(uiStore.getState().selection).toEqual({ kind: 'PersistentVolume', key: '/nfs-pv' })
    button(/^Pod default\/late/).focus()
    await user.keyboard('{Enter}')
    expect(uiStore.getState().selection).toEqual({ kind: 'Pod', key: 'default/late' })
  })

  it('scales with the steppers', async () => {
    const user = await stage()
    await user.click(button('Scale web up to 4'))
    await user.click(button('Scale web down to 2'))
    expect(intents.scale.mock.calls).toEqual([
      ['Deployment', 'default', 'web', 4],
      ['Deployment', 'default', 'web', 2],
    ])
  })

  it('asks before the Delete key deletes a pod, and says who will answer', async () => {
    const user = await stage()
    button(/^Pod default\/web-7d9-aaa/).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog', { name: 'Delete web-7d9-aaa?' })
    expect(dialog).toHaveTextContent('ReplicaSet web-7d9 will make another one.')
    expect(intents.deletePod).not.toHaveBeenCalled()
    await user.keyboard('{Enter}')
    expect(intents.deletePod).toHaveBeenCalledWith('default', 'web-7d9-aaa')
  })

  it('goes back to where it was when a question is escaped', async () => {
    const user = await stage()
    const tile = button(/^Pod default\/late/)
    tile.focus()
    await user.keyboard('{Delete}')
    await screen.findByRole('dialog')
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(tile).toHaveFocus()
    expect(intents.deletePod).not.toHaveBeenCalled()
  })

  it('cordons from the menu that the keyboard opens', async () => {
    const user = await stage()
    button('Node w1-k8s, Ready').focus()
    await user.keyboard('{Shift>}{F10}{/Shift}')
    const menu = await screen.findByRole('menu', { name: 'Actions for Node w1-k8s' })
    await user.click(within(menu).getByRole('menuitem', { name: 'Cordon' }))
    expect(intents.cordon).toHaveBeenCalledWith('w1-k8s')
    expect(screen.queryByRole('menu')).toBeNull()
  })

  it('stops and starts a controller with its lamp', async () => {
    const user = await stage()
    await user.click(button('replicaset controller, running'))
    expect(getCluster().stopped.has('replicaset')).toBe(true)
    act(() => commitJournal())
    await user.click(await screen.findByRole('button', { name: 'replicaset controller, stopped' }))
    expect(getCluster().stopped.has('replicaset')).toBe(false)
  })

  it('reserves a volume for a claim without a mouse', async () => {
    const user = await stage()
    button('PersistentVolume nfs-pv, Available').focus()
    await user.keyboard('{ContextMenu}')
    await user.click(await screen.findByRole('menuitem', { name: 'Reserve for claim…' }))
    await user.click(screen.getByRole('menuitem', { name: 'default/data' }))
    expect(intents.bindVolume).toHaveBeenCalledWith('nfs-pv', 'default', 'data')
  })
})

describe('dropping', () => {
  it('posts a Binding for a pending pod', async () => {
    await stage()
    act(() => drop('Pod|default/late', 'Node|/w2-k8s', POINT))
    expect(intents.bindPod).toHaveBeenCalledWith('default', 'late', 'w2-k8s')
  })

  it('does nothing on the machine where the pod is, or beside every machine', async () => {
    await stage()
    act(() => drop('Pod|default/bare', 'Node|/w1-k8s', POINT))
    act(() => drop('Pod|default/late', undefined, POINT))
    expect(intents.bindPod).not.toHaveBeenCalled()
    expect(popupCell.get()).toBeUndefined()
  })

  it('says that running pods do not move, and offers what their controller would do', async () => {
    const user = await stage()
    act(() => drop('Pod|default/web-7d9-aaa', 'Node|/w2-k8s', POINT))
    const dialog = await screen.findByRole('dialog', { name: 'Pods do not move' })
    await user.click(within(dialog).getByRole('button', { name: 'Cordon w1-k8s and delete it' }))
    await waitFor(() =>
      expect(commands()).toEqual(['kubectl cordon w1-k8s', 'kubectl delete pod web-7d9-aaa']),
    )
    expect(intents.bindPod).not.toHaveBeenCalled()
  })

  it('recreates a bare pod on the other machine', async () => {
    const user = await stage()
    act(() => drop('Pod|default/bare', 'Node|/w2-k8s', POINT))
    await user.click(
      await screen.findByRole('button', { name: 'Delete it and create it anew on w2-k8s' }),
    )
    await waitFor(() =>
      expect(commands()).toEqual(['kubectl delete pod bare', 'kubectl apply -f -']),
    )
    const [line] = intents.runLine.mock.calls.at(-1) as unknown as [Line]
    expect(JSON.parse(line.stdin ?? '').spec.nodeName).toBe('w2-k8s')
  })

  it('pre-binds a volume dropped on a claim', async () => {
    await stage()
    act(() => drop('PersistentVolume|/nfs-pv', 'PersistentVolumeClaim|default/data', POINT))
    expect(intents.bindVolume).toHaveBeenCalledWith('nfs-pv', 'default', 'data')
  })

  it('shows the verdict of each machine while a pod is in the hand', async () => {
    await stage()
    act(() =>
      dragCell.set({
        id: 'Pod|default/late',
        over: 'Node|/w1-k8s',
        verdicts: new Map([
          ['w1-k8s', { node: 'w1-k8s', feasible: true, score: 87, reasons: [] }],
          ['w2-k8s', { node: 'w2-k8s', feasible: false, reasons: ['Insufficient cpu'] }],
        ]),
      }),
    )
    expect(screen.getByText('✓ feasible · score 87')).toBeInTheDocument()
    expect(screen.getByText('✕ Insufficient cpu')).toBeInTheDocument()
    act(() => dragCell.set(undefined))
    expect(screen.queryByText('✕ Insufficient cpu')).toBeNull()
  })
})

describe('refusals', () => {
  it("stand beside the thing in the API's own words until closed", async () => {
    const user = await stage()
    act(() => {
      const id = beginAction('kubectl create --raw ...', { near: 'Pod default/late' })
      updateAction(id, {
        state: 'refused',
        message: 'pod late is already assigned to node "w1-k8s"',
      })
    })
    expect(screen.getByRole('alert')).toHaveTextContent('already assigned to node "w1-k8s"')
    await user.click(button('Close'))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
