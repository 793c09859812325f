import { Failure, quote } from './failure.ts'
import type { Flag } from './flags.ts'
import type { Verb } from './verb.ts'

export interface Located {
  readonly verb: Verb | undefined
  readonly path: string
  /** The words without those that named the verb. */
  readonly rest: readonly string[]
  readonly help: boolean
}

/** Commands of the real kubectl that this one has not. */
const MISSING: Readonly<Record<string, string>> = {
  alpha: '',
  certificate: '',
  'cluster-info': '',
  completion: '',
  cp: '',
  diff: 'yet',
  edit: 'in this shell',
  explain: 'yet',
  kustomize: '',
  plugin: '',
  'port-forward': '',
  proxy: '',
}

/** Finds the verb, and the command below it, among the words; flags may stand before. */
export function locate(
  argv: readonly string[],
  verbs: readonly Verb[],
  globals: readonly Flag[],
): Located {
  const words = [...argv]
  const at = firstWord(words, globals, 0)
  const word = words[at]
  if (word === undefined) return { verb: undefined, path: 'kubectl', rest: words, help: false }
  words.splice(at, 1)
  if (word === 'help') return helpFor(words, verbs, globals)
  if (word === 'options') return { verb: undefined, path: 'kubectl', rest: [word], help: true }
  const verb = byName(verbs, word)
  if (!verb) throw unknown(word, verbs)
  return below(verb, `kubectl ${verb.name}`, words, globals)
}

function helpFor(words: string[], verbs: readonly Verb[], globals: readonly Flag[]): Located {
  if (words.length === 0) return { verb: undefined, path: 'kubectl', rest: [], help: true }
  return { ...locate(words, verbs, globals), help: true }
}

function below(verb: Verb, path: string, words: string[], globals: readonly Flag[]): Located {
  const here = { verb, path, rest: words, help: false }
  if (!verb.subcommands) return here
  const at = firstWord(words, [...globals, ...verb.flags], 0)
  const word = words[at]
  if (word === undefined || word === '--') return here
  const sub = byName(verb.subcommands, word)
  if (sub) return below(sub, `${path} ${sub.name}`, words.toSpliced(at, 1), globals)
  // Said before its flags are read: those of a missing command are not known.
  if (verb.missing?.includes(word)) throw new Failure(`orrery does not support ${path} ${word} yet`)
  if (verb.run) return here
  throw new Failure(`unknown command ${quote(word)}\nSee '${path} -h' for help and examples`)
}

function byName(verbs: readonly Verb[], word: string): Verb | undefined {
  return verbs.find((verb) => verb.name === word || verb.aliases?.includes(word))
}

/** Where the first word is that is neither a flag nor a flag's value. */
function firstWord(words: readonly string[], flags: readonly Flag[], from: number): number {
  let index = from
  while (index < words.length) {
    const word = words[index] ?? ''
    if (!word.startsWith('-') || word === '-' || word === '--') return index
    index += takesNext(word, flags) ? 2 : 1
  }
  return index
}

function takesNext(word: string, flags: readonly Flag[]): boolean {
  const flag = flags.find((f) => word === `--${f.name}` || (f.short && word === `-${f.short}`))
  return flag !== undefined && flag.type !== 'bool' && flag.bare === undefined
}

function unknown(word: string, verbs: readonly Verb[]): Failure {
  const missing = MISSING[word]
  if (missing !== undefined)
    return new Failure(
      `orrery does not support kubectl ${word}${missing === '' ? '' : ` ${missing}`}`,
    )
  const near = [...verbs.map((v) => v.name), ...Object.keys(MISSING)].filter((name) =>
    similar(word, name),
  )
  const hint =
    near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((n) => `\t${n}\n`).join('')}`
  return new Failure(`unknown command ${quote(word)} for "kubectl"${hint}`)
}

// k8s: spf13/cobra Command.SuggestionsFor
function similar(typed: string, name: string): boolean {
  return name.startsWith(typed.toLowerCase()) || distance(typed.toLowerCase(), name) <= 2
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return row[b.length] ?? 0
}
