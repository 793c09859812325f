import { Random } from '../../sim/index.ts'
import type { Container, EphemeralContainer, Node, Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call } from '../verb.ts'
import { hosted, profiled, trimmedCopy } from './debugProfiles.ts'
import { containerNames } from './podTarget.ts'

/** Where the debugging container is to be found; without a name there is none of its own. */
export interface Made {
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

/** Five characters that differ from those before, the same for the same thing. */
function fresh(uid: string, count: number): string {
  const seed = [...uid].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7)
  return new Random(seed + count).suffix(5)
}

export function words({ args, dash }: Call): readonly string[] {
  return dash === undefined ? [] : args.slice(dash)
}

function environment({ flags }: Call) {
  return flags.list('env').map((pair) => {
    const [key = '', ...value] = pair.split('=')
    return { name: key, value: value.join('=') }
  })
}

/** What the flags say about the debugging container, whichever way it comes to run. */
function asked(call: Call): Omit<Container, 'name'> {
  const { flags } = call
  const line = words(call)
  const env = environment(call)
  const [image, policy] = [flags.text('image'), flags.text('image-pull-policy')]
  return {
    ...(line.length === 0 ? {} : flags.bool('arguments-only') ? { args: line } : { command: line }),
    ...(env.length === 0 ? {} : { env }),
    ...(image === '' ? {} : { image }),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  }
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.computeDebugContainerName (1.36)
function* nameFor({ flags }: Call, pod: Pod): Doing<string> {
  const given = flags.text('container')
  if (given !== '') return given
  const names = containerNames(pod)
  let count = pod.spec.ephemeralContainers?.length ?? 0
  let name = `debugger-${fresh(pod.metadata.uid, count)}`
  while (names.includes(name)) name = `debugger-${fresh(pod.metadata.uid, ++count)}`
  if (!flags.bool('quiet')) yield { out: `Defaulting debug container name to ${name}.\n` }
  return name
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.debugByEphemeralContainer (1.36)
export function* intoPod(call: Call, pod: Pod): Doing<Made> {
  const { cluster, namespace, flags } = call
  const name = yield* nameFor(call, pod)
  const target = flags.text('target')
  const container: EphemeralContainer = {
    ...asked(call),
    name,
    ...(target === '' ? {} : { targetContainerName: target }),
    terminationMessagePolicy: 'File',
    resources: {},
  }
  cluster.patch(
    'Pod',
    namespace,
    pod.metadata.name,
    {
      type: 'strategic',
      patch: { spec: { ephemeralContainers: [profiled(call, 'ephemeral', container)] } },
      subresource: 'ephemeralcontainers',
      validate: 'strict',
    },
    {},
  )
  return { namespace, pod: pod.metadata.name, container: name }
}

/** `--set-image app=app:debug,*=busybox`. */
function images({ flags }: Call): ReadonlyMap<string, string> {
  return new Map(
    flags.list('set-image').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 0)
        throw new Failure(
          `invalid argument ${quote(pair)} for "--set-image" flag: ${pair} must be formatted as key=value`,
        )
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    }),
  )
}

function reimaged(call: Call, containers: readonly Container[]): readonly Container[] {
  const wanted = images(call)
  return containers.map((one) => {
    const image = wanted.get(one.name) ?? wanted.get('*')
    return image === undefined ? one : { ...one, image }
  })
}

/** The copy's containers with the debugging one changed or added; its name is empty when only images are exchanged. */
function* withDebugger(
  call: Call,
  pod: Pod,
): Doing<{ readonly containers: readonly Container[]; readonly name: string }> {
  const { flags } = call
  const containers = reimaged(call, pod.spec.containers)
  const known = containers.find(({ name }) => name === flags.text('container'))
  if (!known && flags.text('image') === '') {
    if (images(call).size > 0) return { containers, name: '' }
    throw new Failure('you must specify image when creating new container')
  }
  const own = asked(call)
  if (known) {
    const { stdin: _, tty: __, args, ...rest } = known
    const kept = own.command === undefined && args ? { args } : {}
    const changed = profiled(call, 'copy', { ...rest, ...kept, ...own })
    return {
      containers: containers.map((one) => (one === known ? changed : one)),
      name: known.name,
    }
  }
  const name = yield* nameFor(call, pod)
  const added = { ...own, name, resources: {}, terminationMessagePolicy: 'File' }
  return { containers: [...containers, profiled(call, 'copy', added)], name }
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.generatePodCopyWithDebugContainer, debugByCopy (1.36)
export function* byCopy(call: Call, pod: Pod): Doing<Made> {
  const { cluster, namespace, flags } = call
  const { containers, name } = yield* withDebugger(call, pod)
  const { ephemeralContainers: _, nodeName = '', ...spec } = pod.spec
  const { annotations, labels } = pod.metadata
  const copy = {
    metadata: {
      ...(annotations ? { annotations } : {}),
      ...(labels ? { labels } : {}),
      name: flags.text('copy-to'),
      namespace,
    } as Pod['metadata'],
    spec: {
      ...spec,
      containers,
      ...(flags.changed('share-processes')
        ? { shareProcessNamespace: flags.bool('share-processes') }
        : {}),
      ...(flags.bool('same-node') && nodeName !== '' ? { nodeName } : {}),
    },
  }
  // Only images exchanged: no profile looks at the copy.
  const body = name === '' ? copy : trimmedCopy(call, copy)
  cluster.create({ apiVersion: 'v1', kind: 'Pod', ...body } as never)
  if (flags.bool('replace'))
    cluster.delete('Pod', namespace, pod.metadata.name, { gracePeriodSeconds: 0 })
  return { namespace, pod: copy.metadata.name, container: name }
}

// k8s: kubectl/pkg/cmd/debug DebugOptions.generateNodeDebugPod (1.36)
export function* ontoNode(call: Call, node: Node): Doing<Made> {
  const { cluster, namespace, flags } = call
  const container = flags.text('container') === '' ? 'debugger' : flags.text('container')
  const taken = cluster.list('Pod', { namespace }).map(({ metadata }) => metadata.name)
  const head = `node-debugger-${node.metadata.name}-`
  let count = 0
  let name = head + fresh(node.metadata.uid, count)
  while (taken.includes(name)) name = head + fresh(node.metadata.uid, ++count)
  if (!flags.bool('quiet'))
    yield {
      out: `Creating debugging pod ${name} with container ${container} on node ${node.metadata.name}.\n`,
    }
  const debuggerOf = {
    ...asked(call),
    name: container,
    resources: {},
    terminationMessagePolicy: 'File',
  }
  const body = hosted(call, {
    metadata: {
      labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' },
      name,
      namespace,
    } as unknown as Pod['metadata'],
    spec: {
      containers: [profiled(call, 'node', debuggerOf)],
      nodeName: node.metadata.name,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
  })
  cluster.create({ apiVersion: 'v1', kind: 'Pod', ...body } as never)
  return { namespace, pod: name, container }
}
