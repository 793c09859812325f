import type { WaitSignal, Woken } from '../kubectl/run.ts'
import type { Cluster, Machine, Millis, Origin } from '../sim/index.ts'

/** What the shell needs of the program around it: headless lets time pass at once, a page while it plays. */
export interface ShellHost {
  readonly cluster: Cluster
  /** Lets virtual time pass until the wait ends, at the latest at the deadline or when the signal aborts. */
  pass(wait: WaitSignal, deadline: Millis, abort?: AbortSignal): Promise<Woken>
  /** A machine as one would be bought for this lab; it is not added yet. */
  machine(name: string, size: { readonly cpu?: string; readonly memory?: string }): Machine
}

/** State of one shell that its commands share. */
export interface ShellState {
  readonly host: ShellHost
  /** kubectl's configuration file. */
  readonly config: { namespace: string }
  /** Virtual moment at which the running command is stopped, because of `timeout`. */
  deadline: Millis
  abort: AbortSignal | undefined
  /** Where requests come from, once `lab from` has said it. */
  from: Origin | undefined
  /** The line that is being run, as typed. */
  line: string
}
