import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { SERVICE_NAME } from '../controllers/endpoints/slices.ts'
import { equal } from '../equal.ts'
import { toAddress, toNumber } from '../network/addresses.ts'
import { type Key, keyIn, keyOf } from '../store.ts'
import { beginAnnouncing, endAnnouncing } from './announce.ts'
import { type Config, type Pool, poolFor } from './config.ts'
import { type Ready, readyEndpoints } from './endpoints.ts'
import { say, sayStart } from './log.ts'
import { BGP, LAYER2, type Protocol, type Role, SPEAKER } from './names.ts'
import {
  account,
  candidates,
  FAILURE_NOTICED,
  isAlive,
  isInstalled,
  isPart,
  type Process,
  processes,
} from './processes.ts'
import { refusal } from './shouldAnnounce.ts'
import { type Source, sourceOf } from './sources.ts'
import { tendStatus } from './status.ts'
import { rulesOf } from './versions.ts'

const ROLE: Role = 'speaker'
const NONE: readonly Key[] = []
const CONFIG: readonly Key[] = ['config']
const ALL: readonly Key[] = ['all']
const PROTOCOLS: readonly Protocol[] = [LAYER2, BGP]
const RETRY = 30_000

/** What a speaker announces of a Service. */
interface Said {
  readonly address: number
  readonly protocols: readonly Protocol[]
}

/** What a speaker knows; lost with its process. */
interface Knowledge {
  readonly life: string
  readonly config?: Config
  readonly seen: string
  readonly refused: boolean
  readonly announced: Readonly<Record<Key, Said>>
}

function wakes(cluster: Cluster, keys: readonly Key[]): readonly Key[] {
  return isInstalled(cluster, ROLE) ? keys : NONE
}

