/** kubectl's jsonpath templates: text with {actions}, parsed to nodes. */

export class JsonpathError extends Error {}

export interface SliceParam {
  readonly value: number
  readonly known: boolean
  /** Made up from a single index. */
  readonly derived?: true
}

export type Node =
  | { readonly type: 'list'; readonly nodes: Node[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'array'; readonly params: readonly [SliceParam, SliceParam, SliceParam] }
  | {
      readonly type: 'filter'
      readonly left: ListNode
      readonly right: ListNode
      readonly operator: string
    }
  | { readonly type: 'literal'; readonly value: number | boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'union'; readonly branches: readonly ListNode[] }
  | { readonly type: 'identifier'; readonly name: string }

export type ListNode = Extract<Node, { type: 'list' }>

const TERMINATORS = new Set(['', ' ', '\t', '\r', '\n', '.', ',', '[', ']', '$', '@', '{', '}'])
const WORD = /[\p{L}\p{Nd}_]/u
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/
const COMPARISON = /^([^!<>=]+)([!<>=~]+)(.+?)$/
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

const list = (): ListNode => ({ type: 'list', nodes: [] })

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replaceAll(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
      if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16))
      const text = ESCAPES[code]
      if (text === undefined) {
        throw new JsonpathError(`unquote string ${quoted} error invalid syntax`)
      }
      return text
    })
}

function sliceParams(text: string): readonly [SliceParam, SliceParam, SliceParam] {
  const match = SLICE.exec(text)
  if (!match) throw new JsonpathError(`invalid array index ${text}`)
  const read = (part: string | undefined): SliceParam => {
    const digits = (part ?? '').replace(/^:/, '')
    if (digits === '') return { value: 0, known: false }
    const value = Number(digits)
    if (Number.isNaN(value)) throw new JsonpathError(`array index ${digits} is not a number`)
    return { value, known: true }
  }
  const start = read(match[1])
  const end: SliceParam =
    match[2] === undefined ? { value: start.value + 1, known: true, derived: true } : read(match[2])
  return [start, end, read(match[3])]
}

class Parser {
  private position = 0
  private readonly input: string
  constructor(input: string) {
    this.input = input
  }

  // k8s: client-go/util/jsonpath Parser.parseText (1.36)
  parse(): ListNode {
    const root = list()
    while (this.position < this.input.length) {
      const open = this.input.indexOf('{', this.position)
      const end = open < 0 ? this.input.length : open
      if (end > this.position) {
        root.nodes.push({ type: 'text', text: this.input.slice(this.position, end) })
      }
      this.position = end
      if (open < 0) break
      this.position++
      const action = list()
      root.nodes.push(action)
      this.parseAction(action)
    }
    return root
  }

  private get next(): string {
    return this.input[this.position] ?? ''
  }

  private parseAction(action: ListNode): void {
    while (!this.input.startsWith('}', this.position)) this.parseStep(action)
    this.position++
  }

  // k8s: client-go/util/jsonpath Parser.parseInsideAction (1.36)
  private parseStep(action: ListNode): void {
    if (this.input.startsWith('[?(', this.position)) this.parseFilter(action)
    else if (this.input.startsWith('..', this.position)) this.parseRecursive(action)
    else this.parseCharacter(action, this.next)
  }

  private parseCharacter(action: ListNode, character: string): void {
    if (character === '' || character === '\r' || character === '\n') {
      throw new JsonpathError('unclosed action')
    }
    if (' @$'.includes(character)) this.position++
    else if (character === '[') this.parseArray(action)
    else if (character === '"' || character === "'") this.parseQuote(action, character)
    else if (character === '.') this.parseField(action, 1)
    else if (/[-+\p{Nd}]/u.test(character)) this.parseNumber(action)
    else if (WORD.test(character)) this.parseIdentifier(action)
    else {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
      throw new JsonpathError(`unrecognized character in action: U+${code} '${character}'`)
    }
  }

  private parseRecursive(action: ListNode): void {
    if (action.nodes.at(-1)?.type === 'recursive') {
      throw new JsonpathError('invalid multiple recursive descent')
    }
    this.position += 2
    action.nodes.push({ type: 'recursive' })
    if (WORD.test(this.next)) this.parseField(action, 0)
  }

