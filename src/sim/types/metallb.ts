import type { LabelSelector, ObjectMeta } from './meta.ts'

/** MetalLB's own types, as its CustomResourceDefinitions describe them. */
export interface IPAddressPool {
  readonly apiVersion: 'metallb.io/v1beta1'
  readonly kind: 'IPAddressPool'
  readonly metadata: ObjectMeta
  readonly spec: IPAddressPoolSpec
}

export interface IPAddressPoolSpec {
  readonly addresses: readonly string[]
  readonly autoAssign?: boolean
  readonly avoidBuggyIPs?: boolean
  readonly serviceAllocation?: PoolServiceAllocation
}

export interface PoolServiceAllocation {
  readonly namespaceSelectors?: readonly LabelSelector[]
  readonly namespaces?: readonly string[]
  readonly priority?: number
  readonly serviceSelectors?: readonly LabelSelector[]
}

export interface L2Advertisement {
  readonly apiVersion: 'metallb.io/v1beta1'
  readonly kind: 'L2Advertisement'
  readonly metadata: ObjectMeta
  readonly spec?: L2AdvertisementSpec
}

export interface L2AdvertisementSpec {
  readonly interfaces?: readonly string[]
  readonly ipAddressPoolSelectors?: readonly LabelSelector[]
  readonly ipAddressPools?: readonly string[]
  readonly nodeSelectors?: readonly LabelSelector[]
}

export interface BGPAdvertisement {
  readonly apiVersion: 'metallb.io/v1beta1'
  readonly kind: 'BGPAdvertisement'
  readonly metadata: ObjectMeta
  readonly spec?: BGPAdvertisementSpec
}

export interface BGPAdvertisementSpec {
  readonly aggregationLength?: number
  readonly communities?: readonly string[]
  readonly ipAddressPoolSelectors?: readonly LabelSelector[]
  readonly ipAddressPools?: readonly string[]
  readonly localPref?: number
  readonly nodeSelectors?: readonly LabelSelector[]
  readonly peers?: readonly string[]
}

export interface BGPPeer {
  readonly apiVersion: 'metallb.io/v1beta2'
  readonly kind: 'BGPPeer'
  readonly metadata: ObjectMeta
  readonly spec: BGPPeerSpec
}

export interface BGPPeerSpec {
  readonly bfdProfile?: string
  readonly ebgpMultiHop?: boolean
  readonly holdTime?: string
  readonly keepaliveTime?: string
  readonly myASN: number
  readonly nodeSelectors?: readonly LabelSelector[]
  readonly password?: string
  readonly peerASN?: number
  readonly peerAddress?: string
  readonly peerPort?: number
  readonly routerID?: string
  readonly sourceAddress?: string
}

export interface ServiceL2Status {
  readonly apiVersion: 'metallb.io/v1beta1'
  readonly kind: 'ServiceL2Status'
  readonly metadata: ObjectMeta
  readonly spec?: Readonly<Record<string, never>>
  readonly status?: ServiceL2StatusState
}

export interface ServiceL2StatusState {
  readonly interfaces?: readonly { readonly name: string }[]
  readonly node?: string
  readonly serviceName?: string
  readonly serviceNamespace?: string
}
