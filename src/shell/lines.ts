/** Cuts a script into shell lines: quotes, heredocs, backslashes and compound commands may go on over several. */
export function splitScript(script: string): readonly string[] {
  const lines: string[] = []
  const physical = script.replace(/\r\n/g, '\n').split('\n')
  let scan = new Scan()
  let parts: string[] = []
  for (const line of physical) {
    if (parts.length === 0 && /^\s*(#|$)/.test(line)) continue
    parts.push(line)
    scan.feed(line)
    if (!scan.complete) continue
    lines.push(parts.join('\n'))
    parts = []
    scan = new Scan()
  }
  if (parts.length > 0) lines.push(parts.join('\n').trimEnd())
  return lines
}

/** Whether a line is whole, or a shell would ask for more. */
export function isComplete(text: string): boolean {
  const scan = new Scan()
  for (const line of text.split('\n')) scan.feed(line)
  return scan.complete
}

const OPENERS = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{', '[['])
const CLOSERS = new Set(['fi', 'done', 'esac', '}', ']]'])
/** Words after which another command begins. */
const BEFORE_COMMAND = new Set([
  'then',
  'do',
  'else',
  'elif',
  '!',
  'if',
  'while',
  'until',
  '{',
  'time',
])

interface Heredoc {
  readonly end: string
  readonly tabs: boolean
}

const HEREDOC = /^<<(-?)\s*(?:'([^']*)'|"([^"]*)"|\\?([^\s;&|<>()]+))/
const WORD = /^(?:\\.|[^\s;&|<>()'"\\$`#]|(?<=\S)#|\$(?!\())+/

class Scan {
  #quote = ''
  #escaped = false
  #depth = 0
  #parens = 0
  /** A pipe or && at the end wants a command. */
  #wanting = false
  #atCommand = true
  readonly #heredocs: Heredoc[] = []

  get complete(): boolean {
    return (
      this.#quote === '' &&
      !this.#escaped &&
      this.#depth <= 0 &&
      this.#parens <= 0 &&
      !this.#wanting &&
      this.#heredocs.length === 0
    )
  }

  feed(line: string): void {
    const [heredoc] = this.#heredocs
    if (heredoc && this.#quote === '') {
      if ((heredoc.tabs ? line.replace(/^\t+/, '') : line) === heredoc.end) this.#heredocs.shift()
      return
    }
    if (!this.#escaped && this.#quote === '') this.#atCommand = true
    this.#escaped = false
    for (let rest = line; rest !== ''; ) rest = rest.slice(this.#take(rest, rest === line))
  }

  /** Takes what stands first; says how many characters it is. */
  #take(rest: string, first: boolean): number {
    if (this.#quote !== '') return this.#inQuote(rest)
    const char = rest.charAt(0)
    if (/\s/.test(char)) return 1
    if (char === '#') return rest.length
    if (char === '\\' && rest.length === 1) {
      this.#escaped = true
      return 1
    }
    if (first || char !== '') this.#wanting = false
    if (char === "'" || char === '"' || char === '`') {
      this.#quote = char
      this.#atCommand = false
      return 1
    }
    if (rest.startsWith('<<<')) return 3
    const heredoc = HEREDOC.exec(rest)
    if (heredoc) return this.#heredoc(heredoc)
    return this.#operator(rest) || this.#word(rest)
  }

  #inQuote(rest: string): number {
    const char = rest.charAt(0)
    if (char === '\\' && this.#quote !== "'") return 2
    if (char === this.#quote) this.#quote = ''
    return 1
  }

  #heredoc([all, dash, single, double, bare]: RegExpExecArray): number {
    this.#heredocs.push({ end: single ?? double ?? bare ?? '', tabs: dash === '-' })
    return all.length
  }

  #operator(rest: string): number {
    const [operator] = /^(?:&&|\|\||\|&?|;;|;|&(?!>)|\$\(|\(\)|\(|\))/.exec(rest) ?? []
    if (operator === undefined) return 0
    if (operator.endsWith('(')) this.#parens++
    if (operator === '&&' || operator.startsWith('|')) this.#wanting = true
    // A closing bracket without an opening one ends a pattern of `case`.
    this.#atCommand = operator !== ')' || this.#parens === 0
    if (operator === ')') this.#parens = Math.max(0, this.#parens - 1)
    return operator.length
  }

  #word(rest: string): number {
    const word = WORD.exec(rest)?.[0]
    if (word === undefined) return 1
    if (this.#atCommand) {
      if (OPENERS.has(word)) this.#depth++
      else if (CLOSERS.has(word)) this.#depth--
      this.#atCommand = BEFORE_COMMAND.has(word) || /^[A-Za-z_]\w*=/.test(word)
    } else if (word === ']]') this.#depth--
    return word.length
  }
}
