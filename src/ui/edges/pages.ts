import type { RelationName } from '../../store/relations/edge.ts'
import { KIND_PAGES, type Page } from '../about/pages.ts'

const SELECTORS: Page = ['Labels and Selectors', 'concepts/overview/working-with-objects/labels']
const NODES: Page = ['Assigning Pods to Nodes', 'concepts/scheduling-eviction/assign-pod-node']

/** Where to read on about each relation. */
export const EDGE_PAGES: Readonly<Record<RelationName, Page>> = {
  owner: ['Owners and Dependents', 'concepts/overview/working-with-objects/owners-dependents'],
  selector: SELECTORS,
  claimRef: KIND_PAGES.PersistentVolume,
  volumeName: KIND_PAGES.PersistentVolumeClaim,
  mount: ['Volumes', 'concepts/storage/volumes'],
  env: [
    'Define Environment Variables for a Container',
    'tasks/inject-data-application/define-environment-variable-container',
  ],
  downward: ['Downward API', 'concepts/workloads/pods/downward-api'],
  binding: NODES,
  schedule: ['Kubernetes Scheduler', 'concepts/scheduling-eviction/kube-scheduler'],
  storageClass: KIND_PAGES.StorageClass,
  serviceAccount: KIND_PAGES.ServiceAccount,
  imagePullSecrets: [
    'Pull an Image from a Private Registry',
    'tasks/configure-pod-container/pull-image-private-registry',
  ],
  priorityClass: KIND_PAGES.PriorityClass,
  nodeAffinity: KIND_PAGES.PersistentVolume,
  endpoint: KIND_PAGES.EndpointSlice,
  route: KIND_PAGES.Ingress,
  roleRef: KIND_PAGES.RoleBinding,
  subject: KIND_PAGES.ServiceAccount,
  scaleTarget: KIND_PAGES.HorizontalPodAutoscaler,
}
