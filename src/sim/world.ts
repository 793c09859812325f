import type { Cluster } from './cluster.ts'
import { type Deed, perform as performInside } from './kubelet/effects.ts'
import { dropMachine, type Machine, machineOf, putMachine } from './kubelet/machine.ts'
import { Random } from './random.ts'

/** Queue of the kubelets; a key `node/NAME` makes the kubelet of that machine look at its whole node. */
export const KUBELET = 'kubelet'

/** What can happen to the machines, outside Kubernetes. */
export type WorldAct =
  | { readonly type: 'add'; readonly machine: Machine }
  | { readonly type: MachineChange; readonly name: string }
  /** Chance starts afresh. */
  | { readonly type: 'seed'; readonly seed: number }
  /** Somebody did something in a running container. */
  | { readonly type: 'inside'; readonly deed: Deed }
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
  if (act.type === 'inside') {
    performInside(cluster, act.deed)
    return
  }
  if (act.type === 'fact') {
    cluster.remember('world', act.name, act.value)
    return
  }
  const machine = machineOf(cluster, act.name)
  if (!machine) throw new RangeError(`no machine "${act.name}"`)
  const { fields, sentence } = CHANGES[act.type]
  putMachine(cluster, { ...machine, ...fields })
  cluster.act('Machine', act.name, sentence(act.name))
  cluster.enqueue(KUBELET, `node/${act.name}`)
  if (act.type === 'remove') dropMachine(cluster, act.name)
}
