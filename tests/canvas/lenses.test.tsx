import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { flightCell } from '../../src/canvas/find/flight.ts'
import { expandedCell } from '../../src/canvas/hands/hands.ts'
import { Stage } from '../../src/canvas/Stage.tsx'
import type { Pod } from '../../src/sim/index.ts'
import { uiStore } from '../../src/store/ui.ts'
import { viewStore } from '../../src/store/view.ts'
import { claim, deployment, node, pod, replicaSet, volume } from './objects.ts'
import { showObjects } from './stageCluster.ts'

const state = (phase: string, waiting?: string): Pod['status'] => ({
  phase,
  containerStatuses: [
    {
      name: 'main',
      image: 'nginx',
      imageID: '',
      ready: waiting === undefined,
      restartCount: 0,
      state: waiting === undefined ? { running: {} } : { waiting: { reason: waiting } },
    },
  ],
})

const RUNNING = state('Running')
const LONG = 'a'.repeat(40)
const HEBREW_LABEL = { title: 'שלום-עולם' }

const namespace = (name: string) => ({
  apiVersion: 'v1' as const,
  kind: 'Namespace' as const,
  metadata: { ...node(name).metadata, name },
  spec: {},
  status: { phase: 'Active' },
})

const labelled = pod('web-7d9-bbb', { node: 'w1-k8s', status: RUNNING })

const OBJECTS = [
  node('m-k8s', { controlPlane: true }),
  node('w1-k8s'),
  deployment('web', 2),
  replicaSet('web-7d9', 2, 'web'),
  pod('web-7d9-aaa', { node: 'w1-k8s', owner: 'web-7d9', status: RUNNING, claim: 'data' }),
  { ...labelled, metadata: { ...labelled.metadata, labels: HEBREW_LABEL } },
  pod('sick', { node: 'w1-k8s', namespace: 'shop', status: state('Running', 'CrashLoopBackOff') }),
  pod(LONG, { node: 'm-k8s', namespace: 'shop', status: RUNNING }),
  pod('etcd', { namespace: 'kube-system', node: 'm-k8s', status: RUNNING }),
  claim('data', 'nfs-pv'),
  volume('nfs-pv', 'default/data'),
]

// The whole stage is drawn for each test, on whatever machine there is.
vi.setConfig({ testTimeout: 30_000 })
configure({ asyncUtilTimeout: 8000 })

beforeAll(async () => {
  // Fetched on first use in the page; here they are at hand.
  await import('../../src/canvas/find/FindPanel.tsx')
  await import('../../src/canvas/lens/FilterPanel.tsx')
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
  localStorage.clear()
  expandedCell.set(new Set())
  flightCell.set(undefined)
  uiStore.getState().select(null)
  viewStore.setState({
    lens: 'all',
    namespaces: [],
    labels: '',
    folded: new Set(),
    opened: new Set(),
    minimap: false,
    finding: false,
  })
})

afterEach(cleanup)

async function stage(extra: readonly unknown[] = []) {
  const user = userEvent.setup()
  const namespaces = ['default', 'kube-system', 'shop'].map(namespace)
  showObjects([...OBJECTS, ...namespaces, ...extra] as never)
  render(<Stage />)
  await screen.findByRole('region', { name: 'Canvas' })
  return user
}

const thing = (name: RegExp | string) => screen.getByRole('button', { name })
const isFaint = (element: HTMLElement) => element.closest('.faint') !== null
const POD = 'Pod default/web-7d9-aaa, Running, on w1-k8s'
const CLAIM = 'PersistentVolumeClaim default/data, Bound'
const DEPLOYMENT = 'Deployment default/web, 2/2 ready'

