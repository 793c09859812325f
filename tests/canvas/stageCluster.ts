import type { StageKind } from '../../src/canvas/graph/world.ts'
import { ACTORS, Cluster, current, type ObjectOf } from '../../src/sim/index.ts'
import { showCluster } from '../../src/store/sim.ts'

/** A cluster that holds just these objects and in which nobody has begun to act. */
export function showObjects(objects: readonly ObjectOf<StageKind>[]): Cluster {
  const cluster = new Cluster({ profile: current, seed: 1, actors: ACTORS })
  for (const object of objects)
    cluster.store.replace(
      object.kind,
      `${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      undefined,
      object,
    )
  showCluster(cluster, 'test')
  return cluster
}
