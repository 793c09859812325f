import type { Cluster } from '../cluster.ts'
import { hurryAll } from '../kubelet/blocked.ts'
import { machines } from '../kubelet/machine.ts'
import { onServer, serverStore } from './backend.ts'
import { absolute, isUnder } from './paths.ts'
import { makeFolder, treeOf, typeAt } from './tree.ts'
import type { View } from './types.ts'

/** File servers by address; the world's, not the cluster's. */
const SERVERS = 'file servers'

/** One line of /etc/exports. */
export interface Export {
  readonly path: string
  /** Who may mount it: `*`, an address, or a network such as 192.168.1.0/24. */
  readonly clients: string
  /** Such as rw, sync, no_root_squash. */
  readonly options: readonly string[]
}

export interface FileServer {
  readonly address: string
  /** Whether its NFS service answers. */
  readonly running: boolean
  readonly exports: readonly Export[]
}

/** What can happen to a file server. */
export interface ServerAct {
  readonly type: 'nfs'
  readonly change: 'export' | 'unexport' | 'start' | 'stop'
  readonly server: string
  /** Of exports: the path, and who may do what with it. */
  readonly path?: string
  readonly clients?: string
  readonly options?: readonly string[]
}

const USUAL: readonly string[] = ['rw', 'sync', 'no_root_squash']

export function serverAt(view: Pick<View, 'recall'>, address: string): FileServer | undefined {
  return view.recall<FileServer>(SERVERS, address)
}

/** All file servers, by address. */
export function fileServers(view: Pick<View, 'memory'>): readonly FileServer[] {
  return [...(view.memory.get(SERVERS)?.values() ?? [])] as readonly FileServer[]
}

const NEW = (address: string): FileServer => ({ address, running: true, exports: [] })

function exported(cluster: Cluster, before: FileServer, act: ServerAct): FileServer {
  const path = absolute(act.path ?? '/')
  const one: Export = { path, clients: act.clients ?? '*', options: act.options ?? USUAL }
  makeFolder(cluster, serverStore(cluster, act.server), path)
  return { ...before, exports: [...before.exports.filter((other) => other.path !== path), one] }
}

function unexported(before: FileServer, act: ServerAct): FileServer {
  const path = absolute(act.path ?? '/')
  if (!before.exports.some((one) => one.path === path))
    throw new RangeError(`server ${act.server} does not export ${path}`)
  return { ...before, exports: before.exports.filter((one) => one.path !== path) }
}

function changed(cluster: Cluster, before: FileServer, act: ServerAct): FileServer {
  if (act.change === 'export') return exported(cluster, before, act)
  if (act.change === 'unexport') return unexported(before, act)
  return { ...before, running: act.change === 'start' }
}

const SENTENCES: Readonly<Record<ServerAct['change'], (act: ServerAct) => string>> = {
  export: ({ server, path, clients = '*', options = USUAL }) =>
    `NFS server ${server} exports ${path} ${clients}(${options.join(',')})`,
  unexport: ({ server, path }) => `NFS server ${server} exports ${path} no longer`,
  start: ({ server }) => `NFS server ${server} starts`,
  stop: ({ server }) => `NFS server ${server} stops`,
}

/** Carries out what happens to a file server. Throws RangeError when there is no such server or export. */
export function performNfs(cluster: Cluster, act: ServerAct): void {
  const before = serverAt(cluster, act.server)
  if (!before && act.change !== 'export')
    throw new RangeError(`there is no NFS server at ${act.server}`)
  cluster.remember(SERVERS, act.server, changed(cluster, before ?? NEW(act.server), act))
  const machine = [...machines(cluster)].find(({ ip }) => ip === act.server)
  cluster.act('Machine', machine?.name ?? act.server, SENTENCES[act.change](act))
  hurryAll(cluster)
}

function number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function isAllowed(clients: string, address: string): boolean {
  if (clients === '*') return true
  const [network = '', bits = '32'] = clients.split('/')
  const size = 2 ** (32 - Number(bits))
  return Math.floor(number(network) / size) === Math.floor(number(address) / size)
}

/** How a mount or an access to a server goes wrong. */
export type ServerTrouble = 'no route' | 'refused' | 'timed out' | 'denied' | 'missing'

/** Whether anything answers under the address at all, and whether it is a file server. */
export function serverTrouble(view: View, address: string): ServerTrouble | undefined {
  const server = serverAt(view, address)
  for (const { ip, powered } of machines(view)) {
    if (ip !== address) continue
    if (!powered) return 'no route'
    return server?.running ? undefined : 'refused'
  }
  if (!server) return 'timed out'
  return server.running ? undefined : 'refused'
}

/** The export that the path of the server lies in, for a client with this address. */
export function exportFor(
  view: View,
  address: string,
  path: string,
  client: string,
): Export | undefined {
  return serverAt(view, address)?.exports.find(
    (one) => isUnder(absolute(path), one.path) && isAllowed(one.clients, client),
  )
}

/** What a mount of the path by the client runs into; undefined when it succeeds. */
export function mountTrouble(
  view: View,
  address: string,
  path: string,
  client: string,
): ServerTrouble | undefined {
  const trouble = serverTrouble(view, address)
  if (trouble) return trouble
  if (!exportFor(view, address, path, client)) return 'denied'
  const { store, root } = onServer(view, address, path)
  return typeAt(treeOf(view, store), root) === 'folder' ? undefined : 'missing'
}
