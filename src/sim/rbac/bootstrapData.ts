// Roles and bindings that every API server brings with it (Kubernetes, Apache License 2.0, The Kubernetes Authors), as
// facts in short: a rule is `verbs groups resources [names]`, or `url verbs paths`. R reads, W writes, RW both; `-` is the core group.

export interface BootRole {
  readonly name: string
  /** Roles whose rules this one becomes a part of: `rbac.authorization.k8s.io/aggregate-to-NAME`. */
  readonly part?: string
  /** It has no rules of its own but those of all that are parts of this name. */
  readonly sum?: string
  readonly rules?: readonly string[]
}

export const EVENTS = 'create,patch,update -,events.k8s.io events'

export const CLUSTER_ROLES: readonly BootRole[] = [
  { name: 'view', part: 'edit', sum: 'view' },
  { name: 'edit', part: 'admin', sum: 'edit' },
  { name: 'admin', sum: 'admin' },
  { name: 'cluster-admin', rules: ['* * *', 'url * *'] },
  {
    name: 'system:aggregate-to-admin',
    part: 'admin',
    rules: [
      'create authorization.k8s.io localsubjectaccessreviews',
      'RW rbac.authorization.k8s.io rolebindings,roles',
    ],
  },
  {
    name: 'system:aggregate-to-edit',
    part: 'edit',
    rules: [
      'R - pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy',
      'impersonate - serviceaccounts',
      'W - pods,pods/attach,pods/exec,pods/portforward,pods/proxy',
      'create - pods/eviction',
      'W - configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy',
      'create - serviceaccounts/token',
      'W apps daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale',
      'W autoscaling horizontalpodautoscalers',
      'W batch cronjobs,jobs',
      'W extensions daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale',
      'W policy poddisruptionbudgets',
      'W networking.k8s.io ingresses,networkpolicies',
      'RW coordination.k8s.io leases',
    ],
  },
  {
    name: 'system:aggregate-to-view',
    part: 'view',
    rules: [
      'R - configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status',
      'R - bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status',
      'R - namespaces',
      'R discovery.k8s.io endpointslices',
      'R apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status',
      'R autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status',
      'R batch cronjobs,cronjobs/status,jobs,jobs/status',
      'R extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale',
      'R policy poddisruptionbudgets,poddisruptionbudgets/status',
      'R networking.k8s.io ingresses,ingresses/status,networkpolicies',
    ],
  },
  {
    name: 'system:auth-delegator',
    rules: [
      'create authentication.k8s.io tokenreviews',
      'create authorization.k8s.io subjectaccessreviews',
    ],
  },
  {
    name: 'system:basic-user',
    rules: [
      'create authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews',
      'create authentication.k8s.io selfsubjectreviews',
    ],
  },
  {
    name: 'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    rules: ['create certificates.k8s.io certificatesigningrequests/nodeclient'],
  },
  {
    name: 'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    rules: ['create certificates.k8s.io certificatesigningrequests/selfnodeclient'],
  },
  {
    name: 'system:certificates.k8s.io:kube-apiserver-client-approver',
    rules: ['approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client'],
  },
  {
    name: 'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver',
    rules: ['approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client-kubelet'],
  },
  {
    name: 'system:certificates.k8s.io:kubelet-serving-approver',
    rules: ['approve certificates.k8s.io signers kubernetes.io/kubelet-serving'],
  },
  {
    name: 'system:certificates.k8s.io:legacy-unknown-approver',
    rules: ['approve certificates.k8s.io signers kubernetes.io/legacy-unknown'],
  },
  {
    name: 'system:discovery',
    rules: [
      'url get /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/',
    ],
  },
  {
    name: 'system:heapster',
    rules: ['R - events,namespaces,nodes,pods', 'R extensions deployments'],
  },
  { name: 'system:kube-aggregator', rules: ['R - endpoints,services'] },
  {
    name: 'system:kube-controller-manager',
    rules: [
      EVENTS,
      'create coordination.k8s.io leases',
      'get,update coordination.k8s.io leases kube-controller-manager',
      'create - secrets,serviceaccounts',
      'delete - secrets',
      'get - configmaps,namespaces,secrets,serviceaccounts',
      'update - secrets,serviceaccounts',
      'create authentication.k8s.io tokenreviews',
      'create authorization.k8s.io subjectaccessreviews',
      'list,watch * *',
      'create - serviceaccounts/token',
    ],
  },
  { name: 'system:kube-dns', rules: ['list,watch - endpoints,services'] },
  {
    name: 'system:kube-scheduler',
    rules: [
      EVENTS,
      'create coordination.k8s.io leases',
      'get,list,update,watch coordination.k8s.io leases kube-scheduler',
      'R - nodes',
      'delete,get,list,watch - pods',
      'create - bindings,pods/binding',
      'patch,update - pods/status',
      'R - replicationcontrollers,services',
      'R apps,extensions replicasets',
      'R apps statefulsets',
      'R policy poddisruptionbudgets',
      'R - persistentvolumeclaims,persistentvolumes',
      'create authentication.k8s.io tokenreviews',
      'create authorization.k8s.io subjectaccessreviews',
      'R storage.k8s.io csinodes',
      'R - namespaces',
      'R storage.k8s.io csidrivers',
      'R storage.k8s.io csistoragecapacities',
      'R storage.k8s.io volumeattachments',
      'R resource.k8s.io deviceclasses',
      'get,list,patch,update,watch resource.k8s.io resourceclaims',
      'get,list,patch,update,watch resource.k8s.io resourceclaims/status',
      'get,list,patch,update,watch - pods/finalizers',
      'R resource.k8s.io resourceslices',
    ],
  },
  {
    name: 'system:kubelet-api-admin',
    rules: [
      'R - nodes',
      'proxy - nodes',
      '* - nodes/configz,nodes/healthz,nodes/log,nodes/metrics,nodes/pods,nodes/proxy,nodes/stats',
    ],
  },
  {
    name: 'system:monitoring',
    rules: ['url get /healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*'],
  },
  {
    name: 'system:node',
    rules: [
      'create authentication.k8s.io tokenreviews',
      'create authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews',
      'R - services',
      'create,get,list,watch - nodes',
      'patch,update - nodes/status',
      'patch,update - nodes',
      'create,patch,update - events',
      'R - pods',
      'create,delete - pods',
      'patch,update - pods/status',
      'create - pods/eviction',
      'R - configmaps,secrets',
      'get - persistentvolumeclaims,persistentvolumes',
      'get - endpoints',
      'create,get,list,watch certificates.k8s.io certificatesigningrequests',
      'create,delete,get,patch,update coordination.k8s.io leases',
      'get storage.k8s.io volumeattachments',
      'create - serviceaccounts/token',
      'get,patch,update - persistentvolumeclaims/status',
      'R storage.k8s.io csidrivers',
      'create,delete,get,patch,update storage.k8s.io csinodes',
      'R node.k8s.io runtimeclasses',
      'get resource.k8s.io resourceclaims',
      'deletecollection resource.k8s.io resourceslices',
      'create,delete,get,list,patch,update,watch resource.k8s.io resourceslices',
    ],
  },
  {
    name: 'system:node-bootstrapper',
    rules: ['create,get,list,watch certificates.k8s.io certificatesigningrequests'],
  },
  { name: 'system:node-problem-detector', rules: ['get - nodes', 'patch - nodes/status', EVENTS] },
  {
    name: 'system:node-proxier',
    rules: [
      'list,watch - endpoints,services',
      'R - nodes',
      EVENTS,
      'list,watch discovery.k8s.io endpointslices',
      'list,watch networking.k8s.io servicecidrs',
    ],
  },
  {
    name: 'system:persistent-volume-provisioner',
    rules: [
      'create,delete,get,list,watch - persistentvolumes',
      'get,list,update,watch - persistentvolumeclaims',
      'R storage.k8s.io storageclasses',
      'watch - events',
      EVENTS,
    ],
  },
  {
    name: 'system:public-info-viewer',
    rules: ['url get /healthz,/livez,/readyz,/version,/version/'],
  },
  {
    name: 'system:service-account-issuer-discovery',
    rules: ['url get /.well-known/openid-configuration,/openid/v1/jwks'],
  },
  {
    name: 'system:volume-scheduler',
    rules: [
      'get,list,patch,update,watch - persistentvolumes',
      'R storage.k8s.io storageclasses',
      'get,list,patch,update,watch - persistentvolumeclaims',
    ],
  },
]

