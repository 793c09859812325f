import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { equal } from '../equal.ts'
import { toAddress } from '../network/addresses.ts'
import { type Key, keyOf } from '../store.ts'
import type { Allocation } from './allocator.ts'
import { type Config, poolFor } from './config.ts'
import { converge, release, shownAddress, type Work } from './converge.ts'
import { say, sayStart } from './log.ts'
import { CONTROLLER, type Role } from './names.ts'
import {
  account,
  candidates,
  isAlive,
  isInstalled,
  isPart,
  type Process,
  processes,
} from './processes.ts'
import { type Source, sourceOf } from './sources.ts'
import { rulesOf } from './versions.ts'

const ROLE: Role = 'controller'
const NONE: readonly Key[] = []
const CONFIG: readonly Key[] = ['config']
/** From a refusal to the next try, in the versions that try again. */
const RETRY = 30_000

/** What a controller knows; lost with its process. */
interface Knowledge {
  readonly life: string
  readonly config?: Config
  /** What it read last, accepted or not. */
  readonly seen: string
  readonly refused: boolean
  readonly taken: Readonly<Record<Key, Allocation>>
  /** Why a Service has no address. */
  readonly failed: Readonly<Record<Key, string>>
}

function wakes(cluster: Cluster): readonly Key[] {
  return isInstalled(cluster, ROLE) ? CONFIG : NONE
}

