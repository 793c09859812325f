import type { Cluster } from '../../cluster.ts'
import type { Container, Pod } from '../../types/index.ts'
import { type Run, runtimeOf } from '../runtime.ts'
import type { Inside } from './inside.ts'

/** The life of the named container of the pod, as its kubelet knows it. */
export function runOf(
  cluster: Cluster,
  pod: Pod,
  name: string,
): { readonly container: Container; readonly run: Run } | undefined {
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  if (!runtime) return undefined
  const lists = [
    [pod.spec.containers, runtime.containers],
    [pod.spec.initContainers, runtime.inits],
    [pod.spec.ephemeralContainers, runtime.ephemerals],
  ] as const
  for (const [containers, runs] of lists) {
    const index = containers?.findIndex((one) => one.name === name) ?? -1
    const container = containers?.[index]
    const run = runs?.[index]
    if (container && run) return { container, run }
  }
  return undefined
}

/** The view from within a container that runs; undefined while it does not. */
export function insideOf(cluster: Cluster, pod: Pod, name: string): Inside | undefined {
  const found = runOf(cluster, pod, name)
  if (found?.run.state !== 'running' || found.run.hook) return undefined
  const ip = runtimeOf(cluster, pod.metadata.uid)?.ip ?? ''
  const { container, run } = found
  return { cluster, pod, container, id: run.id, startedAt: run.startedAt, ip }
}
