import { CURRENT_KUBECTL } from './kubectl.ts'
import { CURRENT_KUBELET } from './kubelet.ts'
import type { Profile } from './profile.ts'
import { CURRENT_TEXTS, TIMINGS } from './texts.ts'
import { CURRENT_VOLUMES } from './volumes.ts'

/** Kubernetes 1.36, as of the middle of 2026. */
export const current: Profile = {
  name: 'current',
  kubernetesVersion: 'v1.36.3',
  containerRuntime: 'containerd://2.2.1',
  controlPlaneLabel: 'node-role.kubernetes.io/control-plane',
  controlPlaneTaint: 'node-role.kubernetes.io/control-plane',
  features: {
    terminatingReplicas: true,
    podGeneration: true,
    retriesEarly: true,
    announcesNode: true,
    logarithmicScaleDown: true,
    retroactiveDefaultClass: true,
    migratesVolumes: true,
    claimRetention: true,
    // A regression in 1.35 had it switched off again by default until 1.37.
    statefulSetMaxUnavailable: false,
    daemonsAskPodsOfNode: true,
    disruptionConditions: true,
    podIndexLabel: true,
    podsGoFirst: true,
    reservesStaticRange: true,
    relaxedServiceNames: true,
    metallbTypes: true,
    loadBalancerIpMode: true,
    endpointsAreOld: true,
    adminGroup: 'kubeadm:cluster-admins',
  },
  texts: CURRENT_TEXTS,
  kubelet: CURRENT_KUBELET,
  timings: { ...TIMINGS, nodeMonitorGrace: 50_000 },
  kubectl: CURRENT_KUBECTL,
  volumes: CURRENT_VOLUMES,
}
