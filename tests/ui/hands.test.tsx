import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { findKindSpec } from '../../src/sim/index.ts'
import { run } from '../../src/store/intents.ts'
import { closeOverlay, overlaysStore } from '../../src/store/overlays.ts'
import { getCluster, peekObject, showCluster } from '../../src/store/sim.ts'
import { typedCell } from '../../src/store/typed.ts'
import { uiStore } from '../../src/store/ui.ts'
import { undo } from '../../src/store/undo.ts'
import { CommandPalette } from '../../src/ui/command/CommandPalette.tsx'
import { ranked, scoreOf } from '../../src/ui/command/rank.ts'
import { Tools, UndoButtons } from '../../src/ui/header/Tools.tsx'
import { complaintOf } from '../../src/ui/palette/complaint.ts'
import { Palette } from '../../src/ui/palette/Palette.tsx'
import { CARDS, draftOf, freeName, recipeOf } from '../../src/ui/palette/recipes.ts'
import { CheatSheet } from '../../src/ui/shortcuts/CheatSheet.tsx'
import { UndoNote } from '../../src/ui/undo/UndoNote.tsx'

beforeAll(async () => {
  uiStore.getState().setLanguage('en')
  await startTexts()
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function open() {
    this.open = true
  }
})

beforeEach(() => {
  localStorage.clear()
  showCluster(createLab('plain'), 'plain')
})

afterEach(() => {
  cleanup()
  closeOverlay()
})

