/** How a tab writer lays out its columns; the two sets that kubectl uses are below. */
export interface TabLayout {
  readonly minWidth: number
  readonly padding: number
  /** Columns never get narrower than they were in an earlier flush. */
  readonly remember: boolean
}

/** `kubectl get`: three spaces between columns, widths remembered over the batches of a watch. */
export const TABLE_LAYOUT: TabLayout = { minWidth: 6, padding: 3, remember: true }
/** `kubectl describe`: two spaces. */
export const DESCRIBE_LAYOUT: TabLayout = { minWidth: 0, padding: 2, remember: false }

function runes(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/**
 * Elastic tab stops: a cell is ended by a tab, adjoining cells of one column make a block that is as
 * wide as its widest cell; what follows the last tab of a line is not part of any column.
 */
// k8s: text/tabwriter Writer.format, with liggitt/tabwriter's RememberWidths (1.36)
export class TabWriter {
  readonly #layout: TabLayout
  readonly #remembered: number[] = []
  #pending = ''
  #done = ''

  constructor(layout: TabLayout) {
    this.#layout = layout
  }

  write(text: string): void {
    this.#pending += text
  }

  /** Lays out what was written since the last flush, on its own. */
  flush(): void {
    if (this.#pending === '') return
    const lines = this.#pending.split('\n').map((line) => line.split('\t'))
    const widths = lines.map((): number[] => [])
    this.#measure(lines, widths, 0, lines.length, 0)
    this.#done += lines.map((cells, row) => layOut(cells, widths[row] ?? [])).join('\n')
    this.#pending = ''
  }

  /** Everything laid out so far; empties the writer but keeps the remembered widths. */
  take(): string {
    this.flush()
    const text = this.#done
    this.#done = ''
    return text
  }

  #measure(
    lines: readonly (readonly string[])[],
    widths: readonly number[][],
    from: number,
    to: number,
    column: number,
  ): void {
    let row = from
    while (row < to) {
      if (column >= (lines[row]?.length ?? 0) - 1) {
        row++
        continue
      }
      let end = row
      let width = this.#layout.minWidth
      while (end < to && column < (lines[end]?.length ?? 0) - 1) {
        width = Math.max(width, runes(lines[end]?.[column] ?? '') + this.#layout.padding)
        end++
      }
      if (this.#layout.remember) {
        width = Math.max(width, this.#remembered[column] ?? 0)
        this.#remembered[column] = width
      }
      for (let line = row; line < end; line++) widths[line]?.push(width)
      this.#measure(lines, widths, row, end, column + 1)
      row = end
    }
  }
}

function layOut(cells: readonly string[], widths: readonly number[]): string {
  let text = ''
  for (const [index, cell] of cells.entries()) {
    text += cell
    const width = widths[index]
    if (width !== undefined) text += ' '.repeat(Math.max(0, width - runes(cell)))
  }
  return text
}
