import type { Cluster } from './cluster.ts'
import { type Deed, perform as performInside } from './kubelet/effects.ts'
import { dropMachine, type Machine, machineOf, putMachine } from './kubelet/machine.ts'
import { CONTROLLER, PROCESSES, SPEAKER } from './metallb/names.ts'
import { performRequest } from './network/perform.ts'
import type { RequestSpec } from './network/request.ts'
import { Random, type RandomState } from './random.ts'
import type { Load } from './traffic/flow.ts'
import { giveLoad } from './traffic/traffic.ts'
import { performNfs, type ServerAct } from './volumes/nfs.ts'

/** Queue of the kubelets; a key `node/NAME` makes the kubelet of that machine look at its whole node. */
export const KUBELET = 'kubelet'

/** What can happen to the machines, outside Kubernetes. */
export type WorldAct =
  | { readonly type: 'add'; readonly machine: Machine }
  | { readonly type: MachineChange; readonly name: string }
  /** Chance starts afresh. */
  | { readonly type: 'seed'; readonly seed: number }
  /** Chance goes on from another place. */
  | { readonly type: 'chance'; readonly state: RandomState }
  /** Something beside Kubernetes takes so many bytes of the machine's disk, or so many processes, from now on. */
  | {
      readonly type: 'fill'
      readonly name: string
      readonly disk?: number
      readonly processes?: number
    }
  /** Somebody did something in a running container. */
  | { readonly type: 'inside'; readonly deed: Deed }
  /** Somebody outside asks something of a workload's pods; see `traffic/`. */
  | { readonly type: 'load'; readonly load: Load }
  /** Something happens to a file server outside the cluster; see `volumes/nfs.ts`. */
  | ServerAct
  /** Somebody asks something over the network; what came of it is the last of `latestTraces`. */
  | { readonly type: 'request'; readonly request: RequestSpec }
  /** A fact of the world that actors look up in memory `world`, such as which provisioners run. */
  | { readonly type: 'fact'; readonly name: string; readonly value: unknown }

export type MachineChange = 'remove' | 'power-off' | 'power-on' | 'stop-kubelet' | 'start-kubelet'

const CHANGES: Record<
  MachineChange,
  { readonly fields: Partial<Machine>; readonly sentence: (name: string) => string }
> = {
  remove: {
    fields: { powered: false, kubelet: false },
    sentence: (name) => `machine ${name} is taken away`,
  },
  'power-off': { fields: { powered: false }, sentence: (name) => `machine ${name} loses power` },
  'power-on': {
    fields: { powered: true, kubelet: true },
    sentence: (name) => `machine ${name} starts`,
  },
  'stop-kubelet': { fields: { kubelet: false }, sentence: (name) => `kubelet of ${name} stops` },
  'start-kubelet': { fields: { kubelet: true }, sentence: (name) => `kubelet of ${name} starts` },
}

/** The kubelet finds it out by itself, at its next look. */
function fill(
  cluster: Cluster,
  machine: Machine,
  { disk, processes }: { readonly disk?: number; readonly processes?: number },
): void {
  const { name } = machine
  putMachine(cluster, {
    ...machine,
    ...(disk === undefined ? {} : { filled: disk }),
    ...(processes === undefined ? {} : { processes }),
  })
  const what = disk === undefined ? `${processes} processes` : `${disk} bytes of the disk`
  cluster.act('Machine', name, `something beside Kubernetes takes ${what} of machine ${name}`)
  cluster.enqueue(KUBELET, `node/${name}`)
}

/** Carries out what happens. Throws RangeError when the machine is missing, or is there already. */
export function perform(cluster: Cluster, act: WorldAct): void {
  if (act.type === 'add') {
    const { machine } = act
    if (machineOf(cluster, machine.name))
      throw new RangeError(`machine "${machine.name}" exists already`)
    putMachine(cluster, machine)
    cluster.act('Machine', machine.name, `machine ${machine.name} joins the cluster`)
    cluster.enqueue(KUBELET, `node/${machine.name}`)
    return
  }
  if (act.type === 'seed') {
    cluster.random.state = new Random(act.seed).state
    return
  }
  if (act.type === 'chance') {
    cluster.random.state = act.state
    return
  }
  if (act.type === 'inside') {
    performInside(cluster, act.deed)
    return
  }
  if (act.type === 'load') {
    giveLoad(cluster, act.load)
    return
  }
  if (act.type === 'request') {
    performRequest(cluster, act.request)
    return
  }
  if (act.type === 'nfs') {
    performNfs(cluster, act)
    return
  }
  if (act.type === 'fact') {
    cluster.remember('world', act.name, act.value)
    return
  }
  const machine = machineOf(cluster, act.name)
  if (!machine) throw new RangeError(`no machine "${act.name}"`)
  if (act.type === 'fill') {
    fill(cluster, machine, act)
    return
  }
  const { fields, sentence } = CHANGES[act.type]
  putMachine(cluster, { ...machine, ...fields })
  cluster.act('Machine', act.name, sentence(act.name))
  cluster.enqueue(KUBELET, `node/${act.name}`)
  // Programs that nobody in the cluster asks notice it, too.
  if (cluster.memory.get(PROCESSES.speaker)?.size) cluster.enqueue(SPEAKER, `machine ${act.name}`)
  if (cluster.memory.get(PROCESSES.controller)?.size)
    cluster.enqueue(CONTROLLER, `machine ${act.name}`)
  if (act.type === 'remove') dropMachine(cluster, act.name)
}
