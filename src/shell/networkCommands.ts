import { type Command, type CommandContext, defineCommand, type ExecResult } from 'just-bash'
import { INTERRUPTED, TIMED_OUT } from '../kubectl/run.ts'
import {
  type Client,
  curl,
  dig,
  inClusterNetwork,
  lastTrace,
  machineNames,
  machineOf,
  nslookup,
  type Origin,
  overNetwork,
  ping,
  type RequestSpec,
  type Step,
  type Tool,
  type Trace,
  wget,
} from '../sim/index.ts'
import { textOf } from './files.ts'
import type { ShellState } from './host.ts'

/** Tools of the network at the terminal. */

const TOOLS: Readonly<Record<string, Tool>> = { curl, wget, nslookup, dig, ping }

/**
 * Where a request comes from. The terminal stands outside; for addresses that only exist within the cluster it is the
 * session on the control plane's machine that a terminal of such a lab usually is.
 */
function originOf({ host: { cluster }, from }: ShellState, { host, server }: RequestSpec): Origin {
  if (from) return from
  const inside = inClusterNetwork(cluster, server ?? host)
  const [first] = machineNames(cluster).filter((name) => machineOf(cluster, name)?.powered)
  return inside && first !== undefined ? { type: 'node', name: first } : { type: 'outside' }
}

function perform(state: ShellState, request: RequestSpec): Trace | undefined {
  const { cluster } = state.host
  const whole = { ...request, from: originOf(state, request) }
  cluster.as({ reason: state.line }, () => cluster.world({ type: 'request', request: whole }))
  return lastTrace(cluster)
}

/** Does what a tool asks for; the exit code when it has to stop. */
async function obey(state: ShellState, step: Step): Promise<number | undefined> {
  const { host, deadline, abort } = state
  if ('request' in step) {
    const made = perform(state, step.request)
    if (made) step.answer.trace = made
  }
  if (!('sleep' in step)) return undefined
  const until = host.cluster.now + step.sleep
  const woken = await host.pass({ wait: () => false, until }, deadline, abort)
  if (state.abort?.aborted) return INTERRUPTED
  return woken === 'deadline' ? TIMED_OUT : undefined
}

/** Runs a tool to its end; while it waits, the host lets time pass. */
async function play(
  state: ShellState,
  tool: Tool,
  args: readonly string[],
  context: CommandContext,
): Promise<ExecResult> {
  const client: Client = { from: { type: 'outside' }, ask: overNetwork }
  const running = tool(client, args, textOf(context.stdin))
  let next = running.next()
  for (; !next.done; next = running.next()) {
    const stop = await obey(state, next.value)
    if (stop !== undefined) return { stdout: '', stderr: '', exitCode: stop }
  }
  const { out, err, code, file } = next.value
  if (file && file.path !== '/dev/null')
    await context.fs.writeFile(context.fs.resolvePath(context.cwd, file.path), file.text)
  return { stdout: out, stderr: err, exitCode: code, stdoutKind: 'text' }
}

export function networkCommands(state: ShellState): readonly Command[] {
  return Object.entries(TOOLS).map(([name, tool]) =>
    defineCommand(name, (args, context) => play(state, tool, args, context)),
  )
}
