import { Cluster } from './cluster.ts'
import { ACTORS } from './controllers/index.ts'
import type { Profile } from './profiles/profile.ts'

export interface EngineOptions {
  readonly profile: Profile
  /** Any integer; the same seed and actions give the same journal. */
  readonly seed: number
  readonly journalLimit?: number
}

/** A cluster with all its components, switched on but without machines and namespaces. */
export function createCluster(options: EngineOptions): Cluster {
  const cluster = new Cluster({ ...options, actors: ACTORS })
  cluster.history.begin(cluster)
  cluster.boot()
  return cluster
}
