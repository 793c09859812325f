import type { LabelSelector, ObjectMeta, Quantity } from './meta.ts'

export interface CSIDriver {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly kind: 'CSIDriver'
  readonly metadata: ObjectMeta
  readonly spec: CSIDriverSpec
}

export interface CSIDriverSpec {
  readonly attachRequired?: boolean
  readonly fsGroupPolicy?: string
  readonly nodeAllocatableUpdatePeriodSeconds?: number
  readonly podInfoOnMount?: boolean
  readonly preventPodSchedulingIfMissing?: boolean
  readonly requiresRepublish?: boolean
  readonly seLinuxMount?: boolean
  readonly serviceAccountTokenInSecrets?: boolean
  readonly storageCapacity?: boolean
  readonly tokenRequests?: readonly TokenRequest[]
  readonly volumeLifecycleModes?: readonly string[]
}

export interface TokenRequest {
  readonly audience: string
  readonly expirationSeconds?: number
}

export interface CSINode {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly kind: 'CSINode'
  readonly metadata: ObjectMeta
  readonly spec: CSINodeSpec
}

export interface CSINodeSpec {
  readonly drivers: readonly CSINodeDriver[] | null
}

export interface CSINodeDriver {
  readonly allocatable?: VolumeNodeResources
  readonly name: string
  readonly nodeID: string
  readonly topologyKeys: readonly string[] | null
}

export interface VolumeNodeResources {
  readonly count?: number
}

export interface CSIStorageCapacity {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly capacity?: Quantity
  readonly kind: 'CSIStorageCapacity'
  readonly maximumVolumeSize?: Quantity
  readonly metadata: ObjectMeta
  readonly nodeTopology?: LabelSelector
  readonly storageClassName: string
}

export interface VolumeAttributesClass {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly driverName: string
  readonly kind: 'VolumeAttributesClass'
  readonly metadata: ObjectMeta
  readonly parameters?: Readonly<Record<string, string>>
}
