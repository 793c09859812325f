import type { Namespace } from '../../sim/types/index.ts'
import { printLimitRanges, printQuotas } from './limits.ts'
import { printHead } from './meta.ts'
import { longTime, Page } from './page.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeNamespace (1.36)
export const describeNamespace: Describer<Namespace> = (namespace, { reader }) => {
  const page = new Page()
  const { status, metadata } = namespace
  printHead(page, namespace, false)
  page.field(0, 'Status', status.phase ?? '')
  const conditions = status.conditions ?? []
  if (conditions.length > 0) {
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage')
    page.line(1, '----\t------\t------------------\t------\t-------')
  }
  for (const condition of conditions) {
    const { type, reason = '', message = '' } = condition
    const change = longTime(condition.lastTransitionTime)
    page.line(1, [type, condition.status, change, reason, message].join('\t'))
  }
  page.write(0, '\n')
  printQuotas(page, reader.list('ResourceQuota', { namespace: metadata.name }))
  page.write(0, '\n')
  printLimitRanges(page, reader.list('LimitRange', { namespace: metadata.name }))
  return page.text()
}
