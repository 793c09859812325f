/** MetalLB as it is installed: ordinary workloads, and what they are told in a file of its own. */

const NAMESPACE = 'metallb-system'

function account(name: string): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  labels:
    app: metallb
---
`
}

function binding(name: string, account: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${NAMESPACE}:${name}
  labels:
    app: metallb
subjects:
  - kind: ServiceAccount
    name: ${account}
    namespace: ${NAMESPACE}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${NAMESPACE}:${name}
---
`
}

const BOOK_RIGHTS = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${NAMESPACE}:controller
  labels:
    app: metallb
rules:
  - apiGroups: [""]
    resources: [services]
    verbs: [get, list, watch, update]
  - apiGroups: [""]
    resources: [services/status]
    verbs: [update]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${NAMESPACE}:speaker
  labels:
    app: metallb
rules:
  - apiGroups: [""]
    resources: [services, endpoints, nodes]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: config-watcher
  namespace: ${NAMESPACE}
  labels:
    app: metallb
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list, watch]
---
${binding('controller', 'controller')}${binding('speaker', 'speaker')}apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: config-watcher
  namespace: ${NAMESPACE}
  labels:
    app: metallb
subjects:
  - kind: ServiceAccount
    name: controller
  - kind: ServiceAccount
    name: speaker
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: config-watcher
---
`

/** Version 0.8.2, as the textbook installs it. */
export const BOOK_METALLB = `# MetalLB 0.8.2: a controller that gives out addresses, and a speaker on each node that answers for them.
apiVersion: v1
kind: Namespace
metadata:
  name: ${NAMESPACE}
  labels:
    app: metallb
---
${account('controller')}${account('speaker')}${BOOK_RIGHTS}apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: speaker
  namespace: ${NAMESPACE}
  labels:
    app: metallb
    component: speaker
spec:
  selector:
    matchLabels:
      app: metallb
      component: speaker
  template:
    metadata:
      labels:
        app: metallb
        component: speaker
      annotations:
        prometheus.io/port: "7472"
        prometheus.io/scrape: "true"
    spec:
      serviceAccountName: speaker
      hostNetwork: true
      terminationGracePeriodSeconds: 0
      nodeSelector:
        beta.kubernetes.io/os: linux
      tolerations:
        - key: node-role.kubernetes.io/master
          effect: NoSchedule
      containers:
        - name: speaker
          image: metallb/speaker:v0.8.2
          imagePullPolicy: IfNotPresent
          args:
            - --port=7472
            - --config=config
          env:
            - name: METALLB_NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            - name: METALLB_HOST
              valueFrom:
                fieldRef:
                  fieldPath: status.hostIP
          ports:
            - name: monitoring
              containerPort: 7472
          resources:
            limits:
              cpu: 100m
              memory: 100Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              add: [NET_ADMIN, NET_RAW, SYS_ADMIN]
              drop: [ALL]
            readOnlyRootFilesystem: true
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller
  namespace: ${NAMESPACE}
  labels:
    app: metallb
    component: controller
spec:
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app: metallb
      component: controller
  template:
    metadata:
      labels:
        app: metallb
        component: controller
      annotations:
        prometheus.io/port: "7472"
        prometheus.io/scrape: "true"
    spec:
      serviceAccountName: controller
      terminationGracePeriodSeconds: 0
      nodeSelector:
        beta.kubernetes.io/os: linux
      securityContext:
        runAsNonRoot: true
        runAsUser: 65534
      containers:
        - name: controller
          image: metallb/controller:v0.8.2
          imagePullPolicy: IfNotPresent
          args:
            - --port=7472
            - --config=config
          ports:
            - name: monitoring
              containerPort: 7472
          resources:
            limits:
              cpu: 100m
              memory: 100Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
            readOnlyRootFilesystem: true
`

/** Three addresses of the machines' own network. */
export const BOOK_POOL = `apiVersion: v1
kind: ConfigMap
metadata:
  namespace: ${NAMESPACE}
  name: config
data:
  config: |
    address-pools:
    - name: nginx-ip-range
      protocol: layer2
      addresses:
      - 192.168.1.11-192.168.1.13
`

const RIGHTS = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${NAMESPACE}:controller
  labels:
    app: metallb
rules:
  - apiGroups: [""]
    resources: [services, namespaces]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: [services/status]
    verbs: [update]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${NAMESPACE}:speaker
  labels:
    app: metallb
rules:
  - apiGroups: [metallb.io]
    resources: [servicel2statuses, servicel2statuses/status]
    verbs: ["*"]
  - apiGroups: [""]
    resources: [services, endpoints, nodes, namespaces]
    verbs: [get, list, watch]
  - apiGroups: [discovery.k8s.io]
    resources: [endpointslices]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, patch]
---
${binding('controller', 'controller')}${binding('speaker', 'speaker')}`

/** Version 0.15, which is told what to do in objects of its own types. */
export const METALLB = `# MetalLB 0.15: a controller that gives out addresses, and a speaker on each node that answers for them.
apiVersion: v1
kind: Namespace
metadata:
  name: ${NAMESPACE}
  labels:
    pod-security.kubernetes.io/enforce: privileged
---
${account('controller')}${account('speaker')}${RIGHTS}apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller
  namespace: ${NAMESPACE}
  labels:
    app: metallb
    component: controller
spec:
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app: metallb
      component: controller
  template:
    metadata:
      labels:
        app: metallb
        component: controller
    spec:
      serviceAccountName: controller
      terminationGracePeriodSeconds: 0
      nodeSelector:
        kubernetes.io/os: linux
      containers:
        - name: controller
          image: quay.io/metallb/controller:v0.15.2
          args:
            - --port=7472
            - --log-level=info
          ports:
            - name: monitoring
              containerPort: 7472
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: speaker
  namespace: ${NAMESPACE}
  labels:
    app: metallb
    component: speaker
spec:
  selector:
    matchLabels:
      app: metallb
      component: speaker
  template:
    metadata:
      labels:
        app: metallb
        component: speaker
    spec:
      serviceAccountName: speaker
      hostNetwork: true
      terminationGracePeriodSeconds: 2
      nodeSelector:
        kubernetes.io/os: linux
      tolerations:
        - key: node-role.kubernetes.io/master
          effect: NoSchedule
          operator: Exists
        - key: node-role.kubernetes.io/control-plane
          effect: NoSchedule
          operator: Exists
      containers:
        - name: speaker
          image: quay.io/metallb/speaker:v0.15.2
          args:
            - --port=7472
            - --log-level=info
          env:
            - name: METALLB_NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            - name: METALLB_HOST
              valueFrom:
                fieldRef:
                  fieldPath: status.hostIP
          ports:
            - name: monitoring
              containerPort: 7472
`

/** A pool, and who may hear of it: without the second the addresses are given out and nobody answers for them. */
export const METALLB_POOL = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: k8s-svc-pool
  namespace: ${NAMESPACE}
spec:
  addresses:
    - 192.168.1.11-192.168.1.13
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: layer2-mode
  namespace: ${NAMESPACE}
spec:
  ipAddressPools:
    - k8s-svc-pool
`
