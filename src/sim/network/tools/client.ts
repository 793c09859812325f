import type { Step } from '../../kubelet/exec/inside.ts'
import type { Origin, RequestSpec, Trace } from '../request.ts'

/** Where a tool runs, and how it asks. */
export interface Client {
  readonly from: Origin
  ask(request: RequestSpec): Generator<Step, Trace>
}

/** What a tool did; a file that it was told to write is written by whoever ran it. */
export interface Done {
  readonly out: string
  readonly err: string
  readonly code: number
  readonly file?: { readonly path: string; readonly text: string }
}

export type Tool = (client: Client, args: readonly string[], input: string) => Generator<Step, Done>

export const done = (out = '', code = 0, err = ''): Done => ({ out, err, code })
export const wrong = (err: string, code = 1, out = ''): Done => ({ out, err, code })

/** Asks by way of whoever carries the program's wishes out; without an answer nobody was there. */
export function* overNetwork(request: RequestSpec): Generator<Step, Trace> {
  const answer: { trace?: Trace } = {}
  yield { request, answer }
  return (
    answer.trace ?? {
      id: 0,
      at: 0,
      request,
      hops: [],
      outcome: { type: 'failed', failure: 'unreachable', ip: '', millis: 0 },
      services: [],
    }
  )
}

export interface Url {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly tls: boolean
}

/** Undefined for what is no address of a page. */
export function parseUrl(text: string): Url | undefined {
  const found = /^(?:(https?):\/\/)?(?:[^@/]*@)?([^:/?#\s]+)(?::(\d+))?([/?#].*)?$/i.exec(text)
  if (!found) return undefined
  const [, scheme = 'http', host = '', port, path = '/'] = found
  const tls = scheme.toLowerCase() === 'https'
  return { host, port: Number(port ?? (tls ? 443 : 80)), path: path.replace(/#.*$/, ''), tls }
}

export function httpRequest(from: Origin, url: Url, more: Partial<RequestSpec> = {}): RequestSpec {
  return { from, what: 'http', protocol: 'TCP', method: 'GET', ...url, ...more }
}

/** Words of a command line by what they are. */
export interface Options {
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly marks: ReadonlySet<string>
  readonly words: readonly string[]
}

/** Which flags take a value, and what long names stand for. */
export interface OptionRules {
  readonly valued: string
  readonly names: Readonly<Record<string, string>>
  /** Long flags with a value that have no short form. */
  readonly valuedNames?: readonly string[]
}

/** One command line being read. */
class Reading {
  readonly values = new Map<string, string[]>()
  readonly marks = new Set<string>()
  readonly words: string[] = []
  private readonly rest: string[]
  private readonly rules: OptionRules

  constructor(args: readonly string[], rules: OptionRules) {
    this.rest = [...args]
    this.rules = rules
  }

  read(): Options {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word.startsWith('--') && word.length > 2) this.long(word.slice(2))
      else if (/^-[A-Za-z0-9]/.test(word)) this.short(word.slice(1))
      else this.words.push(word)
    }
    return this
  }

  private take(name: string, value: string | undefined): void {
    const known = this.values.get(name) ?? []
    this.values.set(name, [...known, value ?? this.rest.shift() ?? ''])
  }

  private long(word: string): void {
    const [name = '', ...value] = word.split('=')
    const short = this.rules.names[name] ?? name
    const given = value.length > 0 ? value.join('=') : undefined
    const valued = this.rules.valued.includes(short) && short.length === 1
    if (valued || this.rules.valuedNames?.includes(short)) this.take(short, given)
    else this.marks.add(short)
  }

  private short(letters: string): void {
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index] ?? ''
      if (this.rules.valued.includes(letter)) {
        const glued = letters.slice(index + 1)
        this.take(letter, glued === '' ? undefined : glued)
        return
      }
      this.marks.add(letter)
    }
  }
}

export function readOptions(args: readonly string[], rules: OptionRules): Options {
  return new Reading(args, rules).read()
}

export function lastOf({ values }: Options, name: string): string | undefined {
  return values.get(name)?.at(-1)
}

export function secondsOf(text: string | undefined): number | undefined {
  const value = Number(text)
  return text === undefined || Number.isNaN(value) || value <= 0 ? undefined : value * 1000
}
