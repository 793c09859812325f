import { type Command, defineCommand } from 'just-bash'
import { formatTime, machineNames, type WorldAct } from '../sim/index.ts'
import { DurationError, parseDuration } from '../sim/machinery/duration.ts'
import { quantityError } from '../sim/machinery/quantity.ts'
import type { ShellState } from './host.ts'

const USAGE = `usage: lab node add NAME [--cpu 2] [--memory 2Gi]
       lab node power-off|power-on|remove NAME
       lab kubelet stop|start NODE
       lab component stop|start NAME
       lab settle [--timeout 10m]
       lab seed N
       lab at`

const SETTLE = '10m'

/** A refusal in one line. */
class Refusal extends Error {}

type Topic = (state: ShellState, words: readonly string[]) => string | Promise<string>

function flag(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  if (at < 0) return undefined
  const word = words[at] ?? ''
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1]
  if (value === undefined || value === '') throw new Refusal(`--${name} needs a value`)
  return value
}

function onlyFlags(words: readonly string[], names: readonly string[]): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const name = names.find((one) => word === `--${one}` || word.startsWith(`--${one}=`))
    if (name === undefined) throw new Refusal(`unexpected word: ${word}`)
    if (word === `--${name}`) index++
  }
}

function act(state: ShellState, what: WorldAct): void {
  const { cluster } = state.host
  cluster.as({ reason: state.line }, () => cluster.world(what))
}

function requireMachine(state: ShellState, name: string | undefined): string {
  const names = machineNames(state.host.cluster)
  if (name === undefined) throw new Refusal(USAGE)
  if (!names.includes(name))
    throw new Refusal(`no machine "${name}"; there are ${names.join(', ') || 'none'}`)
  return name
}

const node: Topic = (state, [verb, name, ...rest]) => {
  if (verb === 'add') return addNode(state, name, rest)
  if (verb !== 'power-off' && verb !== 'power-on' && verb !== 'remove') throw new Refusal(USAGE)
  onlyFlags(rest, [])
  const machine = requireMachine(state, name)
  act(state, { type: verb, name: machine })
  const word = { 'power-off': 'powered off', 'power-on': 'powered on', remove: 'removed' }[verb]
  return `machine ${machine} ${word}`
}

function addNode(state: ShellState, name: string | undefined, rest: readonly string[]): string {
  if (name === undefined || name.startsWith('-')) throw new Refusal(USAGE)
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name))
    throw new Refusal(`not a node name: "${name}"`)
  if (machineNames(state.host.cluster).includes(name))
    throw new Refusal(`machine "${name}" exists already`)
  onlyFlags(rest, ['cpu', 'memory'])
  const cpu = flag(rest, 'cpu')
  const memory = flag(rest, 'memory')
  for (const amount of [cpu, memory]) {
    const wrong = amount === undefined ? undefined : quantityError(amount)
    if (wrong !== undefined) throw new Refusal(`${amount}: ${wrong}`)
  }
  const machine = state.host.machine(name, {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  })
  act(state, { type: 'add', machine })
  return `machine ${name} added`
}

const kubelet: Topic = (state, [verb, name, ...rest]) => {
  if (verb !== 'stop' && verb !== 'start') throw new Refusal(USAGE)
  onlyFlags(rest, [])
  const machine = requireMachine(state, name)
  act(state, { type: verb === 'stop' ? 'stop-kubelet' : 'start-kubelet', name: machine })
  return `kubelet of ${machine} ${verb === 'stop' ? 'stopped' : 'started'}`
}

const component: Topic = (state, [verb, name, ...rest]) => {
  if ((verb !== 'stop' && verb !== 'start') || name === undefined) throw new Refusal(USAGE)
  onlyFlags(rest, [])
  const { cluster } = state.host
  if (!cluster.actor(name))
    throw new Refusal(
      `no component "${name}"; there are ${cluster.actors.map((a) => a.name).join(', ')}`,
    )
  cluster.as({ reason: state.line }, () =>
    verb === 'stop' ? cluster.stopComponent(name) : cluster.startComponent(name),
  )
  return `component ${name} ${verb === 'stop' ? 'stopped' : 'started'}`
}

const settle: Topic = async (state, words) => {
  onlyFlags(words, ['timeout'])
  const text = flag(words, 'timeout') ?? SETTLE
  const { host } = state
  const until = host.cluster.now + parseDuration(text)
  const quiet = () => host.cluster.work.active === 0
  await host.pass({ wait: quiet, until }, state.deadline, state.abort)
  if (!quiet()) throw new Refusal(`the cluster is still busy after ${text}`)
  return ''
}

const seed: Topic = (state, [text = '', ...rest]) => {
  onlyFlags(rest, [])
  if (!/^-?\d+$/.test(text)) throw new Refusal(`not a seed: "${text}"`)
  act(state, { type: 'seed', seed: Number(text) })
  return `seed ${text}`
}

const at: Topic = (state, words) => {
  onlyFlags(words, [])
  const { now } = state.host.cluster
  return `${formatTime(now)} (${(now / 1000).toFixed(3)}s)`
}

const TOPICS: Readonly<Record<string, Topic>> = { at, component, kubelet, node, seed, settle }

/** `lab`: what happens to the world outside Kubernetes. */
export function labCommand(state: ShellState): Command {
  return defineCommand('lab', async ([topic = '', ...words]) => {
    try {
      const run = TOPICS[topic]
      if (!run) throw new Refusal(USAGE)
      const text = await run(state, words)
      return { stdout: text === '' ? '' : `${text}\n`, stderr: '', exitCode: 0 }
    } catch (error) {
      if (
        !(error instanceof Refusal || error instanceof DurationError || error instanceof RangeError)
      )
        throw error
      return { stdout: '', stderr: `lab: ${error.message}\n`, exitCode: 1 }
    }
  })
}

/** Commands of a part of the world that is not built yet. */
export function laterCommands(): readonly Command[] {
  return ['curl', 'nslookup'].map((name) =>
    defineCommand(name, async () => ({
      stdout: '',
      stderr: `${name}: orrery does not support the network yet\n`,
      exitCode: 1,
    })),
  )
}
