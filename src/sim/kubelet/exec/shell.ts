import type { Finished, Step } from './inside.ts'
import {
  type Entry,
  type Group,
  parseShell,
  type Redirect,
  ShellSyntaxError,
  type Simple,
} from './shellSyntax.ts'

/** More pipelines than this without a pause are taken for a loop that never ends. */
const MOST_STEPS = 5000

/** Who runs the programs that a shell starts, and keeps its files. */
export interface ShellHost {
  readonly variables: Map<string, string>
  run(words: readonly string[], input: string): Generator<Step, Finished>
  read(path: string): string | undefined
  /** Paths that the pattern stands for, in order. */
  matches(pattern: string): readonly string[]
  write(path: string, content: string, append: boolean): Generator<Step, string | undefined>
}

interface Frame {
  readonly host: ShellHost
  /** Shown at once when it is the outermost; collected in pipes and substitutions. */
  readonly collect: { out: string } | undefined
  readonly state: { last: number; steps: number; exit: number | undefined }
}

/** Runs a script; its value is the exit code. */
export function* runShell(host: ShellHost, text: string): Generator<Step, number> {
  try {
    const frame: Frame = { host, collect: undefined, state: { last: 0, steps: 0, exit: undefined } }
    return yield* runEntries(frame, parseShell(text))
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    yield { err: `sh: ${error.message}\n` }
    return 2
  }
}

function* runEntries(frame: Frame, entries: readonly Entry[]): Generator<Step, number> {
  const { state } = frame
  let last = 0
  for (const entry of entries) {
    if (state.exit !== undefined) return state.exit
    if (entry.tie === '&&' && last !== 0) continue
    if (entry.tie === '||' && last === 0) continue
    last = yield* runPipeline(frame, entry)
    if (entry.not) last = last === 0 ? 1 : 0
    state.last = last
  }
  return state.exit ?? last
}

function* runPipeline(frame: Frame, { commands }: Entry): Generator<Step, number> {
  if (++frame.state.steps > MOST_STEPS) {
    frame.state.exit = 137
    return 137
  }
  let input = ''
  let code = 0
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1
    const collect = isLast ? frame.collect : { out: '' }
    const inner = { ...frame, collect }
    code =
      command.type === 'simple'
        ? yield* runSimple(inner, command, input)
        : yield* runGroup(inner, command)
    input = collect && !isLast ? collect.out : ''
  }
  return code
}

