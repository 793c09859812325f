import { type MachineWish, workerMachine } from '../scenarios/machines.ts'
import type { Cluster, WorldAct } from '../sim/index.ts'
import { machineOf } from '../sim/light.ts'
import { beginAction, updateAction } from './actions.ts'
import type { CommandResult } from './commands.ts'
import { commitJournal, peekCluster, whenCluster } from './sim.ts'
import { quoted } from './words.ts'

/**
 * Does something to the world outside the API, which has no kubectl: the terminal's `lab` command says the same. Before
 * a cluster runs it waits for one.
 */
export async function labAct(
  line: string,
  near: string,
  said: string,
  what: (cluster: Cluster) => void,
): Promise<CommandResult> {
  const id = beginAction(line, { near })
  try {
    const cluster = await whenCluster()
    cluster.as({ reason: line }, () => what(cluster))
    commitJournal()
    updateAction(id, { state: 'done', message: said })
    return { stdout: `${said}\n`, stderr: '', code: 0 }
  } catch (error) {
    const message = `lab: ${error instanceof Error ? error.message : String(error)}`
    updateAction(id, { state: 'refused', message })
    return { stdout: '', stderr: `${message}\n`, code: 1 }
  }
}

/** What can be done to a machine by its power button and its kubelet's service. */
export type MachineAct = 'power-off' | 'power-on' | 'stop-kubelet' | 'start-kubelet' | 'remove'

const LINES: Readonly<Record<MachineAct, readonly [line: string, said: (name: string) => string]>> =
  {
    'power-off': ['lab node power-off', (name) => `machine ${name} powered off`],
    'power-on': ['lab node power-on', (name) => `machine ${name} powered on`],
    remove: ['lab node remove', (name) => `machine ${name} removed`],
    'stop-kubelet': ['lab kubelet stop', (name) => `kubelet of ${name} stopped`],
    'start-kubelet': ['lab kubelet start', (name) => `kubelet of ${name} started`],
  }

export function actOnMachine(type: MachineAct, name: string): Promise<CommandResult> {
  const [line, said] = LINES[type]
  return labAct(`${line} ${quoted(name)}`, `Node /${name}`, said(name), (cluster) =>
    cluster.world({ type, name }),
  )
}

/** What a machine can be asked now, by what it is; nothing when there is no such machine. */
export function machineState(
  name: string,
): { readonly powered: boolean; readonly kubelet: boolean } | undefined {
  const cluster = peekCluster()
  return cluster && machineOf(cluster, name)
}

/** The line that adds a machine. Pure. */
export function addMachineLine(name: string, wish: MachineWish): string {
  const cpu = wish.cpu ? ` --cpu ${quoted(wish.cpu)}` : ''
  const memory = wish.memory ? ` --memory ${quoted(wish.memory)}` : ''
  return `lab node add ${quoted(name)}${cpu}${memory}`
}

export function addMachine(name: string, wish: MachineWish): Promise<CommandResult> {
  return labAct(addMachineLine(name, wish), `Node /${name}`, `machine ${name} added`, (cluster) => {
    const what: WorldAct = { type: 'add', machine: workerMachine(cluster, name, wish) }
    cluster.world(what)
  })
}
