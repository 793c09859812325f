import type { CommandResult } from './commands.ts'
import { labAct } from './labActs.ts'
import { quoted } from './words.ts'

/** What can be done to a file server: its service, and each of its exports. */
export type ServerChange = 'start' | 'stop' | 'export' | 'unexport'

const OF_PATH: ReadonlySet<ServerChange> = new Set(['export', 'unexport'])

/** `lab nfs stop 192.168.1.10`, `lab nfs unexport 192.168.1.10:/nfs_shared`. Pure. */
export function serverLine(change: ServerChange, server: string, path: string): string {
  return `lab nfs ${change} ${quoted(OF_PATH.has(change) ? `${server}:${path}` : server)}`
}

const SAID: Readonly<Record<ServerChange, (server: string, path: string) => string>> = {
  start: (server) => `nfs ${server} started`,
  stop: (server) => `nfs ${server} stopped`,
  export: (server, path) => `nfs ${server}:${path} exported`,
  unexport: (server, path) => `nfs ${server}:${path} unexported`,
}

/** Does something to a file server of the world, beside `near` on the stage. */
export function actOnServer(
  change: ServerChange,
  server: string,
  path: string,
  near: string,
): Promise<CommandResult> {
  const said = SAID[change](server, path)
  return labAct(serverLine(change, server, path), near, said, (cluster) =>
    cluster.world({ type: 'nfs', change, server, ...(OF_PATH.has(change) ? { path } : {}) }),
  )
}
