import type { Cluster } from '../cluster.ts'
import { matcherOf } from '../machinery/selector.ts'
import type {
  ApiObject,
  BGPAdvertisementSpec,
  IPAddressPool,
  L2AdvertisementSpec,
  LabelSelector,
} from '../types/index.ts'
import { type Advert, type Config, checkPools, type Peer } from './config.ts'
import { parseConfigMap } from './configMap.ts'
import { BGP, LAYER2, type Protocol } from './names.ts'
import { poolOf } from './pools.ts'
import type { Process } from './processes.ts'
import { rulesOf } from './versions.ts'

/** What the process finds when it reads its configuration. */
export interface Source {
  /** Another text for another content, so that it is read once; empty when there is none. */
  readonly mark: string
  /** Field of the log lines about it. */
  readonly about: Readonly<Record<string, string>>
  /** Throws Error in MetalLB's words. */
  read(): Config
}

const NOTHING: Config = { pools: [], peers: [] }

function mark(objects: readonly ApiObject[]): string {
  return objects
    .map(
      ({ kind, metadata }) =>
        `${kind}/${metadata.name}@${metadata.uid}:${metadata.generation ?? ''}`,
    )
    .join(' ')
}

/** An advertisement that names no pool is about all of them. */
function covers(
  { ipAddressPools = [], ipAddressPoolSelectors = [] }: L2AdvertisementSpec | BGPAdvertisementSpec,
  { metadata }: IPAddressPool,
): boolean {
  if (ipAddressPools.length === 0 && ipAddressPoolSelectors.length === 0) return true
  return (
    ipAddressPools.includes(metadata.name) ||
    ipAddressPoolSelectors.some((selector) => matcherOf(selector)(metadata.labels))
  )
}

function advert(protocol: Protocol, spec: L2AdvertisementSpec & BGPAdvertisementSpec): Advert {
  const { nodeSelectors = [], interfaces = [], peers = [] } = spec
  return { protocol, nodeSelectors, interfaces, peers }
}

function fromTypes(cluster: Cluster, { namespace }: Process): Source {
  const pools = cluster.list('IPAddressPool', { namespace })
  const layer2 = cluster.list('L2Advertisement', { namespace })
  const bgp = cluster.list('BGPAdvertisement', { namespace })
  const peers = cluster.list('BGPPeer', { namespace })
  const selecting = pools.some(({ spec }) => spec.serviceAllocation?.namespaceSelectors?.length)
  const namespacesOf = (selectors: readonly LabelSelector[]): readonly string[] =>
    cluster
      .list('Namespace', {
        where: ({ metadata }) => selectors.some((one) => matcherOf(one)(metadata.labels)),
      })
      .map(({ metadata }) => metadata.name)
  const labels = selecting
    ? cluster
        .list('Namespace')
        .map(({ metadata }) => `${metadata.name}${JSON.stringify(metadata.labels ?? {})}`)
    : []
  const specs = [...pools, ...layer2, ...bgp, ...peers]
  const contents = specs.map(({ metadata, spec }) => JSON.stringify([metadata.labels, spec]))
  return {
    mark: specs.length === 0 ? '' : [mark(specs), ...contents, ...labels].join('\n'),
    about: { controller: 'ConfigReconciler' },
    read() {
      const found = pools.map((pool) => {
        const adverts = [
          ...layer2
            .filter(({ spec = {} }) => covers(spec, pool))
            .map(({ spec = {} }) => advert(LAYER2, spec)),
          ...bgp
            .filter(({ spec = {} }) => covers(spec, pool))
            .map(({ spec = {} }) => advert(BGP, spec)),
        ]
        try {
          return poolOf(pool, adverts, namespacesOf)
        } catch (error) {
          throw new Error(`parsing address pool ${pool.metadata.name}: ${(error as Error).message}`)
        }
      })
      checkPools(found)
      return {
        pools: found,
        peers: peers.map(({ metadata, spec }): Peer => {
          const { peerAddress = '', peerASN = 0, nodeSelectors = [] } = spec
          return { name: metadata.name, address: peerAddress, asn: peerASN, nodeSelectors }
        }),
      }
    },
  }
}

function fromConfigMap(cluster: Cluster, { namespace, config }: Process): Source {
  const found = cluster.find('ConfigMap', namespace, config)
  return {
    mark: found ? `${found.metadata.uid}\n${found.data?.config ?? ''}` : '',
    about: { configmap: `${namespace}/${config}` },
    read: () => (found ? parseConfigMap(found.data?.config ?? '') : NOTHING),
  }
}

/** Where the process finds what it is to do, by its version. */
export function sourceOf(cluster: Cluster, process: Process): Source {
  return rulesOf(process.tag).configMap
    ? fromConfigMap(cluster, process)
    : fromTypes(cluster, process)
}
