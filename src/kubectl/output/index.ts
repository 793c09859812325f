import type { ApiObject } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import { evaluateJsonpath, findJsonpath } from '../jsonpath/evaluate.ts'
import { JsonpathError } from '../jsonpath/parse.ts'
import type { Column } from '../printers/column.ts'
import { columnsOf } from '../printers/index.ts'
import { printTable, type TableOptions } from '../printers/table.ts'
import { toJson, toYaml } from '../yamlWriter.ts'
import { printCustomColumns } from './customColumns.ts'
import { kindText, listOf, nameText, shownObject } from './objects.ts'

export interface OutputOptions extends TableOptions {
  /** The value of -o; missing or `wide` is a table. */
  readonly format?: string
  /** Print the one object itself rather than a List of one. */
  readonly single?: boolean
  readonly showManagedFields?: boolean
  /** Put the kind before names although all objects are of one kind. */
  readonly showKind?: boolean
}

/** Of commands that change objects. */
const OBJECT_FORMATS =
  'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml'.split(
    ',',
  )
/** Of commands that list them. */
const LIST_FORMATS = [...OBJECT_FORMATS, 'custom-columns', 'custom-columns-file', 'wide'].sort()
const NOT_BUILT = new Set([
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath-file',
  'custom-columns-file',
  'kyaml',
])

/** Throws a Failure for a -o that the command does not know, before it does anything. */
export function requireFormat(format: string, lists: boolean): void {
  const { name } = splitFormat(format)
  const formats = lists ? LIST_FORMATS : OBJECT_FORMATS
  if (format !== '' && !formats.includes(name))
    throw new Failure(
      `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${formats.join(',')}`,
    )
  if (NOT_BUILT.has(name)) throw new Failure(`orrery does not support the output format ${name}`)
}

interface Format {
  readonly name: string
  readonly argument: string
}

function splitFormat(format: string): Format {
  const equals = format.indexOf('=')
  if (equals < 0) return { name: format, argument: '' }
  return { name: format.slice(0, equals), argument: format.slice(equals + 1) }
}

/** Whether -o asks for a table, which can be watched row by row. */
export function isTable(format: string | undefined): boolean {
  return format === undefined || format === '' || format === 'wide'
}

function whole(objects: readonly object[], options: OutputOptions): object {
  const [first] = objects
  return options.single && first && objects.length === 1 ? first : listOf(objects)
}

// k8s: cli-runtime/pkg/genericclioptions JSONPathPrintFlags.ToPrinter (1.36)
function printPath(template: string, data: object, asJson: boolean): string {
  if (template === '') {
    throw new Failure('template format specified but no template given')
  }
  try {
    const options = { allowMissingKeys: true }
    return asJson
      ? toJson(findJsonpath(template, data, options).flat())
      : evaluateJsonpath(template, data, options)
  } catch (error) {
    if (!(error instanceof JsonpathError)) throw error
    throw new Failure(`error parsing jsonpath ${template}, ${error.message}`)
  }
}

/** Tables, one per run of objects of one kind, with an empty line between them. */
// k8s: kubectl/pkg/cmd/get GetOptions.Run (1.36)
function printTables(objects: readonly ApiObject[], options: OutputOptions): string {
  const runs: ApiObject[][] = []
  for (const object of objects) {
    const last = runs.at(-1)
    if (last?.[0]?.kind === object.kind) last.push(object)
    else runs.push([object])
  }
  const wide = options.wide === true || options.format === 'wide'
  const named = options.showKind === true || runs.length > 1
  const texts = runs.map((run) => {
    const [first] = run
    if (!first) return ''
    const columns: readonly Column<never>[] = columnsOf(first.kind)
    const withKind = named ? { withKind: kindText(first) } : {}
    return printTable(columns, run as never[], { ...options, ...withKind, wide })
  })
  return texts.join('\n')
}

/**
 * The objects in the form that -o names. Throws a Failure in kubectl's words for an unknown form or a
 * broken template. That nothing was found is for the caller to say.
 */
export function formatObjects(objects: readonly ApiObject[], options: OutputOptions): string {
  if (isTable(options.format)) return printTables(objects, options)
  const { name, argument } = splitFormat(options.format ?? '')
  const shown = objects.map((object) => shownObject(object, options.showManagedFields === true))
  switch (name) {
    case 'yaml':
      return toYaml(whole(shown, options))
    case 'json':
      return toJson(whole(shown, options))
    case 'name':
      return objects.map((object) => `${nameText(object)}\n`).join('')
    case 'jsonpath':
      return printPath(argument, whole(shown, options), false)
    case 'jsonpath-as-json':
      return printPath(argument, whole(shown, options), true)
    case 'custom-columns':
      return printCustomColumns(argument, shown, options.noHeaders === true)
    default:
      requireFormat(options.format ?? '', true)
      return ''
  }
}
