import type { Cluster } from '../../cluster.ts'
import { controllerOf } from '../../store.ts'
import type { Millis } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import type { Inside } from '../exec/inside.ts'
import { machineOf } from '../machine.ts'
import { type Run, runtimeOf } from '../runtime.ts'
import { addLine } from './addedLines.ts'
import { imageFacts } from './facts.ts'
import type { Family } from './imageRows.ts'

/**
 * Programs whose copies belong together. The pods of one StatefulSet are its members (deviation: the real programs find
 * each other by their configuration); the members that run decide, after a moment, who leads.
 */
interface Memory {
  /** Uid of the leader's pod; empty while there is none. */
  readonly leader: string
  readonly leaderLife: string
  readonly term: number
  /** Lives that took part when it was looked at last. */
  readonly lives: readonly string[]
}

const ENSEMBLES = 'ensembles'
/** From a change among the members until they have noticed and agreed. */
export const ELECTION: Millis = 3000
const NOBODY: Memory = { leader: '', leaderLife: '', term: 0, lives: [] }

export interface Member {
  readonly pod: Pod
  readonly ordinal: number
  readonly life: string
  readonly up: boolean
}

const BY_QUORUM: ReadonlySet<Family> = new Set(['zookeeper', 'etcd', 'mongo'])

function ordinalOf(name: string): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 0)
}

/** Key of the pod's ensemble: its StatefulSet's, or its own when it stands alone. */
export function ensembleKey(pod: Pod): string {
  const owner = controllerOf(pod)
  const name = owner?.kind === 'StatefulSet' ? owner.uid : pod.metadata.uid
  return `${pod.metadata.namespace}/${name}`
}

function familyOf(pod: Pod): { readonly family: Family; readonly index: number } | undefined {
  for (const [index, container] of pod.spec.containers.entries()) {
    const { ensemble } = imageFacts(container.image)
    if (ensemble) return { family: ensemble, index }
  }
  return undefined
}

function memberOf(cluster: Cluster, pod: Pod): Member {
  const place = familyOf(pod)
  const run: Run | undefined =
    place && runtimeOf(cluster, pod.metadata.uid)?.containers[place.index]
  const powered = machineOf(cluster, pod.spec.nodeName ?? '')?.powered ?? false
  const up = powered && run?.state === 'running' && !run.stopping
  return { pod, ordinal: ordinalOf(pod.metadata.name), life: run?.id ?? '', up }
}

function podsOf(cluster: Cluster, key: string): readonly Pod[] {
  const slash = key.indexOf('/')
  const uid = key.slice(slash + 1)
  const owned = cluster
    .list('Pod', { namespace: key.slice(0, slash) })
    .filter((pod) => pod.metadata.uid === uid || controllerOf(pod)?.uid === uid)
  return owned.filter((pod) => familyOf(pod) !== undefined)
}

export function membersOf(cluster: Cluster, key: string): readonly Member[] {
  return podsOf(cluster, key)
    .map((pod) => memberOf(cluster, pod))
    .toSorted((a, b) => a.ordinal - b.ordinal)
}

/** Members that a program's own configuration names. */
function configured(pod: Pod): number {
  const env = pod.spec.containers.flatMap((one) => one.env ?? [])
  const value = (name: string) => env.find((one) => one.name === name)?.value ?? ''
  const words = pod.spec.containers.flatMap(({ command = [], args = [] }) => [...command, ...args])
  const flag = /--initial-cluster[= ](\S+)/.exec(words.join(' '))?.[1] ?? ''
  const servers = value('ZOO_SERVERS').match(/:\d+:\d+/g)?.length ?? 0
  const peers = (flag || value('ETCD_INITIAL_CLUSTER')).match(/=https?:/g)?.length ?? 0
  return Math.max(servers, peers)
}

/** How many members there should be. */
function sizeOf(cluster: Cluster, members: readonly Member[]): number {
  const [first] = members
  const owner = first && controllerOf(first.pod)
  if (!first || owner?.kind !== 'StatefulSet') return 1
  const set = cluster.find('StatefulSet', first.pod.metadata.namespace ?? '', owner.name)
  return Math.max(configured(first.pod), set?.spec.replicas ?? 1)
}

/** Who leads among those that are up; undefined when too few are. */
function elect(
  family: Family,
  up: readonly Member[],
  size: number,
  before: Memory,
): Member | undefined {
  if (BY_QUORUM.has(family) && up.length * 2 <= size) return undefined
  const stays = up.find(
    (one) => one.pod.metadata.uid === before.leader && one.life === before.leaderLife,
  )
  if (family === 'redis' || family === 'mysql' || family === 'postgres')
    return up.find((one) => one.ordinal === 0)
  if (stays) return stays
  return family === 'zookeeper' ? up.at(-1) : up[0]
}

