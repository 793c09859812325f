import {
  badRequest,
  containerLogs,
  execute,
  type Inside,
  insideOf,
  type LogLine,
  NoSuchProgram,
} from '../../sim/index.ts'
import type { Container, Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { obeyed } from './exec.ts'
import { attachable, chosenContainer } from './podTarget.ts'

export const attach: Verb = {
  name: 'attach',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  examples: ['kubectl attach mypod', 'kubectl attach mypod -c sidecar', 'kubectl attach rs/nginx'],
  flags: [
    { name: 'container', short: 'c', type: 'string', help: 'To this container.' },
    {
      name: 'stdin',
      short: 'i',
      type: 'bool',
      value: 'false',
      help: 'Pass standard input to the container.',
    },
    { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'The input is a terminal.' },
    {
      name: 'quiet',
      short: 'q',
      type: 'bool',
      value: 'false',
      help: 'Only what the container writes.',
    },
    { name: 'detach-keys', type: 'string', help: 'Keys that let go of the container.' },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      value: '1m0s',
      help: 'How long to wait for a pod of the workload.',
    },
  ],
  // k8s: kubectl/pkg/cmd/attach AttachOptions.Validate and Run (1.36)
  *run(call) {
    const { args, flags } = call
    if (args.length === 0) throw new Failure('at least 1 argument is required for attach')
    if (args.length > 2)
      throw new Failure(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      )
    if (flags.duration('pod-running-timeout') <= 0)
      throw new Failure('--pod-running-timeout must be higher than zero')
    const pod = attachable(call, args.join('/'))
    const { phase } = pod.status
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new Failure(`cannot attach a container in a completed pod; current phase is ${phase}`)
    const name = yield* containerOf(call, pod)
    yield* attached(call, pod, name)
    return 0
  },
}

function* containerOf(call: Call, pod: Pod): Doing<string> {
  try {
    return yield* chosenContainer(pod, call.flags.text('container'), call.flags.bool('quiet'))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(`cannot attach to the container: ${error.message}`)
  }
}

const RECORDED =
  'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n'
const PROMPT = "If you don't see a command prompt, try pressing enter.\n"

function named({ spec }: Pod, name: string): Container | undefined {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec
  const all: readonly Container[] = [...containers, ...initContainers, ...ephemeralContainers]
  return all.find((one) => one.name === name)
}

/** Follows what the container's first process writes from now on, and gives it what there is to read. */
// k8s: kubectl/pkg/cmd/attach AttachOptions.Run, pkg/kubelet Kubelet.GetAttach (1.36)
export function* attached(call: Call, pod: Pod, name: string): Doing {
  const { cluster, flags } = call
  const container = named(pod, name)
  const quiet = flags.bool('quiet')
  if (flags.bool('tty') && !container?.tty && !quiet)
    yield { err: `error: Unable to use a TTY - container ${name} did not allocate one\n` }
  if (!quiet) yield { err: RECORDED + PROMPT }
  const { namespace = '' } = pod.metadata
  call.demand?.({
    verb: 'create',
    resource: 'pods',
    subresource: 'attach',
    namespace,
    name: pod.metadata.name,
  })
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  const inside = insideOf(cluster, pod, name)
  if (!inside)
    throw new Failure(`unable to upgrade connection: container not found (${quote(name)})`)
  const given = flags.bool('stdin') && container?.stdin ? (call.io.stdin ?? '') : ''
  if (given.trim() !== '') yield* fed(call, inside, given)
  else yield* followed(inside)
}

/** A first process that reads commands does what is sent to it; to others it is lost. */
function* fed(call: Call, inside: Inside, text: string): Doing {
  try {
    yield* obeyed(call, inside, execute(inside, ['sh', '-c', text]))
  } catch (error) {
    if (!(error instanceof NoSuchProgram)) throw error
  }
}

/** What is written after this moment, until this life of the container ends. */
function* followed({ cluster, pod, container, id }: Inside): Doing {
  const { namespace = '', name } = pod.metadata
  const from = cluster.now
  const lives = (): boolean => {
    const now = cluster.find('Pod', namespace, name)
    return now !== undefined && insideOf(cluster, now, container.name)?.id === id
  }
  const written = (): readonly LogLine[] => {
    if (!cluster.find('Pod', namespace, name)) return []
    return containerLogs(cluster, namespace, name, container.name).filter(({ at }) => at > from)
  }
  let shown = 0
  for (;;) {
    const news = written().slice(shown)
    shown += news.length
    if (news.length > 0) yield { out: news.map(({ text }) => `${text}\n`).join('') }
    if (!lives()) return
    yield { wait: () => !lives() || written().length > shown, stream: true }
  }
}