describe('the lens bar', () => {
  it('fades what is not the concern, which stays reachable and in its place', async () => {
    const user = await stage()
    const before = thing(DEPLOYMENT).closest<HTMLElement>('.react-flow__node')?.style.transform
    await user.click(screen.getByRole('radio', { name: 'Storage' }))
    await waitFor(() => expect(isFaint(thing(DEPLOYMENT))).toBe(true))
    expect(isFaint(thing(CLAIM))).toBe(false)
    expect(isFaint(thing(POD))).toBe(false)
    expect(isFaint(thing('Pod default/web-7d9-bbb, Running, on w1-k8s'))).toBe(true)
    const after = thing(DEPLOYMENT).closest<HTMLElement>('.react-flow__node')?.style.transform
    expect(after).toBe(before)
    await user.click(thing(DEPLOYMENT))
    expect(uiStore.getState().selection?.kind).toBe('Deployment')
  })

  it('is one stop of the keyboard, walked with arrows around its ends', async () => {
    const user = await stage()
    const radio = (name: string) => screen.getByRole('radio', { name })
    act(() => radio('Everything').focus())
    await user.keyboard('{ArrowLeft}')
    expect(radio('Control loop')).toHaveFocus()
    expect(radio('Control loop')).toBeChecked()
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(radio('Workloads')).toBeChecked()
    await user.keyboard('{End}')
    expect(viewStore.getState().lens).toBe('loop')
    expect(screen.getAllByRole('radio').filter((one) => one.tabIndex === 0)).toHaveLength(1)
  })

  it('is remembered', async () => {
    const user = await stage()
    await user.click(screen.getByRole('radio', { name: 'Network' }))
    expect(localStorage.getItem('orrery.lens')).toBe('"network"')
  })
})

