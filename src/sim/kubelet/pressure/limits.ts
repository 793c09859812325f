import type { Cluster } from '../../cluster.ts'
import { wholeValue } from '../../scheduler/amounts.ts'
import { containerDisk, type Holder } from './holders.ts'

/** `500Mi`: a sum of amounts of bytes as Go writes it. */
function sumText(limits: readonly string[]): string {
  const [first = '0'] = limits
  if (limits.length === 1) return first
  let amount = limits.reduce((sum, one) => sum + wholeValue(one), 0)
  let unit = 0
  const binary = /i$/.test(first)
  const step = binary ? 1024 : 1000
  while (amount > 0 && amount % step === 0 && unit < 4) {
    amount /= step
    unit++
  }
  const names = binary ? ['', 'Ki', 'Mi', 'Gi', 'Ti'] : ['', 'k', 'M', 'G', 'T']
  return `${amount}${names[unit]}`
}

/** What a pod has to hear that has taken more of the disk than its limits allow; undefined when it has not. */
// k8s: pkg/kubelet/eviction podEphemeralStorageLimitEviction, containerEphemeralStorageLimitEviction (1.36)
export function overOwnLimit(cluster: Cluster, { pod, disk }: Holder): string | undefined {
  const limited = pod.spec.containers.flatMap(({ name, resources }) => {
    const limit = resources?.limits?.['ephemeral-storage']
    return limit === undefined ? [] : [{ name, limit }]
  })
  if (limited.length === 0) return undefined
  const total = limited.reduce((sum, { limit }) => sum + wholeValue(limit), 0)
  if (disk > total)
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${sumText(limited.map(({ limit }) => limit))}. `
  const over = limited.find(
    ({ name, limit }) => containerDisk(cluster, pod, name) > wholeValue(limit),
  )
  return (
    over &&
    `Container ${over.name} exceeded its local ephemeral storage limit ${JSON.stringify(over.limit)}. `
  )
}
