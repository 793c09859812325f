import {
  type Cluster,
  controllerOf,
  type DaemonSet,
  type Deployment,
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

/** Deployments, DaemonSets and StatefulSets by kind and name. */
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
  ]) as object
}
