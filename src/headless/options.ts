export interface HeadlessOptions {
  readonly lab: string
  readonly profile: string | undefined
  readonly seed: number
  readonly json: boolean
  readonly journal: string | undefined
  /** Undefined for standard input. */
  readonly script: string | undefined
}

export const USAGE =
  'usage: headless [--lab NAME] [--profile book-2021|current] [--seed N] [--json] [--journal FILE] [SCRIPT]'

export class UsageError extends Error {}

const WITH_VALUE = ['lab', 'profile', 'seed', 'journal']

/** Sorts the words into options and scripts. */
function readWords(argv: readonly string[]): {
  readonly values: ReadonlyMap<string, string>
  readonly scripts: readonly string[]
} {
  const values = new Map<string, string>()
  const scripts: string[] = []
  const words = [...argv]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, name = '', value] = /^--([a-z]+)(?:=(.*))?$/.exec(word) ?? []
    if (name === 'json' && value === undefined) values.set('json', 'true')
    else if (WITH_VALUE.includes(name)) values.set(name, value ?? words.shift() ?? '')
    else if (word.startsWith('-') && word !== '-') throw new UsageError(`unknown option ${word}`)
    else scripts.push(word)
  }
  return { values, scripts }
}

/** Reads the program's own command line. Throws UsageError. */
export function readOptions(argv: readonly string[]): HeadlessOptions {
  const { values, scripts } = readWords(argv)
  if (scripts.length > 1) throw new UsageError(`one script at a time: ${scripts.join(' ')}`)
  const seed = values.get('seed') ?? '1'
  if (!/^-?\d+$/.test(seed)) throw new UsageError(`--seed wants a whole number, not "${seed}"`)
  const [script = '-'] = scripts
  return {
    lab: values.get('lab') ?? 'book',
    profile: values.get('profile'),
    seed: Number(seed),
    json: values.has('json'),
    journal: values.get('journal'),
    script: script === '-' ? undefined : script,
  }
}
