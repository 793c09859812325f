import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTexts } from '../../src/app/i18n.ts'
import { VERBS } from '../../src/kubectl/verbs/index.ts'
import { actionsStore } from '../../src/store/actions.ts'
import { loadKubectl } from '../../src/store/commands.ts'
import { deletePod, run } from '../../src/store/intents.ts'
import { frame, setPace } from '../../src/store/playback.ts'
import { loadLab, peekKeys, peekObject } from '../../src/store/sim.ts'
import { uiStore } from '../../src/store/ui.ts'
import { ApplyDialog } from '../../src/ui/editor/ApplyDialog.tsx'
import { Inspector } from '../../src/ui/inspector/Inspector.tsx'
import { Lesson } from '../../src/ui/lesson/Lesson.tsx'
import { complete, loadCompletion } from '../../src/ui/terminal/completion.ts'
import { Terminal } from '../../src/ui/terminal/Terminal.tsx'
import { Timeline } from '../../src/ui/timeline/Timeline.tsx'
import { Toasts } from '../../src/ui/toasts/Toasts.tsx'

afterEach(cleanup)

beforeAll(async () => {
  // jsdom knows dialogs but cannot open them as modal.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  uiStore.getState().setLanguage('en')
  await startTexts()
  await loadKubectl()
})

beforeEach(async () => {
  await loadLab('book', { seed: 1 })
  setPace('10x')
  uiStore.setState({ selection: null, tab: 'overview', dialog: null, draft: '' })
  actionsStore.setState({ recent: [] })
})