describe('the filter', () => {
  it('folds what is elsewhere, keeps what is broken in sight, and is lifted in one press', async () => {
    const user = await stage()
    await user.click(thing('Filter'))
    await user.click(await screen.findByRole('checkbox', { name: /^default, / }))
    expect(screen.queryByRole('button', { name: /^Pod shop\/a+, / })).toBeNull()
    expect(thing(/^Pod shop\/sick, CrashLoopBackOff/)).toBeVisible()
    expect(thing(POD)).toBeVisible()
    expect(thing('Filter, default')).toHaveTextContent('default')
    const [lift] = screen.getAllByRole('button', { name: 'Show all' })
    await user.click(lift as HTMLElement)
    expect(await screen.findByRole('button', { name: /^Pod shop\/a+, / })).toBeVisible()
  })

  it('finds one namespace among two hundred', async () => {
    const many = Array.from({ length: 200 }, (_, at) => namespace(`team-${at}-${'x'.repeat(50)}`))
    const user = await stage(many)
    await user.click(thing('Filter'))
    expect(await screen.findAllByRole('checkbox')).toHaveLength(203)
    await user.type(screen.getByRole('searchbox', { name: 'Find a namespace' }), 'team-77-')
    const [only, ...rest] = screen.getAllByRole('checkbox')
    expect(rest).toEqual([])
    expect(only).toHaveAccessibleName(/^team-77-x{50}, 0 objects$/)
  })

  it('says what is wrong with a selector as kubectl does, and hides nothing meanwhile', async () => {
    const user = await stage()
    await user.click(thing('Filter'))
    const input = await screen.findByRole('textbox', { name: /^Labels/ })
    await user.type(input, 'app in (a')
    expect(input).toBeInvalid()
    expect(input).toHaveAccessibleDescription(
      "error: unable to parse requirement: found '', expected: ',' or ')'",
    )
    expect(thing(POD)).toBeVisible()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})

describe('the search', () => {
  const found = () => within(screen.getByRole('listbox')).queryAllByRole('option')
  const option = (name: RegExp | string) => screen.findByRole('option', { name })

  it('is walked by keyboard and selects what was chosen', async () => {
    const user = await stage()
    await user.click(thing('Find on the stage'))
    const input = await screen.findByRole('combobox', { name: 'Find on the stage' })
    await waitFor(() => expect(input).toHaveFocus())
    await user.type(input, 'presistentvolume')
    expect(await option(/^nfs-pv\s*PersistentVolume\s*Bound$/)).toBeVisible()
    await user.clear(input)
    await user.type(input, 'po web')
    await waitFor(() => expect(found()).toHaveLength(2))
    expect(found()[0]).toHaveAccessibleName(/^web-7d9-[a-z]{3}\s*Pod · default\s*Running$/)
    await user.keyboard('{ArrowDown}')
    const second = found()[1]
    await waitFor(() => expect(second).toHaveAttribute('aria-selected', 'true'))
    expect(input).toHaveAttribute('aria-activedescendant', second?.id)
    await user.keyboard('{Enter}')
    expect(uiStore.getState().selection).toEqual({ kind: 'Pod', key: 'default/web-7d9-bbb' })
    await waitFor(() => expect(screen.queryByRole('combobox', { name: /Find/ })).toBeNull())
  })

  it('finds by a label in another script, and unfolds what the thing is in', async () => {
    viewStore.setState({ folded: new Set(['Node|/w1-k8s']) })
    const user = await stage()
    expect(screen.queryByRole('button', { name: /^Pod default\/web-7d9-bbb/ })).toBeNull()
    await user.click(thing('Find on the stage'))
    await user.type(await screen.findByRole('combobox', { name: /Find/ }), 'שלום')
    await waitFor(() => expect(found()).toHaveLength(1))
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('button', { name: /^Pod default\/web-7d9-bbb/ })).toBeVisible()
  })

  it('says so when there is nothing', async () => {
    const user = await stage()
    await user.click(thing('Find on the stage'))
    await user.type(await screen.findByRole('combobox', { name: /Find/ }), 'zzzz')
    expect(await screen.findByText('Nothing in the cluster matches.')).toBeVisible()
  })
})

describe('folding', () => {
  it('folds a machine to a line in which the broken stay', async () => {
    const user = await stage()
    await user.click(thing('Fold w1-k8s'))
    expect(screen.queryByRole('button', { name: POD })).toBeNull()
    expect(thing(/^Pod shop\/sick, CrashLoopBackOff/)).toBeVisible()
    expect(JSON.parse(localStorage.getItem('orrery.folded') ?? '[]')).toEqual(['Node|/w1-k8s'])
    await user.click(thing('Unfold w1-k8s'))
    expect(thing(POD)).toBeVisible()
  })

  it.each([
    ['Storage', CLAIM],
    ['Workloads', DEPLOYMENT],
    ['Nodes', POD],
    ['Volumes', 'PersistentVolume nfs-pv, Bound'],
  ])('folds %s by its name', async (name, inside) => {
    const user = await stage()
    const heading = screen.getByRole('button', { name, expanded: true })
    await user.click(heading)
    await waitFor(() => expect(screen.queryByRole('button', { name: inside })).toBeNull())
    await user.click(screen.getByRole('button', { name, expanded: false }))
    expect(await screen.findByRole('button', { name: inside })).toBeVisible()
  })

  it('shows the broken of a folded region by name', async () => {
    const user = await stage()
    await user.click(screen.getByRole('button', { name: 'Nodes' }))
    expect(thing('Pod shop/sick, CrashLoopBackOff')).toBeVisible()
  })

  it('opens what there was no room for', async () => {
    const user = await stage(Array.from({ length: 30 }, (_, at) => deployment(`d-${at}`, 1)))
    const cards = () => screen.getAllByRole('button', { name: /^Deployment default\// }).length
    const few = cards()
    const more = screen.getByRole('button', { name: /^\+\d+ more$/ })
    expect(few + Number(/\d+/.exec(more.textContent ?? '')?.[0])).toBe(31)
    await user.click(more)
    await waitFor(() => expect(cards()).toBe(31))
    await user.click(screen.getByRole('button', { name: 'Show fewer' }))
    await waitFor(() => expect(cards()).toBe(few))
  })
})

describe('the network region', () => {
  it('shows the addresses that the machines really have', async () => {
    await stage()
    const card = screen.getByRole('img', { name: /^address of w1-k8s: 192\.168\.1\.101, / })
    expect(within(card).getByText('192.168.1.101')).toBeVisible()
  })

  it('has a card for a Service as soon as there is one', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...pod('web').metadata },
      spec: { type: 'NodePort', clusterIP: '10.96.0.7', ports: [{ port: 80, nodePort: 30_080 }] },
      status: {},
    }
    await stage([service])
    expect(thing('Service default/web')).toBeVisible()
    expect(screen.getByText('10.96.0.7 · 80:30080')).toBeVisible()
  })
})
