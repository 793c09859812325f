/** Reads the text of a label selector: x=y,z!=w,a in (b,c),!d. */

export class SelectorError extends Error {}

export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

export interface RawRequirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

interface Token {
  /** word, a symbol such as = or (, or end. */
  readonly type: string
  readonly text: string
}

const SYMBOLS = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '('])
const TOKEN = /[ \t\r\n]*([=!(),><]+|[^=!(),>< \t\r\n]+)/y
const OPERATORS: Readonly<Record<string, SelectorOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
}

/** The longest symbol at the start of a run of special characters. */
function symbolIn(run: string): string {
  let found = ''
  for (let size = 1; size <= run.length; size++) {
    const text = run.slice(0, size)
    if (SYMBOLS.has(text)) found = text
    else if (found !== '') break
  }
  return found
}

// k8s: apimachinery/pkg/labels Lexer (1.36)
function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    const run = match?.[1]
    if (!match || run === undefined) break
    at = TOKEN.lastIndex
    if (!/^[=!(),><]/.test(run)) tokens.push({ type: 'word', text: run })
    else {
      const symbol = symbolIn(run)
      at -= run.length - symbol.length
      tokens.push({ type: symbol, text: symbol })
    }
  }
  tokens.push({ type: 'end', text: '' })
  return tokens
}

interface Reader {
  peek(): Token
  take(): Token
}

function reader(tokens: readonly Token[]): Reader {
  const end: Token = { type: 'end', text: '' }
  let position = 0
  return {
    peek: () => tokens[position] ?? end,
    take: () => tokens[position++] ?? end,
  }
}

const unexpected = (token: Token, expected: string): SelectorError =>
  new SelectorError(`found '${token.text}', expected: ${expected}`)

function readOperator(read: Reader): SelectorOperator {
  const token = read.take()
  const operator = OPERATORS[token.text]
  if (!operator) throw unexpected(token, 'in, notin, =, ==, !=, gt, lt')
  return operator
}

/** A comma in a list stands for an empty value where no word is beside it. */
function readComma(read: Reader, values: Set<string>): void {
  const next = read.peek().type
  if (values.size === 0 || next === ')' || next === ',') values.add('')
  if (next === ',') read.take()
}

function readWord(read: Reader, values: Set<string>, word: string): void {
  values.add(word)
  const next = read.peek()
  if (next.type !== ')' && next.type !== ',') throw unexpected(next, "',' or ')'")
}

function readList(read: Reader): string[] {
  const values = new Set<string>()
  do {
    const token = read.take()
    if (token.type === 'word') readWord(read, values, token.text)
    else if (token.type === ',') readComma(read, values)
    else throw unexpected(token, "',', or identifier")
  } while (read.peek().type !== ')')
  return [...values]
}

function readValues(read: Reader): string[] {
  const open = read.take()
  if (open.type !== '(') throw new SelectorError(`found '${open.text}' expected: '('`)
  const first = read.peek()
  if (first.type === ')') {
    read.take()
    return []
  }
  if (first.type !== 'word' && first.type !== ',') {
    throw unexpected(first, "',', ')' or identifier")
  }
  const values = readList(read)
  const close = read.take()
  if (close.type !== ')') throw unexpected(first, "')'")
  return values.sort()
}

function readExact(read: Reader): string[] {
  const next = read.peek()
  if (next.type === 'end' || next.type === ',') return ['']
  const token = read.take()
  if (token.type !== 'word') throw unexpected(token, 'identifier')
  return [token.text]
}

function readRequirement(read: Reader, checkKey: (key: string) => void): RawRequirement {
  const negated = read.peek().type === '!'
  if (negated) read.take()
  const token = read.take()
  if (token.type !== 'word') throw unexpected(token, 'identifier')
  const key = token.text
  checkKey(key)
  if (negated) return { key, operator: '!', values: [] }
  const next = read.peek()
  if (next.type === 'end' || next.type === ',') return { key, operator: 'exists', values: [] }
  const operator = readOperator(read)
  const list = operator === 'in' || operator === 'notin'
  return { key, operator, values: list ? readValues(read) : readExact(read) }
}

const startsRequirement = ({ type }: Token): boolean => type === 'word' || type === '!'

/** Runs a step, saying in its error that it was about a requirement. */
function asRequirement<T>(step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
    throw new SelectorError(`unable to parse requirement: ${error.message}`)
  }
}

/** The requirements in the order written; the checks may throw a SelectorError. */
// k8s: apimachinery/pkg/labels Parser.parse (1.36)
export function parseRequirements(
  text: string,
  checkKey: (key: string) => void,
  check: (requirement: RawRequirement) => void,
): RawRequirement[] {
  const read = reader(tokenize(text))
  const requirements: RawRequirement[] = []
  if (read.peek().type === 'end') return requirements
  if (!startsRequirement(read.peek())) {
    throw unexpected(read.peek(), "!, identifier, or 'end of string'")
  }
  for (;;) {
    const requirement = asRequirement(() => {
      const found = readRequirement(read, checkKey)
      check(found)
      return found
    })
    requirements.push(requirement)
    const separator = read.take()
    if (separator.type === 'end') return requirements
    if (separator.type !== ',') throw unexpected(separator, "',' or 'end of string'")
    if (!startsRequirement(read.peek())) throw unexpected(read.peek(), "identifier after ','")
  }
}
