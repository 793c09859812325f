import type { actorsEn } from './actorsEn.ts'
import type { kindsEn } from './kindsEn.ts'
import type { placesEn } from './places.ts'

/** A page of kubernetes.io: its title and where it stands under /docs/. */
export type Page = readonly [title: string, path: string]

const SITE = 'https://kubernetes.io/docs/'

export function addressOf([, path]: Page): string {
  return `${SITE}${path}/`
}

const WORKLOADS = 'concepts/workloads'
const POLICY = 'concepts/policy'
const CONTROLLERS: Page = ['Controllers', 'concepts/architecture/controller']
const MANAGER: Page = [
  'kube-controller-manager',
  'reference/command-line-tools-reference/kube-controller-manager',
]
const COMPONENTS: Page = ['Kubernetes Components', 'concepts/overview/components']
const RBAC: Page = ['Using RBAC Authorization', 'reference/access-authn-authz/rbac']
const VOLUMES: Page = ['Persistent Volumes', 'concepts/storage/persistent-volumes']
const ENDPOINTS: Page = ['EndpointSlices', 'concepts/services-networking/endpoint-slices']
const REVISIONS: Page = ['StatefulSets', `${WORKLOADS}/controllers/statefulset`]
const ACCOUNTS: Page = [
  'Managing Service Accounts',
  'reference/access-authn-authz/service-accounts-admin',
]
const GARBAGE: Page = ['Garbage Collection', 'concepts/architecture/garbage-collection']
const TAINTS: Page = ['Taints and Tolerations', 'concepts/scheduling-eviction/taint-and-toleration']
const NODES: Page = ['Nodes', 'concepts/architecture/nodes']
const SERVICES: Page = ['Service', 'concepts/services-networking/service']
const DEPLOYMENTS: Page = ['Deployments', `${WORKLOADS}/controllers/deployment`]
const SETS: Page = ['ReplicaSet', `${WORKLOADS}/controllers/replicaset`]
const DAEMONS: Page = ['DaemonSet', `${WORKLOADS}/controllers/daemonset`]
const JOBS: Page = ['Jobs', `${WORKLOADS}/controllers/job`]
const CRON: Page = ['CronJob', `${WORKLOADS}/controllers/cron-jobs`]
const OLD_SETS: Page = ['ReplicationController', `${WORKLOADS}/controllers/replicationcontroller`]
const AUTOSCALING: Page = [
  'Horizontal Pod Autoscaling',
  `${WORKLOADS}/autoscaling/horizontal-pod-autoscale`,
]
const DISRUPTIONS: Page = ['Disruptions', `${WORKLOADS}/pods/disruptions`]
const NAMESPACES: Page = ['Namespaces', 'concepts/overview/working-with-objects/namespaces']
const CLASSES: Page = ['Storage Classes', 'concepts/storage/storage-classes']
const QUOTAS: Page = ['Resource Quotas', `${POLICY}/resource-quotas`]
const CUSTOM: Page = [
  'Custom Resources',
  'concepts/extend-kubernetes/api-extension/custom-resources',
]
const MAPS: Page = ['ConfigMaps', 'concepts/configuration/configmap']
const EVENTS: Page = ['Event v1', 'reference/kubernetes-api/cluster-resources/event-v1']
const SCHEDULER: Page = ['Kubernetes Scheduler', 'concepts/scheduling-eviction/kube-scheduler']

