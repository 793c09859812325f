/** Storage software as it is usually installed: ordinary workloads, with the class that sends claims to them. */

function account(name: string, namespace: string): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`
}

function rights(name: string, account: string, namespace: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:
  - apiGroups: [""]
    resources: [nodes, persistentvolumeclaims, configmaps]
    verbs: [get, list, watch, update, patch]
  - apiGroups: [""]
    resources: [persistentvolumes, pods, events]
    verbs: [get, list, watch, create, update, patch, delete]
  - apiGroups: [storage.k8s.io]
    resources: [storageclasses, csinodes, volumeattachments]
    verbs: [get, list, watch, update, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${account}
    namespace: ${namespace}
roleRef:
  kind: ClusterRole
  name: ${name}
  apiGroup: rbac.authorization.k8s.io
`
}

function namespace(name: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
`
}

/** Makes a folder of an NFS export for each claim. */
export const NFS_PROVISIONER = `# Makes a folder on the NFS server for each claim of class nfs-client.
${account('nfs-client-provisioner', 'default')}---
${rights('nfs-client-provisioner-runner', 'nfs-client-provisioner', 'default')}---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: nfs-client-provisioner
  labels:
    app: nfs-client-provisioner
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: nfs-client-provisioner
  template:
    metadata:
      labels:
        app: nfs-client-provisioner
    spec:
      serviceAccountName: nfs-client-provisioner
      containers:
        - name: nfs-client-provisioner
          image: registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:v4.0.2
          volumeMounts:
            - name: nfs-client-root
              mountPath: /persistentvolumes
          env:
            - name: PROVISIONER_NAME
              value: k8s-sigs.io/nfs-subdir-external-provisioner
            - name: NFS_SERVER
              value: 192.168.1.10
            - name: NFS_PATH
              value: /nfs_shared
      volumes:
        - name: nfs-client-root
          nfs:
            server: 192.168.1.10
            path: /nfs_shared
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: nfs-client
provisioner: k8s-sigs.io/nfs-subdir-external-provisioner
parameters:
  archiveOnDelete: "false"
`

/** Makes a folder on the disk of the node that the pod was sent to. */
export const LOCAL_PATH_PROVISIONER = `# Makes a folder on the node itself for each claim of class local-path.
${namespace('local-path-storage')}---
${account('local-path-provisioner-service-account', 'local-path-storage')}---
${rights('local-path-provisioner-role', 'local-path-provisioner-service-account', 'local-path-storage')}---
apiVersion: v1
kind: ConfigMap
metadata:
  name: local-path-config
  namespace: local-path-storage
data:
  config.json: |
    {"nodePathMap": [{"node": "DEFAULT_PATH_FOR_NON_LISTED_NODES", "paths": ["/opt/local-path-provisioner"]}]}
  setup: |
    #!/bin/sh
    mkdir -m 0777 -p "$VOL_DIR"
  teardown: |
    #!/bin/sh
    rm -rf "$VOL_DIR"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: local-path-provisioner
  namespace: local-path-storage
spec:
  replicas: 1
  selector:
    matchLabels:
      app: local-path-provisioner
  template:
    metadata:
      labels:
        app: local-path-provisioner
    spec:
      serviceAccountName: local-path-provisioner-service-account
      containers:
        - name: local-path-provisioner
          image: rancher/local-path-provisioner:v0.0.32
          command: [local-path-provisioner, start, --config, /etc/config/config.json]
          volumeMounts:
            - name: config-volume
              mountPath: /etc/config/
          env:
            - name: POD_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
      volumes:
        - name: config-volume
          configMap:
            name: local-path-config
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local-path
provisioner: rancher.io/local-path
volumeBindingMode: WaitForFirstConsumer
reclaimPolicy: Delete
`

interface CloudDisk {
  readonly driver: string
  readonly name: string
  readonly image: string
  readonly className: string
  readonly parameters: string
}

function sidecar(name: string, version: string): string {
  return `        - name: ${name}
          image: registry.k8s.io/sig-storage/${name}:${version}
          args: [--csi-address=/csi/csi.sock]
`
}

/** A CSI driver in its usual two parts: a controller, and something on each node. */
function cloudDisk({ driver, name, image, className, parameters }: CloudDisk): string {
  return `# Makes disks of the cloud for claims of class ${className}, and attaches them to the nodes.
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata:
  name: ${driver}
spec:
  attachRequired: true
  podInfoOnMount: false
---
${account(`${name}-controller`, 'kube-system')}---
${rights(`${name}-controller`, `${name}-controller`, 'kube-system')}---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}-controller
  namespace: kube-system
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}-controller
  template:
    metadata:
      labels:
        app: ${name}-controller
    spec:
      serviceAccountName: ${name}-controller
      containers:
        - name: plugin
          image: ${image}
${sidecar('csi-provisioner', 'v5.3.0')}${sidecar('csi-attacher', 'v4.9.0')}${sidecar('csi-resizer', 'v1.14.0')}---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ${name}-node
  namespace: kube-system
spec:
  selector:
    matchLabels:
      app: ${name}-node
  template:
    metadata:
      labels:
        app: ${name}-node
    spec:
      hostNetwork: true
      priorityClassName: system-node-critical
      tolerations:
        - operator: Exists
      containers:
        - name: plugin
          image: ${image}
${sidecar('csi-node-driver-registrar', 'v2.14.0')}---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: ${className}
provisioner: ${driver}
parameters:
  type: ${parameters}
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
`
}

export const GOOGLE_DISK = cloudDisk({
  driver: 'pd.csi.storage.gke.io',
  name: 'csi-gce-pd',
  image: 'registry.k8s.io/cloud-provider-gcp/gcp-compute-persistent-disk-csi-driver:v1.17.0',
  className: 'standard-rwo',
  parameters: 'pd-balanced',
})

export const AMAZON_DISK = cloudDisk({
  driver: 'ebs.csi.aws.com',
  name: 'ebs-csi',
  image: 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.45.0',
  className: 'gp3',
  parameters: 'gp3',
})