const SAID: Readonly<Record<Family, (leads: boolean, leader: string) => string>> = {
  zookeeper: (leads, leader) =>
    leader === ''
      ? 'WARN  [QuorumPeer] - Cannot open channel to a majority of servers: not serving requests'
      : `INFO  [QuorumPeer] - ${leads ? 'LEADING - LEADER ELECTION TOOK - 203 MS' : `FOLLOWING, leader is ${leader}`}`,
  etcd: (leads, leader) =>
    leader === ''
      ? '{"level":"warn","msg":"etcdserver: no leader"}'
      : `{"level":"info","msg":"${leads ? 'became leader' : `elected leader ${leader}`}"}`,
  mongo: (leads, leader) =>
    leader === ''
      ? '{"s":"I","c":"REPL","msg":"Stepping down from primary: cannot see a majority"}'
      : `{"s":"I","c":"REPL","msg":"Transition to ${leads ? 'PRIMARY' : 'SECONDARY'} complete"}`,
  redis: (leads, leader) =>
    leader === ''
      ? '# Connection with master lost.'
      : leads
        ? '* Replica asks for synchronization'
        : '* MASTER <-> REPLICA sync: Finished with success',
  mysql: (leads, leader) =>
    leader === ''
      ? '[Warning] [Repl] Replica I/O: error reconnecting to source'
      : `[System] [Server] ${leads ? 'super_read_only is OFF' : `Replica connected to source ${leader}`}`,
  postgres: (leads, leader) =>
    leader === ''
      ? 'FATAL:  could not connect to the primary server'
      : `LOG:  ${leads ? 'database system is ready to accept read-write connections' : 'started streaming WAL from primary'}`,
  cassandra: (leads, leader) =>
    leader === ''
      ? 'INFO  no other node is up'
      : `INFO  [GossipStage] ${leads ? 'Node is the first of the ring' : `Node ${leader} is now part of the cluster`}`,
}

/** Lets the members agree anew; writes nothing when nothing changed among them. */
export function settleEnsemble(cluster: Cluster, key: string): void {
  const members = membersOf(cluster, key)
  const before = cluster.recall<Memory>(ENSEMBLES, key) ?? NOBODY
  const up = members.filter((one) => one.up)
  const [first] = members
  const family = first && familyOf(first.pod)?.family
  if (!first || !family) {
    cluster.forget(ENSEMBLES, key)
    return
  }
  const lives = up.map((one) => one.life)
  if (lives.join() === before.lives.join()) return
  const leader = elect(family, up, sizeOf(cluster, members), before)
  const after = { leader: leader?.pod.metadata.uid ?? '', leaderLife: leader?.life ?? '' }
  const changed = after.leaderLife !== before.leaderLife
  cluster.remember(ENSEMBLES, key, { ...after, term: before.term + (changed ? 1 : 0), lives })
  if (members.length === 1) return
  for (const one of up)
    if (changed || !before.lives.includes(one.life))
      addLine(cluster, one.life, SAID[family](one === leader, leader?.pod.metadata.name ?? ''))
}

/** What a member of an ensemble is at this moment. */
export interface Standing {
  readonly role: 'alone' | 'leader' | 'follower' | 'lost'
  readonly leader: string
  readonly members: readonly Member[]
  readonly size: number
  status(path: string): number
  word(word: string): string
}

/** A member of etcd that lost the others lives on, and says so; whatever needs their consent it refuses. */
function needsQuorum(family: Family, path: string): boolean {
  if (family === 'etcd' && /^\/(?:livez|metrics|version)/.test(path)) return false
  return BY_QUORUM.has(family)
}

function zookeeperWord(inside: Inside, role: Standing['role'], word: string): string {
  const allowed = inside.container.env?.find(({ name }) => name === 'ZOO_4LW_COMMANDS_WHITELIST')
  const list = (allowed?.value ?? 'srvr').split(',').map((one) => one.trim())
  if (!list.includes('*') && !list.includes(word))
    return `${word} is not executed because it is not in the whitelist.\n`
  if (word === 'ruok') return 'imok'
  if (role === 'lost') return 'This ZooKeeper instance is not currently serving requests\n'
  return `Zookeeper version: 3.9\nMode: ${role === 'alone' ? 'standalone' : role}\n`
}

/** The member's part in its ensemble; undefined for programs that have none. */
export function standing(inside: Inside): Standing | undefined {
  const { cluster, pod, id } = inside
  const place = familyOf(pod)
  if (!place) return undefined
  const key = ensembleKey(pod)
  const members = membersOf(cluster, key)
  const size = sizeOf(cluster, members)
  const up = members.filter((one) => one.up)
  const { leaderLife } = cluster.recall<Memory>(ENSEMBLES, key) ?? NOBODY
  const leader = up.find((one) => one.life === leaderLife)
  const noQuorum = BY_QUORUM.has(place.family) && up.length * 2 <= size
  const role =
    size === 1 ? 'alone' : noQuorum || !leader ? 'lost' : leader.life === id ? 'leader' : 'follower'
  return {
    role,
    leader: leader?.pod.metadata.name ?? '',
    members,
    size,
    status: (path) => (role === 'lost' && needsQuorum(place.family, path) ? 503 : 200),
    word: (word) => (place.family === 'zookeeper' ? zookeeperWord(inside, role, word) : ''),
  }
}

/** Whether what the container answers depends on others, or on its age: then a probe asks at each of its turns. */
export function isVolatile({ container, pod }: Inside): boolean {
  if (imageFacts(container.image).ensemble === undefined) return false
  return pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined
}

/** Whether a container's comings and goings concern others. */
export function isMember(image: string | undefined): boolean {
  return imageFacts(image).ensemble !== undefined
}

/** Keys of every ensemble that was seen. */
export function knownEnsembles(cluster: Cluster): readonly string[] {
  return [...(cluster.memory.get(ENSEMBLES)?.keys() ?? [])]
}
