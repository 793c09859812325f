/** The small part of the shell's language that containers' commands are written in. */

export interface Redirect {
  readonly fd: 1 | 2
  readonly append: boolean
  /** A word, or the number of another descriptor. */
  readonly target: string | 1 | 2
}

export interface Simple {
  readonly type: 'simple'
  /** Raw words: quotes and variables are resolved when they run. */
  readonly words: readonly string[]
  readonly redirects: readonly Redirect[]
  readonly input: string | undefined
}

export interface Group {
  readonly type: 'if' | 'while' | 'until' | 'for'
  readonly condition: readonly Entry[]
  readonly body: readonly Entry[]
  readonly otherwise: readonly Entry[]
  readonly variable: string
  readonly values: readonly string[]
}

export type Command = Simple | Group

/** A pipeline, and how it is tied to the one before it. */
export interface Entry {
  readonly tie: ';' | '&&' | '||'
  readonly not: boolean
  readonly commands: readonly Command[]
}

export class ShellSyntaxError extends Error {}

const OPERATORS = ['&&', '||', ';;', ';', '|', '\n', '&', '(', ')']
const WORD_END = new Set([' ', '\t', '\n', ';', '|', '&', '(', ')', '<', '>'])

interface Token {
  readonly kind: 'word' | 'operator' | 'redirect'
  readonly text: string
}

/** Position behind the bracket that closes the one at `at`. */
function skipBrackets(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i + 1
  }
  throw new ShellSyntaxError('unterminated quoted string')
}

/** Position behind the character, or the quoted or bracketed part, that begins at `at`. */
function skipQuoted(text: string, at: number): number {
  const quote = text[at]
  if (quote === '\\') return at + 2
  if (quote === '$' && text[at + 1] === '(') return skipBrackets(text, at + 1)
  if (quote !== "'" && quote !== '"' && quote !== '`') return at + 1
  for (let i = at + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++
    else if (text[i] === quote) return i + 1
  }
  throw new ShellSyntaxError('unterminated quoted string')
}

function readWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !WORD_END.has(text[at] ?? '')) at = skipQuoted(text, at)
  return at
}

