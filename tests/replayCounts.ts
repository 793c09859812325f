import type { ApiObject, Cluster, Millis } from '../src/sim/index.ts'

type Digest = Readonly<Record<string, unknown>>

/** One watch event of a recording. */
export interface TraceRow {
  readonly t: number
  readonly type: string
  readonly kind: string
  readonly name: string
  readonly d: Digest
}

/** Nothing of the workloads changed for this long before a command: their counts are no matter of timing. */
const STILL: Millis = 1500

/** Counts of a workload in the digests of the recordings. */
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['want', 'total', 'updated', 'ready', 'avail', 'unavail', 'rev'],
  ReplicaSet: ['want', 'have', 'ready', 'avail', 'rev'],
  DaemonSet: ['desired', 'current', 'ready', 'updated', 'avail', 'unavail', 'missched'],
  StatefulSet: ['want', 'have', 'ready', 'avail', 'current', 'updated'],
  Job: ['active', 'ready', 'succeeded', 'failed', 'terminating', 'completedIndexes'],
}

/** The counts of the recorded workloads at a moment, or undefined while they were changing. */
export function recordedCounts(rows: readonly TraceRow[], at: Millis): string | undefined {
  const last = new Map<string, string>()
  for (const { t, type, kind, name, d } of rows) {
    if (t > at) break
    if (COUNTS[kind] === undefined) continue
    if (t > at - STILL) return undefined
    if (type === 'DELETED') last.delete(`${kind} ${name}`)
    else last.set(`${kind} ${name}`, countsLine(kind, name, d))
  }
  return [...last.values()].sort().join('\n')
}

function countsLine(kind: string, name: string, d: Digest): string {
  const fields = COUNTS[kind] ?? []
  // The Jobs of a CronJob are named after the minute of their start.
  const called = name.replace(/-\d{8}$/, '-<minute>')
  return `${kind} ${called} ${fields.map((field) => `${field}=${d[field] ?? 0}`).join(' ')}`
}

function digest(object: ApiObject): Digest {
  const rev = object.metadata.annotations?.['deployment.kubernetes.io/revision']
  if (object.kind === 'Deployment') {
    const { status, spec } = object
    return {
      want: spec.replicas,
      total: status.replicas,
      updated: status.updatedReplicas,
      ready: status.readyReplicas,
      avail: status.availableReplicas,
      unavail: status.unavailableReplicas,
      rev,
    }
  }
  if (object.kind === 'DaemonSet') {
    const { status } = object
    return {
      desired: status.desiredNumberScheduled,
      current: status.currentNumberScheduled,
      ready: status.numberReady,
      updated: status.updatedNumberScheduled,
      avail: status.numberAvailable,
      unavail: status.numberUnavailable,
      missched: status.numberMisscheduled,
    }
  }
  if (object.kind === 'StatefulSet') {
    const { status, spec } = object
    return {
      want: spec.replicas,
      have: status.replicas,
      ready: status.readyReplicas,
      avail: status.availableReplicas,
      current: status.currentReplicas,
      updated: status.updatedReplicas,
    }
  }
  if (object.kind === 'Job') return { ...object.status }
  if (object.kind !== 'ReplicaSet') return {}
  const { status, spec } = object
  return {
    want: spec.replicas,
    have: status.replicas,
    ready: status.readyReplicas,
    avail: status.availableReplicas,
    rev,
  }
}

export function ourCounts(cluster: Cluster, namespace: string): string {
  return [
    ...cluster.list('Deployment', { namespace }),
    ...cluster.list('ReplicaSet', { namespace }),
    ...cluster.list('DaemonSet', { namespace }),
    ...cluster.list('StatefulSet', { namespace }),
    ...cluster.list('Job', { namespace }),
  ]
    .map((object) => countsLine(object.kind, object.metadata.name, digest(object)))
    .sort()
    .join('\n')
}
