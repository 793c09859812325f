import type { Cluster } from '../sim/index.ts'
import { type Person, personOf, runUntil } from '../sim/index.ts'
import type { Millis } from '../sim/time.ts'
import { explain, Failure } from './failure.ts'
import { type ParsedLine, parseFlags } from './flags.ts'
import { globalHelp, rootHelp, verbHelp } from './help.ts'
import { impersonated, requireAccess } from './impersonate.ts'
import { requireFormat } from './output/index.ts'
import { locate } from './parse.ts'
import type { Io, Running, Signal, WaitSignal } from './signal.ts'
import type { Call, Verb } from './verb.ts'
import { GLOBAL, GLOBAL_UNSUPPORTED, OUTPUT } from './verbs/common.ts'
import { VERBS } from './verbs/index.ts'

export type { Io, KubeConfig, Running, Signal, WaitSignal } from './signal.ts'

/** Exit code of a command stopped from outside, as a shell reports Ctrl-C. */
export const INTERRUPTED = 130
/** Exit code of a command that ran out of the time given to it. */
export const TIMED_OUT = 124

/**
 * One kubectl command line, without the word kubectl. Yields what it prints and what it waits for; the value is
 * the exit code. Refusals are printed, never thrown.
 */
export function* kubectl(cluster: Cluster, argv: readonly string[], io: Io): Running {
  try {
    return yield* dispatch(cluster, argv, io)
  } catch (error) {
    const { text, code } = explain(error)
    if (text !== '') yield { err: text }
    return code
  }
}

function* dispatch(cluster: Cluster, argv: readonly string[], io: Io): Running {
  const located = locate(argv, VERBS, GLOBAL)
  if (!located.verb) {
    const [topic] = located.rest
    if (topic === 'options') yield { out: globalHelp(GLOBAL) }
    else yield { out: rootHelp(VERBS) }
    return 0
  }
  const { verb, path } = located
  const line = readFlags(verb, path, located.rest)
  if (line.help || located.help || !verb.run) {
    yield { out: verbHelp(path, verb) }
    return 0
  }
  if (line.values.changed('record') && cluster.profile.kubectl.recordDeprecated)
    yield { err: 'Flag --record has been deprecated, --record will be removed in the future\n' }
  if (verb.flags.includes(OUTPUT) && verb.name !== 'delete')
    requireFormat(line.values.text('output'), LISTING.has(verb.name))
  const namespaceGiven = line.values.text('namespace') !== ''
  const call: Call = {
    ...asked(cluster, verb, line),
    io,
    path,
    args: line.args,
    dash: line.dash,
    flags: line.values,
    namespace: namespaceGiven ? line.values.text('namespace') : (io.config?.namespace ?? 'default'),
    namespaceGiven,
  }
  return yield* verb.run(call)
}

/** The cluster as whoever asks meets it. */
function asked(
  cluster: Cluster,
  { name }: Verb,
  line: ParsedLine,
): Pick<Call, 'cluster' | 'person' | 'demand'> {
  const person = whom(line)
  if (!person) return { cluster }
  const look = name === 'delete' ? 'delete' : 'get'
  return {
    // Reviews are about the person, and not asked by them.
    cluster: ABOUT.has(name) ? cluster : impersonated(cluster, person, { look }),
    person,
    demand: (wish) => requireAccess(cluster, person, wish),
  }
}

const ABOUT: ReadonlySet<string> = new Set(['can-i', 'whoami'])

/** The user that --as names. */
// k8s: client-go/rest Config.TransportConfig, client-go/transport (1.36)
function whom({ values }: ParsedLine): Person | undefined {
  const name = values.text('as')
  const groups = values.list('as-group')
  if (name !== '') return personOf(name, groups)
  if (groups.length > 0)
    throw new Failure('requesting uid, groups or user-extra for  without impersonating a user')
  return undefined
}

/** Commands that know tables of columns. */
const LISTING = new Set(['get', 'events'])

function readFlags(verb: Verb, path: string, rest: readonly string[]): ParsedLine {
  try {
    return parseFlags(rest, [...verb.flags, ...GLOBAL], {
      path,
      names: [...(verb.unsupported ?? []), ...GLOBAL_UNSUPPORTED],
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.message.startsWith('orrery ')) throw error
    throw new Failure(`${error.message}\nSee '${path} --help' for usage.`)
  }
}

export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

export interface DriveOptions {
  /** Virtual moment at which the command is stopped with code 124. */
  readonly deadline?: Millis
  /** Written into the journal as the reason of its writes. */
  readonly line?: string
}

/** Runs a command to its end, letting virtual time pass whenever it waits. */
export function drive(cluster: Cluster, running: Running, options: DriveOptions = {}): Outcome {
  const output = { out: '', err: '' }
  const reason = options.line ?? 'kubectl'
  const next = () => cluster.as({ reason }, () => running.next())
  let result = next()
  while (!result.done) {
    const stop = obey(cluster, result.value, output, options.deadline ?? Number.POSITIVE_INFINITY)
    if (stop !== undefined) {
      running.return(stop)
      return { stdout: output.out, stderr: output.err, code: stop }
    }
    result = next()
  }
  return { stdout: output.out, stderr: output.err, code: result.value }
}

/** Said when a command waits for what will not come. */
export const NEVER =
  'orrery: nothing more happens in the cluster, so this wait is ended, as by Ctrl-C\n'

/** Why a wait ended: its wish came true, its own time or the deadline is over, or nothing happens any more. */
export type Woken = 'met' | 'until' | 'deadline' | 'quiet'

/** Lets virtual time pass until a wait ends, at the latest at the deadline. */
export function letPass(cluster: Cluster, signal: WaitSignal, deadline: Millis): Woken {
  const until = Math.min(signal.until ?? Number.POSITIVE_INFINITY, deadline)
  // Without an end to wait for, a cluster in which only heartbeats go on will never answer.
  const endless = until === Number.POSITIVE_INFINITY
  const met = () => signal.wait(cluster)
  runUntil(cluster, {
    when: () => met() || (endless && cluster.work.active === 0),
    ...(endless ? {} : { timeout: Math.max(0, until - cluster.now) }),
  })
  if (met()) return 'met'
  if (signal.until !== undefined && cluster.now >= signal.until) return 'until'
  return cluster.now >= deadline ? 'deadline' : 'quiet'
}

/** The exit code (and last words) of a command whose wait ended so; undefined when it goes on. */
export function codeAfter(
  woken: Woken,
  signal: WaitSignal,
): { readonly code: number; readonly err: string } | undefined {
  if (woken === 'met' || woken === 'until') return undefined
  if (woken === 'deadline') return { code: TIMED_OUT, err: '' }
  return signal.stream ? { code: 0, err: '' } : { code: INTERRUPTED, err: NEVER }
}

/** Does what a signal asks; the exit code when the command has to stop. */
function obey(
  cluster: Cluster,
  signal: Signal,
  output: { out: string; err: string },
  deadline: Millis,
): number | undefined {
  if ('out' in signal) output.out += signal.out
  else if ('err' in signal) output.err += signal.err
  else {
    const stop = codeAfter(letPass(cluster, signal, deadline), signal)
    output.err += stop?.err ?? ''
    return stop?.code
  }
  return undefined
}
