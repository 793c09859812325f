import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainEdge, explainThing } from '../../src/store/looking.ts'
import { screenReader } from '../../src/store/relations/reader.ts'
import { edgesOf } from '../../src/store/relations/relate.ts'
import { uiStore } from '../../src/store/ui.ts'
import { AboutCard } from '../../src/ui/about/AboutCard.tsx'
import { EdgeCard } from '../../src/ui/edges/EdgeCard.tsx'
import { Missing } from '../../src/ui/edges/Missing.tsx'
import { Related } from '../../src/ui/edges/Related.tsx'
import { claim, deployment, node, pod, replicaSet, volume } from '../canvas/objects.ts'
import { showObjects } from '../canvas/stageCluster.ts'

const POD = 'Pod|default/web-7d9-aaa'

beforeEach(() => {
  uiStore.getState().setLanguage('en')
  uiStore.getState().select(null)
  showObjects([
    node('w1-k8s'),
    deployment('web', 1),
    replicaSet('web-7d9', 1, 'web'),
    pod('web-7d9-aaa', { node: 'w1-k8s', owner: 'web-7d9', claim: 'data' }),
    pod('lost', { node: 'w1-k8s', claim: 'nowhere' }),
    claim('data', 'nfs-pv'),
    volume('nfs-pv', 'default/data'),
  ])
})

afterEach(() => {
  act(() => {
    explainEdge(undefined)
    explainThing(undefined)
  })
  cleanup()
  uiStore.getState().setLanguage('en')
})

function explain(name: string): void {
  const edge = edgesOf(POD, screenReader).find((one) => one.name === name)
  if (!edge) throw new Error(`no ${name}`)
  act(() => explainEdge(edge, { x: 10, y: 10 }))
}

describe('Escape', () => {
  it('closes the card, wherever the focus is', async () => {
    render(<EdgeCard />)
    explain('binding')
    act(() => (document.activeElement as HTMLElement).blur())
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('is left to a drag in flight, a menu, another window and a field that have their own use for it', async () => {
    const heard: string[] = []
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) heard.push((event.target as Element).tagName)
    }
    document.addEventListener('keydown', listen)
    render(
      <>
        <EdgeCard />
        <div role="menu" tabIndex={-1} aria-label="menu" />
        <div role="dialog" tabIndex={-1} aria-label="another" />
        <input aria-label="field" />
      </>,
    )
    explain('binding')
    const card = () => screen.queryByRole('dialog', { name: /^Binding/ })
    for (const other of [
      screen.getByRole('menu'),
      screen.getByRole('dialog', { name: 'another' }),
      screen.getByRole('textbox'),
    ]) {
      act(() => other.focus())
      await userEvent.keyboard('{Escape}')
      expect(card()).not.toBeNull()
    }
    expect(heard).toEqual(['DIV', 'DIV', 'INPUT'])
    // In the hand: what is carried is let go first.
    const held = document.createElement('div')
    held.dataset.held = POD
    document.body.append(held)
    act(() => card()?.focus())
    await userEvent.keyboard('{Escape}')
    expect(card()).not.toBeNull()
    held.remove()
    await userEvent.keyboard('{Escape}')
    expect(card()).toBeNull()
    document.removeEventListener('keydown', listen)
  })
})

describe('the card of an edge', () => {
  it('shows both fields and what stands in them', () => {
    render(<EdgeCard />)
    explain('binding')
    const card = screen.getByRole('dialog', {
      name: 'Binding: Pod default/web-7d9-aaa → Node w1-k8s',
    })
    const [tie] = within(card).getAllByRole('listitem')
    expect(tie?.textContent).toContain('spec.nodeName')
    expect(tie?.textContent).toContain('metadata.name')
    expect(within(card).getAllByText('w1-k8s', { selector: 'code' })).toHaveLength(2)
    const link = within(card).getByRole('link', { name: /Assigning Pods to Nodes/ })
    expect(link.getAttribute('href')).toMatch(/^https:\/\/kubernetes\.io\/docs\//)
    expect(link.getAttribute('rel')).toContain('noopener')
  })

  it('closes with Escape and goes to the other end', async () => {
    render(<EdgeCard />)
    explain('mount')
    await userEvent.click(
      screen.getByRole('button', { name: 'Go there: PersistentVolumeClaim default/data' }),
    )
    expect(uiStore.getState().selection?.kind).toBe('PersistentVolumeClaim')
    expect(screen.queryByRole('dialog')).toBeNull()
    explain('mount')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('speaks Korean', () => {
    uiStore.getState().setLanguage('ko')
    render(<EdgeCard />)
    explain('owner')
    expect(screen.getByRole('dialog', { name: /^주인: / })).toBeTruthy()
  })
})

describe('the list of what is related', () => {
  it('has a button for each line, and marks what is missing', async () => {
    render(
      <>
        <Related selection={{ kind: 'Pod', key: 'default/lost' }} />
        <EdgeCard />
      </>,
    )
    const list = screen.getByRole('region', { name: 'Related' })
    const row = within(list).getByRole('button', {
      name: /^Mount PersistentVolumeClaim nowhere\s+missing/,
    })
    await userEvent.click(row)
    const card = screen.getByRole('dialog', { name: /^Mount: / })
    expect(within(card).getByText('not there')).toBeTruthy()
  })

  it('tells of a missing object who waits for it', () => {
    render(<Missing selection={{ kind: 'PersistentVolumeClaim', key: 'default/nowhere' }} />)
    expect(screen.getByText(/does not exist/)).toBeTruthy()
    expect(
      screen.getByRole('button', { name: 'Create PersistentVolumeClaim nowhere…' }),
    ).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Mount Pod lost/ })).toBeTruthy()
  })

  it('says of what nobody names only that it is gone', () => {
    render(<Missing selection={{ kind: 'ConfigMap', key: 'default/nobody' }} />)
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.queryByText(/waits for it/)).toBeNull()
  })
})

describe('the answer to "what am I looking at?"', () => {
  it.each([
    [POD, 'What am I looking at? Pod web-7d9-aaa'],
    ['Actor|replicaset', 'What am I looking at? replicaset controller'],
    ['Actor|scheduler', 'What am I looking at? Scheduler'],
    ['label|storage', 'What am I looking at? Storage'],
    ['tray|waiting', 'What am I looking at? Waiting for a node'],
    [
      'PersistentVolumeClaim|default/nowhere',
      'What am I looking at? PersistentVolumeClaim nowhere, missing',
    ],
  ])('names %s', (id, name) => {
    render(<AboutCard />)
    act(() => explainThing(id, { x: 5, y: 5 }))
    const card = screen.getByRole('dialog', { name })
    expect(within(card).getAllByRole('paragraph')).toHaveLength(3)
    const link = within(card).getByRole('link')
    expect(link.getAttribute('target')).toBe('_blank')
    expect(link.getAttribute('rel')).toContain('noopener')
  })
})
