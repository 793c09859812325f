import { kubelet } from '../kubelet/kubelet.ts'
import { metallbController } from '../metallb/controller.ts'
import { metallbSpeaker } from '../metallb/speaker.ts'
import { kubeProxy } from '../network/proxy/kubeProxy.ts'
import { scheduler } from '../scheduler/index.ts'
import { attacher } from '../storage/attacher.ts'
import { provisioner } from '../storage/provisioner.ts'
import { resizer } from '../storage/resizer.ts'
import { volumeManager } from '../storage/volumeManager.ts'
import { traffic } from '../traffic/traffic.ts'
import { attachDetach } from './attachdetach/attachdetach.ts'
import { clusterRoleAggregation } from './clusterRoleAggregation.ts'
import { type Actor, actorOf } from './controller.ts'
import { cronjob } from './cronjob/cronjob.ts'
import { daemonset } from './daemonset/daemonset.ts'
import { deployment } from './deployment/deployment.ts'
import { disruption } from './disruption/disruption.ts'
import { endpointController } from './endpoints/endpoints.ts'
import { endpointSliceMirroring } from './endpoints/mirroring.ts'
import { endpointSliceController } from './endpoints/slices.ts'
import { ephemeralVolume } from './ephemeralVolume.ts'
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
  actorOf(ephemeralVolume),
  pvcProtection,
  pvProtection,
  attachDetach,
  provisioner,
  attacher,
  resizer,
  volumeManager,
  actorOf(endpointController),
  actorOf(endpointSliceController),
  actorOf(endpointSliceMirroring),
  metallbController,
  metallbSpeaker,
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
  traffic,
  kubeProxy,
]
