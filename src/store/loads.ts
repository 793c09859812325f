import { type Kind, LOADABLE, loadAmount, loadOf } from '../sim/index.ts'
import { milliValue } from '../sim/machinery/quantity.ts'
import type { CommandResult } from './commands.ts'
import { labAct } from './labActs.ts'
import { inNamespace, nearOf, type Target } from './lines.ts'
import { peekCluster } from './sim.ts'
import { quoted } from './words.ts'

/** Whether the text is an amount of load: CPU, or requests each second. */
export function isLoad(text: string): boolean {
  try {
    loadAmount(text)
    return true
  } catch {
    return false
  }
}

/** The line that gives a workload something to do. Pure. */
export function loadLine({ kind, namespace, name }: Target, amount: string): string {
  return `lab load ${kind.toLowerCase()}/${quoted(name)} ${quoted(amount)}${inNamespace(namespace)}`
}

export function giveLoad(target: Target, text: string): Promise<CommandResult> {
  const { kind, namespace, name } = target
  const amount = loadAmount(text)
  const said = `${kind.toLowerCase()}/${name} load ${amount}`
  return labAct(loadLine(target, amount), nearOf(target), said, (cluster) =>
    cluster.world({ type: 'load', load: { kind, namespace, name, amount } }),
  )
}

/** What a workload is asked for at present; `0` for nothing. */
export function presentLoad({ kind, namespace, name }: Target): string {
  const cluster = peekCluster()
  return cluster ? loadOf(cluster, { kind, namespace, name }) : '0'
}

export function takesLoad(kind: Kind): boolean {
  return LOADABLE.includes(kind)
}

/** A fifth of a CPU, or ten requests each second. */
const STEPS = { cpu: 200, rate: 10 } as const

function stepped(amount: string, by: 1 | -1): string {
  if (amount.endsWith('/s'))
    return `${Math.max(0, Number(amount.slice(0, -2)) + by * STEPS.rate)}/s`
  return loadAmount(`${Math.max(0, milliValue(amount) + by * STEPS.cpu)}m`)
}

export const moreLoad = (amount: string): string => stepped(amount, 1)

export const lessLoad = (amount: string): string => stepped(amount, -1)
