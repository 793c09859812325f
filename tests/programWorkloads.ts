import {
  type Cluster,
  type CronJob,
  controllerOf,
  type DaemonSet,
  type Deployment,
  type Job,
  type StatefulSet,
} from '../src/sim/index.ts'

export const REVISION = 'deployment.kubernetes.io/revision'

export function conditions(
  list: readonly { type: string; status: string; reason?: string }[] = [],
): string[] {
  return list.map(({ type, status, reason }) => `${type}=${status}:${reason}`).sort()
}

function workload({ spec, status, metadata }: Deployment): object {
  return {
    replicas: spec.replicas,
    status: {
      replicas: status.replicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
      unavailable: status.unavailableReplicas ?? 0,
    },
    generation: metadata.generation,
    ...(spec.paused ? { paused: true } : {}),
    observed: status.observedGeneration,
    revision: metadata.annotations?.[REVISION],
    image: spec.template.spec.containers.map((c) => c.image).join(),
    conditions: conditions(status.conditions),
  }
}

function daemonSet({ spec, status, metadata }: DaemonSet): object {
  return {
    status: {
      desired: status.desiredNumberScheduled,
      current: status.currentNumberScheduled,
      ready: status.numberReady,
      updated: status.updatedNumberScheduled ?? 0,
      available: status.numberAvailable ?? 0,
      unavailable: status.numberUnavailable ?? 0,
      misscheduled: status.numberMisscheduled,
    },
    generation: metadata.generation,
    observed: status.observedGeneration,
    image: spec.template.spec.containers.map((c) => c.image).join(),
  }
}

function statefulSet({ spec, status, metadata }: StatefulSet): object {
  return {
    replicas: spec.replicas,
    status: {
      replicas: status.replicas,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
      current: status.currentReplicas ?? 0,
      updated: status.updatedReplicas ?? 0,
    },
    sameRevision: status.currentRevision === status.updateRevision,
    generation: metadata.generation,
    observed: status.observedGeneration,
    image: spec.template.spec.containers.map((c) => c.image).join(),
  }
}

function job({ spec, status }: Job): object {
  return {
    parallelism: spec.parallelism,
    completions: spec.completions,
    suspend: spec.suspend,
    status: {
      active: status.active ?? 0,
      ready: status.ready ?? 0,
      succeeded: status.succeeded ?? 0,
      failed: status.failed ?? 0,
      ...(status.completedIndexes ? { completedIndexes: status.completedIndexes } : {}),
      ...(status.failedIndexes ? { failedIndexes: status.failedIndexes } : {}),
      terminating: status.terminating ?? 0,
    },
    conditions: conditions(status.conditions),
  }
}

function cronJob({ spec, status }: CronJob): object {
  return {
    schedule: spec.schedule,
    suspend: spec.suspend,
    concurrency: spec.concurrencyPolicy,
    active: status.active?.length ?? 0,
  }
}

/** The numbers of the kept revisions by their workload. */
export function revisions(cluster: Cluster): object {
  const numbers: Record<string, number[]> = {}
  for (const revision of cluster.list('ControllerRevision', { namespace: 'default' })) {
    const owner = controllerOf(revision)
    const name = `${owner?.kind}/${owner?.name}`
    numbers[name] = [...(numbers[name] ?? []), revision.revision].sort((a, b) => a - b)
  }
  return numbers
}

/** Jobs of a CronJob are named after the moment, or by hand. */
function jobName(found: Job): string {
  const { name } = found.metadata
  return controllerOf(found)?.kind === 'CronJob' ? name.replace(/-[^-]+$/, '-*') : name
}

/** Workloads by kind and name. */
export function workloads(cluster: Cluster): object {
  const inDefault = { namespace: 'default' }
  return Object.fromEntries([
    ...cluster
      .list('Deployment', inDefault)
      .map((d) => [`Deployment/${d.metadata.name}`, workload(d)]),
    ...cluster
      .list('DaemonSet', inDefault)
      .map((d) => [`DaemonSet/${d.metadata.name}`, daemonSet(d)]),
    ...cluster
      .list('StatefulSet', inDefault)
      .map((d) => [`StatefulSet/${d.metadata.name}`, statefulSet(d)]),
    ...cluster.list('Job', inDefault).map((d) => [`Job/${jobName(d)}`, job(d)]),
    ...cluster.list('CronJob', inDefault).map((d) => [`CronJob/${d.metadata.name}`, cronJob(d)]),
  ]) as object
}

/** Disruption budgets by name. */
export function budgets(cluster: Cluster): object {
  const rows = cluster.list('PodDisruptionBudget', { namespace: 'default' }).map((budget) => {
    const { minAvailable, maxUnavailable } = budget.spec
    const { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed } = budget.status
    return [
      budget.metadata.name,
      {
        ...(minAvailable === undefined ? {} : { minAvailable }),
        ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
        currentHealthy,
        desiredHealthy,
        expectedPods,
        disruptionsAllowed,
        conditions: conditions(budget.status.conditions),
      },
    ]
  })
  return Object.fromEntries(rows) as object
}
