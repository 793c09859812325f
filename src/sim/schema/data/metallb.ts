// Fields of MetalLB's own types, in the notation of `fields.ts`; facts of its CustomResourceDefinitions (0.15).
export const METALLB_STRUCTS: Readonly<Record<string, string>> = {
  BGPAdvertisement: 'apiVersion:s kind:s metadata:ObjectMeta! spec:BGPAdvertisementSpec',
  BGPAdvertisementSpec:
    'aggregationLength:i* communities:[]s ipAddressPoolSelectors:[]LabelSelector ipAddressPools:[]s localPref:l nodeSelectors:[]LabelSelector peers:[]s',
  BGPPeer: 'apiVersion:s kind:s metadata:ObjectMeta! spec:BGPPeerSpec',
  BGPPeerSpec:
    'bfdProfile:s ebgpMultiHop:b holdTime:s keepaliveTime:s myASN:l nodeSelectors:[]LabelSelector password:s peerASN:l peerAddress:s peerPort:i routerID:s sourceAddress:s',
  IPAddressPool: 'apiVersion:s kind:s metadata:ObjectMeta! spec:IPAddressPoolSpec!',
  IPAddressPoolSpec:
    'addresses:[]s! autoAssign:b* avoidBuggyIPs:b* serviceAllocation:PoolServiceAllocation',
  L2Advertisement: 'apiVersion:s kind:s metadata:ObjectMeta! spec:L2AdvertisementSpec',
  L2AdvertisementSpec:
    'interfaces:[]s ipAddressPoolSelectors:[]LabelSelector ipAddressPools:[]s nodeSelectors:[]LabelSelector',
  PoolServiceAllocation:
    'namespaceSelectors:[]LabelSelector namespaces:[]s priority:i* serviceSelectors:[]LabelSelector',
  ServiceL2Status:
    'apiVersion:s kind:s metadata:ObjectMeta! spec:ServiceL2StatusSpec status:ServiceL2StatusState',
  ServiceL2StatusInterface: 'name:s',
  ServiceL2StatusSpec: '',
  ServiceL2StatusState:
    'interfaces:[]ServiceL2StatusInterface node:s serviceName:s serviceNamespace:s',
}
