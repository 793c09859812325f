import type { Cluster } from '../cluster.ts'
import type { Pod } from '../types/index.ts'
import { noteFree } from './blocked.ts'
import { release } from './ipam.ts'
import { forgetLives } from './lives.ts'
import { machineOf } from './machine.ts'
import { KUBELET, type Runtime, runtimeOf } from './runtime.ts'
import { containerField } from './sync.ts'
import { account } from './usage.ts'

/** Pods that left the API while their containers ran, by uid: all that is left of them to speak about. */
const REMOVED = 'kubelet-removed'

/** Forgets a pod that is gone, with all it had of its machine. */
export function removeRuntime(cluster: Cluster, runtime: Runtime): void {
  settle(cluster, runtime)
  cluster.forget(KUBELET, runtime.uid)
}

/** Gives back what a pod has of its machine. */
function settle(cluster: Cluster, runtime: Runtime): void {
  forgetLives(cluster, runtime)
  release(cluster, runtime.ip, runtime.uid)
  if (!runtime.over) account(cluster, runtime, -1)
  noteFree(cluster, runtime.key.slice(0, runtime.key.indexOf('/')), runtime.uid)
}

/**
 * A pod is gone from the API: its kubelet will want to say what it stops. One that is not there to see it only
 * cleans up when it is back.
 */
export function noteRemoved(cluster: Cluster, pod: Pod): void {
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  if (!runtime || runtime.over || runtime.stopAt >= 0) return
  // What a file of the machine says goes on to run.
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return
  const machine = machineOf(cluster, runtime.node)
  if (machine?.powered && machine.kubelet) cluster.remember(REMOVED, runtime.uid, pod)
}

/** Ends what the machine has of a pod that is gone. Containers of one removed by force are stopped like any others. */
// k8s: pkg/kubelet Kubelet.HandlePodRemoves, kuberuntime killContainer (1.36)
export function bury(cluster: Cluster, runtime: Runtime): void {
  const pod = cluster.recall<Pod>(REMOVED, runtime.uid)
  removeRuntime(cluster, runtime)
  if (!pod) return
  cluster.forget(REMOVED, runtime.uid)
  pod.spec.containers.forEach((container, index) => {
    if (runtime.containers[index]?.state !== 'running') return
    const text = `Stopping container ${container.name}`
    cluster.event(pod, 'Normal', 'Killing', text, containerField(pod, container))
  })
}
