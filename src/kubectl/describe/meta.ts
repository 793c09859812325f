import type { ObjectMeta, OwnerReference, Taint, Toleration } from '../../sim/types/index.ts'
import type { Page } from './page.ts'

type Labels = Readonly<Record<string, string>> | undefined | null

const MAX_ANNOTATION = 140
const HIDDEN = 'kubectl.kubernetes.io/last-applied-configuration'

/** A title with one line per entry, the entries in one column. */
export function manyLines(page: Page, title: string, lines: readonly string[], indent = ''): void {
  page.write(0, `${indent}${title}:\t`)
  if (lines.length === 0) page.line(0, '<none>')
  for (const [index, line] of lines.entries()) {
    page.line(0, index === 0 ? line : `${indent}\t${line}`)
  }
}

export function printLabels(page: Page, title: string, labels: Labels, indent = ''): void {
  const lines = Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
  manyLines(page, title, lines, indent)
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}

// k8s: kubectl/pkg/describe printAnnotationsMultiline (1.36)
export function printAnnotations(page: Page, title: string, annotations: Labels): void {
  page.write(0, `${title}:\t`)
  const entries = Object.entries(annotations ?? {})
    .filter(([key]) => key !== HIDDEN)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) page.line(0, '<none>')
  for (const [index, [key, text]] of entries.entries()) {
    if (index > 0) page.write(0, '\t')
    const value = text.endsWith('\n') ? text.slice(0, -1) : text
    if (value.length + key.length + 2 > MAX_ANNOTATION || value.includes('\n')) {
      page.line(0, `${key}:`)
      for (const line of value.split('\n')) {
        page.line(0, `\t  ${shorten(line, MAX_ANNOTATION - 2)}`)
      }
    } else page.line(0, `${key}: ${value}`)
  }
}

interface Described {
  readonly metadata: ObjectMeta
}

/** Name, namespace (of a namespaced kind), labels and annotations: how most descriptions begin. */
export function printHead(page: Page, { metadata }: Described, namespaced: boolean): void {
  page.field(0, 'Name', metadata.name)
  if (namespaced) page.field(0, 'Namespace', metadata.namespace ?? '')
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
}

export function controllerOf({ metadata }: Described): OwnerReference | undefined {
  return metadata.ownerReferences?.find((owner) => owner.controller === true)
}

export function printController(page: Page, object: Described): void {
  const owner = controllerOf(object)
  if (owner) page.field(0, 'Controlled By', `${owner.kind}/${owner.name}`)
}

function tolerationText(toleration: Toleration): string {
  let text = toleration.key ?? ''
  if (toleration.value) text += `=${toleration.value}`
  if (toleration.effect) text += `:${toleration.effect}`
  if (toleration.operator === 'Exists' && !toleration.value) {
    text += toleration.key || toleration.effect ? ' op=Exists' : 'op=Exists'
  }
  const seconds = toleration.tolerationSeconds
  return seconds === undefined || seconds === null ? text : `${text} for ${seconds}s`
}

// k8s: kubectl/pkg/describe printTolerationsMultilineWithIndent (1.36)
export function printTolerations(
  page: Page,
  title: string,
  tolerations: readonly Toleration[] | undefined | null,
): void {
  const sorted = [...(tolerations ?? [])].sort((a, b) => compare(a.key ?? '', b.key ?? ''))
  manyLines(page, title, sorted.map(tolerationText))
}

function taintText(taint: Taint): string {
  if (!taint.effect) return taint.value ? `${taint.key}=${taint.value}:` : taint.key
  return taint.value
    ? `${taint.key}=${taint.value}:${taint.effect}`
    : `${taint.key}:${taint.effect}`
}

export function printTaints(page: Page, taints: readonly Taint[] | undefined | null): void {
  const sorted = [...(taints ?? [])].sort((a, b) =>
    compare(`${a.effect},${a.key}`, `${b.effect},${b.key}`),
  )
  manyLines(page, 'Taints', sorted.map(taintText))
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
