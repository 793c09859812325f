import { formatQuantity, parseQuantity } from '../../sim/machinery/quantityParse.ts'
import type { LimitRange, ResourceQuota } from '../../sim/types/index.ts'
import { printLimitHead, printLimits, printScopes } from './limits.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

/** What is used, in the format of the limit. */
function usedText(used: string, hard: string): string {
  const { format } = parseQuantity(hard)
  const quantity = parseQuantity(used)
  return quantity.format === format ? used : formatQuantity({ ...quantity, format })
}

// k8s: kubectl/pkg/describe describeQuota (1.36)
export const describeResourceQuota: Describer<ResourceQuota> = ({ metadata, spec, status }) => {
  const page = new Page()
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  printScopes(page, 0, spec.scopes, ' *')
  page.line(0, 'Resource\tUsed\tHard')
  page.line(0, '--------\t----\t----')
  for (const [name, hard] of Object.entries(status.hard ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    page.line(0, `${name}\t${usedText(status.used?.[name] ?? '0', hard)}\t${hard}`)
  }
  return page.text()
}

// k8s: kubectl/pkg/describe describeLimitRange (1.36)
export const describeLimitRange: Describer<LimitRange> = ({ metadata, spec }) => {
  const page = new Page()
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  printLimitHead(page, '')
  printLimits(page, spec, '')
  return page.text()
}
