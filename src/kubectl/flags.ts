import { parseDuration } from '../sim/machinery/duration.ts'
import type { Millis } from '../sim/time.ts'
import { Failure, quote } from './failure.ts'

type FlagType = 'string' | 'bool' | 'int' | 'duration' | 'list' | 'each'

export interface Flag {
  readonly name: string
  readonly short?: string
  /** `list` splits at commas, `each` does not; both may be repeated. */
  readonly type: FlagType
  readonly value?: string
  /** Value of the flag when it is given without one. */
  readonly bare?: string
  readonly help: string
}

/** A flag that kubectl has and this program has not: using it is refused, in these words. */
export interface Unsupported {
  readonly path: string
  readonly names: readonly string[]
}

/** The flags of one command line. */
export class FlagValues {
  readonly #flags: ReadonlyMap<string, Flag>
  readonly #given = new Map<string, string[]>()

  constructor(flags: ReadonlyMap<string, Flag>) {
    this.#flags = flags
  }

  /** Throws a Failure without the usage hint when the value is of the wrong type. */
  set(flag: Flag, value: string): void {
    check(flag, value)
    const values = this.#given.get(flag.name)
    const repeated = flag.type === 'list' || flag.type === 'each'
    if (values && repeated) values.push(value)
    else this.#given.set(flag.name, [value])
  }

  changed(name: string): boolean {
    return this.#given.has(name)
  }

  text(name: string): string {
    return this.#given.get(name)?.[0] ?? this.#flags.get(name)?.value ?? ''
  }

  bool(name: string): boolean {
    return truth(this.text(name)) ?? false
  }

  int(name: string): number {
    return Number(this.text(name) || 0)
  }

  /** Virtual milliseconds. */
  duration(name: string): Millis {
    return parseDuration(this.text(name) || '0')
  }

  list(name: string): readonly string[] {
    const values = this.#given.get(name) ?? []
    if (this.#flags.get(name)?.type === 'each') return values
    return values.flatMap((value) => (value === '' ? [] : value.split(',')))
  }

  /** Every flag given, in order of its name, with its value. */
  given(): readonly (readonly [string, string])[] {
    return [...this.#given].flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    )
  }
}

// k8s: Go strconv.ParseBool
function truth(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true
  return ['0', 'f', 'F', 'false', 'FALSE', 'False', ''].includes(text) ? false : undefined
}

function typeError(flag: Flag, value: string): string | undefined {
  if (flag.type === 'bool' && (value === '' || truth(value) === undefined))
    return `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`
  if (flag.type === 'int' && !/^[+-]?\d+$/.test(value))
    return `strconv.ParseInt: parsing ${quote(value)}: invalid syntax`
  if (flag.type !== 'duration') return undefined
  try {
    parseDuration(value)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function check(flag: Flag, value: string): void {
  const wrong = typeError(flag, value)
  if (wrong === undefined) return
  const name = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`
  throw new Failure(`invalid argument ${quote(value)} for ${quote(name)} flag: ${wrong}`)
}

export interface ParsedLine {
  readonly args: readonly string[]
  readonly values: FlagValues
  /** How many of the arguments came before `--`; undefined without it. */
  readonly dash: number | undefined
  readonly help: boolean
}

/** Sorts the words of a command line into flags and arguments, as pflag does. Throws Failure. */
export function parseFlags(
  words: readonly string[],
  flags: readonly Flag[],
  unsupported: Unsupported,
): ParsedLine {
  const parser = new Parser(flags, unsupported)
  let index = 0
  while (index < words.length) {
    const word = words[index] ?? ''
    if (word === '--') {
      const dash = parser.args.length
      parser.args.push(...words.slice(index + 1))
      return parser.result(dash)
    }
    const next = words[index + 1]
    let used = 1
    if (word.startsWith('--')) used = parser.long(word, next)
    else if (word.startsWith('-') && word.length > 1) used = parser.shorts(word, next)
    else parser.args.push(word)
    if (parser.help) break
    index += used
  }
  return parser.result(undefined)
}

class Parser {
  readonly args: string[] = []
  help = false
  readonly #byName: ReadonlyMap<string, Flag>
  readonly #byShort = new Map<string, Flag>()
  readonly #values: FlagValues
  readonly #unsupported: Unsupported

  constructor(flags: readonly Flag[], unsupported: Unsupported) {
    this.#byName = new Map(flags.map((flag) => [flag.name, flag]))
    for (const flag of flags) if (flag.short !== undefined) this.#byShort.set(flag.short, flag)
    this.#values = new FlagValues(this.#byName)
    this.#unsupported = unsupported
  }

  result(dash: number | undefined): ParsedLine {
    return { args: this.args, values: this.#values, dash, help: this.help }
  }

  /** Takes `--name`, `--name=value` or `--name value`; says how many words it used. */
  long(word: string, next: string | undefined): number {
    const [, name = '', value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? []
    if (name === '') throw new Failure(`bad flag syntax: ${word}`)
    const flag = this.#byName.get(name)
    if (!flag) return this.#unknown(name)
    if (value !== undefined) this.#values.set(flag, value)
    else if (bareValue(flag) !== undefined) this.#values.set(flag, bareValue(flag) ?? '')
    else if (next === undefined) throw new Failure(`flag needs an argument: --${name}`)
    else {
      this.#values.set(flag, next)
      return 2
    }
    return 1
  }

  /** Takes `-ab`, `-nvalue`, `-n=value` or `-n value`. */
  shorts(word: string, next: string | undefined): number {
    const letters = word.slice(1)
    for (let index = 0; index < letters.length; index++) {
      const letter = letters.charAt(index)
      const rest = letters.slice(index + 1)
      const flag = this.#byShort.get(letter)
      if (!flag) {
        if (letter === 'h') {
          this.help = true
          return 1
        }
        throw new Failure(`unknown shorthand flag: '${letter}' in ${word}`)
      }
      if (rest.startsWith('=')) {
        this.#values.set(flag, rest.slice(1))
        return 1
      }
      const bare = bareValue(flag)
      if (bare !== undefined) {
        this.#values.set(flag, bare)
        continue
      }
      if (rest !== '') {
        this.#values.set(flag, rest)
        return 1
      }
      if (next === undefined) throw new Failure(`flag needs an argument: '${letter}' in ${word}`)
      this.#values.set(flag, next)
      return 2
    }
    return 1
  }

  #unknown(name: string): number {
    if (name === 'help') {
      this.help = true
      return 1
    }
    const { names, path } = this.#unsupported
    if (names.includes(name))
      throw new Failure(`orrery does not support the flag --${name} of ${path}`)
    throw new Failure(`unknown flag: --${name}`)
  }
}

function bareValue(flag: Flag): string | undefined {
  return flag.bare ?? (flag.type === 'bool' ? 'true' : undefined)
}
