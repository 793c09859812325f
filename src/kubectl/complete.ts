import type { Cluster, Kind, KindSpec } from '../sim/index.ts'
import type { Flag } from './flags.ts'
import { findType, servedTypes } from './resources.ts'
import type { Verb } from './verb.ts'
import { GLOBAL } from './verbs/common.ts'
import { VERBS } from './verbs/index.ts'

/** What kubectl offers for the words of the real one's completion script. */
const OUTPUTS = ['custom-columns=', 'json', 'jsonpath=', 'name', 'wide', 'yaml']

/** Verbs whose first argument is an object of one kind. */
const OF_KIND: Readonly<Record<string, Kind>> = {
  cordon: 'Node',
  uncordon: 'Node',
  drain: 'Node',
  logs: 'Pod',
}

/** Subcommands that take objects with a rollout, and these objects. */
const ROLLOUTS = new Set(['rollout', 'set'])
const ROLLING: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet'])

/** Verbs whose arguments are names that somebody thinks up, or files. */
const FREE = new Set(['run', 'create', 'apply', 'replace', 'config', 'version', 'events'])

interface Place {
  readonly verb: Verb | undefined
  /** Verbs from the first to the innermost. */
  readonly path: readonly string[]
  /** Arguments behind the verb, without flags and their values. */
  readonly args: readonly string[]
  readonly namespace: string
  /** The flag that waits for its value. */
  readonly open: Flag | undefined
}

function flagOf(word: string, flags: readonly Flag[]): Flag | undefined {
  return flags.find(({ name, short }) => word === `--${name}` || (short && word === `-${short}`))
}

function wantsValue({ type, bare }: Flag): boolean {
  return type !== 'bool' && bare === undefined
}

/** Reads the finished words of a line. */
class Walk implements Place {
  verb: Verb | undefined
  namespace: string
  open: Flag | undefined
  readonly path: string[] = []
  readonly args: string[] = []

  constructor(words: readonly string[], namespace: string) {
    this.namespace = namespace
    for (const word of words) this.#take(word)
  }

  #take(word: string): void {
    if (this.open) this.#value(this.open, word)
    else if (word.startsWith('-')) this.#flag(word)
    else this.#argument(word)
  }

  #value(flag: Flag, word: string): void {
    if (flag.name === 'namespace') this.namespace = word
    this.open = undefined
  }

  #flag(word: string): void {
    const flag = flagOf(word, [...(this.verb?.flags ?? []), ...GLOBAL])
    if (flag && wantsValue(flag)) this.open = flag
    this.namespace = /^(?:--namespace=|-n=?)(.+)$/.exec(word)?.[1] ?? this.namespace
  }

  #argument(word: string): void {
    const verbs = this.verb ? (this.verb.subcommands ?? []) : VERBS
    const next = verbs.find(({ name, aliases }) => name === word || aliases?.includes(word))
    if (!next || this.args.length > 0) {
      this.args.push(word)
      return
    }
    this.verb = next
    this.path.push(next.name)
  }
}

function names(cluster: Cluster, kind: Kind, namespace: string, namespaced: boolean): string[] {
  const options = namespaced ? { namespace } : {}
  return cluster.list(kind, options).map(({ metadata }) => metadata.name)
}

function specOf(cluster: Cluster, word: string): KindSpec | undefined {
  try {
    return findType(cluster, word)
  } catch {
    return undefined
  }
}

function flagWords({ verb }: Place): readonly string[] {
  return [...(verb?.flags ?? []), ...GLOBAL].map(({ name }) => `--${name}`)
}

function valuesOf(cluster: Cluster, flag: Flag): readonly string[] {
  if (flag.name === 'namespace') return names(cluster, 'Namespace', '', false)
  if (flag.name === 'output') return OUTPUTS
  if (flag.name === 'dry-run') return ['client', 'none', 'server']
  if (flag.name === 'cascade') return ['background', 'foreground', 'orphan']
  return []
}

/** `TYPE/NAME` for the types of a word that has its slash already. */
function pairs(cluster: Cluster, typed: string, { namespace }: Place): readonly string[] {
  const [type = ''] = typed.split('/')
  const spec = specOf(cluster, type)
  if (!spec) return []
  return names(cluster, spec.kind, namespace, spec.namespaced).map((name) => `${type}/${name}`)
}

function typesFor({ path }: Place, cluster: Cluster): readonly string[] {
  const rollouts = ROLLOUTS.has(path[0] ?? '')
  return servedTypes(cluster)
    .filter(({ kind }) => !rollouts || ROLLING.has(kind))
    .map(({ plural }) => plural)
}

function argumentsFor(cluster: Cluster, place: Place, typed: string): readonly string[] {
  const { path, args, namespace, verb } = place
  const [first = ''] = path
  if (!verb?.run || FREE.has(first)) return []
  const kind = OF_KIND[first]
  if (typed.includes('/')) return pairs(cluster, typed, place)
  if (kind) return args.length === 0 ? names(cluster, kind, namespace, kind !== 'Node') : []
  const [type] = args
  if (type === undefined) return typesFor(place, cluster)
  const spec = type.includes('/') ? undefined : specOf(cluster, type)
  if (!spec) return []
  const free = names(cluster, spec.kind, namespace, spec.namespaced)
  return free.filter((name) => !args.includes(name))
}

/**
 * What the last word could become, sorted. `words` are those of a kubectl line behind the word kubectl, the last one
 * unfinished (empty after a space). `namespace` is that of the configuration.
 */
export function complete(
  cluster: Cluster,
  words: readonly string[],
  namespace = 'default',
): readonly string[] {
  const typed = words.at(-1) ?? ''
  const place = new Walk(words.slice(0, -1), namespace)
  const choices = choicesFor(cluster, place, typed)
  return [...new Set(choices.filter((choice) => choice.startsWith(typed)))].sort()
}

function choicesFor(cluster: Cluster, place: Place, typed: string): readonly string[] {
  if (place.open) return valuesOf(cluster, place.open)
  if (typed.startsWith('-')) {
    const [, name, value] = /^--([^=]+)=(.*)$/.exec(typed) ?? []
    const flag = name === undefined ? undefined : flagOf(`--${name}`, place.verb?.flags ?? GLOBAL)
    if (flag && value !== undefined)
      return valuesOf(cluster, flag).map((choice) => `--${flag.name}=${choice}`)
    return flagWords(place)
  }
  const below = place.verb ? (place.verb.subcommands ?? []) : VERBS
  if (below.length > 0 && place.args.length === 0) return below.map(({ name }) => name)
  return argumentsFor(cluster, place, typed)
}
