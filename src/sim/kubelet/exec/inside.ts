import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { Container, Pod } from '../../types/index.ts'

/** A running container, as a program that is started in it finds it. */
export interface Inside {
  readonly cluster: Cluster
  readonly pod: Pod
  readonly container: Container
  /** Id of the container's present life. */
  readonly id: string
  /** Virtual ms since that life began. */
  readonly startedAt: Millis
  readonly ip: string
}

/** What a program does to the world around it. */
export type Effect =
  | {
      readonly type: 'write'
      /** Where the file lives; see `files.ts`. */
      readonly store: string
      readonly path: string
      /** null takes the file away. */
      readonly content: string | null
    }
  /** A signal to the container's first process. */
  | { readonly type: 'signal'; readonly signal: string }

export interface Finished {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** Something a program asks for while it runs: time to pass, or text to be shown. */
export type Step =
  | { readonly sleep: Millis }
  | { readonly out: string }
  | { readonly err: string }
  | { readonly effect: Effect }
