import type { ApiObject } from '../../sim/types/index.ts'
import { controllerOf } from './meta.ts'
import type { Page } from './page.ts'
import type { DescribeReader } from './reader.ts'

/** How many pods of a workload are in each phase, as one line. */
// k8s: kubectl/pkg/describe getPodStatusForController (1.36)
export function podsStatus(reader: DescribeReader, owner: ApiObject): string {
  const counts: Record<string, number> = { Running: 0, Pending: 0, Succeeded: 0, Failed: 0 }
  for (const pod of reader.list('Pod', { namespace: owner.metadata.namespace ?? '' })) {
    if (controllerOf(pod)?.uid !== owner.metadata.uid) continue
    const phase = pod.status.phase ?? ''
    if (phase in counts) counts[phase] = (counts[phase] ?? 0) + 1
  }
  return `${counts.Running} Running / ${counts.Pending} Waiting / ${counts.Succeeded} Succeeded / ${counts.Failed} Failed`
}

interface ReasonCondition {
  readonly type: string
  readonly status: string
  readonly reason?: string
}

/** Conditions of a workload with their reasons; nothing when there are none. */
export function printReasons(
  page: Page,
  conditions: readonly ReasonCondition[] | undefined | null,
): void {
  if (!conditions || conditions.length === 0) return
  page.write(0, 'Conditions:\n  Type\tStatus\tReason\n')
  page.line(1, '----\t------\t------')
  for (const { type, status, reason = '' } of conditions) {
    page.line(1, `${type} \t${status}\t${reason}`)
  }
}
