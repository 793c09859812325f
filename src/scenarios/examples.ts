import { METRICS_SERVER, PHP_APACHE } from './autoscaling.ts'
import { BOOK_METALLB, BOOK_POOL, METALLB, METALLB_POOL } from './metallb.ts'
import { AMAZON_DISK, LOCAL_PATH_PROVISIONER, NFS_PROVISIONER } from './storageDrivers.ts'

/** A manifest to start from; its title is text of the screen. */
export interface Example {
  readonly id:
    | 'deployment'
    | 'pod'
    | 'claim'
    | 'volume'
    | 'broken'
    | 'metrics'
    | 'load'
    | 'nfsFolders'
    | 'localFolders'
    | 'cloudDisk'
    | 'metallbBook'
    | 'metallbConfig'
    | 'metallb'
    | 'metallbPool'
  readonly filename: string
  readonly yaml: string
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: nginx
          image: nginx:1.16.0
          ports:
            - containerPort: 80
          resources:
            requests:
              cpu: 100m
              memory: 64Mi
`

const POD = `# Nobody owns this pod: delete it and it stays away.
apiVersion: v1
kind: Pod
metadata:
  name: alone
  labels:
    app: alone
spec:
  containers:
    - name: nginx
      image: nginx
`

const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  # Only volumes without a class may answer.
  storageClassName: ""
  accessModes:
    - ReadWriteMany
  resources:
    requests:
      storage: 20Mi
`

const VOLUME = `apiVersion: v1
kind: PersistentVolume
metadata:
  name: nfs-data
spec:
  capacity:
    storage: 200Mi
  accessModes:
    - ReadWriteMany
  persistentVolumeReclaimPolicy: Retain
  nfs:
    server: 192.168.1.10
    path: /nfs_shared
`

const BROKEN = `# There is no nginx with this tag: watch the kubelet try, back off and try again.
apiVersion: v1
kind: Pod
metadata:
  name: typo
spec:
  containers:
    - name: nginx
      image: nginx:1.17.23
`

/** Manifests of our own to try, smallest surprise first. */
export const EXAMPLES: readonly Example[] = [
  { id: 'deployment', filename: 'web.yaml', yaml: DEPLOYMENT },
  { id: 'pod', filename: 'alone.yaml', yaml: POD },
  { id: 'claim', filename: 'data-claim.yaml', yaml: CLAIM },
  { id: 'volume', filename: 'nfs-data.yaml', yaml: VOLUME },
  { id: 'broken', filename: 'typo.yaml', yaml: BROKEN },
  { id: 'metrics', filename: 'metrics-server.yaml', yaml: METRICS_SERVER },
  { id: 'load', filename: 'php-apache.yaml', yaml: PHP_APACHE },
  { id: 'nfsFolders', filename: 'nfs-provisioner.yaml', yaml: NFS_PROVISIONER },
  { id: 'localFolders', filename: 'local-path-storage.yaml', yaml: LOCAL_PATH_PROVISIONER },
  { id: 'cloudDisk', filename: 'ebs-csi-driver.yaml', yaml: AMAZON_DISK },
  { id: 'metallbBook', filename: 'metallb.yaml', yaml: BOOK_METALLB },
  { id: 'metallbConfig', filename: 'metallb-l2config.yaml', yaml: BOOK_POOL },
  { id: 'metallb', filename: 'metallb-native.yaml', yaml: METALLB },
  { id: 'metallbPool', filename: 'metallb-pool.yaml', yaml: METALLB_POOL },
]
