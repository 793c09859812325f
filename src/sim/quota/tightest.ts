import { milliValue } from '../machinery/quantity.ts'
import type { ResourceQuota } from '../types/index.ts'

interface Fill {
  readonly name: string
  readonly used: string
  readonly hard: string
  /** Nothing more of it fits in. */
  readonly full: boolean
}

/** What of a quota is used up most; undefined while nothing is counted. */
export function tightest({ status }: Pick<ResourceQuota, 'status'>): Fill | undefined {
  let found: Fill | undefined
  let most = -1
  for (const [name, hard] of Object.entries(status.hard ?? {})) {
    const used = status.used?.[name]
    if (used === undefined) continue
    const limit = milliValue(hard)
    const share = limit === 0 ? 1 : milliValue(used) / limit
    if (share <= most) continue
    most = share
    found = { name, used, hard, full: share >= 1 }
  }
  return found
}
