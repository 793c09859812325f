import { type BootRole, EVENTS } from './bootstrapData.ts'

/** Of `system:controller:NAME`, each bound to the account NAME of kube-system. */
export const CONTROLLER_ROLES: readonly BootRole[] = [
  {
    name: 'attachdetach-controller',
    rules: [
      'list,watch - persistentvolumeclaims,persistentvolumes',
      'R - nodes',
      'patch,update - nodes/status',
      'list,watch - pods',
      EVENTS,
      'create,delete,get,list,watch storage.k8s.io volumeattachments',
      'R storage.k8s.io csidrivers',
      'R storage.k8s.io csinodes',
    ],
  },
  {
    name: 'clusterrole-aggregation-controller',
    rules: ['escalate,get,list,patch,update,watch rbac.authorization.k8s.io clusterroles'],
  },
  {
    name: 'cronjob-controller',
    rules: [
      'get,list,update,watch batch cronjobs',
      'create,delete,get,list,patch,update,watch batch jobs',
      'update batch cronjobs/status',
      'update batch cronjobs/finalizers',
      'delete,list,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'daemon-set-controller',
    rules: [
      'R apps,extensions daemonsets',
      'update apps,extensions daemonsets/status',
      'update apps,extensions daemonsets/finalizers',
      'list,watch - nodes',
      'create,delete,list,patch,watch - pods',
      'create - pods/binding',
      'create,delete,get,list,patch,update,watch apps controllerrevisions',
      EVENTS,
    ],
  },
  {
    name: 'deployment-controller',
    rules: [
      'get,list,update,watch apps,extensions deployments',
      'update apps,extensions deployments/status',
      'update apps,extensions deployments/finalizers',
      'create,delete,get,list,patch,update,watch apps,extensions replicasets',
      'get,list,update,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'disruption-controller',
    rules: [
      'R apps,extensions deployments',
      'R apps,extensions replicasets',
      'R - replicationcontrollers',
      'R policy poddisruptionbudgets',
      'R apps statefulsets',
      'update policy poddisruptionbudgets/status',
      'patch,update - pods/status',
      'get * */scale',
      EVENTS,
    ],
  },
  {
    name: 'endpoint-controller',
    rules: [
      'R - pods,services',
      'create,delete,get,list,update,watch - endpoints',
      'create - endpoints/restricted',
      EVENTS,
    ],
  },
  {
    name: 'endpointslice-controller',
    rules: [
      'R - nodes,pods,services',
      'update - services/finalizers',
      'create,delete,get,list,update,watch discovery.k8s.io endpointslices',
      EVENTS,
    ],
  },
  {
    name: 'endpointslicemirroring-controller',
    rules: [
      'R - endpoints,services',
      'update - services/finalizers',
      'update - endpoints/finalizers',
      'create,delete,get,list,update,watch discovery.k8s.io endpointslices',
      EVENTS,
    ],
  },
  {
    name: 'expand-controller',
    rules: [
      'get,list,patch,update,watch - persistentvolumes',
      'patch,update - persistentvolumeclaims/status',
      'R - persistentvolumeclaims',
      EVENTS,
      'get - services',
    ],
  },
  {
    name: 'device-taint-eviction-controller',
    rules: [
      'delete,get,list,watch - pods',
      'patch,update - pods/status',
      'R resource.k8s.io resourceclaims',
      'R resource.k8s.io resourceslices',
      'R resource.k8s.io deviceclasses',
      'R resource.k8s.io devicetaintrules',
      EVENTS,
    ],
  },
  {
    name: 'ephemeral-volume-controller',
    rules: [
      'R - pods',
      'update - pods/finalizers',
      'create,get,list,watch - persistentvolumeclaims',
      EVENTS,
    ],
  },
  {
    name: 'resource-claim-controller',
    rules: [
      'R - pods',
      'update - pods/finalizers',
      'create,delete,get,list,watch resource.k8s.io resourceclaims',
      'patch,update resource.k8s.io resourceclaims,resourceclaims/status',
      'patch,update - pods/status',
      EVENTS,
    ],
  },
  { name: 'generic-garbage-collector', rules: ['delete,get,list,patch,update,watch * *', EVENTS] },
  {
    name: 'horizontal-pod-autoscaler',
    rules: [
      'R autoscaling horizontalpodautoscalers',
      'update autoscaling horizontalpodautoscalers/status',
      'get,update * */scale',
      'list,watch - pods',
      'list,watch metrics.k8s.io pods',
      'R custom.metrics.k8s.io *',
      'R external.metrics.k8s.io *',
      EVENTS,
    ],
  },
  {
    name: 'job-controller',
    rules: [
      'get,list,patch,update,watch batch jobs',
      'update batch jobs/status',
      'update batch jobs/finalizers',
      'create,delete,list,patch,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'namespace-controller',
    rules: [
      'delete,get,list,watch - namespaces',
      'update - namespaces/finalize,namespaces/status',
      'delete,deletecollection,get,list,watch * *',
    ],
  },
  {
    name: 'node-controller',
    rules: [
      'delete,get,list,patch,update,watch - nodes',
      'patch,update - nodes/status',
      'patch,update - pods/status',
      'delete,get,list,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'persistent-volume-binder',
    rules: [
      'create,delete,get,list,update,watch - persistentvolumes',
      'update - persistentvolumes/status',
      'get,list,update,watch - persistentvolumeclaims',
      'update - persistentvolumeclaims/status',
      'create,delete,get,list,watch - pods',
      'R storage.k8s.io storageclasses',
      'list,watch - nodes',
      EVENTS,
      'watch - events',
      'get - services',
    ],
  },
  {
    name: 'pod-garbage-collector',
    rules: ['delete,list,watch - pods', 'R - nodes', 'patch - pods/status'],
  },
  {
    name: 'pv-protection-controller',
    rules: ['get,list,update,watch - persistentvolumes', EVENTS],
  },
  {
    name: 'pvc-protection-controller',
    rules: ['get,list,update,watch - persistentvolumeclaims', 'R - pods', EVENTS],
  },
  {
    name: 'replicaset-controller',
    rules: [
      'get,list,update,watch apps,extensions replicasets',
      'update apps,extensions replicasets/status',
      'update apps,extensions replicasets/finalizers',
      'create,delete,list,patch,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'replication-controller',
    rules: [
      'get,list,update,watch - replicationcontrollers',
      'update - replicationcontrollers/status',
      'update - replicationcontrollers/finalizers',
      'create,delete,list,patch,watch - pods',
      EVENTS,
    ],
  },
  {
    name: 'resourcequota-controller',
    rules: ['list,watch * *', 'update - resourcequotas/status', EVENTS],
  },
  { name: 'root-ca-cert-publisher', rules: ['create,update - configmaps', EVENTS] },
  {
    name: 'route-controller',
    rules: ['list,watch - nodes', 'patch - nodes/status', EVENTS],
  },
  {
    name: 'selinux-warning-controller',
    rules: [
      EVENTS,
      'R - persistentvolumes',
      'R - persistentvolumeclaims',
      'R - pods',
      'R storage.k8s.io csidrivers',
    ],
  },
  {
    name: 'service-controller',
    rules: ['R - services', 'patch,update - services/status', 'list,watch - nodes', EVENTS],
  },
  {
    name: 'service-cidrs-controller',
    rules: [
      'get,list,patch,update,watch networking.k8s.io servicecidrs',
      'patch,update networking.k8s.io servicecidrs/finalizers',
      'patch,update networking.k8s.io servicecidrs/status',
      'R networking.k8s.io ipaddresses',
      EVENTS,
    ],
  },
  { name: 'service-account-controller', rules: ['create - serviceaccounts', EVENTS] },
  {
    name: 'statefulset-controller',
    rules: [
      'list,watch - pods',
      'R apps statefulsets',
      'update apps statefulsets/status',
      'update apps statefulsets/finalizers',
      'create,delete,get,patch,update - pods',
      'create,delete,get,list,patch,update,watch apps controllerrevisions',
      'create,get,list,watch - persistentvolumeclaims',
      'delete,update - persistentvolumeclaims',
      'update - pods/finalizers',
      EVENTS,
    ],
  },
  { name: 'ttl-controller', rules: ['list,patch,update,watch - nodes', EVENTS] },
  {
    name: 'certificate-controller',
    rules: [
      'delete,get,list,watch certificates.k8s.io certificatesigningrequests',
      'update certificates.k8s.io certificatesigningrequests/approval,certificatesigningrequests/status',
      'approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client-kubelet',
      'sign certificates.k8s.io signers kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown',
      'create authorization.k8s.io subjectaccessreviews',
      EVENTS,
    ],
  },
  {
    name: 'volumeattributesclass-protection-controller',
    rules: [
      'R - persistentvolumeclaims',
      'R - persistentvolumes',
      'get,list,update,watch storage.k8s.io volumeattributesclasses',
      EVENTS,
    ],
  },
  {
    name: 'ttl-after-finished-controller',
    rules: ['delete,get,list,watch batch jobs', EVENTS],
  },
  {
    name: 'validatingadmissionpolicy-status-controller',
    rules: [
      'R admissionregistration.k8s.io validatingadmissionpolicies',
      'get,patch,update admissionregistration.k8s.io validatingadmissionpolicies/status',
      EVENTS,
    ],
  },
  {
    name: 'legacy-service-account-token-cleaner',
    rules: [
      'get - configmaps kube-apiserver-legacy-service-account-token-tracking',
      'delete,patch - secrets',
    ],
  },
]