  private parseField(action: ListNode, skip: number): void {
    this.position += skip
    const start = this.position
    while (!TERMINATORS.has(this.next)) this.position += this.next === '\\' ? 2 : 1
    const name = this.input.slice(start, this.position)
    action.nodes.push(
      name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') },
    )
  }

  private parseIdentifier(action: ListNode): void {
    const start = this.position
    while (!TERMINATORS.has(this.next)) this.position++
    const name = this.input.slice(start, this.position)
    action.nodes.push(
      name === 'true' || name === 'false'
        ? { type: 'literal', value: name === 'true' }
        : { type: 'identifier', name },
    )
  }

  private parseNumber(action: ListNode): void {
    const [text = ''] = /^[-+]?[\d.]*/.exec(this.input.slice(this.position)) ?? []
    this.position += text.length
    const value = Number(text)
    if (!/\d/.test(text) || Number.isNaN(value)) {
      throw new JsonpathError(`cannot parse number ${text}`)
    }
    action.nodes.push({ type: 'literal', value })
  }

  private parseQuote(action: ListNode, quote: string): void {
    const start = this.position++
    while (this.next !== quote || this.input[this.position - 1] === '\\') {
      if (this.next === '' || this.next === '\n') {
        throw new JsonpathError('unterminated quoted string')
      }
      this.position++
    }
    this.position++
    action.nodes.push({ type: 'text', text: unquote(this.input.slice(start, this.position)) })
  }

  // k8s: client-go/util/jsonpath Parser.parseArray (1.36)
  private parseArray(action: ListNode): void {
    const start = this.position + 1
    const end = this.input.slice(start).search(/[\]\n]/)
    if (end < 0 || this.input[start + end] === '\n') throw new JsonpathError('unterminated array')
    const inside = this.input.slice(start, start + end)
    this.position = start + end + 1
    const text = inside === '*' ? ':' : inside
    const parts = text.split(',')
    const key = /^'([^']*)'$/.exec(text)
    if (parts.length > 1) {
      const branches = parts.map((part) => parseInside(`[${part.replace(/^ +| +$/g, '')}]`))
      action.nodes.push({ type: 'union', branches })
    } else if (key) action.nodes.push(...parseInside(`.${key[1]}`).nodes)
    else action.nodes.push({ type: 'array', params: sliceParams(text) })
  }

  /** The position of the parenthesis that closes a filter, outside its one pair of quotes. */
  private filterEnd(): number {
    // A quote is closed by the first of its kind; after that, other quotes mean nothing.
    const inside = /^[^"'\n)]*(?:\)|(["'])(?:(?!\1|\n).|(?<=\\)\1)*\1[^\n)]*\))/s
    const [found] = inside.exec(this.input.slice(this.position)) ?? []
    if (found === undefined) throw new JsonpathError('unterminated filter')
    return this.position + found.length - 1
  }

  // k8s: client-go/util/jsonpath Parser.parseFilter (1.36)
  private parseFilter(action: ListNode): void {
    this.position += 3
    const end = this.filterEnd()
    const text = this.input.slice(this.position, end)
    if (this.input[end + 1] !== ']') throw new JsonpathError('unclosed array expect ]')
    this.position = end + 2
    const [, left, operator, right] = COMPARISON.exec(text) ?? []
    action.nodes.push(
      left === undefined || operator === undefined || right === undefined
        ? { type: 'filter', left: parseInside(text), right: list(), operator: 'exists' }
        : { type: 'filter', left: parseInside(left), right: parseInside(right), operator },
    )
  }
}

function parseInside(text: string): ListNode {
  const [first] = new Parser(`{${text}}`).parse().nodes
  return first?.type === 'list' ? first : list()
}

/** Parses a template; throws a JsonpathError in kubectl's words. */
export function parseJsonpath(template: string): ListNode {
  return new Parser(template).parse()
}

/** `.a.b`, `a.b` and `{.a.b}` all as `{.a.b}`, as custom columns and sorting take them. */
// k8s: kubectl/pkg/cmd/get RelaxedJSONPathExpression (1.36)
export function relaxedJsonpath(text: string): string {
  if (text === '') return text
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text)
  if (!match) {
    throw new JsonpathError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    )
  }
  return `{.${match[1] ?? match[2]}}`
}
