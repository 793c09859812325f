import { type Command, defineCommand } from 'just-bash'
import { codeAfter, INTERRUPTED, kubectl, type Outcome, type Running } from '../kubectl/run.ts'
import { filesOf, textOf } from './files.ts'
import type { ShellState } from './host.ts'

/** Runs a kubectl command to its end; while it waits, the host lets time pass. */
async function play(state: ShellState, running: Running): Promise<Outcome> {
  const { host } = state
  const out = { stdout: '', stderr: '' }
  const next = () => host.cluster.as({ reason: state.line }, () => running.next())
  for (let step = next(); ; step = next()) {
    if (step.done) return { ...out, code: step.value }
    const signal = step.value
    if ('out' in signal) out.stdout += signal.out
    else if ('err' in signal) out.stderr += signal.err
    else {
      const woken = await host.pass(signal, state.deadline, state.abort)
      const stop = state.abort?.aborted ? { code: INTERRUPTED, err: '' } : codeAfter(woken, signal)
      if (!stop) continue
      running.return(stop.code)
      return { stdout: out.stdout, stderr: out.stderr + stop.err, code: stop.code }
    }
  }
}

/** `kubectl` and its short form `k`. */
export function kubectlCommands(state: ShellState): readonly Command[] {
  return ['kubectl', 'k'].map((name) =>
    defineCommand(name, async (args, context) => {
      const files = await filesOf(context.fs, context.cwd, args)
      const stdin = textOf(context.stdin)
      const io = { ...files, stdin, config: state.config }
      const { stdout, stderr, code } = await play(state, kubectl(state.host.cluster, args, io))
      return { stdout, stderr, exitCode: code, stdoutKind: 'text' }
    }),
  )
}
