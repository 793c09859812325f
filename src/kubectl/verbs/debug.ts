import { Random } from '../../sim/index.ts'
import type { EphemeralContainer, Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { containerNames } from './podTarget.ts'

export const debug: Verb = {
  name: 'debug',
  usage: 'POD --image=image [-c CONTAINER] [--target=CONTAINER] [-- COMMAND [args...]]',
  short: 'Create debugging sessions for troubleshooting workloads',
  examples: [
    'kubectl debug mypod -it --image=busybox',
    'kubectl debug mypod --image=busybox -c debugger -- sleep 1d',
  ],
  flags: [
    { name: 'image', type: 'string', help: 'The image of the debugging container.' },
    { name: 'container', short: 'c', type: 'string', help: 'Name of the debugging container.' },
    { name: 'target', type: 'string', help: 'See the processes of this container.' },
    { name: 'env', type: 'each', help: 'Environment of the container, key=value.' },
    { name: 'image-pull-policy', type: 'string', help: 'Always, IfNotPresent or Never.' },
    { name: 'profile', type: 'string', value: 'legacy', help: 'legacy or general.' },
    {
      name: 'arguments-only',
      type: 'bool',
      value: 'false',
      help: 'The words behind -- are arguments, not the command.',
    },
    { name: 'stdin', short: 'i', type: 'bool', value: 'false', help: 'Keep its input open.' },
    { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'Give it a terminal.' },
    { name: 'quiet', short: 'q', type: 'bool', value: 'false', help: 'Say less.' },
    {
      name: 'attach',
      type: 'bool',
      value: 'false',
      help: 'Wait until it runs; on when -i is given.',
    },
  ],
  unsupported: [
    'copy-to',
    'custom',
    'filename',
    'keep-annotations',
    'keep-init-containers',
    'keep-labels',
    'keep-liveness',
    'keep-readiness',
    'keep-startup',
    'replace',
    'same-node',
    'set-image',
    'share-processes',
  ],
  *run(call) {
    const { args, dash, flags, cluster, namespace } = call
    const [target] = args.slice(0, dash ?? args.length)
    check(call, target)
    if (flags.text('target') !== '' && !flags.bool('quiet'))
      yield {
        out: `Targeting container ${quote(flags.text('target'))}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      }
    if (flags.text('profile') === 'legacy')
      yield {
        err: '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
      }
    const pod = cluster.get('Pod', namespace, (target ?? '').replace(/^pods?\//, ''))
    const container = yield* made(call, pod)
    cluster.patch(
      'Pod',
      namespace,
      pod.metadata.name,
      {
        type: 'strategic',
        patch: { spec: { ephemeralContainers: [container] } },
        subresource: 'ephemeralcontainers',
        validate: 'strict',
      },
      {},
    )
    if (flags.bool('stdin') || flags.bool('attach')) yield* started(call, pod, container.name)
    return 0
  },
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.Validate (1.36)
function check({ flags, cluster }: Call, target: string | undefined): void {
  if (flags.text('image') === '')
    throw new Failure('you must specify --image when not using --copy-to.')
  if (target === undefined) throw new Failure('NAME or filename is required for debug')
  if (cluster.profile.name === 'book-2021')
    throw new Failure(
      'ephemeral containers are disabled for this cluster (error from server: "the server could not find the requested resource").',
    )
  if (target.startsWith('no') && target.includes('/'))
    throw new Failure('orrery does not support debugging nodes')
  const policy = flags.text('image-pull-policy')
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy))
    throw new Failure(`invalid image pull policy: ${policy}`)
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new Failure('-i/--stdin is required for containers with -t/--tty=true')
}

/** A name that differs from those that are there, the same for the same pod. */
function freshName(pod: Pod): string {
  const seed = [...pod.metadata.uid].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7)
  const count = pod.spec.ephemeralContainers?.length ?? 0
  return `debugger-${new Random(seed + count).suffix(5)}`
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.generateDebugContainer (1.36)
function* made(call: Call, pod: Pod): Doing<EphemeralContainer> {
  const { flags, args, dash } = call
  const words = dash === undefined ? [] : args.slice(dash)
  const given = flags.text('container')
  const name = given === '' ? freshName(pod) : given
  if (given === '' && !flags.bool('quiet'))
    yield { out: `Defaulting debug container name to ${name}.\n` }
  if (containerNames(pod).includes(given))
    throw new Failure(`debug container name ${quote(given)} conflicts with existing container`)
  const env = flags.list('env').map((pair) => {
    const [key = '', ...value] = pair.split('=')
    return { name: key, value: value.join('=') }
  })
  const policy = flags.text('image-pull-policy')
  const target = flags.text('target')
  return {
    name,
    image: flags.text('image'),
    ...(words.length === 0
      ? {}
      : flags.bool('arguments-only')
        ? { args: words }
        : { command: words }),
    ...(env.length === 0 ? {} : { env }),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...(target === '' ? {} : { targetContainerName: target }),
    terminationMessagePolicy: 'File',
    resources: {},
  }
}

/** Waits until the container runs or has ended, as an attaching kubectl does; then leaves it to itself. */
function* started({ cluster, namespace }: Call, pod: Pod, name: string): Doing {
  const state = () =>
    cluster
      .find('Pod', namespace, pod.metadata.name)
      ?.status.ephemeralContainerStatuses?.find((one) => one.name === name)?.state
  yield { wait: () => Boolean(state()?.running ?? state()?.terminated) }
  if (state()?.running)
    yield {
      err: `orrery: a shell to type into is not supported; run commands in the container: kubectl exec ${pod.metadata.name} -c ${name} -- ls /\n`,
    }
}
