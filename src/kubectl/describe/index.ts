import type { Millis } from '../../sim/time.ts'
import type { ApiObject, Kind, ObjectOf } from '../../sim/types/index.ts'
import { describeConfigMap } from './configMap.ts'
import { describeCronJob } from './cronJob.ts'
import { describeCsiNode, describeVolumeAttributesClass } from './csi.ts'
import { describeDaemonSet } from './daemonSet.ts'
import { describeDeployment } from './deployment.ts'
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts'
import { describeAny } from './generic.ts'
import { describeHorizontalPodAutoscaler } from './horizontalPodAutoscaler.ts'
import { describeIngress, describeIngressClass } from './ingress.ts'
import { describeJob } from './job.ts'
import { describeNamespace } from './namespace.ts'
import { describeNetworkPolicy } from './networkPolicy.ts'
import { describeNode } from './node.ts'
import { describePersistentVolume } from './persistentVolume.ts'
import { describePersistentVolumeClaim } from './persistentVolumeClaim.ts'
import { describePod } from './pod.ts'
import { describePodDisruptionBudget } from './podDisruptionBudget.ts'
import { describePriorityClass } from './priorityClass.ts'
import type { DescribeReader, Describer } from './reader.ts'
import { describeReplicaSet } from './replicaSet.ts'
import { describeReplicationController } from './replicationController.ts'
import { describeLimitRange, describeResourceQuota } from './resourceQuota.ts'
import { describeRole } from './role.ts'
import { describeRoleBinding } from './roleBinding.ts'
import { describeSecret } from './secret.ts'
import { describeService } from './service.ts'
import { describeServiceAccount } from './serviceAccount.ts'
import { describeStatefulSet } from './statefulSet.ts'
import { describeStorageClass } from './storageClass.ts'

type Registry = { readonly [K in Kind]?: Describer<ObjectOf<K>> }

const DESCRIBERS: Registry = {
  CSINode: describeCsiNode,
  ClusterRole: describeRole,
  ClusterRoleBinding: describeRoleBinding,
  CronJob: describeCronJob,
  DaemonSet: describeDaemonSet,
  EndpointSlice: describeEndpointSlice,
  Endpoints: describeEndpoints,
  HorizontalPodAutoscaler: describeHorizontalPodAutoscaler,
  Ingress: describeIngress,
  IngressClass: describeIngressClass,
  Job: describeJob,
  LimitRange: describeLimitRange,
  NetworkPolicy: describeNetworkPolicy,
  PodDisruptionBudget: describePodDisruptionBudget,
  ReplicationController: describeReplicationController,
  ResourceQuota: describeResourceQuota,
  Role: describeRole,
  RoleBinding: describeRoleBinding,
  Service: describeService,
  StatefulSet: describeStatefulSet,
  ConfigMap: describeConfigMap,
  Deployment: describeDeployment,
  Namespace: describeNamespace,
  Node: describeNode,
  PersistentVolume: describePersistentVolume,
  PersistentVolumeClaim: describePersistentVolumeClaim,
  Pod: describePod,
  PriorityClass: describePriorityClass,
  ReplicaSet: describeReplicaSet,
  Secret: describeSecret,
  ServiceAccount: describeServiceAccount,
  StorageClass: describeStorageClass,
  VolumeAttributesClass: describeVolumeAttributesClass,
}

export interface DescribeOptions {
  /** `--show-events=false` leaves the events out. */
  readonly showEvents?: boolean
  /** Whether the part of the object that an event is about stands before its message; true by default. */
  readonly eventFields?: boolean
}

/**
 * The text of `kubectl describe` for one object, ending with a line break (several are put apart by two
 * empty lines). `at` is the virtual now. Kinds without a describer of their own get every field.
 */
export function describe<K extends Kind>(
  kind: K,
  object: ObjectOf<K>,
  reader: DescribeReader,
  at: Millis,
  options: DescribeOptions = {},
): string {
  const { showEvents = true, eventFields = true } = options
  const context = { reader, at, showEvents, eventFields }
  const own: Describer<ObjectOf<K>> | undefined = DESCRIBERS[kind]
  if (own) return own(object, context)
  const any: ApiObject = object
  return describeAny(any, context)
}
