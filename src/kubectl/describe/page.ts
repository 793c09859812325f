import { DESCRIBE_LAYOUT, TabWriter } from '../tabwriter.ts'

/** Where describers write: text with tab stops, indented two spaces per level. */
// k8s: kubectl/pkg/describe prefixWriter, tabbedString (1.36)
export class Page {
  readonly #writer: TabWriter
  readonly #indent: number

  constructor(writer = new TabWriter(DESCRIBE_LAYOUT), indent = 0) {
    this.#writer = writer
    this.#indent = indent
  }

  /** The same page, with everything written some levels further in. */
  nested(levels: number): Page {
    return new Page(this.#writer, this.#indent + levels)
  }

  /** Writes text as it is, behind the indent of its level. */
  write(level: number, text: string): void {
    this.#writer.write('  '.repeat(level + this.#indent) + escapeTerminal(text))
  }

  /** One whole line. */
  line(level: number, text: string): void {
    this.write(level, `${text}\n`)
  }

  /** A label and its value, in adjoining columns. */
  field(level: number, label: string, value: string | number | boolean): void {
    this.write(level, `${label}:\t${value}\n`)
  }

  /** Ends the current blocks of columns: what follows is laid out on its own. */
  flush(): void {
    this.#writer.flush()
  }

  text(): string {
    return this.#writer.take()
  }
}

// k8s: cli-runtime/pkg/printers terminalEscaper (1.36)
function escapeTerminal(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r')
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/
/** Day of the week of the first of each month, shifted for years that begin in March (Sakamoto). */
const OFFSETS = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]

/** A moment as `Mon, 01 Mar 2021 00:00:00 +0000`; no moment is Go's zero time. */
export function longTime(time: string | undefined | null): string {
  const match = TIME.exec(time || '0001-01-01T00:00:00Z')
  if (!match) return String(time)
  const [, year = '', month = '', day = '', clock = ''] = match
  const index = Number(month) - 1
  const y = Number(year) - (index < 2 ? 1 : 0)
  const weekday =
    (y +
      Math.floor(y / 4) -
      Math.floor(y / 100) +
      Math.floor(y / 400) +
      (OFFSETS[index] ?? 0) +
      Number(day)) %
    7
  return `${DAYS[weekday]}, ${day} ${MONTHS[index]} ${year} ${clock} +0000`
}

export function printBool(value: boolean | undefined | null): string {
  if (value === undefined || value === null) return '<unset>'
  return value ? 'True' : 'False'
}

/** A list as Go prints a slice: `[a b]`. */
export function goList(list: readonly string[] | undefined | null): string {
  return `[${(list ?? []).join(' ')}]`
}
