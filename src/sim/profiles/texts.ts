import { BOOK_SCHEDULER_TEXTS, CURRENT_SCHEDULER_TEXTS } from '../scheduler/texts.ts'
import type { ProfileTexts, ProfileTimings } from './profile.ts'

/** Words of Kubernetes 1.36 and kubectl 1.36. */
export const CURRENT_TEXTS: ProfileTexts = {
  scaledUp: (replicaSet, to, from) => `Scaled up replica set ${replicaSet} from ${from} to ${to}`,
  scaledDown: (replicaSet, to, from) =>
    `Scaled down replica set ${replicaSet} from ${from} to ${to}`,
  statefulSetVerb: (verb) => verb.charAt(0).toUpperCase() + verb.slice(1),
  containerCreated: () => 'Container created',
  containerStarted: () => 'Container started',
  imageAlreadyPresent: (image) =>
    `Container image "${image}" already present on machine and can be accessed by the pod`,
  untoleratedTaint: () => 'node(s) had untolerated taint(s)',
  scheduler: CURRENT_SCHEDULER_TEXTS,
  deleted: (resource, name, namespace) =>
    `${resource} "${name}" deleted${namespace === undefined ? '' : ` from ${namespace} namespace`}`,
}

/** Words of Kubernetes 1.18. */
export const BOOK_TEXTS: ProfileTexts = {
  scaledUp: (replicaSet, to) => `Scaled up replica set ${replicaSet} to ${to}`,
  scaledDown: (replicaSet, to) => `Scaled down replica set ${replicaSet} to ${to}`,
  statefulSetVerb: (verb) => verb,
  containerCreated: (container) => `Created container ${container}`,
  containerStarted: (container) => `Started container ${container}`,
  imageAlreadyPresent: (image) => `Container image "${image}" already present on machine`,
  untoleratedTaint: (key, value) =>
    `node(s) had taint {${key}: ${value}}, that the pod didn't tolerate`,
  scheduler: BOOK_SCHEDULER_TEXTS,
  deleted: (resource, name) => `${resource} "${name}" deleted`,
}

export const TIMINGS: ProfileTimings = {
  controllerDelay: 10,
  schedulerDelay: 10,
  kubeletDelay: 20,
  nodeLeaseRenew: 10_000,
  nodeMonitorPeriod: 5_000,
  nodeMonitorGrace: 40_000,
  podGcPeriod: 20_000,
  binderResync: 15_000,
  eventTtl: 3_600_000,
}