describe('the palette', () => {
  it('has a card for each kind, and says of each kind that is not served why it is not', () => {
    render(<Palette />)
    for (const kind of CARDS.flatMap(([, kinds]) => kinds)) {
      const card = screen.getByRole('button', { name: new RegExp(`^${kind}( ?not served yet)?$`) })
      const served = findKindSpec(kind) !== undefined
      expect(card).toHaveAttribute('aria-disabled', String(!served))
      if (!served)
        expect(card).toHaveAttribute('title', `This cluster does not serve the kind ${kind} yet.`)
    }
  })

  it('creates what the form says, and refuses in the words of the API', async () => {
    const user = userEvent.setup()
    render(<Palette />)
    await user.click(screen.getByRole('button', { name: 'ConfigMap' }))
    const name = screen.getByLabelText('Name')
    await user.clear(name)
    await user.type(name, 'Bad_Name')
    expect(screen.getByRole('status')).toHaveTextContent(
      'a lowercase RFC 1123 subdomain must consist of',
    )
    expect(screen.getByRole('button', { name: 'Create' })).toBeDisabled()
    await user.clear(name)
    await user.type(name, 'settings{Enter}')
    await expect
      .poll(() => peekObject('ConfigMap', 'default/settings')?.data, { timeout: 8000 })
      .toEqual({ GREETING: 'hello' })
    expect(overlaysStore.getState().open).toBeUndefined()
  })

  it('adds a machine', async () => {
    const user = userEvent.setup()
    render(<Palette />)
    await user.click(screen.getByRole('button', { name: 'Node' }))
    expect(screen.getByText(/^lab node add worker-4 --cpu 1 --memory 2560Mi$/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await expect
      .poll(() =>
        getCluster()
          .journal.since(0)
          .some((entry) => entry.kind === 'Machine' && entry.key === 'worker-4'),
      )
      .toBe(true)
  })

  it('makes objects that the API takes, of every kind that is served', () => {
    const { profile } = getCluster()
    for (const kind of CARDS.flatMap(([, kinds]) => kinds).filter((each) => each !== 'Node')) {
      if (!findKindSpec(kind)) continue
      const values = {
        ...recipeOf(kind).start,
        name: 'fresh',
        namespace: 'default',
        provisioner: 'fake/prov',
      }
      for (const node of [undefined, 'worker-1'])
        expect([kind, complaintOf(draftOf(kind, values, { kind, node }), profile)]).toEqual([
          kind,
          undefined,
        ])
    }
  })

  it('counts on names that are taken', () => {
    expect(freeName('app', new Set(['app', 'app-2']))).toBe('app-3')
    expect(freeName('w4-k8s', new Set(['w4-k8s']))).toBe('w5-k8s')
  })
})

describe('the command palette', () => {
  it('is a combobox over what the page can do, and goes to objects', async () => {
    const user = userEvent.setup()
    render(<CommandPalette />)
    const input = screen.getByRole('combobox', { name: 'Command palette' })
    await user.type(input, 'worker-2')
    const [first] = screen.getAllByRole('option')
    expect(first).toHaveTextContent('Node worker-2')
    expect(input).toHaveAttribute('aria-activedescendant', first?.id)
    await user.keyboard('{Enter}')
    expect(uiStore.getState().selection).toEqual({ kind: 'Node', key: '/worker-2' })
  })

  it('puts what was used lately first', async () => {
    const user = userEvent.setup()
    const { unmount } = render(<CommandPalette />)
    await user.type(screen.getByRole('combobox'), 'theme paper{Enter}')
    expect(uiStore.getState().theme).toBe('light')
    unmount()
    render(<CommandPalette />)
    expect(screen.getAllByRole('option')[0]).toHaveTextContent('Theme: Paper')
    act(() => uiStore.getState().setTheme('dark'))
  })

  it('hands a kubectl line to the terminal', async () => {
    const user = userEvent.setup()
    render(<CommandPalette />)
    await user.type(screen.getByRole('combobox'), 'k get nodes{Enter}')
    expect(typedCell.get()?.line).toBe('kubectl get nodes')
    typedCell.set(undefined)
  })

  it('finds nothing aloud', async () => {
    const user = userEvent.setup()
    render(<CommandPalette />)
    await user.type(screen.getByRole('combobox'), 'qqqzzz')
    expect(screen.getByRole('status')).toHaveTextContent('Nothing found for “qqqzzz”.')
  })
})

describe('ranking', () => {
  const all = ['Pod default/web-1', 'Deployment default/web', 'Reset the layout'].map((label) => ({
    id: label,
    label,
  }))
  it('prefers whole words, then beginnings, and drops what lacks a letter', () => {
    expect(ranked('web', all, [], 9).map(({ label }) => label)).toEqual([
      'Deployment default/web',
      'Pod default/web-1',
    ])
    expect(ranked('rl', all, [], 9)[0]?.label).toBe('Reset the layout')
    expect(scoreOf('xyz', 'Pod')).toBeUndefined()
  })
})

describe('undo', () => {
  it('is a button that says what it would undo, and says what it did', async () => {
    render(
      <>
        <UndoButtons />
        <UndoNote />
      </>,
    )
    const button = screen.getByRole('button', { name: 'Nothing to undo' })
    expect(button).toHaveAttribute('aria-disabled', 'true')
    await act(() => run('kubectl create namespace team'))
    expect(button).toHaveAccessibleName('Undo: kubectl create namespace team (Ctrl+Z)')
    act(() => void undo())
    expect(screen.getByRole('status')).toHaveTextContent(
      /Rewound to [\d:.]+, before kubectl create namespace team; \d+ later entries undone/,
    )
    expect(
      screen.getByRole('button', { name: /^Redo: kubectl create namespace team/ }),
    ).toBeInTheDocument()
  })
})

describe('the cheat sheet', () => {
  it('shows every key of the table, and switches single ones off', async () => {
    const user = userEvent.setup()
    render(<CheatSheet />)
    const stage = screen.getByRole('region', { name: 'On the stage' })
    expect(within(stage).getByText('Delete the thing')).toBeInTheDocument()
    await user.click(screen.getByRole('checkbox'))
    expect(overlaysStore.getState().singleKeys).toBe(false)
    await user.click(screen.getByRole('checkbox'))
  })

  it('is opened from the bar', async () => {
    const user = userEvent.setup()
    render(<Tools narrow={false} />)
    await user.click(screen.getByRole('button', { name: 'Keyboard shortcuts (?)' }))
    expect(overlaysStore.getState().open).toBe('shortcuts')
  })
})