function* runGroup(frame: Frame, group: Group): Generator<Step, number> {
  if (group.type === 'if') {
    const met = (yield* runEntries(frame, group.condition)) === 0
    return yield* runEntries(frame, met ? group.body : group.otherwise)
  }
  let code = 0
  if (group.type === 'for') {
    for (const value of yield* expandAll(frame, group.values)) {
      frame.host.variables.set(group.variable, value)
      code = yield* runEntries(frame, group.body)
      if (frame.state.exit !== undefined) return code
    }
    return code
  }
  const wanted = group.type === 'while'
  for (;;) {
    const met = (yield* runEntries(frame, group.condition)) === 0
    if (met !== wanted || frame.state.exit !== undefined) return frame.state.exit ?? code
    code = yield* runEntries(frame, group.body)
  }
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/

/** Settles what the words alone decide: assignments and `exit`; undefined when a program is to be run. */
function ownWords(frame: Frame, words: string[]): number | undefined {
  const { host, state } = frame
  const assigned = ASSIGNMENT.exec(words[0] ?? '')
  if (assigned && words.length === 1) {
    host.variables.set(assigned[1] ?? '', assigned[2] ?? '')
    return 0
  }
  while (ASSIGNMENT.test(words[0] ?? '') || words[0] === 'exec') words.shift()
  if (words[0] !== 'exit') return undefined
  state.exit = words[1] === undefined ? state.last : Number(words[1]) & 255
  return state.exit
}

function* runSimple(frame: Frame, command: Simple, piped: string): Generator<Step, number> {
  const { host, state } = frame
  const words = yield* expandAll(frame, command.words)
  const code = ownWords(frame, words)
  if (code !== undefined) return code
  let input = piped
  if (command.input !== undefined) {
    const path = (yield* expand(frame, command.input)).join(' ')
    const content = host.read(path)
    if (content === undefined) {
      yield { err: `sh: can't open ${path}: no such file\n` }
      return 1
    }
    input = content
  }
  const nothing = { out: '', err: '', code: 0 }
  const done = words.length === 0 ? nothing : yield* timed(state, host.run(words, input))
  return yield* put(frame, command, done)
}

/** Every pause of a program gives a loop its full number of steps again. */
function* timed(state: Frame['state'], run: Generator<Step, Finished>): Generator<Step, Finished> {
  for (let next = run.next(); ; next = run.next()) {
    if (next.done) return next.value
    if ('sleep' in next.value && next.value.sleep > 0) state.steps = 0
    yield next.value
  }
}

/** Where a program's words go by one redirection; what is wrong with it, if anything. */
function* redirected(
  frame: Frame,
  { fd, target, append }: Redirect,
  said: { out: string; err: string },
): Generator<Step, string | undefined> {
  if (target === 1) {
    said.out += said.err
    said.err = ''
    return undefined
  }
  if (target === 2) {
    said.err += said.out
    said.out = ''
    return undefined
  }
  const path = (yield* expand(frame, target)).join(' ')
  const wrong = yield* frame.host.write(path, fd === 1 ? said.out : said.err, append)
  if (fd === 1) said.out = ''
  else said.err = ''
  return wrong === undefined ? undefined : `sh: can't create ${path}: ${wrong}\n`
}

/** Sends what a program said where the command line wants it. */
function* put(frame: Frame, command: Simple, done: Finished): Generator<Step, number> {
  const said = { out: done.out, err: done.err }
  for (const redirect of command.redirects) {
    const wrong = yield* redirected(frame, redirect, said)
    if (wrong !== undefined) {
      yield { err: wrong }
      return 1
    }
  }
  if (said.err !== '') yield { err: said.err }
  if (said.out !== '' && frame.collect) frame.collect.out += said.out
  else if (said.out !== '') yield { out: said.out }
  return done.code
}

function* expandAll(frame: Frame, words: readonly string[]): Generator<Step, string[]> {
  const list: string[] = []
  for (const word of words) {
    const parts = yield* expand(frame, word)
    if (/['"\\]/.test(word)) list.push(...parts)
    else for (const part of parts) list.push(...spelled(frame, part))
  }
  return list
}

/** A word with `*` or `?` is the paths that it stands for, and itself when there are none. */
function spelled({ host }: Frame, word: string): readonly string[] {
  if (!/[*?]/.test(word) || ASSIGNMENT.test(word)) return [word]
  const found = host.matches(word)
  return found.length > 0 ? found : [word]
}

/** What a part between double quotes stands for. */
function* quotedText(frame: Frame, piece: string): Generator<Step, string> {
  let text = ''
  for (const [inner] of piece.slice(1, -1).matchAll(INNER))
    text += inner.startsWith('\\') ? unescaped(inner) : yield* value(frame, inner)
  return text
}

/** What one piece of a word stands for, and whether it falls apart at its spaces. */
function* pieceOf(frame: Frame, piece: string): Generator<Step, readonly [string, boolean]> {
  if (piece.startsWith("'")) return [piece.slice(1, -1), false]
  if (piece.startsWith('"')) return [yield* quotedText(frame, piece), false]
  if (piece.startsWith('\\')) return [piece.slice(1), false]
  return [yield* value(frame, piece), /^[$`]/.test(piece)]
}

/** The words that one raw word stands for: quotes taken off, variables and substitutions put in. */
function* expand(frame: Frame, raw: string): Generator<Step, string[]> {
  const parts: string[] = ['']
  for (const [piece] of raw.matchAll(PIECE)) {
    const [text, falls] = yield* pieceOf(frame, piece)
    const pieces = falls ? text.split(/\s+/) : [text]
    parts[parts.length - 1] += pieces[0] ?? ''
    parts.push(...pieces.slice(1))
  }
  return /['"]/.test(raw) ? parts : parts.filter((part) => part !== '')
}

const SUBSTITUTION = String.raw`\$\((?:[^()]|\([^()]*\))*\)|\`[^\`]*\`|\$\{[^}]*\}|\$\w+|\$[?$#]`
const PIECE = new RegExp(
  String.raw`'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|${SUBSTITUTION}|[^'"\\$\`]+|\$`,
  'g',
)
const INNER = new RegExp(String.raw`\\[\s\S]|${SUBSTITUTION}|[^\\$\`]+|\$`, 'g')

function unescaped(pair: string): string {
  return '"\\$`'.includes(pair.charAt(1)) ? pair.charAt(1) : pair
}

function* value(frame: Frame, piece: string): Generator<Step, string> {
  const { host, state } = frame
  if (piece.startsWith('$(') || piece.startsWith('`')) {
    const script = piece.startsWith('`') ? piece.slice(1, -1) : piece.slice(2, -1)
    const collect = { out: '' }
    const inner = { ...state, exit: undefined }
    state.last = yield* runEntries({ host, collect, state: inner }, parseShell(script))
    return collect.out.replace(/\n+$/, '')
  }
  if (piece === '$?') return String(state.last)
  if (piece === '$$') return '7'
  if (piece === '$#') return '0'
  const [, name, fallback] = /^\$\{?(\w+)(?::?-([^}]*))?\}?$/.exec(piece) ?? []
  if (name === undefined) return piece
  return host.variables.get(name) || (fallback ?? '')
}
