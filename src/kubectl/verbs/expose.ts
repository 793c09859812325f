import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import { type Json, loadManifests } from '../manifests.ts'
import type { Doing } from '../signal.ts'
import { type Ask, NOTHING_NAMED, readAsks } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { typeName } from './call.ts'
import { DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECURSIVE, SAVE_CONFIG } from './common.ts'
import { mustExpose, type Source, sourceOf } from './exposeSource.ts'
import { postGenerated } from './generated.ts'
import { OVERRIDES, overridden } from './overrides.ts'

const LONGEST_NAME = 63

interface Chosen {
  readonly ask: Ask
  readonly name: string
}

function chosenOf(call: Call): readonly Chosen[] {
  const { cluster, args, flags } = call
  if (flags.list('filename').length > 0) {
    const { manifests, errors } = loadManifests(call)
    throwAll(errors)
    return manifests.map(({ spec, raw }) => ({
      ask: { spec },
      name: String((raw.metadata as Json | undefined)?.name ?? ''),
    }))
  }
  const asks = readAsks(cluster, args)
  if (asks.length === 0) throw new Failure(NOTHING_NAMED)
  return asks.map((ask) => {
    if (ask.name === undefined)
      throw new Failure('resource(s) were provided, but no name was specified')
    return { ask, name: ask.name }
  })
}

/** Only plain pairs: a Service's selector knows nothing else. */
function pairs(text: string): Readonly<Record<string, string>> | undefined {
  if (text === '') return undefined
  return Object.fromEntries(
    text.split(',').map((part) => {
      const found = /^([^=!]+)==?([^=]*)$/.exec(part.trim())
      if (!found) throw new Failure(`unexpected label spec: ${part}`)
      return [found[1] as string, found[2] as string]
    }),
  )
}

function labelPairs(text: string): Readonly<Record<string, string>> {
  return pairs(text) ?? {}
}

function wantedPorts(call: Call, source: Source): readonly string[] {
  const given = call.flags.text('port')
  if (given !== '') return given.split(',')
  const ports = [...source.ports.keys()]
  if (ports.length === 0 && call.flags.text('cluster-ip') !== 'None')
    throw new Failure("couldn't find port via --port flag or introspection")
  return ports.map(String)
}

function numberOf(port: string): number {
  if (!/^\d+$/.test(port))
    throw new Failure(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`)
  return Number(port)
}

/** Ports without names when there is one, named port-1, port-2 ... otherwise. */
// k8s: kubectl/pkg/cmd/expose ExposeServiceOptions.createService (1.36)
function portsOf(call: Call, source: Source): readonly Json[] {
  const { flags } = call
  const wanted = wantedPorts(call, source)
  const target = flags.text('target-port')
  return wanted.map((text, i) => {
    const port = numberOf(text)
    const protocol = flags.text('protocol') || source.ports.get(port) || 'TCP'
    const targetPort = target === '' ? port : /^\d+$/.test(target) ? Number(target) : target
    return {
      ...(wanted.length > 1 ? { name: `port-${i + 1}` } : {}),
      port,
      protocol,
      targetPort,
    }
  })
}

function serviceOf(call: Call, object: ApiObject, source: Source): Json {
  const { flags } = call
  const type = flags.text('type')
  const labels = flags.text('labels')
  const own = labels === '' ? object.metadata.labels : labelPairs(labels)
  const ports = portsOf(call, source)
  const plain = (flag: string, field: string): Json =>
    flags.text(flag) === '' ? {} : { [field]: flags.text(flag) }
  const external = flags.text('external-ip')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: (flags.text('name') || object.metadata.name).slice(0, LONGEST_NAME),
      ...(own ? { labels: own } : {}),
    },
    spec: {
      ...(flags.text('cluster-ip') === '' ? {} : { clusterIP: flags.text('cluster-ip') }),
      ...(external === '' ? {} : { externalIPs: [external] }),
      ...(type === 'LoadBalancer' ? plain('load-balancer-ip', 'loadBalancerIP') : {}),
      ...(ports.length > 0 ? { ports } : {}),
      selector: source.selector,
      ...plain('session-affinity', 'sessionAffinity'),
      ...(type === '' ? {} : { type }),
    },
    status: { loadBalancer: {} },
  }
}

function* exposeOne(call: Call, { ask, name }: Chosen): Doing {
  const object = call.cluster.get(ask.spec.kind, call.namespace, name)
  mustExpose(ask)
  const source = sourceOf(object, pairs(call.flags.text('selector')))
  const service = overridden(call, 'Service', serviceOf(call, object, source))
  const word = typeName({ kind: 'Service', group: '' })
  // Only the last word of the line differs from what `create` says.
  for (const part of postGenerated(call, service))
    yield 'out' in part && part.out?.startsWith(`${word}/`)
      ? { out: part.out.replace(/ created/, ' exposed') }
      : part
}

/** k8s: kubectl/pkg/cmd/expose (1.36) */
export const expose: Verb = {
  name: 'expose',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  examples: [
    'kubectl expose deployment nginx --port=80 --target-port=8000',
    'kubectl expose pod valid-pod --port=444 --name=frontend',
  ],
  flags: [
    DRY_RUN,
    FIELD_MANAGER,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SAVE_CONFIG,
    ...OVERRIDES,
    { name: 'cluster-ip', type: 'string', help: 'The address; None for a headless Service.' },
    { name: 'external-ip', type: 'string', help: 'An address outside that leads to a node.' },
    {
      name: 'labels',
      short: 'l',
      type: 'string',
      help: "Labels of the Service; the object's otherwise.",
    },
    { name: 'load-balancer-ip', type: 'string', help: 'The address to ask of the load balancer.' },
    { name: 'name', type: 'string', help: "The Service's name; that of the object otherwise." },
    {
      name: 'port',
      type: 'string',
      help: 'The port of the Service; those of the object otherwise.',
    },
    { name: 'protocol', type: 'string', help: 'TCP, UDP or SCTP.' },
    { name: 'selector', type: 'string', help: "What to select; the object's selector otherwise." },
    { name: 'session-affinity', type: 'string', help: 'None or ClientIP.' },
    { name: 'target-port', type: 'string', help: 'Number or name of the port of the container.' },
    { name: 'type', type: 'string', help: 'ClusterIP, NodePort, LoadBalancer or ExternalName.' },
  ],
  unsupported: ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    const errors: Error[] = []
    for (const chosen of chosenOf(call)) {
      try {
        yield* exposeOne(call, chosen)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}
