import type { Cluster, Person, Wish } from '../sim/index.ts'
import type { Flag, FlagValues } from './flags.ts'
import type { Io, Running } from './signal.ts'

/** One command line, read. */
export interface Call {
  readonly cluster: Cluster
  readonly io: Io
  /** Such as `kubectl rollout status`. */
  readonly path: string
  readonly args: readonly string[]
  /** How many of the arguments came before `--`. */
  readonly dash: number | undefined
  readonly flags: FlagValues
  /** The namespace of the command: -n, or the configuration's. */
  readonly namespace: string
  /** It was asked for with -n. */
  readonly namespaceGiven: boolean
  /** Whom --as names; everything is asked for in their name. */
  readonly person?: Person
  /** Throws Forbidden unless that person may do this, which is no plain reading or writing of an object. */
  readonly demand?: (wish: Wish) => void
}

/** A command of kubectl. Help, parsing and completion derive from it. */
export interface Verb {
  readonly name: string
  readonly aliases?: readonly string[]
  /** After the name, such as `(-f FILENAME | TYPE [NAME | -l label] | TYPE/NAME)`. */
  readonly usage: string
  readonly short: string
  readonly examples?: readonly string[]
  readonly flags: readonly Flag[]
  /** Flags of the real command that are not supported. */
  readonly unsupported?: readonly string[]
  /** Subcommands of the real kubectl that are refused by name. */
  readonly missing?: readonly string[]
  readonly subcommands?: readonly Verb[]
  run?(call: Call): Running
}
