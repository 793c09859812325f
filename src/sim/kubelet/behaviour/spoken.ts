import { EPOCH, formatTime, type Millis } from '../../time.ts'
import type { Container } from '../../types/index.ts'

/**
 * What `echo` and its like write, read from their words: `$NAME` becomes the variable's value, while `$(cat PATH)`,
 * `$(date)` and `$(hostname)` stay, because they depend on the moment. In single quotes nothing is put in.
 */

const WORDS = /^(?:echo|printf)\s+(?:-\w+\s+)?/
const SAID = /^(?:echo|printf|cat|printenv|date)\b/

/** A line as it is to be filled in at its moment. */
export interface Spoken {
  readonly text: string
  /** Nothing in it is to be filled in. */
  readonly literal?: true
}

interface Speaker {
  readonly container: Container
  /** The whole script: names that it sets itself are not known here. */
  readonly script: string
}

function known({ container, script }: Speaker, name: string, whole: string): string {
  const found = container.env?.find((one) => one.name === name)
  if (found) return found.value ?? ''
  const own = new RegExp(`\\b${name}=|\\bfor\\s+${name}\\b|\\bread\\s+(?:-\\w+\\s+)*${name}\\b`)
  return name === 'HOSTNAME' || !/^[A-Z_][A-Z0-9_]*$/.test(name) || own.test(script) ? whole : ''
}

function filled(speaker: Speaker, text: string): string {
  return text.replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, (whole, braced?: string, bare?: string) =>
    known(speaker, braced ?? bare ?? '', whole),
  )
}

/** What one statement writes; undefined for statements that write nothing, or nothing that is known. */
export function spokenBy(speaker: Speaker, statement: string): Spoken | undefined {
  const part = statement.replace(/\s*(?:1?>&2|2>&1|2>\s*\/dev\/null)$/, '')
  if (!SAID.test(part) || /[^<]>|\|/.test(part)) return undefined
  const file = /^cat\s+(\/\S+)$/.exec(part)?.[1]
  if (file !== undefined) return { text: `$(cat ${filled(speaker, file)})` }
  const name = /^printenv\s+(\w+)$/.exec(part)?.[1]
  if (name !== undefined) return { text: filled(speaker, `\${${name}}`) }
  if (part === 'date') return { text: '$(date)' }
  if (!WORDS.test(part)) return undefined
  const text = part.replace(WORDS, '').replace(/\\n(['"]?)$/, '$1')
  const single = /^'([^']*)'$/.exec(text)?.[1]
  if (single !== undefined) return { text: single, literal: true }
  return { text: filled(speaker, text.replace(/^"([\s\S]*)"$/, '$1').replace(/\\"/g, '"')) }
}

/** What has to be looked up at the moment when a line is written. */
export interface Moment {
  readonly hostname: string
  readonly date: string
  /** Content of a file at that moment; undefined when there is none, or nobody knows it. */
  file(path: string): string | undefined
}

/** The line, or lines, as they were written at the moment. */
export function writtenAs({ text, literal }: Spoken, moment: Moment): readonly string[] {
  if (literal || !text.includes('$')) return [text]
  let missing: string | undefined
  const done = text
    .replace(/\$\((?:cat\s+|<\s*)([^)\s]+)\)/g, (_, path: string) => {
      const content = moment.file(path)
      if (content === undefined) missing = path
      return (content ?? '').replace(/\n+$/, '')
    })
    .replace(/\$\(date\)|`date`/g, moment.date)
    .replace(/\$\(hostname\)|`hostname`|\$\{HOSTNAME\}|\$HOSTNAME\b/g, moment.hostname)
  const error =
    missing === undefined ? [] : [`cat: can't open '${missing}': No such file or directory`]
  return done === '' && error.length > 0 ? error : [...error, ...done.split('\n')]
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** As `date` writes a moment. */
export function unixDate(at: Millis): string {
  const [day = '', time = ''] = formatTime(at).replace('Z', '').split('T')
  const [year = '', month = '', date = ''] = day.split('-')
  // The epoch's first day was a Thursday.
  const weekday = DAYS[(Math.floor((at + EPOCH) / 86_400_000) + 4) % 7]
  return `${weekday} ${MONTHS[Number(month) - 1]} ${String(Number(date)).padStart(2)} ${time} UTC ${year}`
}