/** k8s: metallb speaker/main.go (0.8.2, 0.15): one on each node; the chosen one answers for an address. */
export const metallbSpeaker: Actor = {
  name: SPEAKER,
  watches: {
    Pod: (pod) => (isPart(pod, ROLE) ? [`pod ${keyOf(pod)}`] : NONE),
    Service: (service, cluster) =>
      isInstalled(cluster, ROLE) ? [`service ${keyOf(service)}`] : NONE,
    Endpoints: (endpoints, cluster) =>
      isInstalled(cluster, ROLE) ? [`service ${keyOf(endpoints)}`] : NONE,
    EndpointSlice({ metadata }, cluster) {
      const service = isInstalled(cluster, ROLE) ? metadata.labels?.[SERVICE_NAME] : undefined
      return service ? [`service ${keyIn(metadata.namespace ?? '', service)}`] : NONE
    },
    ConfigMap: (_, cluster) => wakes(cluster, CONFIG),
    IPAddressPool: (_, cluster) => wakes(cluster, CONFIG),
    L2Advertisement: (_, cluster) => wakes(cluster, CONFIG),
    BGPAdvertisement: (_, cluster) => wakes(cluster, CONFIG),
    BGPPeer: (_, cluster) => wakes(cluster, CONFIG),
    Node: (_, cluster, { before, after }) =>
      isInstalled(cluster, ROLE) && !equal(before?.metadata.labels, after?.metadata.labels)
        ? ALL
        : NONE,
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [...candidates(cluster, ROLE).map((key) => `pod ${key}`), 'config', 'all'],
  reconcile(cluster, key) {
    const [sort, object = ''] = key.split(' ')
    if (sort === 'machine' || sort === 'pod') return recount(cluster, sort, object)
    let again: Requeue | undefined
    for (const process of processes(cluster, ROLE).filter(isAlive)) {
      const known = cluster.recall<Knowledge>(SPEAKER, process.pod)
      if (known?.life !== process.life) begin(cluster, process)
      else if (sort === 'config') again = configure(cluster, process, known) ?? again
      else announce(cluster, process, known, sort === 'service' ? object : undefined)
    }
    return again
  },
}

/** Pods have come or gone, or a machine. What a process said that is no more nobody says. */
function recount(cluster: Cluster, sort: 'machine' | 'pod', object: string): undefined {
  const keys =
    sort === 'pod'
      ? [object]
      : processes(cluster, ROLE)
          .filter(({ node }) => node === object)
          .map(({ pod }) => pod)
  for (const key of keys) {
    if (!account(cluster, ROLE, key)) continue
    const process = processes(cluster, ROLE).find(({ pod }) => pod === key)
    endAnnouncing(cluster, ({ pod }) => pod === key)
    if (!process || !isAlive(process)) cluster.forget(SPEAKER, key)
    const { controllerDelay } = cluster.profile.timings
    cluster.enqueue(SPEAKER, 'all', controllerDelay)
    // One that dies without a word is missed after a while only.
    if (process && !isAlive(process)) cluster.enqueue(SPEAKER, 'members', FAILURE_NOTICED)
  }
  return undefined
}

function begin(cluster: Cluster, process: Process): void {
  sayStart(cluster, process)
  // What an earlier life of the container said is over.
  endAnnouncing(cluster, ({ pod }) => pod === process.pod)
  const known: Knowledge = { life: process.life, seen: '', refused: false, announced: {} }
  cluster.remember(SPEAKER, process.pod, known)
  configure(cluster, process, known)
}

const STALE = { event: 'configStale', msg: 'config (re)load failed, config marked stale' }

function read(source: Source): Config | string {
  try {
    return source.read()
  } catch (error) {
    return (error as Error).message
  }
}

/** Reads the configuration when it is another one. One that has no place for what it announces it refuses. */
// k8s: metallb v0.8.2 speaker SetConfig
function configure(cluster: Cluster, process: Process, known: Knowledge): Requeue | undefined {
  const rules = rulesOf(process.tag)
  const source = sourceOf(cluster, process)
  const again = known.refused && rules.refuses === 'retries'
  if (source.mark === known.seen && !again) return undefined
  const keep = (change: Partial<Knowledge>): void =>
    cluster.remember(SPEAKER, process.pod, { ...known, seen: source.mark, ...change })
  const tell = (fields: Readonly<Record<string, string | null>>): void =>
    say(cluster, process, { ...source.about, ...fields })
  if (source.mark === '' && rules.configMap) {
    const error = 'no MetalLB configuration in cluster'
    tell({ op: 'setConfig', error, msg: 'configuration is missing, MetalLB will not function' })
    keep({ refused: false })
    return undefined
  }
  const config = read(source)
  if (typeof config === 'string') {
    tell({ ...STALE, error: config })
    keep({ refused: false })
    return undefined
  }
  tell({ event: 'startUpdate', msg: 'start of config update' })
  const lost = Object.entries(known.announced).find(
    ([, { address }]) => !poolFor(config.pools, address),
  )
  if (lost && rules.refuses !== 'never') {
    const error = 'service has no configuration under new config'
    const [service, { address }] = lost
    tell({
      op: 'setConfig',
      service,
      ip: toAddress(address),
      error,
      msg: 'new configuration rejected',
    })
    tell({ event: 'endUpdate', msg: 'end of config update' })
    tell({ ...STALE, error: null })
    keep({ refused: true })
    return rules.refuses === 'retries' ? { requeueAfter: RETRY, background: true } : undefined
  }
  tell({ event: 'endUpdate', msg: 'end of config update' })
  tell({ event: 'configLoaded', msg: 'config (re)loaded' })
  const fresh: Knowledge = { ...known, config, seen: source.mark, refused: false }
  cluster.remember(SPEAKER, process.pod, fresh)
  announce(cluster, process, fresh, undefined)
  return undefined
}

/** Brings what the speaker announces of one Service, or of all, to what it should announce. */
function announce(
  cluster: Cluster,
  process: Process,
  known: Knowledge,
  key: Key | undefined,
): void {
  const announced = new Map(Object.entries(known.announced))
  const keys =
    key === undefined ? new Set([...announced.keys(), ...cluster.store.keys('Service')]) : [key]
  for (const one of keys) {
    const wanted = wish(cluster, process, known, one)
    change(cluster, process, one, announced.get(one), wanted)
    if (typeof wanted === 'string') announced.delete(one)
    else announced.set(one, wanted)
  }
  const next: Knowledge = { ...known, announced: Object.fromEntries(announced) }
  if (!equal(next, known)) cluster.remember(SPEAKER, process.pod, next)
}

/** What the speaker should announce of the Service, or why it should not. */
// k8s: metallb speaker/main.go SetBalancer
function wish(cluster: Cluster, process: Process, known: Knowledge, key: Key): Said | string {
  const rules = rulesOf(process.tag)
  const service = cluster.at('Service', key)
  const ready = service && readyEndpoints(cluster, key, rules)
  if (!service || !ready) return 'serviceDeleted'
  if (service.spec.type !== 'LoadBalancer') return 'notLoadBalancer'
  const before = known.announced[key]
  const ip = service.status.loadBalancer?.ingress?.[0]?.ip
  const address = ip === undefined ? undefined : toNumber(ip)
  // Without a configuration it waits for one, and says nothing.
  if (!known.config) return before ?? 'noConfig'
  if (address === undefined) return 'noIPAllocated'
  const pool = poolFor(known.config.pools, address)
  if (!pool) return 'ipNotAllowed'
  const protocols = PROTOCOLS.filter((protocol) =>
    announces(cluster, process, { config: known.config, pool, ready, key, address, protocol }),
  )
  return protocols.length === 0 ? 'notOwner' : { address, protocols }
}

interface Case {
  readonly config: Config | undefined
  readonly pool: Pool
  readonly ready: Ready
  readonly key: Key
  readonly address: number
  readonly protocol: Protocol
}

function announces(cluster: Cluster, process: Process, one: Case): boolean {
  const { config, pool, ready, key, address, protocol } = one
  const service = cluster.at('Service', key)
  if (!service || (protocol === BGP && (config?.peers.length ?? 0) === 0)) return false
  return refusal(cluster, process, service, pool, ready, address, protocol) === undefined
}

function change(
  cluster: Cluster,
  process: Process,
  key: Key,
  before: Said | undefined,
  wanted: Said | string,
): void {
  if (wanted === 'ipNotAllowed' && before)
    say(cluster, process, {
      service: key,
      op: 'setBalancer',
      error: 'assigned IP not allowed by config',
      msg: 'IP allocated by controller not allowed by config',
    })
  if (typeof wanted !== 'string' && before && equal(before, wanted)) return
  if (before)
    withdraw(
      cluster,
      process,
      key,
      before,
      typeof wanted === 'string' ? wanted : 'loadBalancerIPChanged',
    )
  if (typeof wanted !== 'string') start(cluster, process, key, wanted)
}

function withdraw(
  cluster: Cluster,
  process: Process,
  key: Key,
  { address }: Said,
  reason: string,
): void {
  cluster.why(`${process.node} is no longer the one to announce it`)
  endAnnouncing(cluster, (one) => one.pod === process.pod && one.service === key)
  const ip = toAddress(address)
  const msg = 'withdrawing service announcement'
  say(cluster, process, { service: key, event: 'serviceWithdrawn', ip, reason, msg })
  tendStatus(cluster, process, key, false)
}

// Deviation: told when it begins; the real one tells it again at each look.
function start(cluster: Cluster, process: Process, key: Key, { address, protocols }: Said): void {
  const service = cluster.at('Service', key)
  if (!service) return
  const { node, pod } = process
  const ip = toAddress(address)
  const { levels } = rulesOf(process.tag)
  for (const protocol of protocols) {
    beginAnnouncing(cluster, ip, { node, since: cluster.now, protocol, pod, service: key })
    say(cluster, process, {
      service: key,
      event: 'serviceAnnounced',
      ip,
      protocol,
      msg: 'service has IP, announcing',
    })
    cluster.why(`${node} has the lowest hash of all that could announce it`)
    const how = levels ? ` with protocol "${protocol}"` : ''
    cluster.event(service, 'Normal', 'nodeAssigned', `announcing from node "${node}"${how}`)
  }
  tendStatus(cluster, process, key, protocols.includes(LAYER2))
}
