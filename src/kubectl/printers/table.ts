import type { Millis } from '../../sim/time.ts'
import type { ObjectMeta } from '../../sim/types/index.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Cell, Column } from './column.ts'
import { formatLabels } from './text.ts'

export interface TableOptions {
  /** Show the wide columns too. */
  readonly wide?: boolean
  readonly noHeaders?: boolean
  readonly showLabels?: boolean
  /** Labels (-L) that get a column each. */
  readonly labelColumns?: readonly string[]
  readonly withNamespace?: boolean
  /** Puts this before every name, such as `pod` or `deployment.apps`. */
  readonly withKind?: string
  /** The virtual now, for ages. */
  readonly at: Millis
}

interface Printable {
  readonly metadata: ObjectMeta
}

// k8s: cli-runtime/pkg/printers formatLabelHeaders (1.36)
function labelHeader(label: string): string {
  return label.slice(label.lastIndexOf('/') + 1).toUpperCase()
}

/** Cuts a cell at its first line break, and shows the control characters that a terminal would obey. */
// k8s: cli-runtime/pkg/printers printTable, terminal.WriteEscaped (1.36)
function cellText(cell: Cell): string {
  const text = String(cell)
  const end = text.search(/[\f\n\r]/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  const shown = (end < 0 ? text : text.slice(0, end)).replaceAll(/\x1b/g, '^[')
  return end < 0 ? shown : `${shown}...`
}

/** Columns in the order shown, with what the options add before and after. */
function allColumns<T extends Printable>(
  columns: readonly Column<T>[],
  options: TableOptions,
): readonly Column<T>[] {
  const kind = options.withKind
  const own = columns
    .filter((column) => options.wide || !column.wide)
    .map(
      (column): Column<T> =>
        kind !== undefined && column.name === 'NAME'
          ? { name: column.name, cell: (object, at) => `${kind}/${column.cell(object, at)}` }
          : column,
    )
  const namespace: Column<T> = {
    name: 'NAMESPACE',
    cell: (object) => object.metadata.namespace ?? '',
  }
  const chosen = (options.labelColumns ?? []).map(
    (label): Column<T> => ({
      name: labelHeader(label),
      cell: (object) => object.metadata.labels?.[label] ?? '<none>',
    }),
  )
  const labels: Column<T> = {
    name: 'LABELS',
    cell: (object) => formatLabels(object.metadata.labels),
  }
  return [
    ...(options.withNamespace ? [namespace] : []),
    ...own,
    ...chosen,
    ...(options.showLabels ? [labels] : []),
  ]
}

/** A whole table of one kind, header first, ending with a line break. */
export function printTable<T extends Printable>(
  columns: readonly Column<T>[],
  objects: readonly T[],
  options: TableOptions,
): string {
  return new TableStream(columns, options).rows(objects, options.at)
}

/**
 * The table of a watch: the header comes once, every batch is laid out on its own, and a column never gets
 * narrower than it once was (a later, wider row moves only what comes after it).
 */
export class TableStream<T extends Printable> {
  readonly #columns: readonly Column<T>[]
  readonly #writer = new TabWriter(TABLE_LAYOUT)
  #header: boolean

  constructor(columns: readonly Column<T>[], options: Omit<TableOptions, 'at'>) {
    this.#columns = allColumns(columns, { ...options, at: 0 })
    this.#header = options.noHeaders !== true
  }

  /** The text of a batch of rows, with the header when they are the first; empty for no rows. */
  rows(objects: readonly T[], at: Millis): string {
    if (objects.length === 0) return ''
    if (this.#header) this.#line(this.#columns.map((column) => column.name))
    this.#header = false
    for (const object of objects) {
      this.#line(this.#columns.map((column) => cellText(column.cell(object, at))))
    }
    return this.#writer.take()
  }

  /** The text of a batch with its event type (ADDED, MODIFIED, DELETED) before each row. */
  events(changes: readonly { readonly type: string; readonly object: T }[], at: Millis): string {
    if (changes.length === 0) return ''
    if (this.#header) this.#line(['EVENT', ...this.#columns.map((column) => column.name)])
    this.#header = false
    for (const { type, object } of changes) {
      this.#line([type, ...this.#columns.map((column) => cellText(column.cell(object, at)))])
    }
    return this.#writer.take()
  }

  #line(cells: readonly string[]): void {
    this.#writer.write(`${cells.join('\t')}\n`)
  }
}