function tokens(text: string): readonly Token[] {
  const list: Token[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const space = /^(?:[ \t]+|\\\n|#[^\n]*)/.exec(rest)
    const redirect = /^(?:[12]?>>?&?|<)/.exec(rest)
    const operator = OPERATORS.find((one) => rest.startsWith(one))
    if (space) at += space[0].length
    else if (redirect) {
      list.push({ kind: 'redirect', text: redirect[0] })
      at += redirect[0].length
    } else if (operator) {
      list.push({ kind: 'operator', text: operator })
      at += operator.length
    } else {
      const end = readWord(text, at)
      list.push({ kind: 'word', text: text.slice(at, end) })
      at = end
    }
  }
  return list
}

const STRAY = new Set([')', '(', ';;'])
const CLOSERS = new Set(['then', 'do', 'done', 'fi', 'else', 'elif'])

class Parser {
  private at = 0
  private readonly list: readonly Token[]

  constructor(list: readonly Token[]) {
    this.list = list
  }

  /** Entries up to one of the closing words, which is left for the caller. */
  entries(): readonly Entry[] {
    const found: Entry[] = []
    let tie: Entry['tie'] = ';'
    for (;;) {
      if (this.skip(';', '\n', '&')) tie = ';'
      const token = this.list[this.at]
      if (!token || (token.kind === 'word' && CLOSERS.has(token.text))) return found
      if (STRAY.has(token.text))
        throw new ShellSyntaxError(`syntax error: unexpected "${token.text}"`)
      found.push(this.pipeline(tie))
      const next = this.list[this.at]?.text
      tie = next === '&&' || next === '||' ? next : ';'
      if (tie !== ';') {
        this.at++
        this.skip('\n')
      }
    }
  }

  /** Passes over operators of these kinds; says whether there were any. */
  private skip(...texts: readonly string[]): boolean {
    const from = this.at
    while (this.isOperator(...texts)) this.at++
    return this.at > from
  }

  finish(): void {
    const left = this.list[this.at]
    if (left) throw new ShellSyntaxError(`syntax error: unexpected "${left.text}"`)
  }

  private pipeline(tie: Entry['tie']): Entry {
    const not = this.list[this.at]?.text === '!'
    if (not) this.at++
    const commands = [this.command()]
    while (this.isOperator('|')) {
      this.at++
      commands.push(this.command())
    }
    return { tie, not, commands }
  }

  private command(): Command {
    const word = this.list[this.at]?.text ?? ''
    if (word === 'if') return this.conditional()
    if (word === 'while' || word === 'until') {
      this.at++
      const condition = this.entries()
      this.expect('do')
      const body = this.entries()
      this.expect('done')
      return group(word, condition, body)
    }
    return word === 'for' ? this.loop() : this.simple()
  }

  private conditional(): Group {
    this.at++
    const condition = this.entries()
    this.expect('then')
    const body = this.entries()
    let otherwise: readonly Entry[] = []
    const word = this.list[this.at]?.text
    if (word === 'elif')
      return group('if', condition, body, [
        { tie: ';', not: false, commands: [this.conditional()] },
      ])
    if (word === 'else') {
      this.at++
      otherwise = this.entries()
    }
    this.expect('fi')
    return group('if', condition, body, otherwise)
  }

  private loop(): Group {
    this.at++
    const variable = this.list[this.at++]?.text ?? ''
    const values: string[] = []
    if (this.list[this.at]?.text === 'in') {
      this.at++
      while (this.list[this.at]?.kind === 'word') values.push(this.list[this.at++]?.text ?? '')
    }
    while (this.isOperator(';', '\n')) this.at++
    this.expect('do')
    const body = this.entries()
    this.expect('done')
    return { ...group('for', [], body), variable, values }
  }

  private simple(): Simple {
    const words: string[] = []
    const redirects: Redirect[] = []
    let input: string | undefined
    for (;;) {
      const token = this.list[this.at]
      if (!token || token.kind === 'operator') break
      this.at++
      if (token.kind === 'word') {
        words.push(token.text)
        continue
      }
      const target = this.list[this.at++]?.text ?? ''
      if (token.text === '<') input = target
      else redirects.push(redirectOf(token.text, target))
    }
    if (words.length === 0 && redirects.length === 0)
      throw new ShellSyntaxError(
        `syntax error: unexpected "${this.list[this.at]?.text ?? 'end of file'}"`,
      )
    return { type: 'simple', words, redirects, input }
  }

  private expect(word: string): void {
    if (this.list[this.at]?.text !== word)
      throw new ShellSyntaxError(
        `syntax error: unexpected ${this.list[this.at] ? `"${this.list[this.at]?.text}"` : `end of file (expecting "${word}")`}`,
      )
    this.at++
  }

  private isOperator(...texts: readonly string[]): boolean {
    const token = this.list[this.at]
    return token?.kind === 'operator' && texts.includes(token.text)
  }
}

function group(
  type: Group['type'],
  condition: readonly Entry[],
  body: readonly Entry[],
  otherwise: readonly Entry[] = [],
): Group {
  return { type, condition, body, otherwise, variable: '', values: [] }
}

function redirectOf(sign: string, target: string): Redirect {
  const fd = sign.startsWith('2') ? 2 : 1
  if (sign.endsWith('&')) return { fd, append: false, target: target === '2' ? 2 : 1 }
  return { fd, append: sign.includes('>>'), target }
}

/** Reads a script. Throws ShellSyntaxError. */
export function parseShell(text: string): readonly Entry[] {
  const parser = new Parser(tokens(text))
  const entries = parser.entries()
  parser.finish()
  return entries
}
