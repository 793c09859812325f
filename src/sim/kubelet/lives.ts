import type { Cluster } from '../cluster.ts'
import type { Container } from '../types/index.ts'
import { podStore } from '../volumes/backend.ts'
import { LIVES, PODS } from '../volumes/configState.ts'
import { dropConfig } from '../volumes/configSync.ts'
import { dropStore, dropStores } from '../volumes/tree.ts'
import { dropLines } from './behaviour/addedLines.ts'
import { ELECTION, ensembleKey, isMember } from './behaviour/ensemble.ts'
import { beginWith, skippedKeys, startedAs } from './exec/environment.ts'
import { KUBELET, type Run, type Runtime } from './runtime.ts'
import { beginScript, dropScript } from './scripts.ts'
import { insideOf } from './stopping.ts'
import type { Sync } from './sync.ts'

/** Work key of the programs that form an ensemble with those of the pod. */
export const ENSEMBLE = 'ensemble/'

/** A container of the pod has come or gone: those it works with notice after a moment. */
export function noteMember(sync: Sync, container: Container): void {
  if (!isMember(container.image)) return
  sync.cluster.enqueue(KUBELET, ENSEMBLE + ensembleKey(sync.pod), ELECTION)
}

/** A container begins to live: what it was started with stays as it was. Returns it as it was started. */
export function beginLife(sync: Sync, container: Container, run: Run): Container {
  if (sync.agent.name === 'catalogue') noteMember(sync, container)
  if (container.volumeMounts) beginScript(sync, container, run)
  const { env, envFrom, command, args } = container
  const plain = !env && !envFrom && !command && !args
  if (plain && !sync.cluster.memory.get(PODS)?.size) return container
  const inside = insideOf(sync, container, run)
  beginWith(inside)
  if (envFrom)
    for (const text of skippedKeys(inside))
      sync.cluster.event(sync.pod, 'Warning', 'InvalidEnvironmentVariableNames', text)
  return plain ? container : startedAs(inside)
}

function forgetLife(cluster: Cluster, id: string): void {
  dropLines(cluster, id)
  if (cluster.memory.get(LIVES)?.size) cluster.forget(LIVES, id)
}

/** A life is over and another begins: its files go with it, and what is told of the one before it. */
export function replaceLife(cluster: Cluster, run: Run): void {
  dropStore(cluster, run.id)
  dropScript(cluster, run.id)
  if (run.last && run.last.id !== run.id) forgetLife(cluster, run.last.id)
}

/** Forgets all that lived only as long as the pod. */
export function forgetLives(cluster: Cluster, runtime: Runtime): void {
  dropStores(cluster, podStore(runtime.uid, ''))
  dropConfig(cluster, runtime.uid)
  for (const runs of [runtime.inits, runtime.containers, runtime.ephemerals ?? []])
    for (const run of runs) {
      if (run.id === '') continue
      replaceLife(cluster, run)
      forgetLife(cluster, run.id)
    }
}
