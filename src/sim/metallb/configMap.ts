import { type Plain, type PlainMap, parsePlainYaml } from '../machinery/plainYaml.ts'
import { type Advert, type Config, checkPools, type Peer, type Pool } from './config.ts'
import { BGP, LAYER2, type Protocol } from './names.ts'
import { parseSpan, type Span } from './ranges.ts'

function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: Plain | undefined, what: string): readonly Plain[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new Error(`could not parse config: ${what} is no list`)
  return value as readonly Plain[]
}

function words(map: PlainMap, field: string): readonly string[] {
  return list(map[field], field).map(String)
}

function spansOf(name: string, map: PlainMap): readonly Span[] {
  const addresses = words(map, 'addresses')
  if (addresses.length === 0) throw new Error('pool has no prefixes defined')
  return addresses.map((text) => {
    try {
      return parseSpan(text)
    } catch (error) {
      throw new Error(`invalid CIDR "${text}" in pool "${name}": ${(error as Error).message}`)
    }
  })
}

function protocolOf(map: PlainMap): Protocol {
  const { protocol } = map
  if (protocol === LAYER2 || protocol === BGP) return protocol
  if (protocol === undefined || protocol === null || protocol === '')
    throw new Error('address pool is missing the protocol field')
  throw new Error(`unknown protocol "${String(protocol)}"`)
}

// k8s: metallb v0.8.2 internal/config parseAddressPool
function poolOf(raw: Plain): Pool {
  const map = isMap(raw) ? raw : {}
  const { name } = map
  if (typeof name !== 'string' || name === '') throw new Error('missing pool name')
  const spans = spansOf(name, map)
  const protocol = protocolOf(map)
  if (protocol === LAYER2 && list(map['bgp-advertisements'], 'bgp-advertisements').length > 0)
    throw new Error('cannot have bgp-advertisements configuration element in a layer2 address pool')
  const advert: Advert = { protocol, nodeSelectors: [], interfaces: [], peers: [] }
  return {
    name,
    spans,
    avoidBuggyIPs: map['avoid-buggy-ips'] === true,
    autoAssign: map['auto-assign'] !== false,
    adverts: [advert],
  }
}

function peerOf(raw: Plain): Peer {
  const map = isMap(raw) ? raw : {}
  if (typeof map['my-asn'] !== 'number') throw new Error('missing local ASN')
  const asn = map['peer-asn']
  if (typeof asn !== 'number') throw new Error('missing peer ASN')
  const address = String(map['peer-address'] ?? '')
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) throw new Error(`invalid peer IP "${address}"`)
  return { name: address, address, asn, nodeSelectors: [] }
}

function each<T>(raw: readonly Plain[], what: string, read: (one: Plain) => T): readonly T[] {
  return raw.map((one, index) => {
    try {
      return read(one)
    } catch (error) {
      throw new Error(`parsing ${what} #${index + 1}: ${(error as Error).message}`)
    }
  })
}

/** The configuration that the text of a ConfigMap stands for. Throws Error in MetalLB's words. */
// k8s: metallb v0.8.2 internal/config Parse
export function parseConfigMap(text: string): Config {
  let raw: Plain
  try {
    raw = parsePlainYaml(text)
  } catch (error) {
    throw new Error(`could not parse config: ${(error as Error).message}`)
  }
  const map = isMap(raw) ? raw : {}
  const peers = each(list(map.peers, 'peers'), 'peer', peerOf)
  const pools = each(list(map['address-pools'], 'address-pools'), 'address pool', poolOf)
  checkPools(pools)
  return { pools, peers }
}
