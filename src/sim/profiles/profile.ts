import type { SchedulerTexts } from '../scheduler/texts.ts'
import type { Millis } from '../time.ts'
import type { KubectlProfile } from './kubectl.ts'
import type { KubeletProfile } from './kubelet.ts'
import type { VolumeProfile } from './volumes.ts'

/** Everything that differs between Kubernetes versions. Nothing outside the profiles asks for a version. */
export interface Profile {
  readonly name: 'book-2021' | 'current'
  /** Version that nodes and the API server report, such as v1.36.3. */
  readonly kubernetesVersion: string
  readonly containerRuntime: string
  readonly controlPlaneLabel: string
  readonly controlPlaneTaint: string
  readonly features: ProfileFeatures
  readonly texts: ProfileTexts
  readonly kubelet: KubeletProfile
  readonly timings: ProfileTimings
  readonly kubectl: KubectlProfile
  readonly volumes: VolumeProfile
}

interface ProfileFeatures {
  /** ReplicaSets and Deployments count their terminating pods in status. */
  readonly terminatingReplicas: boolean
  /** Pod conditions and status carry observedGeneration, and pods a generation. */
  readonly podGeneration: boolean
  /** A scheduler with nothing else to do takes woken pods out of their back-off at once. */
  readonly retriesEarly: boolean
  /** The scheduler names the machine in the pod's status while volumes are prepared there; binding takes the name away. */
  readonly announcesNode: boolean
  /** Scale-down compares ages on a logarithmic scale. */
  readonly logarithmicScaleDown: boolean
  /** A pending claim without a class gets the default class when there is one, however late. */
  readonly retroactiveDefaultClass: boolean
  /** Classes of provisioners that were once part of Kubernetes are served by the CSI drivers that took over. */
  readonly migratesVolumes: boolean
  /** StatefulSets may delete or keep the claims of pods that are gone. */
  readonly claimRetention: boolean
  /** StatefulSets may update several pods at a time; without it the field maxUnavailable is dropped. */
  readonly statefulSetMaxUnavailable: boolean
  /**
   * A node's change wakes a DaemonSet only when a pod is missing or too much there, so that its counts may lag behind;
   * before, whenever the node became fit or unfit.
   */
  readonly daemonsAskPodsOfNode: boolean
  /** Pods tell in a condition why they are taken away, and disruption budgets whether they allow it. */
  readonly disruptionConditions: boolean
  /** Pods of a StatefulSet carry their ordinal as a label. */
  readonly podIndexLabel: boolean
  /** Group of whoever set the cluster up. */
  readonly adminGroup: string
  /** A namespace that goes away is rid of its pods before anything else in it is deleted. */
  readonly podsGoFirst: boolean
  /** The low end of the ranges of Service addresses and node ports is left to those who name their own. */
  readonly reservesStaticRange: boolean
  /** Names of Services may begin with a digit. */
  readonly relaxedServiceNames: boolean
  /** MetalLB's own types are served, as its CustomResourceDefinitions describe them. */
  readonly metallbTypes: boolean
  /** An address of a load balancer says whether nodes see requests to it as they come (VIP). */
  readonly loadBalancerIpMode: boolean
  /** Clients are told that Endpoints are superseded by EndpointSlices. */
  readonly endpointsAreOld: boolean
}

export interface ProfileTexts {
  /** Event of the deployment controller; `from` is the count before. */
  scaledUp(replicaSet: string, to: number, from: number): string
  scaledDown(replicaSet: string, to: number, from: number): string
  /** The first word of a StatefulSet's events, such as create. */
  statefulSetVerb(verb: string): string
  /** Kubelet's Created event. */
  containerCreated(container: string): string
  containerStarted(container: string): string
  imageAlreadyPresent(image: string): string
  /** Scheduler's reason of a taint that is not tolerated. */
  untoleratedTaint(key: string, value: string): string
  readonly scheduler: SchedulerTexts
  /** kubectl's line after a delete. */
  deleted(resource: string, name: string, namespace: string | undefined): string
}

/** All in virtual milliseconds. */
export interface ProfileTimings {
  /** From a watch event to the reconcile that answers it. */
  readonly controllerDelay: Millis
  readonly schedulerDelay: Millis
  readonly kubeletDelay: Millis
  readonly nodeLeaseRenew: Millis
  readonly nodeMonitorPeriod: Millis
  readonly nodeMonitorGrace: Millis
  readonly podGcPeriod: Millis
  readonly binderResync: Millis
  /** Life of an Event object. */
  readonly eventTtl: Millis
}
