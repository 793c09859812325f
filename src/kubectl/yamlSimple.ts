import { resolvePlain } from './yamlScalar.ts'

/** Says that a document is more than simple: the whole parser must read it. */
export const NOT_SIMPLE = Symbol('not simple')

interface Row {
  indent: number
  text: string
}

/** A word that is a key without quotes, then nothing or a space and the value. */
const ENTRY = /^([A-Za-z0-9_][A-Za-z0-9_./-]*):(?: +(.*))?$/
/** Tabs, carriage returns and the other line breaks of YAML. */
const ODD = /[\t\r\u0085\u2028\u2029\ufeff]/
/** First characters that make a value something else than a plain word. */
const SPECIAL = /^[{[\]}&*!|>%@`?:,#]|^-(?: |$)/

class Bail extends Error {}

class Reader {
  #at = 0
  readonly #rows: Row[]

  constructor(rows: Row[]) {
    this.#rows = rows
  }

  whole(): unknown {
    const first = this.#rows[0]
    if (!first) return null
    const value = this.#block(first.indent)
    if (this.#at < this.#rows.length) throw new Bail()
    return value
  }

  #block(indent: number): unknown {
    const text = this.#rows[this.#at]?.text ?? ''
    if (isItem(text)) return this.#list(indent)
    return ENTRY.test(text) ? this.#map(indent) : bail()
  }

  #map(indent: number): unknown {
    const result: Record<string, unknown> = {}
    for (let row = this.#rows[this.#at]; row && row.indent >= indent; row = this.#rows[this.#at]) {
      const [, word = '', text = ''] = (row.indent === indent && ENTRY.exec(row.text)) || bail()
      const key = String(resolvePlain(word))
      if (key === '__proto__' || Object.hasOwn(result, key)) bail()
      this.#at++
      result[key] = text === '' ? this.#under(indent, true) : scalar(text)
    }
    return result
  }

  #list(indent: number): unknown {
    const result: unknown[] = []
    for (let row = this.#rows[this.#at]; row && row.indent >= indent; row = this.#rows[this.#at]) {
      if (!isItem(row.text)) {
        // A list may stand no deeper than the key it belongs to.
        if (row.indent === indent) break
        bail()
      }
      if (row.indent > indent) bail()
      result.push(this.#item(row, indent))
    }
    return result
  }

  #item(row: Row, indent: number): unknown {
    const rest = row.text.slice(1).trimStart()
    if (rest === '') {
      this.#at++
      return this.#under(indent, false)
    }
    if (!ENTRY.test(rest) && !isItem(rest)) {
      this.#at++
      return scalar(rest)
    }
    // What follows the dash is the first row of a block of its own.
    row.indent = indent + row.text.length - rest.length
    row.text = rest
    return this.#block(row.indent)
  }

  /** What stands under a key or a dash with nothing behind it. */
  #under(indent: number, key: boolean): unknown {
    const next = this.#rows[this.#at]
    if (!next) return null
    if (next.indent > indent) return this.#block(next.indent)
    return key && next.indent === indent && isItem(next.text) ? this.#list(indent) : null
  }
}

function bail(): never {
  throw new Bail()
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ')
}

function scalar(text: string): unknown {
  const first = text.charAt(0)
  if (first === '"') return /^"([^"\\]*)"$/.exec(text)?.[1] ?? bail()
  if (first === "'") return /^'([^']*)'$/.exec(text)?.[1] ?? bail()
  if (text === '{}') return {}
  if (text === '[]') return []
  if (SPECIAL.test(text) || /: |:$| #/.test(text)) bail()
  return resolvePlain(text)
}

/** The rows that say something; undefined for a text with document markers inside. */
function rowsOf(text: string): Row[] | undefined {
  const rows: Row[] = []
  for (const line of text.split('\n')) {
    const content = line.trim()
    if (content === '' || content.startsWith('#')) continue
    const indent = line.length - line.trimStart().length
    if (indent === 0 && (content.startsWith('---') || content.startsWith('...'))) {
      if (content === '---' && rows.length === 0) continue
      return undefined
    }
    rows.push({ indent, text: content })
  }
  return rows
}

/**
 * Reads one document of the plain block style that nearly all manifests have, about twenty times as fast as
 * the whole parser; NOT_SIMPLE for everything else, the wrong included.
 */
export function readSimple(text: string): unknown {
  if (ODD.test(text)) return NOT_SIMPLE
  const rows = rowsOf(text)
  if (!rows) return NOT_SIMPLE
  try {
    return new Reader(rows).whole()
  } catch (error) {
    if (error instanceof Bail) return NOT_SIMPLE
    throw error
  }
}
