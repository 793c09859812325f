import { type Command, defineCommand } from 'just-bash'
import {
  diskBytes,
  fileServers,
  formatTime,
  type KindSpec,
  kindSpec,
  LOADABLE,
  lastTrace,
  loadAmount,
  loads,
  machineNames,
  requestSum,
  type WorldAct,
  wholeValue,
} from '../sim/index.ts'
import { DurationError, parseDuration } from '../sim/machinery/duration.ts'
import { quantityError } from '../sim/machinery/quantity.ts'
import type { ShellState } from './host.ts'

const USAGE = `usage: lab node add NAME [--cpu 2] [--memory 2Gi]
       lab node power-off|power-on|remove NAME
       lab kubelet stop|start NODE
       lab disk NODE AMOUNT|PERCENT%
       lab processes NODE NUMBER
       lab component stop|start NAME
       lab nfs [export|unexport SERVER:/PATH [--clients 192.168.1.0/24] [--options rw,sync]]
       lab nfs stop|start SERVER
       lab load [TYPE/NAME AMOUNT] [-n NAMESPACE]
       lab from [outside|NODE]
       lab trace [service NAMESPACE/NAME|pod NAMESPACE/NAME]
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

/** How much of the disk something beside Kubernetes takes: an amount, or a part of the disk. */
const disk: Topic = (state, [name, text = '', ...rest]) => {
  onlyFlags(rest, [])
  const machine = requireMachine(state, name)
  const part = /^(\d{1,3})%$/.exec(text)?.[1]
  const wrong = part === undefined ? quantityError(text) : undefined
  if (wrong !== undefined) throw new Refusal(`${text}: ${wrong}`)
  const bytes =
    part === undefined ? wholeValue(text) : Math.floor((diskBytes() * Number(part)) / 100)
  act(state, { type: 'fill', name: machine, disk: bytes })
  return `${text} of the disk of machine ${machine} taken by something else`
}

const processes: Topic = (state, [name, text = '', ...rest]) => {
  onlyFlags(rest, [])
  const machine = requireMachine(state, name)
  if (!/^\d+$/.test(text)) throw new Refusal(`not a number of processes: "${text}"`)
  act(state, { type: 'fill', name: machine, processes: Number(text) })
  return `${text} other processes on machine ${machine}`
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

/** A kind whose pods can be asked, by any of its names. */
function loadable(text: string): KindSpec {
  const word = text.toLowerCase()
  const specs = LOADABLE.map((kind): KindSpec => kindSpec(kind))
  const found = specs.find(
    ({ plural, singular, shortNames }) =>
      word === plural || word === singular || shortNames.includes(word),
  )
  if (found) return found
  throw new Refusal(
    `not a workload: "${text}"; there are ${specs.map((s) => s.singular).join(', ')}`,
  )
}

/** The words without the namespace that they name. */
function inNamespace(state: ShellState, words: readonly string[]) {
  const rest = words.flatMap((word, index) =>
    ['-n', '--namespace'].includes(word) || ['-n', '--namespace'].includes(words[index - 1] ?? '')
      ? []
      : [word],
  )
  const at = words.findIndex((word) => word === '-n' || word === '--namespace')
  const namespace = at < 0 ? state.config.namespace : words[at + 1]
  if (namespace === undefined) throw new Refusal(`${words[at]} needs a value`)
  return { rest, namespace }
}

/** Without words it says what there is. */
const load: Topic = (state, words) => {
  const { cluster } = state.host
  if (words.length === 0)
    return loads(cluster)
      .map((one) => `${one.kind.toLowerCase()}/${one.name} ${one.amount} -n ${one.namespace}`)
      .join('\n')
  const { rest, namespace } = inNamespace(state, words)
  const [what = '', amount, ...more] = rest
  const [type = '', name = ''] = what.split('/')
  if (name === '' || amount === undefined || more.length > 0) throw new Refusal(USAGE)
  const { kind, singular } = loadable(type)
  if (!cluster.find(kind, namespace, name))
    throw new Refusal(`no ${singular} "${name}" in namespace ${namespace}`)
  const given = loadAmount(amount)
  act(state, { type: 'load', load: { kind, namespace, name, amount: given } })
  return `${singular}/${name} load ${given}`
}

/** Without words it says what there is, as /etc/exports does. */
const nfs: Topic = (state, [verb, target, ...rest]) => {
  const { cluster } = state.host
  if (verb === undefined)
    return fileServers(cluster)
      .flatMap(({ address, running, exports }) =>
        exports.map(
          ({ path, clients, options }) =>
            `${address}:${path} ${clients}(${options.join(',')})${running ? '' : ' stopped'}`,
        ),
      )
      .join('\n')
  if (target === undefined) throw new Refusal(USAGE)
  const [server = '', joined] = target.split(/:(?=\/)/)
  const path = joined ?? (rest[0]?.startsWith('/') ? rest.shift() : undefined)
  if (verb === 'stop' || verb === 'start') {
    onlyFlags(rest, [])
    act(state, { type: 'nfs', change: verb, server })
    return `nfs ${server} ${verb === 'stop' ? 'stopped' : 'started'}`
  }
  if ((verb !== 'export' && verb !== 'unexport') || path === undefined) throw new Refusal(USAGE)
  onlyFlags(rest, ['clients', 'options'])
  const clients = flag(rest, 'clients')
  const options = flag(rest, 'options')?.split(',')
  const told = { ...(clients ? { clients } : {}), ...(options ? { options } : {}) }
  act(state, { type: 'nfs', change: verb, server, path, ...told })
  return `nfs ${server}:${path} ${verb}ed`
}

/** Where curl and its like stand from now on; without words it says where. */
const from: Topic = (state, [place, ...rest]) => {
  onlyFlags(rest, [])
  if (place === undefined) return state.from?.type === 'node' ? state.from.name : 'outside'
  state.from =
    place === 'outside' ? { type: 'outside' } : { type: 'node', name: requireMachine(state, place) }
  return `requests come from ${place}`
}

/** The way of the latest request, hop by hop; or how often a Service or pod was asked. */
const trace: Topic = (state, [sort, key, ...rest]) => {
  onlyFlags(rest, [])
  const { cluster } = state.host
  if (sort === 'service' || sort === 'pod') {
    if (!key?.includes('/')) throw new Refusal(USAGE)
    const { requests, failures } = requestSum(cluster, `${sort} ${key}`)
    return `${requests} requests, ${failures} failures`
  }
  if (sort !== undefined) throw new Refusal(USAGE)
  const last = lastTrace(cluster)
  if (!last) throw new Refusal('nobody has asked anything yet')
  return last.hops
    .map(({ actor, where, reason }) => `${actor.padEnd(10)} ${where.padEnd(14)} ${reason}`)
    .join('\n')
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

const TOPICS: Readonly<Record<string, Topic>> = {
  disk,
  processes,
  at,
  component,
  from,
  kubelet,
  load,
  nfs,
  node,
  seed,
  settle,
  trace,
}

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
