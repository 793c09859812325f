import {
  badRequest,
  execute,
  type Inside,
  insideOf,
  lastTrace,
  NoSuchProgram,
} from '../../sim/index.ts'
import type { Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { attachable, chosenContainer } from './podTarget.ts'

export const exec: Verb = {
  name: 'exec',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  examples: [
    'kubectl exec nginx -- ls /etc',
    'kubectl exec nginx -c sidecar -- date',
    "kubectl exec deploy/web -- sh -c 'echo $HOSTNAME'",
  ],
  flags: [
    { name: 'container', short: 'c', type: 'string', help: 'In this container.' },
    {
      name: 'stdin',
      short: 'i',
      type: 'bool',
      value: 'false',
      help: 'Pass standard input to the command.',
    },
    { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'The input is a terminal.' },
    {
      name: 'quiet',
      short: 'q',
      type: 'bool',
      value: 'false',
      help: 'Only what the command prints.',
    },
  ],
  unsupported: ['filename', 'pod-running-timeout'],
  *run(call) {
    const { args, dash, flags } = call
    const [target] = args
    if (target === undefined || dash === 0)
      throw new Failure('pod, type/name or --filename must be specified')
    if (dash === undefined && args.length > 1)
      throw new Failure(
        "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
      )
    const command = args.slice(dash ?? args.length)
    if (command.length === 0)
      throw new Failure('you must specify at least one command for the container')
    const pod = attachable(call, target)
    if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed')
      throw new Failure(
        `cannot exec into a container in a completed pod; current phase is ${pod.status.phase}`,
      )
    const name = yield* chosenContainer(pod, flags.text('container'), flags.bool('quiet'))
    const { metadata } = pod
    call.demand?.({
      verb: 'create',
      resource: 'pods',
      subresource: 'exec',
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    })
    return yield* runIn(call, pod, name, command)
  },
}

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|a|da)?sh$/

/** What the command gets to read: a shell without anything to read is one that a person types into. */
function* inputOf(call: Call, command: readonly string[]): Doing<string | undefined> {
  const { flags, io } = call
  const stdin = flags.bool('stdin') ? (io.stdin ?? '') : ''
  if (flags.bool('tty') && stdin !== '')
    yield {
      err: 'Unable to use a TTY - input is not a terminal or the right kind of file\n',
    }
  if (command.length === 1 && SHELL.test(command[0] ?? '') && flags.bool('stdin') && stdin === '') {
    yield {
      err: `orrery: a shell to type into is not supported; give it the command: kubectl exec ${call.args[0]} -- sh -c 'ls /'\n`,
    }
    return undefined
  }
  return stdin
}

// k8s: pkg/registry/core/pod ExecLocation and pkg/kubelet/server getExec (1.36)
function* runIn(call: Call, pod: Pod, name: string, command: readonly string[]): Doing<number> {
  const { cluster } = call
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  const inside = insideOf(cluster, pod, name)
  if (!inside)
    throw new Failure(`unable to upgrade connection: container not found (${quote(name)})`)
  const input = yield* inputOf(call, command)
  if (input === undefined) return 1
  try {
    const code = yield* obeyed(call, inside, execute(inside, command, input))
    return code === 0 ? 0 : yield* ended(code)
  } catch (error) {
    if (!(error instanceof NoSuchProgram)) throw error
    yield {
      err: `OCI runtime exec failed: exec failed: unable to start container process: ${error.message}: unknown\n`,
    }
    return yield* ended(cluster.profile.kubelet.runtime === 'docker' ? 126 : 127)
  }
}

/** Lets a program do what it asks for; its exit code, 137 when its container ended under it. */
export function* obeyed(
  { cluster }: Call,
  inside: Inside,
  running: ReturnType<typeof execute>,
): Doing<number> {
  const { pod, container, id } = inside
  const { namespace = '', name } = pod.metadata
  const deed = { namespace, pod: name, container: container.name, life: id }
  for (let next = running.next(); ; next = running.next()) {
    if (next.done) return next.value
    const step = next.value
    if ('effect' in step) cluster.world({ type: 'inside', deed: { ...deed, effect: step.effect } })
    else if ('request' in step) {
      cluster.world({ type: 'request', request: step.request })
      const made = lastTrace(cluster)
      if (made) step.answer.trace = made
    } else if (!('sleep' in step)) yield step
    else if (step.sleep > 0 && !(yield* passes(inside, step.sleep))) return 137
  }
}

function* ended(code: number): Doing<number> {
  yield { err: `command terminated with exit code ${code}\n` }
  return code
}

/** Lets the time pass that the command sleeps; false when its container does not live to the end of it. */
function* passes({ cluster, pod, container, id }: Inside, millis: number): Doing<boolean> {
  const gone = (): boolean => {
    const now = cluster.find('Pod', pod.metadata.namespace ?? '', pod.metadata.name)
    return !now || insideOf(cluster, now, container.name)?.id !== id
  }
  yield { wait: gone, until: cluster.now + millis }
  return !gone()
}
