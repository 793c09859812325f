import { type Cluster, type Draft, runUntil } from '../sim/index.ts'

/** How many machines the large lab has, and how many replicas of each application run on them. */
export const CROWD_MACHINES = 200
const REPLICAS = 250

/** Applications of the large lab. One of them names an image that does not exist, so that something is broken. */
const APPS: readonly (readonly [name: string, image: string, replicas: number])[] = [
  ['front', 'nginx:1.16.0', REPLICAS],
  ['shop', 'nginx:1.16.0', REPLICAS],
  ['search', 'httpd:2.4', REPLICAS],
  ['cart', 'httpd:2.4', REPLICAS],
  ['pay', 'nginx:1.16.0', REPLICAS],
  ['mail', 'httpd:2.4', REPLICAS],
  ['stock', 'nginx:1.16.0', REPLICAS],
  ['images', 'httpd:2.4', REPLICAS],
  ['reports', 'nginx:1.16.9-none', 24],
]

function deployment(name: string, image: string, replicas: number): Draft {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            { name: 'main', image, resources: { requests: { cpu: '50m', memory: '64Mi' } } },
          ],
        },
      },
    },
  } as Draft
}

/** Fills the large lab: as a user would, and until all that can run does. */
export function fillCrowd(cluster: Cluster): void {
  cluster.as({ actor: 'user', reason: 'kubectl apply -f apps/' }, () => {
    for (const [name, image, replicas] of APPS) cluster.create(deployment(name, image, replicas))
  })
  runUntil(cluster, { quiet: true, timeout: 120_000 })
}