export const KIND_PAGES: Readonly<Record<keyof typeof kindsEn, Page>> = {
  Pod: ['Pods', `${WORKLOADS}/pods`],
  Node: NODES,
  Namespace: NAMESPACES,
  Deployment: DEPLOYMENTS,
  ReplicaSet: SETS,
  ReplicationController: OLD_SETS,
  DaemonSet: DAEMONS,
  StatefulSet: REVISIONS,
  ControllerRevision: REVISIONS,
  Job: JOBS,
  CronJob: CRON,
  HorizontalPodAutoscaler: AUTOSCALING,
  PodDisruptionBudget: DISRUPTIONS,
  PriorityClass: [
    'Pod Priority and Preemption',
    'concepts/scheduling-eviction/pod-priority-preemption',
  ],
  Service: SERVICES,
  Endpoints: SERVICES,
  EndpointSlice: ENDPOINTS,
  Ingress: ['Ingress', 'concepts/services-networking/ingress'],
  IngressClass: ['Ingress', 'concepts/services-networking/ingress'],
  NetworkPolicy: ['Network Policies', 'concepts/services-networking/network-policies'],
  IPAddressPool: CUSTOM,
  L2Advertisement: CUSTOM,
  BGPAdvertisement: CUSTOM,
  BGPPeer: CUSTOM,
  ServiceL2Status: CUSTOM,
  ConfigMap: MAPS,
  Secret: ['Secrets', 'concepts/configuration/secret'],
  PersistentVolumeClaim: VOLUMES,
  PersistentVolume: VOLUMES,
  StorageClass: CLASSES,
  VolumeAttachment: [
    'VolumeAttachment',
    'reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1',
  ],
  CSIDriver: ['CSIDriver', 'reference/kubernetes-api/config-and-storage-resources/csi-driver-v1'],
  CSINode: ['CSINode', 'reference/kubernetes-api/config-and-storage-resources/csi-node-v1'],
  CSIStorageCapacity: ['Storage Capacity', 'concepts/storage/storage-capacity'],
  VolumeAttributesClass: [
    'Volume Attributes Classes',
    'concepts/storage/volume-attributes-classes',
  ],
  Backend: ['Volumes', 'concepts/storage/volumes'],
  ServiceAccount: ['Service Accounts', 'concepts/security/service-accounts'],
  Role: RBAC,
  ClusterRole: RBAC,
  RoleBinding: RBAC,
  ClusterRoleBinding: RBAC,
  ResourceQuota: QUOTAS,
  LimitRange: ['Limit Ranges', `${POLICY}/limit-range`],
  CustomResourceDefinition: [
    'Custom Resources',
    'concepts/extend-kubernetes/api-extension/custom-resources',
  ],
  Event: EVENTS,
  Lease: ['Leases', 'concepts/architecture/leases'],
  User: ['Command line tool (kubectl)', 'reference/kubectl'],
  Address: ['Cluster Networking', 'concepts/cluster-administration/networking'],
  Other: ['Custom Resources', 'concepts/extend-kubernetes/api-extension/custom-resources'],
}

export const ACTOR_PAGES: Readonly<Record<keyof typeof actorsEn, Page>> = {
  apiserver: ['The Kubernetes API', 'concepts/overview/kubernetes-api'],
  scheduler: SCHEDULER,
  manager: MANAGER,
  kubelet: ['kubelet', 'reference/command-line-tools-reference/kubelet'],
  'kube-proxy': ['Virtual IPs and Service Proxies', 'reference/networking/virtual-ips'],
  user: KIND_PAGES.User,
  deployment: DEPLOYMENTS,
  replicaset: SETS,
  replicationcontroller: OLD_SETS,
  statefulset: REVISIONS,
  daemonset: DAEMONS,
  job: JOBS,
  cronjob: CRON,
  'ttl-after-finished': [
    'Automatic Cleanup for Finished Jobs',
    `${WORKLOADS}/controllers/ttlafterfinished`,
  ],
  endpoints: SERVICES,
  endpointslice: ENDPOINTS,
  endpointslicemirroring: ENDPOINTS,
  horizontalpodautoscaling: AUTOSCALING,
  disruption: DISRUPTIONS,
  namespace: NAMESPACES,
  serviceaccount: ACCOUNTS,
  'root-ca-cert-publisher': ACCOUNTS,
  'garbage-collector': GARBAGE,
  'pod-garbage-collector': ['Pod Lifecycle', `${WORKLOADS}/pods/pod-lifecycle`],
  'pv-binder': VOLUMES,
  traffic: [
    'HorizontalPodAutoscaler Walkthrough',
    'tasks/run-application/horizontal-pod-autoscale-walkthrough',
  ],
  'external-provisioner': ['Dynamic Volume Provisioning', 'concepts/storage/dynamic-provisioning'],
  'pvc-protection': VOLUMES,
  'pv-protection': VOLUMES,
  'ephemeral-volume': ['Ephemeral Volumes', 'concepts/storage/ephemeral-volumes'],
  'volume-expand': VOLUMES,
  attachdetach: ['Volumes', 'concepts/storage/volumes'],
  'external-attacher': ['Volumes', 'concepts/storage/volumes'],
  'external-resizer': VOLUMES,
  'volume-manager': ['Volumes', 'concepts/storage/volumes'],
  'node-lifecycle': NODES,
  'taint-eviction': TAINTS,
  'event-ttl': EVENTS,
  resourcequota: QUOTAS,
  'clusterrole-aggregation': RBAC,
  'metallb-controller': SERVICES,
  'metallb-speaker': SERVICES,
  controller: CONTROLLERS,
}

export const PLACE_PAGES: Readonly<Record<keyof typeof placesEn, Page>> = {
  stage: COMPONENTS,
  controlPlane: ['Cluster Architecture', 'concepts/architecture'],
  workloads: ['Workload Management', `${WORKLOADS}/controllers`],
  nodes: NODES,
  network: ['Services, Load Balancing, and Networking', 'concepts/services-networking'],
  storage: ['Storage', 'concepts/storage'],
  config: ['Configuration', 'concepts/configuration'],
  tray: SCHEDULER,
  fold: ['Objects In Kubernetes', 'concepts/overview/working-with-objects'],
  ghost: MAPS,
}