/** Plays frames, with room between them for what waits. */
async function play(seconds: number): Promise<void> {
  await act(async () => {
    for (let at = 0; at < (seconds * 1000) / 160; at++) {
      frame(16)
      if (at % 10 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
  })
}

const webPod = () => peekKeys('Pod').find((key) => key.startsWith('default/web-')) ?? ''

describe('Terminal', () => {
  it('runs what is typed, prints it into the log and keeps a history', async () => {
    const user = userEvent.setup()
    render(<Terminal />)
    const input = screen.getByRole('textbox', { name: 'Terminal input' })
    await user.type(input, 'kubectl get nodes{Enter}')
    const log = screen.getByRole('log')
    await waitFor(() => expect(log).toHaveTextContent('w3-k8s'))
    expect(log).toHaveTextContent('$ kubectl get nodes')
    await user.keyboard('{ArrowUp}')
    expect(input).toHaveValue('kubectl get nodes')
    await user.keyboard('{ArrowDown}')
    expect(input).toHaveValue('')
  })

  it('streams a watch as time passes and stops it with Ctrl-C', async () => {
    const user = userEvent.setup()
    render(<Terminal />)
    const input = screen.getByRole('textbox', { name: 'Terminal input' })
    await user.type(input, 'kubectl get deployment web -w{Enter}')
    const log = screen.getByRole('log')
    await waitFor(() => expect(log).toHaveTextContent('3/3'))
    await act(async () => {
      await run('kubectl scale deployment web --replicas=4')
    })
    await play(8)
    await waitFor(() => expect(log).toHaveTextContent('4/4'))
    await user.click(input)
    await user.keyboard('{Control>}c{/Control}')
    await waitFor(() => expect(log).toHaveTextContent('^C'))
    await user.type(input, 'kubectl get ns default{Enter}')
    await waitFor(() => expect(log).toHaveTextContent('Active'))
  })

  it('grows words with Tab: verbs, resources and names', async () => {
    await loadCompletion()
    const user = userEvent.setup()
    render(<Terminal />)
    const input = screen.getByRole('textbox', { name: 'Terminal input' })
    await user.type(input, 'kub{Tab}cord{Tab}w2{Tab}')
    expect(input).toHaveValue('kubectl cordon w2-k8s ')
    await user.clear(input)
    await user.type(input, 'kubectl get deploy w{Tab}')
    expect(input).toHaveValue('kubectl get deploy web ')
  })

  it('completes every verb that kubectl has', async () => {
    await loadCompletion()
    const verbs = VERBS.map((verb) => verb.name)
    expect(complete('kubectl ').choices.toSorted()).toEqual(verbs.toSorted())
  })

  it('shows markup as text', async () => {
    const user = userEvent.setup()
    render(<Terminal />)
    await user.type(
      screen.getByRole('textbox', { name: 'Terminal input' }),
      "kubectl get pod '<b>x'{Enter}",
    )
    await waitFor(() => expect(screen.getByRole('log')).toHaveTextContent('"<b>x"'))
    expect(screen.getByRole('log').querySelector('b')).toBeNull()
  })
})

describe('Lesson', () => {
  it('ticks off deleting a pod once it is replaced, and says why not before', async () => {
    render(<Lesson />)
    expect(screen.getByText('Not yet, because no pod has been deleted.')).toBeInTheDocument()
    setPace('paused')
    const done = deletePod('default', webPod().slice('default/'.length))
    await waitFor(() => expect(screen.getByText(/is still shutting down/)).toBeInTheDocument())
    setPace('10x')
    await play(60)
    await done
    expect(await screen.findByText('(Done)')).toBeInTheDocument()
    expect(screen.getByText('Scale a Deployment').closest('li')).toHaveAttribute(
      'aria-current',
      'step',
    )
  })

  it('puts its suggestion into the terminal', async () => {
    render(<Lesson />)
    await userEvent.click(screen.getByRole('button', { name: 'Put into the terminal' }))
    expect(uiStore.getState().draft).toMatch(/^kubectl delete pod web-/)
  })
})

describe('Inspector', () => {
  it('shows an object, its YAML, its events and why it is so', async () => {
    const user = userEvent.setup()
    const [name] = [webPod().slice('default/'.length)]
    act(() => uiStore.getState().select({ kind: 'Pod', key: webPod() }))
    render(<Inspector />)
    const panel = screen.getByRole('region', { name: 'Inspector' })
    expect(within(panel).getByText('Running')).toBeInTheDocument()
    await user.click(screen.getByRole('tab', { name: 'YAML' }))
    await waitFor(() => expect(panel).toHaveTextContent(`name: ${name}`))
    await user.click(screen.getByRole('tab', { name: 'Events' }))
    expect(panel).toHaveTextContent('Successfully assigned')
    await user.click(screen.getByRole('tab', { name: 'Why?' }))
    expect(panel).toHaveTextContent('Scheduler')
    expect(panel).toHaveTextContent('ReplicaSet controller')
  })

  it('says when the object is gone', async () => {
    const key = webPod()
    act(() => uiStore.getState().select({ kind: 'Pod', key }))
    render(<Inspector />)
    const done = deletePod('default', key.slice('default/'.length))
    await play(60)
    await done
    expect(await screen.findByText('This object no longer exists.')).toBeInTheDocument()
  })

  it('cordons a node and shows the command that does the same', async () => {
    act(() => uiStore.getState().select({ kind: 'Node', key: '/w1-k8s' }))
    render(
      <>
        <Inspector />
        <Toasts />
      </>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Cordon' }))
    await waitFor(() => expect(peekObject('Node', '/w1-k8s')?.spec?.unschedulable).toBe(true))
    expect(screen.getByRole('status')).toHaveTextContent('kubectl cordon w1-k8s')
    expect(await screen.findByText('node/w1-k8s cordoned')).toBeInTheDocument()
  })
})

describe('refusals', () => {
  it('come in the API’s own words', async () => {
    render(<Toasts />)
    await act(async () => {
      await run('kubectl delete pod nobody')
    })
    expect(screen.getByRole('alert')).toHaveTextContent('pods "nobody" not found')
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('ApplyDialog', () => {
  const open = (text = '') => {
    uiStore.getState().openApply(text)
    return render(<ApplyDialog request={{ name: 'apply', text, filename: '' }} />)
  }

  it('applies an example and closes', async () => {
    open()
    await userEvent.click(screen.getByRole('button', { name: /A bare pod/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }))
    await waitFor(() => expect(peekObject('Pod', 'default/alone')).toBeDefined())
    await waitFor(() => expect(uiStore.getState().dialog).toBeNull())
  })

  it('applies the good documents, and lists each refusal with its place', async () => {
    open(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\n---\napiVersion: v1\nkind: Sprocket\nmetadata:\n  name: bad\n---\na: [1\n',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }))
    const result = await screen.findByRole('region', { name: 'Result' })
    expect(result).toHaveTextContent('no matches for kind "Sprocket" in version "v1"')
    expect(result).toHaveTextContent('line 9, column 3')
    expect(result).toHaveTextContent('error converting YAML to JSON: yaml: line')
    expect(result).toHaveTextContent('configmap/good created')
    expect(uiStore.getState().dialog).not.toBeNull()
    await userEvent.click(within(result).getByRole('button', { name: 'line 9, column 3' }))
    expect(screen.getByRole('textbox', { name: 'Manifest' })).toHaveFocus()
  })

  it('refuses in words what is too large, and keeps what is long out of the editor', async () => {
    const { container } = open()
    const input = container.querySelector('input[type=file]') as HTMLInputElement
    const huge = new File(['x'], 'huge.yaml')
    Object.defineProperty(huge, 'size', { value: 9_000_000 })
    await userEvent.upload(input, huge)
    expect(await screen.findByRole('alert')).toHaveTextContent('huge.yaml is 9.0 MB')
    const long = Array.from(
      { length: 3000 },
      (_, at) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c-${at}\n# ${'x'.repeat(60)}\n`,
    )
    await userEvent.upload(input, new File([long.join('---\n')], 'long.yaml'))
    expect(await screen.findByText('long.yaml')).toBeInTheDocument()
    expect(screen.queryByRole('textbox', { name: 'Manifest' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }))
    await waitFor(() => expect(peekObject('ConfigMap', 'default/c-2999')).toBeDefined(), {
      timeout: 20_000,
    })
  }, 30_000)
})

describe('Timeline', () => {
  it('marks who did what, and a mark selects its object', async () => {
    render(<Timeline />)
    await act(async () => {
      await run('kubectl scale deployment web --replicas=4')
    })
    const mark = await screen.findByRole('button', {
      name: /You scaled Deployment web from 3 to 4/,
    })
    await userEvent.click(mark)
    expect(uiStore.getState().selection).toEqual({ kind: 'Deployment', key: 'default/web' })
    expect(uiStore.getState().tab).toBe('why')
  })
})
