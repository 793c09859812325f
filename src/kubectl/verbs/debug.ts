import { insideOf } from '../../sim/index.ts'
import type { Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { readAsks } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { attached } from './attach.ts'
import { byCopy, intoPod, type Made, ontoNode, words } from './debugPods.ts'
import { requireProfile } from './debugProfiles.ts'
import { IMAGE } from './runPod.ts'

const flag = (name: string, help: string, value = 'false') =>
  ({ name, type: 'bool', value, help }) as const

export const debug: Verb = {
  name: 'debug',
  usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  examples: [
    'kubectl debug mypod -it --image=busybox',
    'kubectl debug mypod --image=busybox -c debugger -- sleep 1d',
    'kubectl debug mypod --copy-to=my-debugger --set-image=*=busybox',
    'kubectl debug node/mynode -it --image=busybox',
  ],
  flags: [
    flag('arguments-only', 'The words behind -- are arguments, not the command.'),
    flag('attach', 'Wait until it runs, and attach to it; on when -i is given.'),
    { name: 'container', short: 'c', type: 'string', help: 'Name of the debugging container.' },
    { name: 'copy-to', type: 'string', help: 'Debug a copy of the pod, with this name.' },
    { name: 'env', type: 'each', help: 'Environment of the container, key=value.' },
    { name: 'image', type: 'string', help: 'The image of the debugging container.' },
    { name: 'image-pull-policy', type: 'string', help: 'Always, IfNotPresent or Never.' },
    flag('keep-annotations', 'The copy keeps the annotations.'),
    flag('keep-init-containers', 'The copy runs the init containers.', 'true'),
    flag('keep-labels', 'The copy keeps the labels.'),
    flag('keep-liveness', 'The copy keeps the liveness probes.'),
    flag('keep-readiness', 'The copy keeps the readiness probes.'),
    flag('keep-startup', 'The copy keeps the startup probes.'),
    {
      name: 'profile',
      type: 'string',
      value: 'legacy',
      help: 'legacy, general, baseline, netadmin, restricted or sysadmin.',
    },
    { ...flag('quiet', 'Say less.'), short: 'q' },
    flag('replace', 'The copy takes the place of the pod, which is deleted.'),
    flag('same-node', 'The copy runs on the node of the pod.'),
    { name: 'set-image', type: 'list', help: 'Images of the copy, container=image; * is all.' },
    flag('share-processes', 'Containers of the copy see the processes of each other.', 'true'),
    { ...flag('stdin', 'Keep its input open.'), short: 'i' },
    { name: 'target', type: 'string', help: 'See the processes of this container.' },
    { ...flag('tty', 'Give it a terminal.'), short: 't' },
  ],
  unsupported: ['custom', 'filename'],
  *run(call) {
    const { args, dash, flags } = call
    const targets = args.slice(0, dash ?? args.length)
    requireProfile(call)
    yield* check(call, targets)
    for (const target of targets) {
      const made = yield* begun(call, target)
      const attaches = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin')
      if (attaches && made.container !== '') yield* joined(call, made)
    }
    return 0
  },
}

function checkCopy(call: Call): void {
  const { flags } = call
  const image = flags.text('image') !== ''
  const exchanged = flags.list('set-image').length > 0
  if (flags.text('copy-to') !== '') {
    if (!image && !exchanged && words(call).length === 0)
      throw new Failure('you must specify --image, --set-image or command arguments.')
    if (words(call).length > 0 && flags.text('container') === '' && !image)
      throw new Failure(
        'you must specify an existing container or a new image when specifying args.',
      )
    return
  }
  if (flags.bool('replace')) throw new Failure('--replace may only be used with --copy-to.')
  if (flags.bool('same-node')) throw new Failure('--same-node may only be used with --copy-to.')
  if (exchanged) throw new Failure('--set-image may only be used with --copy-to.')
  if (!image) throw new Failure('you must specify --image when not using --copy-to.')
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.Validate (1.36)
function* check(call: Call, targets: readonly string[]): Doing {
  const { flags } = call
  const image = flags.text('image')
  if (flags.bool('attach') && image === '' && flags.text('container') === '')
    throw new Failure(
      'you must specify --container or create a new container using --image in order to attach.',
    )
  checkCopy(call)
  if (image !== '' && !IMAGE.test(image))
    throw new Failure(`invalid image name ${quote(image)}: invalid reference format`)
  if (targets.length === 0) throw new Failure('NAME or filename is required for debug')
  const policy = flags.text('image-pull-policy')
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy))
    throw new Failure(`invalid image pull policy: ${policy}`)
  const target = flags.text('target')
  if (target !== '') {
    if (flags.text('copy-to') !== '')
      throw new Failure('--target is incompatible with --copy-to. Use --share-processes instead.')
    if (!flags.bool('quiet'))
      yield {
        out: `Targeting container ${quote(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      }
  }
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new Failure('-i/--stdin is required for containers with -t/--tty=true')
  if (flags.text('profile') === 'legacy')
    yield {
      err: '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
    }
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.Run (1.36)
function* begun(call: Call, target: string): Doing<Made> {
  const { cluster, namespace, flags } = call
  const [ask] = target.includes('/') ? readAsks(cluster, [target]) : []
  const kind = ask?.spec.kind ?? 'Pod'
  const name = ask?.name ?? target
  if (kind === 'Node') return yield* ontoNode(call, cluster.get('Node', '', name))
  if (kind !== 'Pod') {
    cluster.get(kind, ask?.spec.namespaced ? namespace : '', name)
    const { group = '', version = '' } = ask?.spec ?? {}
    throw new Failure(`${quote(`${group}/${version}, Kind=${kind}`)} not supported by debug`)
  }
  const pod = cluster.get('Pod', namespace, name)
  if (flags.text('copy-to') !== '') return yield* byCopy(call, pod)
  if (cluster.profile.name === 'book-2021')
    throw new Failure(
      'ephemeral containers are disabled for this cluster (error from server: "the server could not find the requested resource").',
    )
  return yield* intoPod(call, pod)
}

function stateOf({ status }: Pod, name: string) {
  const { containerStatuses = [], ephemeralContainerStatuses = [] } = status
  return [...containerStatuses, ...ephemeralContainerStatuses].find((one) => one.name === name)
    ?.state
}

/** Waits until the container runs, and attaches to it; of one that has ended already its log is all there is. */
// k8s: kubectl/pkg/cmd/debug DebugOptions.handleAttachPod (1.36)
function* joined(call: Call, { namespace, pod, container }: Made): Doing {
  const { cluster, flags } = call
  const found = () => cluster.find('Pod', namespace, pod)
  const state = () => {
    const now = found()
    return now && stateOf(now, container)
  }
  yield { wait: () => Boolean(!found() || state()?.running || state()?.terminated) }
  const now = found()
  if (!now || !insideOf(cluster, now, container)) return
  // A shell that a person would type into: here its commands are given to it.
  const typed = flags.bool('stdin') && (call.io.stdin ?? '') === '' && words(call).length === 0
  if (typed)
    yield {
      err: `orrery: a shell to type into is not supported; run commands in the container: kubectl exec ${pod} -c ${container} -- ls /\n`,
    }
  else yield* attached(call, now, container)
}
