import { type Command, defineCommand, type ExecResult } from 'just-bash'
import { INTERRUPTED, TIMED_OUT } from '../kubectl/run.ts'
import { EPOCH, type Millis } from '../sim/index.ts'
import { byteText } from './files.ts'
import type { ShellState } from './host.ts'

const UNITS: Readonly<Record<string, Millis>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A coreutils duration such as 30, 1.5s, 2m or 1h, in milliseconds. */
function duration(text: string): Millis | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d*)?|\.\d+)([smhd])?$/.exec(text) ?? []
  return number === undefined ? undefined : Number(number) * (UNITS[unit] ?? 1000)
}

function failed(stderr: string, exitCode: number): ExecResult {
  return { stdout: '', stderr: `${stderr}\n`, exitCode }
}

/** `sleep`, in virtual time. */
function sleepCommand(state: ShellState): Command {
  return defineCommand('sleep', async (args) => {
    if (args.length === 0) return failed('sleep: missing operand', 1)
    let total = 0
    for (const arg of args) {
      const length = duration(arg)
      if (length === undefined) return failed(`sleep: invalid time interval '${arg}'`, 1)
      total += length
    }
    const until = state.host.cluster.now + total
    const woken = await state.host.pass({ wait: () => false, until }, state.deadline, state.abort)
    const code = state.abort?.aborted ? INTERRUPTED : woken === 'deadline' ? TIMED_OUT : 0
    return { stdout: '', stderr: '', exitCode: code }
  })
}

interface TimeoutRequest {
  readonly length: Millis
  readonly name: string
  readonly rest: string[]
}

/** Reads `[options] DURATION COMMAND...`; a text says what is wrong. */
function readTimeout(args: readonly string[]): TimeoutRequest | string {
  const words = [...args]
  while (words[0]?.startsWith('-')) {
    const flag = words.shift()
    if (flag === '-k' || flag === '-s') words.shift()
  }
  const [text, name, ...rest] = words
  if (text === undefined || name === undefined) return 'missing operand'
  const length = duration(text)
  return length === undefined ? `invalid time interval '${text}'` : { length, name, rest }
}

/** `timeout DURATION COMMAND`, in virtual time. */
function timeoutCommand(state: ShellState): Command {
  return defineCommand('timeout', async (args, context) => {
    const request = readTimeout(args)
    if (typeof request === 'string') return failed(`timeout: ${request}`, 125)
    const { length, name, rest } = request
    if (!context.exec) return failed('timeout: no shell to run the command', 125)
    const outer = state.deadline
    const own = state.host.cluster.now + length
    state.deadline = Math.min(outer, length === 0 ? outer : own)
    try {
      const { stdout, stderr, exitCode } = await context.exec(name, {
        args: rest,
        cwd: context.cwd,
        stdin: byteText(context.stdin),
        stdinKind: 'bytes',
      })
      return { stdout, stderr, exitCode, stdoutKind: 'text' }
    } finally {
      state.deadline = outer
    }
  })
}

/** `date`, of the virtual clock unless a date is given. */
function dateCommand(state: ShellState): Command {
  return defineCommand('date', async (args, context) => {
    if (!context.origCommand) return failed('date: not available here', 1)
    const given = args.some((arg) => /^(-d|--date)/.test(arg))
    const now = Math.floor((EPOCH + state.host.cluster.now) / 1000)
    return context.origCommand(given ? args : ['-d', `@${now}`, ...args])
  })
}

export function timeCommands(state: ShellState): readonly Command[] {
  return [sleepCommand(state), timeoutCommand(state), dateCommand(state)]
}
