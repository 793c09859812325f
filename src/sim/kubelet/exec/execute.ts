import { performRequest } from '../../network/perform.ts'
import { absolute } from '../../volumes/paths.ts'
import { imageFacts } from '../behaviour/facts.ts'
import { keepWritten } from '../written.ts'
import { PROGRAMS } from './commands.ts'
import { environmentOf } from './environment.ts'
import { FileTrouble, listPath, readPath } from './files.ts'
import { imagePrograms } from './imagePrograms.ts'
import type { Finished, Inside, Step } from './inside.ts'
import { matching } from './patterns.ts'
import { failed, ok, type Program, writeFile } from './program.ts'
import { runShell, type ShellHost } from './shell.ts'

/** The container's image has no such program: the runtime refuses, before anything runs. */
export class NoSuchProgram extends Error {
  readonly program: string

  constructor(program: string) {
    super(`exec: "${program}": executable file not found in $PATH`)
    this.program = program
  }
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash'])

function baseName(word: string): string {
  return /\/s?bin\/([^/]+)$/.exec(word)?.[1] ?? word
}

function programOf(inside: Inside, name: string): Program | undefined {
  const { image = '' } = inside.container
  const own = imagePrograms(image)[name]
  if (own) return own
  return imageFacts(image).bare ? undefined : PROGRAMS[name]
}

function hasShell({ container }: Inside, name: string): boolean {
  const facts = imageFacts(container.image)
  if (facts.bare) return false
  return name !== 'bash' || facts.bash !== false
}

/** Variables of a program: the runtime's, then the container's own. */
function variablesOf(inside: Inside): Map<string, string> {
  return new Map([
    ['PATH', PATH],
    ['HOSTNAME', inside.pod.spec.hostname ?? inside.pod.metadata.name],
    ...Object.entries(environmentOf(inside)),
    ['HOME', '/root'],
  ])
}

/** From one look at a server that does not answer to the next, and how often that is done: about a day. */
const ASK_AGAIN = 10_000
const MOST_ASKING = 8640

/** Runs a program that may meet a file server: while that does not answer, whoever asks hangs. */
function* patient(name: string, start: () => Generator<Step, Finished>): Generator<Step, Finished> {
  for (let asked = 0; ; asked++) {
    try {
      return yield* start()
    } catch (error) {
      if (!(error instanceof FileTrouble)) throw error
      if (!error.hangs || asked >= MOST_ASKING)
        return failed(`${name}: ${error.path}: ${error.message}\n`)
    }
    yield { sleep: ASK_AGAIN }
  }
}

/** A shell's own state: its variables and the folder it is in. */
class Session implements ShellHost {
  readonly variables: Map<string, string>
  private folder: string
  private readonly inside: Inside

  constructor(inside: Inside) {
    this.inside = inside
    this.variables = variablesOf(inside)
    this.folder = inside.container.workingDir ?? '/'
  }

  *run(words: readonly string[], input: string): Generator<Step, Finished> {
    const name = baseName(words[0] ?? '')
    const args = words.slice(1)
    if (name === 'cd') return this.enter(args[0] ?? '/root')
    if (name === 'export') return this.set(args)
    const { inside, variables } = this
    if (SHELLS.has(name) && hasShell(inside, name)) {
      const code = yield* runShell(this, shellText(args) ?? input)
      return { out: '', err: '', code }
    }
    const program = programOf(inside, name)
    if (!program) return failed(`sh: ${words[0]}: not found\n`, 127)
    const run = { inside, args, input, variables, path: (text: string) => this.path(text) }
    return yield* patient(name, () => program(run))
  }

  read(text: string): string | undefined {
    try {
      return readPath(this.inside, this.path(text))
    } catch (error) {
      if (error instanceof FileTrouble) return undefined
      throw error
    }
  }

  matches(pattern: string): readonly string[] {
    return matching(this.inside, pattern, (text) => this.path(text))
  }

  *write(text: string, content: string, append: boolean): Generator<Step, string | undefined> {
    const { inside } = this
    const path = this.path(text)
    function* start(): Generator<Step, Finished> {
      const wrong = yield* writeFile(inside, path, content, append)
      return wrong === undefined ? ok() : failed(wrong)
    }
    const done = yield* patient('', start)
    return done.code === 0 ? undefined : done.err.replace(/^: .*: |\n$/g, '')
  }

  private path(text: string): string {
    return absolute(text, this.folder)
  }

  private enter(to: string): Finished {
    const target = this.path(to)
    if (!listPath(this.inside, target))
      return failed(`sh: cd: can't cd to ${to}: No such file or directory\n`)
    this.folder = target
    return ok()
  }

  private set(words: readonly string[]): Finished {
    for (const word of words) {
      const [, key = '', value = ''] = /^(\w+)=([\s\S]*)$/.exec(word) ?? []
      if (key !== '') this.variables.set(key, value)
    }
    return ok()
  }
}

/** The script behind `-c`; undefined when the shell reads its input. */
function shellText(args: readonly string[]): string | undefined {
  const flag = args.findIndex((arg) => /^-[a-z]*c$/.test(arg))
  return flag < 0 ? undefined : (args[flag + 1] ?? '')
}

/** Runs a command in the container; the value is its exit code. Throws NoSuchProgram. */
export function* execute(
  inside: Inside,
  argv: readonly string[],
  input = '',
): Generator<Step, number> {
  const [word = '', ...args] = argv
  const name = baseName(word)
  const host = new Session(inside)
  if (SHELLS.has(name)) {
    if (!hasShell(inside, name)) throw new NoSuchProgram(word)
    return yield* runShell(host, shellText(args) ?? input)
  }
  if (!programOf(inside, name)) throw new NoSuchProgram(word)
  const done = yield* host.run(argv, input)
  if (done.out !== '') yield { out: done.out }
  if (done.err !== '') yield { err: done.err }
  return done.code
}

export interface Result {
  readonly code: number
  readonly output: string
  /** What it took; the limit when it took longer. */
  readonly millis: number
  readonly timedOut: boolean
}

/** Adds up what a program says and takes. */
class Sum {
  output = ''
  millis = 0
  private readonly inside: Inside

  constructor(inside: Inside) {
    this.inside = inside
  }

  take(step: Step): void {
    if ('out' in step) this.output += step.out
    else if ('err' in step) this.output += step.err
    else if ('sleep' in step) this.millis += step.sleep
    else if ('request' in step)
      step.answer.trace = performRequest(this.inside.cluster, step.request, { told: false })
    else if (step.effect.type === 'write')
      keepWritten(this.inside.cluster, this.inside.pod, step.effect)
  }
}

/**
 * Runs a command to its end at once, as kubelets do for probes and hooks: it counts the time that it would take.
 * Signals that it sends reach nobody.
 */
export function executeNow(inside: Inside, argv: readonly string[], limit: number): Result {
  const sum = new Sum(inside)
  try {
    const run = execute(inside, argv)
    for (let next = run.next(); ; next = run.next()) {
      const { output, millis } = sum
      if (millis > limit) return { code: -1, output, millis: limit, timedOut: true }
      if (next.done) return { code: next.value, output, millis, timedOut: false }
      sum.take(next.value)
    }
  } catch (error) {
    if (!(error instanceof NoSuchProgram)) throw error
    const output = `OCI runtime exec failed: exec failed: unable to start container process: ${error.message}: unknown`
    return { code: 127, output, millis: sum.millis, timedOut: false }
  }
}
