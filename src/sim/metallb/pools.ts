import type { IPAddressPool, LabelSelector } from '../types/index.ts'
import type { Advert, Pool } from './config.ts'
import { parseSpan } from './ranges.ts'

/** The pool that the object describes. Throws Error in MetalLB's words. */
// k8s: metallb internal/config addressPoolFromCR (0.15)
export function poolOf(
  {
    metadata,
    spec,
  }: Pick<IPAddressPool, 'spec'> & { readonly metadata: { readonly name?: string } },
  adverts: readonly Advert[],
  namespacesOf: (selectors: readonly LabelSelector[]) => readonly string[],
): Pool {
  const { name = '' } = metadata
  const { addresses = [], autoAssign = true, avoidBuggyIPs = false, serviceAllocation } = spec
  if (addresses.length === 0) throw new Error('pool has no prefixes defined')
  const spans = addresses.map((text) => {
    try {
      return parseSpan(text)
    } catch (error) {
      throw new Error(`invalid CIDR "${text}" in pool "${name}": ${(error as Error).message}`)
    }
  })
  const chosen = namespacesOf(serviceAllocation?.namespaceSelectors ?? [])
  const allocation = serviceAllocation && {
    priority: serviceAllocation.priority ?? 0,
    namespaces: [...new Set([...(serviceAllocation.namespaces ?? []), ...chosen])],
    serviceSelectors: serviceAllocation.serviceSelectors ?? [],
  }
  return { name, spans, avoidBuggyIPs, autoAssign, adverts, ...(allocation ? { allocation } : {}) }
}
