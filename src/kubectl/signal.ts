import type { Cluster } from '../sim/index.ts'
import type { Millis } from '../sim/time.ts'

/** What a running command asks of whoever runs it: to print, or to let virtual time pass. */
export type Signal =
  | { readonly out: string }
  | { readonly err: string }
  | {
      /** Go on once this holds (or at `until`); the command looks for itself what became of it. */
      readonly wait: (cluster: Cluster) => boolean
      /** Virtual moment at which waiting ends in any case. */
      readonly until?: Millis
      /** An endless stream: a cluster in which nothing happens any more may end it without an error. */
      readonly stream?: true
    }

export type WaitSignal = Extract<Signal, { readonly wait: unknown }>

/** A command under way; its value is the exit code. */
export type Running = Generator<Signal, number>

/** Part of a command under way. */
export type Doing<T = void> = Generator<Signal, T>

/** What kubectl keeps between commands: its configuration file. */
export interface KubeConfig {
  namespace: string
}

/** The world of one command beside the cluster. */
export interface Io {
  /** Content of a file, or undefined when there is none. */
  readFile(path: string): string | undefined
  /** Bytes of a file that is no text, one character each; undefined for every other. */
  readBytes?(path: string): string | undefined
  /** Names in a folder, or undefined when it is none. */
  listDir?(path: string): readonly string[] | undefined
  readonly stdin?: string
  /** A person sits before it: nothing ends a stream but that person. */
  readonly interactive?: boolean
  readonly config?: KubeConfig
}
