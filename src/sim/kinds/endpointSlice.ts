import {
  duplicate,
  IMMUTABLE,
  invalid,
  invalidAll,
  notSupported,
  required,
} from '../admission/fieldErrors.ts'
import { dnsLabel, ipAddress, portNumber } from '../admission/names.ts'
import { specialAddressErrors } from '../admission/service/addresses.ts'
import { protocolErrors } from '../admission/service/ports.ts'
import type { FieldError } from '../errors.ts'
import { isIpv6 } from '../network/addresses.ts'
import type { DiscoveryEndpointPort, Draft, Endpoint, EndpointSlice } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6']
const MOST_ENDPOINTS = 1000
const MOST_PORTS = 20_000
const MOST_ADDRESSES = 100

function addressErrors(address: string, type: string, field: string): FieldError[] {
  if (type === 'FQDN') return []
  const messages = ipAddress(address)
  if (messages.length > 0) return invalidAll(field, address, messages)
  return isIpv6(address) === (type === 'IPv6')
    ? specialAddressErrors(address, field)
    : [invalid(field, address, `must be a valid ${type} address`)]
}

function endpointErrors(endpoint: Endpoint, type: string, field: string): FieldError[] {
  const { addresses, hostname } = endpoint
  return [
    ...(addresses.length === 0
      ? [required(`${field}.addresses`, 'must contain at least 1 address')]
      : []),
    ...(addresses.length > MOST_ADDRESSES
      ? [
          invalid(
            `${field}.addresses`,
            addresses.length,
            `must have at most ${MOST_ADDRESSES} items`,
          ),
        ]
      : []),
    ...addresses.flatMap((one, at) => addressErrors(one, type, `${field}.addresses[${at}]`)),
    ...(hostname === undefined
      ? []
      : invalidAll(`${field}.hostname`, hostname, dnsLabel(hostname))),
  ]
}

function portErrors(ports: readonly DiscoveryEndpointPort[]): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, i) => {
    const field = `ports[${i}]`
    const { name = '' } = port
    const errors: FieldError[] =
      name === '' ? [] : invalidAll(`${field}.name`, name, dnsLabel(name))
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name))
    names.add(name)
    return [
      ...errors,
      ...(port.port === undefined
        ? []
        : invalidAll(`${field}.port`, port.port, portNumber(port.port))),
      ...protocolErrors(port.protocol, `${field}.protocol`),
    ]
  })
}

// k8s: pkg/apis/discovery/validation ValidateEndpointSlice (1.36)
function sliceErrors(slice: Draft<EndpointSlice>): FieldError[] {
  const { addressType, endpoints, ports } = slice
  const many = (list: readonly unknown[] | null | undefined, most: number, field: string) =>
    (list?.length ?? 0) > most
      ? [invalid(field, list?.length, `must have at most ${most} items`)]
      : []
  const type =
    addressType === undefined || addressType === ''
      ? [required('addressType')]
      : ADDRESS_TYPES.includes(addressType)
        ? []
        : [notSupported('addressType', addressType, ADDRESS_TYPES)]
  if (type.length > 0) return type
  return [
    ...many(endpoints, MOST_ENDPOINTS, 'endpoints'),
    ...(endpoints ?? []).flatMap((one, i) => endpointErrors(one, addressType, `endpoints[${i}]`)),
    ...many(ports, MOST_PORTS, 'ports'),
    ...portErrors(ports ?? []),
  ]
}

function filled<T extends Draft<EndpointSlice>>(slice: T): T {
  const ports = slice.ports?.map((port) => ({
    ...port,
    name: port.name ?? '',
    protocol: port.protocol || 'TCP',
  }))
  // Empty lists come back as null, as the server stores them.
  return {
    ...slice,
    endpoints: slice.endpoints?.length ? slice.endpoints : null,
    ports: ports?.length ? ports : null,
  }
}

export const endpointSlice = defineKind({
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  group: 'discovery.k8s.io',
  defaults: (draft) => filled({ ...draft, metadata: firstGeneration(draft.metadata) }),
  prepareUpdate: (next) => filled(next),
  rules: sliceErrors,
  update: (next, previous) =>
    next.addressType === previous.addressType
      ? []
      : [invalid('addressType', next.addressType, IMMUTABLE)],
})
