import type { Actor } from '../controllers/controller.ts'
import type { Key } from '../store.ts'
import { noteConfigChange } from '../volumes/configSync.ts'
import { settleEnsemble } from './behaviour/ensemble.ts'
import { retrySooner } from './blocked.ts'
import { ENSEMBLE } from './lives.ts'
import { watchLocalStorage } from './localStorage.ts'
import { machineNames } from './machine.ts'
import { reconcileNode } from './node.ts'
import { reconcilePod } from './pod.ts'
import { noteRemoved } from './removed.ts'
import { KUBELET, podWorkKey, workOnMachine } from './runtime.ts'
import { continueScript, SCRIPT } from './scripts.ts'
import { LOCAL_STORAGE } from './written.ts'

const NONE: readonly Key[] = []

/**
 * The kubelets of all machines behind one work queue. Keys: `node/NAME` for a machine's own node object, and
 * `pod/UID/NAMESPACE/NAME` for a pod bound to a machine, which speaks as `kubelet NAME`; and `ensemble/...` for programs
 * in several pods that have to agree on something.
 */
export const kubelet: Actor = {
  name: KUBELET,
  watches: {
    Pod(pod, cluster, change) {
      if (!pod.spec.nodeName) return NONE
      // What a kubelet wrote itself is no news to it; that a pod is gone is.
      if (change.after && cluster.current.source === KUBELET) return NONE
      if (!change.after) noteRemoved(cluster, pod)
      return [podWorkKey(pod.metadata.uid, pod.metadata.namespace ?? '', pod.metadata.name)]
    },
    ConfigMap(object, cluster) {
      retrySooner(cluster, object.metadata.namespace ?? '', false)
      noteConfigChange(cluster, object)
      return NONE
    },
    Secret(object, cluster) {
      retrySooner(cluster, object.metadata.namespace ?? '', false)
      noteConfigChange(cluster, object)
      return NONE
    },
    ServiceAccount(object, cluster) {
      retrySooner(cluster, object.metadata.namespace ?? '', false)
      return NONE
    },
    PersistentVolumeClaim(object, cluster) {
      retrySooner(cluster, object.metadata.namespace ?? '', true)
      return NONE
    },
  },
  delay: (cluster) => cluster.profile.timings.kubeletDelay,
  resync: (cluster) =>
    machineNames(cluster).flatMap((name) => [`node/${name}`, ...workOnMachine(cluster, name)]),
  reconcile(cluster, key) {
    if (key.startsWith(ENSEMBLE)) {
      settleEnsemble(cluster, key.slice(ENSEMBLE.length))
      return undefined
    }
    if (key.startsWith(LOCAL_STORAGE)) {
      watchLocalStorage(cluster, key.slice(LOCAL_STORAGE.length))
      return undefined
    }
    if (key.startsWith(SCRIPT)) return continueScript(cluster, key.slice(SCRIPT.length))
    return key.startsWith('node/')
      ? reconcileNode(cluster, key.slice(5))
      : reconcilePod(cluster, key.slice(4))
  },
}
