import { addQuantity, compareQuantity } from '../machinery/quantity.ts'
import type { Container, PodSpec } from '../types/index.ts'
import { type Amounts, sumOf } from './amounts.ts'

type Side = 'requests' | 'limits'

function raised(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b)) {
    const own = out[name]
    if (own === undefined || compareQuantity(amount, own) > 0) out[name] = amount
  }
  return out
}

function of(container: Container, side: Side): Amounts {
  return container.resources?.[side] ?? {}
}

/** Containers run together; init containers one after the other, except sidecars, which stay beside all that follow. */
function aggregated(spec: PodSpec, side: Side): Amounts {
  let total: Amounts = {}
  for (const container of spec.containers) total = sumOf(total, of(container, side))
  let sidecars: Amounts = {}
  let peak: Amounts = {}
  for (const init of spec.initContainers ?? []) {
    const own = of(init, side)
    if (init.restartPolicy === 'Always') {
      total = sumOf(total, own)
      sidecars = sumOf(sidecars, own)
      peak = raised(peak, sidecars)
    } else peak = raised(peak, sumOf(own, sidecars))
  }
  return raised(total, peak)
}

function statedForPod(spec: PodSpec, side: Side): Amounts {
  const stated = Object.entries(spec.resources?.[side] ?? {})
  return Object.fromEntries(
    stated.filter(([name]) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')),
  )
}

function withOverhead(total: Amounts, overhead: Amounts | undefined, side: Side): Amounts {
  if (!overhead) return total
  if (side === 'requests') return sumOf(total, overhead)
  // A pod without a limit gets none by what its sandbox costs.
  return Object.fromEntries(
    Object.entries(total).map(([name, amount]) => [
      name,
      overhead[name] === undefined ? amount : addQuantity(amount, overhead[name]),
    ]),
  )
}

/** What a pod asks for, or is limited to, as a whole: exact quantities by name. */
// k8s: component-helpers/resource PodRequests, PodLimits (1.36)
export function podTotals(spec: PodSpec, side: Side): Amounts {
  const total = { ...aggregated(spec, side), ...statedForPod(spec, side) }
  return withOverhead(total, spec.overhead, side)
}
