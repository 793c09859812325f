import type { WaitSignal, Woken } from '../../kubectl/run.ts'
import { workerMachine } from '../../scenarios/machines.ts'
import type { Millis } from '../../sim/index.ts'
import { kubeConfig } from '../../store/commands.ts'
import { commitJournal, getCluster, whenCluster } from '../../store/sim.ts'
import { waitFor } from '../../store/waits.ts'

/** What the terminal needs of a shell: one line at a time, the exit code at the end. */
export interface Shell {
  /** Whether a line is whole, or an open quote, heredoc or loop wants more. */
  isWhole(text: string): boolean
  run(
    line: string,
    print: (text: string, stream: 'out' | 'err') => void,
    signal: AbortSignal,
  ): Promise<number>
}

/** A loop that turns more often than this is taken for endless. */
const LOOPS = 50_000

/** In the page time passes by itself while playback runs; the shell only waits for it. */
async function pass(wait: WaitSignal, deadline: Millis, abort?: AbortSignal): Promise<Woken> {
  const cluster = getCluster()
  const until = wait.until ?? Number.POSITIVE_INFINITY
  commitJournal()
  await waitFor(cluster, wait.wait, Math.min(until, deadline), abort)
  // A loop of interrupted waits must leave room for what ends it.
  if (abort?.aborted) await new Promise((resolve) => setTimeout(resolve))
  if (wait.wait(cluster)) return 'met'
  return cluster.now >= until ? 'until' : 'deadline'
}

/** Loads the shell; only a line that needs one pays for it. */
export async function openShell(): Promise<Shell> {
  const [{ ShellSession }, { isComplete }, { EXAMPLES }] = await Promise.all([
    import('../../shell/session.ts'),
    import('../../shell/lines.ts'),
    import('../../scenarios/examples.ts'),
    whenCluster(),
  ])
  const host = {
    get cluster() {
      return getCluster()
    },
    pass,
    machine: (name: string, size: { readonly cpu?: string; readonly memory?: string }) =>
      workerMachine(getCluster(), name, size),
  }
  const session = new ShellSession(host, {
    config: kubeConfig,
    // The examples lie there as files, so that they can be applied by name.
    files: Object.fromEntries(EXAMPLES.map(({ filename, yaml }) => [`/lab/${filename}`, yaml])),
    maxLoopIterations: LOOPS,
  })
  return {
    isWhole: isComplete,
    async run(line, print, signal) {
      const { stdout, stderr, code } = await session.run(line, signal)
      if (stdout !== '') print(stdout, 'out')
      if (stderr !== '') print(stderr, 'err')
      commitJournal()
      return code
    },
  }
}
