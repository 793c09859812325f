import { portName } from '../../sim/admission/names.ts'
import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Json } from '../manifests.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { oneName, postGenerated } from './generated.ts'

const TCP: Flag = {
  name: 'tcp',
  type: 'list',
  help: 'Ports as PORT or PORT:TARGET; the target is a number or a name.',
}
const HIGHEST = 65_535

function portNumber(text: string): number {
  if (!/^\d+$/.test(text))
    throw new Failure(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** `80`, `80:8080` or `80:http`. k8s: kubectl/pkg/cmd/create parsePorts (1.36) */
function portOf(text: string, nodePort: number): Json {
  const colon = text.indexOf(':')
  const port = portNumber(colon < 0 ? text : text.slice(0, colon))
  if (port > HIGHEST)
    throw new Failure(
      `strconv.ParseUint: parsing ${JSON.stringify(String(port))}: value out of range`,
    )
  const behind = colon < 0 ? String(port) : text.slice(colon + 1)
  const isNumber = /^\d+$/.test(behind)
  const target = isNumber ? Number(behind) : behind
  if (typeof target === 'number' && (target < 1 || target > HIGHEST))
    throw new Failure(`must be between 1 and ${HIGHEST}, inclusive`)
  const [wrong] = typeof target === 'string' ? portName(target) : []
  if (wrong !== undefined) throw new Failure(wrong)
  return {
    name: text.replace(':', '-'),
    ...(nodePort > 0 ? { nodePort } : {}),
    port,
    protocol: 'TCP',
    targetPort: target,
  }
}

interface Shape {
  readonly type: string
  readonly nodePort?: number
  readonly spec?: Json
  /** A Service of this sort can do without ports. */
  readonly portless?: boolean
}

function* post(call: Call, { type, nodePort = 0, spec = {}, portless = false }: Shape) {
  const name = oneName(call)
  const ports = call.flags.list('tcp').map((text) => portOf(text, nodePort))
  if (ports.length === 0 && !portless)
    throw new Failure('at least one tcp port specifier must be provided')
  const labels = { app: name }
  yield* postGenerated(
    call,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: { ...spec, ...(ports.length > 0 ? { ports } : {}), selector: labels, type },
      status: { loadBalancer: {} },
    },
    `failed to create ${type} service: `,
  )
  return 0
}

const USAGE = 'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]'

const clusterIp: Verb = {
  name: 'clusterip',
  usage: USAGE,
  short: 'Create a ClusterIP service',
  examples: [
    'kubectl create service clusterip my-cs --tcp=5678:8080',
    'kubectl create service clusterip my-cs --clusterip="None"',
  ],
  flags: [
    ...CREATE_FLAGS,
    TCP,
    { name: 'clusterip', type: 'string', help: 'The address; None for a headless Service.' },
  ],
  *run(call) {
    const address = call.flags.text('clusterip')
    return yield* post(call, {
      type: 'ClusterIP',
      spec: address === '' ? {} : { clusterIP: address },
      portless: address === 'None',
    })
  },
}

const nodePort: Verb = {
  name: 'nodeport',
  usage: USAGE,
  short: 'Create a NodePort service',
  examples: ['kubectl create service nodeport my-ns --tcp=5678:8080'],
  flags: [
    ...CREATE_FLAGS,
    TCP,
    { name: 'node-port', type: 'int', value: '0', help: 'The port on every node; 0 for any.' },
  ],
  *run(call) {
    return yield* post(call, { type: 'NodePort', nodePort: call.flags.int('node-port') })
  },
}

const loadBalancer: Verb = {
  name: 'loadbalancer',
  usage: USAGE,
  short: 'Create a LoadBalancer service',
  examples: ['kubectl create service loadbalancer my-lbs --tcp=5678:8080'],
  flags: [...CREATE_FLAGS, TCP],
  *run(call) {
    return yield* post(call, { type: 'LoadBalancer' })
  },
}

const externalName: Verb = {
  name: 'externalname',
  usage: 'NAME --external-name external.name [--dry-run=server|client|none]',
  short: 'Create an ExternalName service',
  examples: ['kubectl create service externalname my-ns --external-name bar.com'],
  flags: [
    ...CREATE_FLAGS,
    TCP,
    { name: 'external-name', type: 'string', help: 'The name that the Service stands for.' },
  ],
  *run(call) {
    if (!call.flags.changed('external-name'))
      throw new Failure('required flag(s) "external-name" not set')
    const spec = { externalName: call.flags.text('external-name') }
    return yield* post(call, { type: 'ExternalName', spec, portless: true })
  },
}

/** k8s: kubectl/pkg/cmd/create NewCmdCreateService (1.36) */
export const service: Verb = {
  name: 'service',
  aliases: ['svc'],
  usage: '',
  short: 'Create a service using a specified subcommand',
  flags: [],
  subcommands: [clusterIp, externalName, loadBalancer, nodePort],
}
