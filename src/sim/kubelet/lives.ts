import type { Cluster } from '../cluster.ts'
import type { Container } from '../types/index.ts'
import { dropLines } from './behaviour/addedLines.ts'
import { ELECTION, ensembleKey, isMember } from './behaviour/ensemble.ts'
import { FIXED, isBorrowed, makeEnvironment } from './exec/environment.ts'
import { dropPodStores, dropStore } from './exec/files.ts'
import { KUBELET, type Run, type Runtime } from './runtime.ts'
import { insideOf } from './stopping.ts'
import type { Sync } from './sync.ts'

/** Work key of the programs that form an ensemble with those of the pod. */
export const ENSEMBLE = 'ensemble/'

/** A container of the pod has come or gone: those it works with notice after a moment. */
export function noteMember(sync: Sync, container: Container): void {
  if (!isMember(container.image)) return
  sync.cluster.enqueue(KUBELET, ENSEMBLE + ensembleKey(sync.pod), ELECTION)
}

/** A container begins to live: what it was started with stays as it was. */
export function beginLife(sync: Sync, container: Container, run: Run): void {
  if ((container.env || container.envFrom) && isBorrowed(container))
    sync.cluster.remember(FIXED, run.id, makeEnvironment(insideOf(sync, container, run)))
  if (sync.agent.name === 'catalogue') noteMember(sync, container)
}

/** A life is over and another begins: its files go with it, and what the one before it said. */
export function replaceLife(cluster: Cluster, run: Run): void {
  dropStore(cluster, run.id)
  if (cluster.memory.get(FIXED)?.size) cluster.forget(FIXED, run.id)
  if (run.last && run.last.id !== run.id) dropLines(cluster, run.last.id)
}

/** Forgets all that lived only as long as the pod. */
export function forgetLives(cluster: Cluster, runtime: Runtime): void {
  dropPodStores(cluster, runtime.uid)
  for (const runs of [runtime.inits, runtime.containers, runtime.ephemerals ?? []])
    for (const run of runs) {
      if (run.id === '') continue
      replaceLife(cluster, run)
      dropLines(cluster, run.id)
    }
}
