import type { Kind, ObjectOf } from '../../sim/types/index.ts'
import type { Column } from './column.ts'
import { configMapColumns } from './configMap.ts'
import { controllerRevisionColumns } from './controllerRevision.ts'
import { cronJobColumns } from './cronJob.ts'
import {
  csiDriverColumns,
  csiNodeColumns,
  csiStorageCapacityColumns,
  volumeAttributesClassColumns,
} from './csi.ts'
import { daemonSetColumns } from './daemonSet.ts'
import { deploymentColumns } from './deployment.ts'
import { endpointSliceColumns } from './endpointSlice.ts'
import { endpointsColumns } from './endpoints.ts'
import { eventColumns } from './event.ts'
import { horizontalPodAutoscalerColumns } from './horizontalPodAutoscaler.ts'
import { ingressColumns } from './ingress.ts'
import { ingressClassColumns } from './ingressClass.ts'
import { jobColumns } from './job.ts'
import { leaseColumns } from './lease.ts'
import { limitRangeColumns } from './limitRange.ts'
import {
  bgpAdvertisementColumns,
  bgpPeerColumns,
  ipAddressPoolColumns,
  l2AdvertisementColumns,
  serviceL2StatusColumns,
} from './metallb.ts'
import { namespaceColumns } from './namespace.ts'
import { networkPolicyColumns } from './networkPolicy.ts'
import { nodeColumns } from './node.ts'
import { persistentVolumeColumns } from './persistentVolume.ts'
import { persistentVolumeClaimColumns } from './persistentVolumeClaim.ts'
import { podColumns } from './pod.ts'
import { podDisruptionBudgetColumns } from './podDisruptionBudget.ts'
import { priorityClassColumns } from './priorityClass.ts'
import { replicaSetColumns } from './replicaSet.ts'
import { replicationControllerColumns } from './replicationController.ts'
import { resourceQuotaColumns } from './resourceQuota.ts'
import { roleColumns } from './role.ts'
import { roleBindingColumns } from './roleBinding.ts'
import { secretColumns } from './secret.ts'
import { serviceColumns } from './service.ts'
import { serviceAccountColumns } from './serviceAccount.ts'
import { statefulSetColumns } from './statefulSet.ts'
import { storageClassColumns } from './storageClass.ts'
import { volumeAttachmentColumns } from './volumeAttachment.ts'

type Registry = { readonly [K in Kind]: readonly Column<ObjectOf<K>>[] }

const COLUMNS: Registry = {
  BGPAdvertisement: bgpAdvertisementColumns,
  BGPPeer: bgpPeerColumns,
  ClusterRole: roleColumns,
  ClusterRoleBinding: roleBindingColumns,
  ConfigMap: configMapColumns,
  ControllerRevision: controllerRevisionColumns,
  CronJob: cronJobColumns,
  CSIDriver: csiDriverColumns,
  CSINode: csiNodeColumns,
  CSIStorageCapacity: csiStorageCapacityColumns,
  DaemonSet: daemonSetColumns,
  Deployment: deploymentColumns,
  EndpointSlice: endpointSliceColumns,
  Endpoints: endpointsColumns,
  Event: eventColumns,
  HorizontalPodAutoscaler: horizontalPodAutoscalerColumns,
  Ingress: ingressColumns,
  IngressClass: ingressClassColumns,
  IPAddressPool: ipAddressPoolColumns,
  Job: jobColumns,
  L2Advertisement: l2AdvertisementColumns,
  Lease: leaseColumns,
  LimitRange: limitRangeColumns,
  Namespace: namespaceColumns,
  NetworkPolicy: networkPolicyColumns,
  Node: nodeColumns,
  PersistentVolume: persistentVolumeColumns,
  PersistentVolumeClaim: persistentVolumeClaimColumns,
  Pod: podColumns,
  PodDisruptionBudget: podDisruptionBudgetColumns,
  PriorityClass: priorityClassColumns,
  ReplicaSet: replicaSetColumns,
  ReplicationController: replicationControllerColumns,
  ResourceQuota: resourceQuotaColumns,
  Role: roleColumns,
  RoleBinding: roleBindingColumns,
  Secret: secretColumns,
  Service: serviceColumns,
  ServiceAccount: serviceAccountColumns,
  ServiceL2Status: serviceL2StatusColumns,
  StatefulSet: statefulSetColumns,
  StorageClass: storageClassColumns,
  VolumeAttachment: volumeAttachmentColumns,
  VolumeAttributesClass: volumeAttributesClassColumns,
}

/** The columns of `kubectl get` for a kind, in order; the wide ones included. */
export function columnsOf<K extends Kind>(kind: K): readonly Column<ObjectOf<K>>[] {
  return COLUMNS[kind]
}
