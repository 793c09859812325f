import { invalidAll, required } from '../admission/fieldErrors.ts'
import { dnsLabel, dnsSubdomain, ipAddress, portNumber, qualifiedName } from '../admission/names.ts'
import { specialAddressErrors } from '../admission/service/addresses.ts'
import { protocolErrors } from '../admission/service/ports.ts'
import type { FieldError } from '../errors.ts'
import type {
  Draft,
  EndpointAddress,
  EndpointPort,
  EndpointSubset,
  Endpoints,
} from '../types/index.ts'
import { defineKind } from './base.ts'

/** What the server tells every client that asks for Endpoints. k8s: pkg/api/v1/endpoints (1.33) */
export const ENDPOINTS_ARE_OLD =
  'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'

function addressErrors(address: EndpointAddress, field: string): FieldError[] {
  const { ip, hostname = '', nodeName } = address
  return [
    ...invalidAll(`${field}.ip`, ip, ipAddress(ip)),
    ...(hostname === '' ? [] : invalidAll(`${field}.hostname`, hostname, dnsLabel(hostname))),
    ...(nodeName === undefined
      ? []
      : invalidAll(`${field}.nodeName`, nodeName, dnsSubdomain(nodeName))),
    ...specialAddressErrors(ip, `${field}.ip`),
  ]
}

function portErrors(port: EndpointPort, needed: boolean, field: string): FieldError[] {
  const { name = '', appProtocol } = port
  return [
    ...(needed && name === '' ? [required(`${field}.name`)] : []),
    ...(name === '' ? [] : invalidAll(`${field}.name`, name, dnsLabel(name))),
    ...invalidAll(`${field}.port`, port.port, portNumber(port.port)),
    ...protocolErrors(port.protocol, `${field}.protocol`),
    ...(appProtocol === undefined
      ? []
      : invalidAll(`${field}.appProtocol`, appProtocol, qualifiedName(appProtocol))),
  ]
}

// k8s: pkg/apis/core/validation validateEndpointSubsets (1.36)
function subsetErrors(subset: EndpointSubset, i: number): FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset
  const field = `subsets[${i}]`
  return [
    ...(addresses.length + notReadyAddresses.length === 0
      ? [required(field, 'must specify `addresses` or `notReadyAddresses`')]
      : []),
    ...addresses.flatMap((one, at) => addressErrors(one, `${field}.addresses[${at}]`)),
    ...notReadyAddresses.flatMap((one, at) =>
      addressErrors(one, `${field}.notReadyAddresses[${at}]`),
    ),
    ...ports.flatMap((port, at) => portErrors(port, ports.length > 1, `${field}.ports[${at}]`)),
  ]
}

function filled(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  return subsets.map((subset) =>
    subset.ports
      ? {
          ...subset,
          ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol || 'TCP' })),
        }
      : subset,
  )
}

export const endpoints = defineKind({
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  defaults: (draft: Draft<Endpoints>) =>
    draft.subsets ? { ...draft, subsets: filled(draft.subsets) } : draft,
  prepareUpdate: (next) => (next.subsets ? { ...next, subsets: filled(next.subsets) } : next),
  warnings: (_, profile) => (profile.features.endpointsAreOld ? [ENDPOINTS_ARE_OLD] : []),
  rules: ({ subsets = [] }) => subsets.flatMap(subsetErrors),
})
