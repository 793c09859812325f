import type { KubeConfig, Running, Signal } from '../kubectl/signal.ts'
import type { Cluster } from '../sim/index.ts'
import { commitJournal, onEntries, runningCluster, whenCluster } from './sim.ts'
import { waitFor } from './waits.ts'
import { quoted } from './words.ts'

export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** The past was replaced while it ran: there is nothing left to answer to. */
  readonly undone?: true
}

export interface CommandOptions {
  readonly stdin?: string | undefined
  /** Content of a file named on the command line. */
  readonly readFile?: ((path: string) => string | undefined) | undefined
  /** Hears each piece of output as it comes. */
  readonly onOutput?: ((text: string, stream: 'out' | 'err') => void) | undefined
  /** Ctrl-C. */
  readonly signal?: AbortSignal | undefined
  /** Leaves it to the next frame to bring the screen up to date: for many commands in a row. */
  readonly unhurried?: boolean
}

type Kubectl = typeof import('../kubectl/run.ts')
let loaded: Promise<Kubectl> | undefined

/** kubectl and the YAML it reads arrive after the first paint: nothing on the first screen needs them. */
export function loadKubectl(): Promise<Kubectl> {
  loaded ??= import('../kubectl/run.ts')
  loaded.catch(() => {
    loaded = undefined
  })
  return loaded
}

/** What the page's kubectl and its shell keep between commands: `kubectl config set-context --current --namespace`. */
export const kubeConfig: KubeConfig = { namespace: 'default' }

/** Runs one kubectl command on the running cluster, or as soon as one runs; while it waits, the cluster plays on. */
export async function runKubectl(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [{ kubectl, INTERRUPTED }, cluster] = await Promise.all([loadKubectl(), whenCluster()])
  const collected = { out: '', err: '' }
  const say = (text: string, stream: 'out' | 'err') => {
    collected[stream] += text
    options.onOutput?.(text, stream)
  }
  const io = {
    readFile: options.readFile ?? (() => undefined),
    interactive: true,
    config: kubeConfig,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  }
  const line = ['kubectl', ...argv].map(quoted).join(' ')
  const next = speaker(cluster, line, kubectl(cluster, argv, io), INTERRUPTED)
  const { epoch } = cluster
  const gone = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, gone.signal]) : gone.signal
  const silent = onEntries((_, fresh) => {
    if (fresh && (cluster.epoch !== epoch || runningCluster() !== cluster)) gone.abort()
  })
  try {
    let code: number | undefined
    while (code === undefined) code = await advance(cluster, next, say, signal)
    if (!options.unhurried) commitJournal()
    const undone = gone.signal.aborted ? ({ undone: true } as const) : {}
    return { stdout: collected.out, stderr: collected.err, code, ...undone }
  } finally {
    silent()
  }
}

type Next = (stop: boolean) => IteratorResult<Signal, number>

/** The generator's next step, with its writes signed by the user's own line. */
function speaker(cluster: Cluster, line: string, run: Running, stopCode: number): Next {
  return (stop) => cluster.as({ reason: line }, () => (stop ? run.return(stopCode) : run.next()))
}

async function advance(
  cluster: Cluster,
  next: Next,
  say: (text: string, stream: 'out' | 'err') => void,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const { done, value } = next(signal?.aborted === true)
  if (done) return value
  if ('out' in value) say(value.out, 'out')
  else if ('err' in value) say(value.err, 'err')
  else {
    commitJournal()
    await waitFor(cluster, value.wait, value.until, signal)
  }
  return undefined
}
