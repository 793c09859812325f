import { Bash, type Command, defineCommand, type ExecResult, type InitialFiles } from 'just-bash'
import { INTERRUPTED } from '../kubectl/run.ts'
import type { ShellHost, ShellState } from './host.ts'
import { kubectlCommands } from './kubectlCommand.ts'
import { labCommand } from './labCommand.ts'
import { networkCommands } from './networkCommands.ts'
import { timeCommands } from './timeCommands.ts'

export interface LineResult {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

export interface SessionOptions {
  /** Files by their absolute path. */
  readonly files?: InitialFiles
  readonly cwd?: string
  /** kubectl's own memory, when it is shared with a kubectl outside the shell. */
  readonly config?: ShellState['config']
  /** Where a loop is taken for endless: a page stands still while one runs. No bound when left out. */
  readonly maxLoopIterations?: number
}

interface Job {
  readonly text: string
  readonly done: (result: LineResult) => void
}

type Ending = Pick<ExecResult, 'stdout' | 'stderr' | 'exitCode'>

const LINE = '/.orrery/line'
const OUT = '/.orrery/out'
const ERR = '/.orrery/err'
const NEXT = '__orrery_next'
/** One shell lives as long as the session: variables, functions and options stay from line to line. */
const LOOP = `__orrery_code=0
while ${NEXT} $__orrery_code; do . ${LINE} > ${OUT} 2> ${ERR}; __orrery_code=$?; done`
/** Wall milliseconds after which an interrupted line that does not end by itself ends with its shell. */
const PATIENCE = 60
const UNBOUNDED = 1_000_000_000

/** A shell over a cluster, to which lines are given one after the other. */
export class ShellSession {
  readonly bash: Bash
  readonly #state: ShellState
  readonly #jobs: Job[] = []
  #current: Job | undefined
  #ready: ((job: Job | undefined) => void) | undefined
  #running = false
  #kill = new AbortController()

  constructor(host: ShellHost, options: SessionOptions = {}) {
    const cwd = options.cwd ?? '/lab'
    this.#state = {
      host,
      config: options.config ?? { namespace: 'default' },
      deadline: Number.POSITIVE_INFINITY,
      abort: undefined,
      from: undefined,
      line: '',
    }
    this.bash = new Bash({
      cwd,
      files: { [`${cwd}/.keep`]: '', '/tmp/.keep': '', [OUT]: '', [ERR]: '', ...options.files },
      customCommands: [...this.#commands(), this.#next()],
      // The commands are ours and nothing of the page is within reach of a script.
      defenseInDepth: false,
      executionLimits: {
        maxCommandCount: UNBOUNDED,
        maxLoopIterations: options.maxLoopIterations ?? UNBOUNDED,
        maxExecutionTimeMs: 2 ** 31 - 1,
      },
    })
  }

  /** Runs one line, which may be several physical ones; never rejects for what the line does. */
  async run(line: string, abort?: AbortSignal): Promise<LineResult> {
    const wrong = this.#syntaxError(line)
    if (wrong) return wrong
    this.#state.line = line
    this.#state.abort = abort
    return new Promise((done) => {
      const job = { text: line, done }
      this.#jobs.push(job)
      abort?.addEventListener('abort', () => setTimeout(() => this.#end(job), PATIENCE))
      if (!this.#running) this.#start()
      else this.#pump()
    })
  }

  #end(job: Job): void {
    if (this.#current === job) this.#kill.abort()
  }

  /** Ends the shell; nothing may be run in it afterwards. */
  close(): void {
    this.#ready?.(undefined)
    this.#ready = undefined
  }

  #commands(): readonly Command[] {
    const state = this.#state
    return [
      ...kubectlCommands(state),
      ...timeCommands(state),
      labCommand(state),
      ...networkCommands(state),
    ]
  }

  #syntaxError(line: string): LineResult | undefined {
    try {
      this.bash.transform(line)
      return undefined
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      return { stdout: '', stderr: `bash: syntax error: ${text}\n`, code: 2 }
    }
  }

  #start(): void {
    this.#running = true
    const kill = new AbortController()
    this.#kill = kill
    this.bash
      .exec(LOOP, { signal: kill.signal })
      .then((result) => this.#ended(result))
      .catch(() =>
        this.#ended({ stdout: '', stderr: '', exitCode: kill.signal.aborted ? INTERRUPTED : 1 }),
      )
  }

  /** `exit`, or an error that ends a shell: the line gets its answer, and the next one a new shell. */
  #ended({ stdout, stderr, exitCode }: Ending): void {
    this.#running = false
    this.#ready = undefined
    const job = this.#current
    this.#current = undefined
    // What the line wrote before it ended the shell did not reach the files.
    if (job) job.done({ stdout, stderr, code: exitCode })
    if (this.#jobs.length > 0) this.#start()
  }

  /** The command that the loop asks for its next line; it answers the one before. */
  #next(): Command {
    return defineCommand(NEXT, async ([code = '0']) => {
      const before = this.#current
      this.#current = undefined
      if (before) await this.#answer(before, Number(code))
      const job = await new Promise<Job | undefined>((resolve) => {
        this.#ready = resolve
        this.#pump()
      })
      if (!job) return { stdout: '', stderr: '', exitCode: 1 }
      this.#current = job
      const { fs } = this.bash
      await fs.writeFile(LINE, job.text)
      await fs.writeFile(OUT, '')
      await fs.writeFile(ERR, '')
      return { stdout: '', stderr: '', exitCode: 0 }
    })
  }

  #pump(): void {
    const ready = this.#ready
    if (!ready) return
    const job = this.#jobs.shift()
    if (!job) return
    this.#ready = undefined
    ready(job)
  }

  async #answer(job: Job, code: number): Promise<void> {
    const { fs } = this.bash
    job.done({ stdout: await fs.readFile(OUT), stderr: await fs.readFile(ERR), code })
  }
}
