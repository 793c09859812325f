import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from './apps.ts'
import type { HorizontalPodAutoscaler } from './autoscaling.ts'
import type { CronJob, Job } from './batch.ts'
import type { Lease, PriorityClass } from './cluster.ts'
import type {
  ConfigMap,
  LimitRange,
  Namespace,
  ReplicationController,
  ResourceQuota,
  Secret,
  ServiceAccount,
} from './core.ts'
import type { CSIDriver, CSINode, CSIStorageCapacity, VolumeAttributesClass } from './csi.ts'
import type { Event } from './event.ts'
import type { ObjectMeta } from './meta.ts'
import type {
  BGPAdvertisement,
  BGPPeer,
  IPAddressPool,
  L2Advertisement,
  ServiceL2Status,
} from './metallb.ts'
import type { Ingress, IngressClass, NetworkPolicy } from './networking.ts'
import type { Node } from './node.ts'
import type { Pod } from './pod.ts'
import type { PodDisruptionBudget } from './policy.ts'
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from './rbac.ts'
import type { EndpointSlice, Endpoints, Service } from './service.ts'
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
} from './storage.ts'

/** Every kind that the type system knows, by its name. Which of them a cluster serves is said by its profile. */
export interface KindMap {
  readonly BGPAdvertisement: BGPAdvertisement
  readonly BGPPeer: BGPPeer
  readonly CSIDriver: CSIDriver
  readonly CSINode: CSINode
  readonly CSIStorageCapacity: CSIStorageCapacity
  readonly ClusterRole: ClusterRole
  readonly ClusterRoleBinding: ClusterRoleBinding
  readonly ConfigMap: ConfigMap
  readonly ControllerRevision: ControllerRevision
  readonly CronJob: CronJob
  readonly DaemonSet: DaemonSet
  readonly Deployment: Deployment
  readonly EndpointSlice: EndpointSlice
  readonly Endpoints: Endpoints
  readonly Event: Event
  readonly HorizontalPodAutoscaler: HorizontalPodAutoscaler
  readonly IPAddressPool: IPAddressPool
  readonly Ingress: Ingress
  readonly IngressClass: IngressClass
  readonly Job: Job
  readonly L2Advertisement: L2Advertisement
  readonly Lease: Lease
  readonly LimitRange: LimitRange
  readonly Namespace: Namespace
  readonly NetworkPolicy: NetworkPolicy
  readonly Node: Node
  readonly PersistentVolume: PersistentVolume
  readonly PersistentVolumeClaim: PersistentVolumeClaim
  readonly Pod: Pod
  readonly PodDisruptionBudget: PodDisruptionBudget
  readonly PriorityClass: PriorityClass
  readonly ReplicaSet: ReplicaSet
  readonly ReplicationController: ReplicationController
  readonly ResourceQuota: ResourceQuota
  readonly Role: Role
  readonly RoleBinding: RoleBinding
  readonly Secret: Secret
  readonly Service: Service
  readonly ServiceAccount: ServiceAccount
  readonly ServiceL2Status: ServiceL2Status
  readonly StatefulSet: StatefulSet
  readonly StorageClass: StorageClass
  readonly VolumeAttachment: VolumeAttachment
  readonly VolumeAttributesClass: VolumeAttributesClass
}

export type Kind = keyof KindMap
export type ObjectOf<K extends Kind> = KindMap[K]
/** Any API object of a known kind, tagged by its kind. */
export type ApiObject = KindMap[Kind]
type MetaDraft = Partial<ObjectMeta> &
  ({ readonly name: string } | { readonly generateName: string })
/** What a client posts: the server fills in the rest of metadata, defaults and status. */
export type Draft<T extends ApiObject = ApiObject> = T extends ApiObject
  ? { readonly [F in keyof T as F extends 'metadata' | 'status' ? never : F]: T[F] } & {
      readonly metadata: MetaDraft
      readonly status?: unknown
    }
  : never