/** `binding role subjects`: user:NAME, group:NAME or account:NAMESPACE/NAME. */
export const CLUSTER_BINDINGS: readonly (readonly [
  name: string,
  role: string,
  ...subjects: readonly string[],
])[] = [
  ['cluster-admin', 'cluster-admin', 'group:system:masters'],
  ['kubeadm:cluster-admins', 'cluster-admin', 'group:kubeadm:cluster-admins'],
  ['system:basic-user', 'system:basic-user', 'group:system:authenticated'],
  ['system:discovery', 'system:discovery', 'group:system:authenticated'],
  [
    'system:kube-controller-manager',
    'system:kube-controller-manager',
    'user:system:kube-controller-manager',
  ],
  ['system:kube-dns', 'system:kube-dns', 'account:kube-system/kube-dns'],
  ['system:kube-scheduler', 'system:kube-scheduler', 'user:system:kube-scheduler'],
  ['system:monitoring', 'system:monitoring', 'group:system:monitoring'],
  ['system:node', 'system:node'],
  ['system:node-proxier', 'system:node-proxier', 'user:system:kube-proxy'],
  [
    'system:public-info-viewer',
    'system:public-info-viewer',
    'group:system:authenticated',
    'group:system:unauthenticated',
  ],
  [
    'system:service-account-issuer-discovery',
    'system:service-account-issuer-discovery',
    'group:system:serviceaccounts',
  ],
  ['system:volume-scheduler', 'system:volume-scheduler', 'user:system:kube-scheduler'],
]