/** k8s: metallb controller/main.go and controller/service.go (0.8.2, 0.15): gives addresses to Services of type LoadBalancer. */
export const metallbController: Actor = {
  name: CONTROLLER,
  watches: {
    Pod: (pod) => (isPart(pod, ROLE) ? [`pod ${keyOf(pod)}`] : NONE),
    Service: (service, cluster) =>
      isInstalled(cluster, ROLE) ? [`service ${keyOf(service)}`] : NONE,
    ConfigMap: (_, cluster) => wakes(cluster),
    IPAddressPool: (_, cluster) => wakes(cluster),
    L2Advertisement: (_, cluster) => wakes(cluster),
    BGPAdvertisement: (_, cluster) => wakes(cluster),
    Namespace: (_, cluster) => wakes(cluster),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [...candidates(cluster, ROLE).map((key) => `pod ${key}`), 'config', 'all'],
  reconcile(cluster, key) {
    const [sort, object = ''] = key.split(' ')
    if (sort === 'machine' || sort === 'pod') return recount(cluster, sort, object)
    const process = processes(cluster, ROLE).find(isAlive)
    if (!process) return undefined
    const known = cluster.recall<Knowledge>(CONTROLLER, process.pod)
    if (known?.life !== process.life) return begin(cluster, process)
    if (sort === 'config') return configure(cluster, process, known)
    if (known.config === undefined) return undefined
    return serve(cluster, process, known, sort === 'service' ? object : undefined)
  },
}

/** Pods have come or gone, or a machine: whoever is there now goes on, or begins. */
function recount(cluster: Cluster, sort: 'machine' | 'pod', object: string): undefined {
  const keys =
    sort === 'pod'
      ? [object]
      : processes(cluster, ROLE)
          .filter(({ node }) => node === object)
          .map(({ pod }) => pod)
  for (const key of keys) {
    if (!account(cluster, ROLE, key)) continue
    if (!processes(cluster, ROLE).some(({ pod }) => pod === key)) cluster.forget(CONTROLLER, key)
    cluster.enqueue(CONTROLLER, 'config', cluster.profile.timings.controllerDelay)
  }
  return undefined
}

function begin(cluster: Cluster, process: Process): Requeue | undefined {
  sayStart(cluster, process)
  say(cluster, process, { event: 'stateSynced', msg: 'controller synced, can allocate IPs now' })
  const known: Knowledge = { life: process.life, seen: '', refused: false, taken: {}, failed: {} }
  cluster.remember(CONTROLLER, process.pod, known)
  return configure(cluster, process, known)
}

/** Why the new pools cannot be taken over; undefined when they can. */
// k8s: metallb v0.8.2 internal/allocator Allocator.SetPools
function incompatible({ taken }: Knowledge, { pools }: Config): string | undefined {
  for (const [service, { address }] of Object.entries(taken))
    if (!poolFor(pools, address))
      return `new config not compatible with assigned IPs: service "${service}" cannot own "${toAddress(address)}" under new config`
  return undefined
}

const STALE = { event: 'configStale', msg: 'config (re)load failed, config marked stale' }

function read(source: Source): Config | string {
  try {
    return source.read()
  } catch (error) {
    return (error as Error).message
  }
}

/** Reads the configuration when it is another one. What is refused is not looked at again, before 0.12. */
// k8s: metallb v0.8.2 internal/k8s Client.sync, controller SetConfig
function configure(cluster: Cluster, process: Process, known: Knowledge): Requeue | undefined {
  const rules = rulesOf(process.tag)
  const source = sourceOf(cluster, process)
  const again = known.refused && rules.refuses === 'retries'
  if (source.mark === known.seen && !again) return undefined
  const keep = (change: Partial<Knowledge>): void =>
    cluster.remember(CONTROLLER, process.pod, { ...known, seen: source.mark, ...change })
  if (source.mark === '' && rules.configMap) {
    const error = 'no MetalLB configuration in cluster'
    const msg = 'configuration is missing, MetalLB will not function'
    say(cluster, process, { ...source.about, op: 'setConfig', error, msg })
    keep({ refused: false })
    return undefined
  }
  const config = read(source)
  if (typeof config === 'string') {
    say(cluster, process, { ...source.about, ...STALE, error: config })
    keep({ refused: false })
    return undefined
  }
  say(cluster, process, { ...source.about, event: 'startUpdate', msg: 'start of config update' })
  const error = rules.refuses === 'never' ? undefined : incompatible(known, config)
  if (error !== undefined) {
    const msg = 'applying new configuration failed'
    say(cluster, process, { ...source.about, op: 'setConfig', error, msg })
    say(cluster, process, { ...source.about, event: 'endUpdate', msg: 'end of config update' })
    say(cluster, process, { ...source.about, ...STALE, error: null })
    keep({ refused: true })
    return rules.refuses === 'retries' ? { requeueAfter: RETRY, background: true } : undefined
  }
  say(cluster, process, { ...source.about, event: 'endUpdate', msg: 'end of config update' })
  say(cluster, process, { ...source.about, event: 'configLoaded', msg: 'config (re)loaded' })
  const fresh: Knowledge = { ...known, config, seen: source.mark, refused: false }
  cluster.remember(CONTROLLER, process.pod, fresh)
  return serve(cluster, process, fresh, undefined)
}

/** Looks at one Service, or at all of them: those that have an address first, so that nobody else gets it. */
function serve(
  cluster: Cluster,
  process: Process,
  known: Knowledge,
  key: Key | undefined,
): undefined {
  const rules = rulesOf(process.tag)
  const taken = new Map(Object.entries(known.taken))
  const work: Work = {
    cluster,
    process,
    rules,
    book: { pools: known.config?.pools ?? [], taken, rules },
    failed: new Map(Object.entries(known.failed)),
  }
  const freed = key === undefined ? serveAll(work) : serveOne(work, key)
  const next: Knowledge = {
    ...known,
    taken: Object.fromEntries(taken),
    failed: Object.fromEntries(work.failed),
  }
  if (!equal(next, known)) cluster.remember(CONTROLLER, process.pod, next)
  // Others may wait for what has become free.
  if (freed) cluster.enqueue(CONTROLLER, 'all', cluster.profile.timings.controllerDelay)
  return undefined
}

function serveOne(work: Work, key: Key): boolean {
  const service = work.cluster.at('Service', key)
  return service ? converge(work, service) : release(work, key)
}

function serveAll(work: Work): boolean {
  const { cluster, book } = work
  let freed = false
  for (const gone of [...book.taken.keys()])
    if (!cluster.at('Service', gone)) freed = release(work, gone)
  const all = cluster.list('Service')
  const having = all.filter((service) => shownAddress(service) !== undefined)
  const others = all.filter((service) => shownAddress(service) === undefined)
  for (const service of [...having, ...others]) converge(work, service)
  return freed
}
