import { kubelet } from '../kubelet/kubelet.ts'
import { scheduler } from '../scheduler/index.ts'
import { provisioner } from '../storage/provisioner.ts'
import { clusterRoleAggregation } from './clusterRoleAggregation.ts'
import { type Actor, actorOf } from './controller.ts'
import { cronjob } from './cronjob/cronjob.ts'
import { daemonset } from './daemonset/daemonset.ts'
import { deployment } from './deployment/deployment.ts'
import { disruption } from './disruption/disruption.ts'
import { eventTtl } from './eventTtl.ts'
import { garbageCollector } from './garbageCollector.ts'
import { job } from './job/job.ts'
import { namespace } from './namespace.ts'
import { nodeLifecycle } from './nodeLifecycle.ts'
import { persistentVolume } from './persistentVolume/index.ts'
import { horizontalpodautoscaling } from './podautoscaler/podautoscaler.ts'
import { podGc } from './podGc.ts'
import { replicaset, replicationcontroller } from './replicaset.ts'
import { resourceQuota } from './resourceQuota.ts'
import { rootCaPublisher, serviceAccount } from './serviceAccount.ts'
import { statefulset } from './statefulset/statefulset.ts'
import { taintEviction } from './taintEviction.ts'
import { ttlAfterFinished } from './ttlAfterFinished.ts'
import { volumeExpand } from './volumeExpand.ts'
import { pvcProtection, pvProtection } from './volumeProtection.ts'

/** Everyone who acts, in the order in which they hear of an event. A new controller is one line here. */
export const ACTORS: readonly Actor[] = [
  actorOf(deployment),
  actorOf(replicaset),
  actorOf(replicationcontroller),
  actorOf(statefulset),
  actorOf(daemonset),
  job,
  actorOf(cronjob),
  actorOf(ttlAfterFinished),
  persistentVolume,
  actorOf(volumeExpand),
  pvcProtection,
  pvProtection,
  provisioner,
  actorOf(serviceAccount),
  actorOf(rootCaPublisher),
  actorOf(resourceQuota),
  clusterRoleAggregation,
  disruption,
  horizontalpodautoscaling,
  nodeLifecycle,
  taintEviction,
  actorOf(namespace),
  garbageCollector,
  podGc,
  eventTtl,
  scheduler,
  kubelet,
]