/** A role of a namespace, and whom it is bound to: by a binding of the same name unless another is said. */
export interface SystemRole {
  readonly namespace: string
  readonly name: string
  readonly rules: readonly string[]
  readonly binding?: string
  readonly subjects: readonly string[]
}

export const SYSTEM_ROLES: readonly SystemRole[] = [
  {
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication-reader',
    rules: ['R - configmaps extension-apiserver-authentication'],
    binding: 'system::extension-apiserver-authentication-reader',
    subjects: ['user:system:kube-controller-manager', 'user:system:kube-scheduler'],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-controller-manager',
    rules: ['watch - configmaps', 'get,update - configmaps kube-controller-manager'],
    subjects: [
      'user:system:kube-controller-manager',
      'account:kube-system/kube-controller-manager',
    ],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-scheduler',
    rules: ['watch - configmaps', 'get,update - configmaps kube-scheduler'],
    subjects: ['user:system:kube-scheduler', 'account:kube-system/kube-scheduler'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:bootstrap-signer',
    rules: ['R - secrets'],
    subjects: ['account:kube-system/bootstrap-signer'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:cloud-provider',
    rules: ['create,get,list,watch - configmaps'],
    subjects: ['account:kube-system/cloud-provider'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:token-cleaner',
    rules: ['delete,get,list,watch - secrets', EVENTS],
    subjects: ['account:kube-system/token-cleaner'],
  },
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    rules: ['R - configmaps', 'update - configmaps cluster-info', EVENTS],
    subjects: ['account:kube-system/bootstrap-signer'],
  },
]
