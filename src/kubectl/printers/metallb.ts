import type {
  BGPAdvertisement,
  BGPPeer,
  IPAddressPool,
  L2Advertisement,
  ServiceL2Status,
} from '../../sim/types/index.ts'
import { nameColumn } from './age.ts'
import type { Column } from './column.ts'

/** The columns that MetalLB's CustomResourceDefinitions ask for: lists as JSON, nothing for what is not set, no age. */

function json(value: readonly unknown[] | undefined): string {
  return value === undefined ? '' : JSON.stringify(value)
}

export const ipAddressPoolColumns: readonly Column<IPAddressPool>[] = [
  nameColumn,
  { name: 'AUTO ASSIGN', cell: ({ spec }) => spec.autoAssign ?? '' },
  { name: 'AVOID BUGGY IPS', cell: ({ spec }) => spec.avoidBuggyIPs ?? '' },
  { name: 'ADDRESSES', cell: ({ spec }) => json(spec.addresses) },
]

export const l2AdvertisementColumns: readonly Column<L2Advertisement>[] = [
  nameColumn,
  { name: 'IPADDRESSPOOLS', cell: ({ spec }) => json(spec?.ipAddressPools) },
  { name: 'IPADDRESSPOOL SELECTORS', cell: ({ spec }) => json(spec?.ipAddressPoolSelectors) },
  { name: 'INTERFACES', cell: ({ spec }) => json(spec?.interfaces) },
  { name: 'NODE SELECTORS', wide: true, cell: ({ spec }) => json(spec?.nodeSelectors) },
]

export const bgpAdvertisementColumns: readonly Column<BGPAdvertisement>[] = [
  nameColumn,
  { name: 'IPADDRESSPOOLS', cell: ({ spec }) => json(spec?.ipAddressPools) },
  { name: 'IPADDRESSPOOL SELECTORS', cell: ({ spec }) => json(spec?.ipAddressPoolSelectors) },
  { name: 'PEERS', cell: ({ spec }) => json(spec?.peers) },
  { name: 'NODE SELECTORS', wide: true, cell: ({ spec }) => json(spec?.nodeSelectors) },
]

export const bgpPeerColumns: readonly Column<BGPPeer>[] = [
  nameColumn,
  { name: 'ADDRESS', cell: ({ spec }) => spec.peerAddress ?? '' },
  { name: 'ASN', cell: ({ spec }) => spec.peerASN ?? '' },
  { name: 'BFD PROFILE', cell: ({ spec }) => spec.bfdProfile ?? '' },
  { name: 'MULTI HOPS', cell: ({ spec }) => spec.ebgpMultiHop ?? '' },
]

export const serviceL2StatusColumns: readonly Column<ServiceL2Status>[] = [
  nameColumn,
  { name: 'ALLOCATED NODE', cell: ({ status }) => status?.node ?? '' },
  { name: 'SERVICE NAME', cell: ({ status }) => status?.serviceName ?? '' },
  { name: 'SERVICE NAMESPACE', cell: ({ status }) => status?.serviceNamespace ?? '' },
]
