import { BOOK_KUBECTL } from './kubectl.ts'
import { BOOK_KUBELET } from './kubelet.ts'
import type { Profile } from './profile.ts'
import { BOOK_TEXTS, TIMINGS } from './texts.ts'
import { BOOK_VOLUMES } from './volumes.ts'

/** Kubernetes 1.18.4 with Docker, as the textbook installs it. */
export const book2021: Profile = {
  name: 'book-2021',
  kubernetesVersion: 'v1.18.4',
  containerRuntime: 'docker://18.9.9',
  controlPlaneLabel: 'node-role.kubernetes.io/master',
  controlPlaneTaint: 'node-role.kubernetes.io/master',
  features: {
    terminatingReplicas: false,
    podGeneration: false,
    retriesEarly: false,
    announcesNode: false,
    logarithmicScaleDown: false,
    retroactiveDefaultClass: false,
    migratesVolumes: false,
    claimRetention: false,
    statefulSetMaxUnavailable: false,
    daemonsAskPodsOfNode: false,
    disruptionConditions: false,
    podIndexLabel: false,
    podsGoFirst: false,
    reservesStaticRange: false,
    relaxedServiceNames: false,
    metallbTypes: false,
    loadBalancerIpMode: false,
    endpointsAreOld: false,
    adminGroup: 'system:masters',
  },
  texts: BOOK_TEXTS,
  kubelet: BOOK_KUBELET,
  timings: TIMINGS,
  kubectl: BOOK_KUBECTL,
  volumes: BOOK_VOLUMES,
}
