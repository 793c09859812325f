import { type Cluster, type Draft, runUntil } from '../sim/index.ts'

/** What stands on the stage at the first open: something that runs, a volume nobody has, a claim that waits. */
const OBJECTS: readonly Draft[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'nginx',
              image: 'nginx:1.16.0',
              ports: [{ containerPort: 80 }],
              resources: { requests: { cpu: '100m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  } as Draft,
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'nfs-pv' },
    spec: {
      capacity: { storage: '100Mi' },
      accessModes: ['ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      nfs: { server: '192.168.1.10', path: '/nfs_shared' },
    },
  },
  // It asks for a class that nobody serves, so the binder leaves it to the user to bring the two together.
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'nfs-pvc', namespace: 'default' },
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: 'by-hand',
      resources: { requests: { storage: '10Mi' } },
    },
  },
]

/** Puts the first scene into a lab that has machines, and lets it come to rest. */
export function dressStage(cluster: Cluster): void {
  cluster.as({ actor: 'cluster-setup', reason: 'the stage is set' }, () => {
    for (const draft of OBJECTS) cluster.create(draft)
  })
  runUntil(cluster, { quiet: true, timeout: 600_000 })
}
