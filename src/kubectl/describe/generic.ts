import type { ApiObject } from '../../sim/types/index.ts'
import { printEvents } from './events.ts'
import { compare, printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

const SKIPPED: ReadonlySet<string> = new Set(
  ['managedFields', 'name', 'namespace', 'labels', 'annotations'].map((one) => `.metadata.${one}`),
)
const ACRONYMS: ReadonlySet<string> = new Set(['API', 'URL', 'UID', 'OSB', 'GUID'])
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-/g

/** A field's name as words: `holderIdentity` is Holder Identity. */
// k8s: kubectl/pkg/describe smartLabelFor (1.36)
function labelOf(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field
  const words = (field.match(WORDS) ?? []).map((word) =>
    ACRONYMS.has(word.toUpperCase())
      ? word.toUpperCase()
      : word.charAt(0).toUpperCase() + word.slice(1),
  )
  return words.join(' ')
}

function scalar(value: unknown): string {
  return value === null || value === undefined ? '<nil>' : String(value)
}

function printItem(page: Page, level: number, item: unknown, path: string): void {
  if (typeof item === 'object' && item !== null) printContent(page, level, item, path)
  else page.line(level, scalar(item))
}

// k8s: kubectl/pkg/describe printUnstructuredContent (1.36)
function printContent(page: Page, level: number, content: object, prefix: string): void {
  for (const [field, value] of Object.entries(content).sort(([a], [b]) => compare(a, b))) {
    const path = `${prefix}.${field}`
    if (SKIPPED.has(path)) continue
    const label = labelOf(field)
    if (Array.isArray(value)) {
      page.line(level, `${label}:`)
      for (const item of value) printItem(page, level + 1, item, path)
    } else if (typeof value === 'object' && value !== null) {
      page.line(level, `${label}:`)
      printContent(page, level + 1, value, path)
    } else page.field(level, label, scalar(value))
  }
}

/** Kinds that have no describer of their own: every field, as it is. */
// k8s: kubectl/pkg/describe genericDescriber.Describe (1.36)
export const describeAny: Describer<ApiObject> = (object, context) => {
  const page = new Page()
  printHead(page, object, true)
  printContent(page, 0, object, '')
  printEvents(page, object, context)
  return page.text()
}
