import { kubelet } from '../kubelet/kubelet.ts'
import { scheduler } from '../scheduler/index.ts'
import { provisioner } from '../storage/provisioner.ts'
import { type Actor, actorOf } from './controller.ts'
import { daemonset } from './daemonset/daemonset.ts'
import { deployment } from './deployment/deployment.ts'
import { eventTtl } from './eventTtl.ts'
import { garbageCollector } from './garbageCollector.ts'
import { namespace } from './namespace.ts'
import { nodeLifecycle } from './nodeLifecycle.ts'
import { persistentVolume } from './persistentVolume/index.ts'
import { podGc } from './podGc.ts'
import { replicaset } from './replicaset.ts'
import { rootCaPublisher, serviceAccount } from './serviceAccount.ts'
import { statefulset } from './statefulset/statefulset.ts'
import { taintEviction } from './taintEviction.ts'
import { volumeExpand } from './volumeExpand.ts'
import { pvcProtection, pvProtection } from './volumeProtection.ts'

/** Everyone who acts, in the order in which they hear of an event. A new controller is one line here. */
export const ACTORS: readonly Actor[] = [
  actorOf(deployment),
  actorOf(replicaset),
  actorOf(statefulset),
  actorOf(daemonset),
  persistentVolume,
  actorOf(volumeExpand),
  pvcProtection,
  pvProtection,
  provisioner,
  actorOf(serviceAccount),
  actorOf(rootCaPublisher),
  nodeLifecycle,
  taintEviction,
  actorOf(namespace),
  garbageCollector,
  podGc,
  eventTtl,
  scheduler,
  kubelet,
]
