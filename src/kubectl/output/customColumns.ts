import { goText } from '../../sim/machinery/patch/json.ts'
import { Failure } from '../failure.ts'
import { findJsonpath } from '../jsonpath/evaluate.ts'
import { relaxedJsonpath } from '../jsonpath/parse.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'

interface CustomColumn {
  readonly header: string
  readonly path: string
}

/** `NAME:.metadata.name,IMAGE:.spec...` as columns. Throws a Failure in kubectl's words. */
// k8s: kubectl/pkg/cmd/get NewCustomColumnsPrinterFromSpec (1.36)
function parseCustomColumns(spec: string): readonly CustomColumn[] {
  if (spec === '') {
    throw new Failure('custom-columns format specified but no custom columns given')
  }
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':')
    if (colon < 0) {
      throw new Failure(
        `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`,
      )
    }
    return { header: part.slice(0, colon), path: relaxedJsonpath(part.slice(colon + 1)) }
  })
}

function cellOf(object: object, path: string): string {
  if (path === '') return '<none>'
  const found = findJsonpath(path, object, { allowMissingKeys: true }).flat()
  return found.length === 0 ? '<none>' : found.map(goText).join(',')
}

/** The table of -o custom-columns. */
// k8s: kubectl/pkg/cmd/get CustomColumnsPrinter.printOneObject (1.36)
export function printCustomColumns(
  spec: string,
  objects: readonly object[],
  noHeaders: boolean,
): string {
  const columns = parseCustomColumns(spec)
  const writer = new TabWriter(TABLE_LAYOUT)
  if (!noHeaders) writer.write(`${columns.map(({ header }) => header).join('\t')}\n`)
  for (const object of objects) {
    const cells = columns.map(({ path }) => cellOf(object, path).replaceAll('\u001b', '^['))
    writer.write(`${cells.join('\t')}\n`)
  }
  return writer.take()
}
