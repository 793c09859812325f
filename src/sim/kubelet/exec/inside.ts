import type { Cluster } from '../../cluster.ts'
import type { RequestSpec, Trace } from '../../network/request.ts'
import type { Millis } from '../../time.ts'
import type { Container, Pod } from '../../types/index.ts'
import type { Leaf } from '../../volumes/types.ts'

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

/** A container in one of its lives. */
export interface Doer {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** The life in which it was done: nothing happens to a later one. */
  readonly life: string
}

/** What a program does to the world around it. */
export type Effect =
  | {
      readonly type: 'write'
      /** Where the file lives; see `volumes/backend.ts`. */
      readonly store: string
      /** In the store, and as the container sees it. */
      readonly path: string
      readonly seen: string
      /** null takes the file away. */
      readonly leaf: Leaf | null
      /** Whose doing it is, when it is another container's than the one in which a program was started. */
      readonly of?: Doer
    }
  /** A signal to the container's first process. */
  | { readonly type: 'signal'; readonly signal: string }

export interface Finished {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** Something a program asks for while it runs: time to pass, text to be shown, something to be done. */
export type Step =
  | { readonly sleep: Millis }
  | { readonly out: string }
  | { readonly err: string }
  | { readonly effect: Effect }
  /** A request over the network; whoever carries it out puts into `answer` what came of it. */
  | { readonly request: RequestSpec; readonly answer: { trace?: Trace } }
