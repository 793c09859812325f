import type { LimitRange, LimitRangeSpec, ResourceQuota } from '../../sim/types/index.ts'
import type { Page } from './page.ts'

const SCOPE_HELP: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
}

export function printScopes(
  page: Page,
  level: number,
  scopes: readonly string[] | undefined | null,
  bullet: string,
): void {
  const sorted = [...(scopes ?? [])].sort()
  if (sorted.length === 0) return
  page.field(level, 'Scopes', sorted.join(', '))
  for (const scope of sorted) {
    const help = SCOPE_HELP[scope]
    if (help) page.line(level, `${bullet} ${help}`)
  }
}

/** All quotas of a namespace as one block. */
// k8s: kubectl/pkg/describe DescribeResourceQuotas (1.36)
export function printQuotas(page: Page, quotas: readonly ResourceQuota[]): void {
  page.line(0, quotas.length === 0 ? 'No resource quota.' : 'Resource Quotas')
  for (const { metadata, spec, status } of quotas) {
    page.field(1, 'Name', metadata.name)
    printScopes(page, 1, spec.scopes, '*')
    page.line(1, 'Resource\tUsed\tHard')
    page.line(1, '--------\t---\t---')
    for (const name of Object.keys(status.hard ?? {}).sort()) {
      page.line(1, `${name}\t${status.used?.[name] ?? '0'}\t${status.hard?.[name]}`)
    }
  }
}

const HEADS = [
  'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio',
  '----\t--------\t---\t---\t---------------\t-------------\t-----------------------',
]

export function printLimits(page: Page, spec: LimitRangeSpec, indent: string): void {
  for (const item of spec.limits ?? []) {
    const columns = [
      item.min,
      item.max,
      item.defaultRequest,
      item.default,
      item.maxLimitRequestRatio,
    ]
    const names = new Set(columns.flatMap((amounts) => Object.keys(amounts ?? {})))
    for (const name of [...names].sort()) {
      const cells = columns.map((amounts) => amounts?.[name] ?? '-')
      page.line(0, `${indent}${[item.type, name, ...cells].join('\t')}`)
    }
  }
}

export function printLimitHead(page: Page, indent: string): void {
  for (const head of HEADS) page.line(0, `${indent}${head}`)
}

/** All limit ranges of a namespace as one block. */
// k8s: kubectl/pkg/describe DescribeLimitRanges (1.36)
export function printLimitRanges(page: Page, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) {
    page.line(0, 'No LimitRange resource.')
    return
  }
  page.line(0, 'Resource Limits')
  printLimitHead(page, ' ')
  for (const { spec } of ranges) printLimits(page, spec, ' ')
}
