import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { group, NO_WISHES } from '../../src/canvas/graph/grouping.ts'
import { type Scene, sceneOf } from '../../src/canvas/graph/scene.ts'
import { readWorld, type StageKind } from '../../src/canvas/graph/world.ts'
import { popupCell } from '../../src/canvas/hands/hands.ts'
import { filterOf } from '../../src/canvas/lens/filter.ts'
import { Stage } from '../../src/canvas/Stage.tsx'
import type { ObjectOf, Pod } from '../../src/sim/index.ts'
import { commitJournal } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'
import { claim, listerOf, node, pod, volume } from './objects.ts'
import { showObjects } from './stageCluster.ts'

const ID = 'ConfigMap|default/web-config'

function config(name: string): ObjectOf<'ConfigMap'> {
  const { metadata } = pod(name)
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { greeting: 'hello' } }
}

function needy(optional = false): Pod {
  const plain = pod('needy', { node: 'w1-k8s' })
  const ref = { name: 'web-config', key: 'greeting', optional }
  const env = [{ name: 'GREETING', valueFrom: { configMapKeyRef: ref } }]
  return { ...plain, spec: { ...plain.spec, containers: [{ name: 'main', image: 'nginx', env }] } }
}

const OBJECTS: readonly ObjectOf<StageKind>[] = [
  node('w1-k8s'),
  needy(),
  config('other'),
  claim('data'),
  volume('nfs-pv'),
]

describe('places of what is missing', () => {
  const ghosts = new Set([ID, 'PersistentVolumeClaim|default/gone', 'PersistentVolume|/gone-pv'])
  const wishes = { ...NO_WISHES, ghosts }

  it('stands in the column of its kind', () => {
    const groups = group(readWorld(listerOf(OBJECTS)), wishes)
    expect(groups.configs).toEqual(['ConfigMap|default/other', ID])
    expect(groups.claims).toEqual(['default/data', 'default/gone'])
    expect(groups.volumes).toEqual(['/nfs-pv', '/gone-pv'])
  })

  it('obeys the filter of namespaces by its name', () => {
    const filter = filterOf(['elsewhere'], '')
    const groups = group(readWorld(listerOf(OBJECTS)), { ...wishes, filter })
    expect(groups.configs).not.toContain(ID)
    expect(groups.elsewhere.config).toContain(ID)
  })

  it('keeps the place for the real one, and nobody else moves', () => {
    const before: Scene = sceneOf(listerOf(OBJECTS), wishes)
    const after = sceneOf(
      listerOf([...OBJECTS, config('web-config')]),
      { ...wishes, ghosts: new Set([...ghosts].filter((id) => id !== ID)) },
      before,
    )
    expect(before.layout.boxes.map((box) => box.id)).toContain(ID)
    expect(after.nodes).toBe(before.nodes)
  })
})

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
  popupCell.set(undefined)
  uiStore.getState().select(null)
  uiStore.getState().closeDialog()
})

afterEach(cleanup)

const NAME = 'ConfigMap default/web-config, missing'

describe('a ghost on the stage', () => {
  it('appears with its name, and the object takes its place', async () => {
    const cluster = showObjects(OBJECTS)
    render(<Stage />)
    await screen.findByRole('button', { name: NAME })
    act(() => {
      cluster.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'default' },
      } as never)
      cluster.create(config('web-config'))
      commitJournal()
    })
    await waitFor(() => expect(screen.queryByRole('button', { name: NAME })).toBeNull())
    expect(screen.getByRole('button', { name: 'ConfigMap default/web-config' })).toBeTruthy()
  })

  it('appears when the object is deleted', async () => {
    const cluster = showObjects([...OBJECTS, config('web-config')])
    render(<Stage />)
    await screen.findByRole('button', { name: 'ConfigMap default/web-config' })
    act(() => {
      cluster.delete('ConfigMap', 'default', 'web-config')
      commitJournal()
    })
    await screen.findByRole('button', { name: NAME })
  })

  it('is not drawn for what may be missing', async () => {
    showObjects([node('w1-k8s'), needy(true), claim('data'), pod('p', { claim: 'nowhere' })])
    render(<Stage />)
    await screen.findByRole('button', { name: 'PersistentVolumeClaim default/nowhere, missing' })
    expect(screen.queryByRole('button', { name: NAME })).toBeNull()
  })

  it('opens the dialog with a manifest that has the keys others ask for', async () => {
    showObjects(OBJECTS)
    render(<Stage />)
    const create = await screen.findByRole('button', {
      name: 'Create ConfigMap default/web-config',
    })
    await userEvent.click(create)
    await waitFor(() => expect(uiStore.getState().dialog?.text).toContain('name: web-config'))
    expect(uiStore.getState().dialog?.text).toMatch(/greeting: value\nkind: ConfigMap/)
  })

  it('has a menu of its own', async () => {
    showObjects(OBJECTS)
    render(<Stage />)
    await screen.findByRole('button', { name: NAME })
    act(() => popupCell.set({ sort: 'menu', id: ID, at: { x: 1, y: 1 } }))
    const menu = await screen.findByRole('menu', { name: `Actions for ${NAME}` })
    const items = within(menu).getAllByRole('menuitem')
    expect(items.map((item) => item.textContent)).toEqual([
      'Create ConfigMap default/web-config',
      'What am I looking at?',
    ])
  })
})
