import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { runKubectl } from '../../store/commands.ts'
import { wordsOf } from '../../store/words.ts'
import { openShell, type Shell } from './shell.ts'

export interface Piece {
  readonly stream: 'out' | 'err'
  readonly text: string
}

/** One command line and what it printed. */
export interface Block {
  readonly id: number
  readonly line: string
  readonly pieces: readonly Piece[]
  /** Undefined while it runs. */
  readonly code: number | undefined
}

export interface SessionState {
  readonly blocks: readonly Block[]
  readonly running: boolean
  /** Lines of a command that is not whole yet. */
  readonly pending: string
  /** Lines typed so far, oldest first. */
  readonly history: readonly string[]
  /** The shell is on its way. */
  readonly loading: boolean
}

const BLOCKS = 80
const HISTORY = 200
/** Characters of output that one command keeps; the beginning of a longer one falls off. */
const LONGEST = 200_000

/** The terminal's session. It outlives the panel: closing the panel stops nothing. */
export const sessionStore = createStore<SessionState>()(() => ({
  blocks: [],
  running: false,
  pending: '',
  history: [],
  loading: false,
}))

let nextId = 1
let current: AbortController | undefined
let shell: Promise<Shell> | undefined
/** Lines that wait for the one before them. */
let ahead: string[] = []

export function useSession<T>(selector: (state: SessionState) => T): T {
  return useStore(sessionStore, selector)
}

export function clearSession(): void {
  sessionStore.setState(({ blocks }) => ({ blocks: blocks.filter((b) => b.code === undefined) }))
}

/** Ctrl-C: stops what runs; otherwise leaves the abandoned line in the log as a real terminal does. */
export function interrupt(line: string): void {
  ahead = []
  if (current) {
    current.abort()
    return
  }
  const { pending } = sessionStore.getState()
  sessionStore.setState({ pending: '' })
  addBlock(`${continued(pending, line)}^C`, 130)
}

/** Runs one line as typed. While the shell is still on its way lines wait for it; while another one runs nothing happens. */
export async function submit(line: string): Promise<void> {
  if (current) {
    if (sessionStore.getState().loading) ahead.push(line)
    return
  }
  await runLine(line)
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) await runLine(next)
}

/** Runs several lines one after the other, as a terminal does with a pasted text. */
export async function submitAll(lines: readonly string[]): Promise<void> {
  const [first, ...rest] = lines
  if (current || first === undefined) return
  ahead.push(...rest)
  await submit(first)
}

function continued(pending: string, line: string): string {
  return pending === '' ? line : `${pending}\n${line}`
}

async function runLine(line: string): Promise<void> {
  const typed = continued(sessionStore.getState().pending, line)
  if (typed.trim() === '') return void addBlock('', 0)
  remember(line)
  if (typed.trim() === 'clear') return clearSession()
  const stop = new AbortController()
  current = stop
  sessionStore.setState({ running: true, pending: typed })
  const opened = needsShell(typed) ? await loadShell() : undefined
  const shellSays = opened instanceof Error ? undefined : opened?.isWhole(typed)
  if (shellSays === false && !stop.signal.aborted) {
    current = undefined
    sessionStore.setState({ running: false })
    return
  }
  const id = addBlock(typed, undefined)
  sessionStore.setState({ pending: '' })
  const code = await attempt(typed, id, stop.signal, opened)
  current = undefined
  changeBlock(id, (block) => ({ ...block, code }))
  sessionStore.setState({ running: false })
}

async function attempt(
  typed: string,
  id: number,
  signal: AbortSignal,
  opened: Shell | Error | undefined,
): Promise<number> {
  const print = (text: string, stream: 'out' | 'err') => append(id, { stream, text })
  try {
    const code = await execute(typed, signal, print, opened)
    if (signal.aborted) print('^C\n', 'err')
    return code
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n`, 'err')
    return 1
  }
}

type Print = (text: string, stream: 'out' | 'err') => void

async function execute(
  typed: string,
  signal: AbortSignal,
  print: Print,
  opened: Shell | Error | undefined,
): Promise<number> {
  if (opened instanceof Error) throw opened
  if (signal.aborted) return 130
  if (opened) return opened.run(typed, print, signal)
  const [, ...argv] = wordsOf(typed) ?? []
  return (await runKubectl(argv, { onOutput: print, signal })).code
}

/** Plain kubectl needs no shell; everything else waits for the real one. */
function needsShell(typed: string): boolean {
  const [program, ...argv] = wordsOf(typed) ?? []
  return !(program === 'kubectl' || program === 'k') || usesFiles(argv)
}

/** The shell, or why it did not come; the next line tries again. */
async function loadShell(): Promise<Shell | Error> {
  sessionStore.setState({ loading: true })
  shell ??= openShell()
  try {
    return await shell
  } catch (error) {
    shell = undefined
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    sessionStore.setState({ loading: false })
  }
}

/** Files live in the shell. The -f of `logs` is another one: it follows. */
function usesFiles(argv: readonly string[]): boolean {
  if (argv[0] === 'logs') return false
  return argv.some((word) => /^(-f|-k|--filename|--kustomize)/.test(word))
}

function remember(line: string): void {
  if (line.trim() === '') return
  sessionStore.setState(({ history }) => ({
    history: history.at(-1) === line ? history : [...history, line].slice(-HISTORY),
  }))
}

function addBlock(line: string, code: number | undefined): number {
  const block: Block = { id: nextId++, line, pieces: [], code }
  sessionStore.setState(({ blocks }) => ({ blocks: [...blocks, block].slice(-BLOCKS) }))
  return block.id
}

function changeBlock(id: number, change: (block: Block) => Block): void {
  sessionStore.setState(({ blocks }) => ({
    blocks: blocks.map((block) => (block.id === id ? change(block) : block)),
  }))
}

function append(id: number, piece: Piece): void {
  changeBlock(id, (block) => ({ ...block, pieces: joined(block.pieces, piece) }))
}

/** Adds to the last piece when it is of the same stream, and drops the beginning of what grew too long. */
function joined(pieces: readonly Piece[], piece: Piece): readonly Piece[] {
  const last = pieces.at(-1)
  if (last?.stream !== piece.stream) return [...pieces, piece]
  const text = (last.text + piece.text).slice(-LONGEST)
  return [...pieces.slice(0, -1), { stream: piece.stream, text }]
}
