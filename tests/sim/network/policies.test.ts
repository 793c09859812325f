import { describe, expect, it } from 'vitest'
import { type Connection, verdictOf } from '../../../src/sim/network/policy/evaluate.ts'
import type { Kind, NetworkPolicy, NetworkPolicySpec, Pod } from '../../../src/sim/types/index.ts'

const NAMESPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  default: { 'kubernetes.io/metadata.name': 'default' },
  other: { 'kubernetes.io/metadata.name': 'other', team: 'blue' },
}

function pod(namespace: string, app: string): Pod {
  const ports = [{ name: 'web', containerPort: 8080, protocol: 'TCP' }]
  return {
    metadata: { name: app, namespace, labels: { app } },
    spec: { containers: [{ name: 'c', image: 'nginx', ports }] },
  } as unknown as Pod
}

const WEB = { ip: '172.16.0.1', pod: pod('default', 'web') }
const CLIENT = { ip: '172.16.0.2', pod: pod('default', 'client') }
const STRANGER = { ip: '172.16.0.3', pod: pod('other', 'client') }
const OUTSIDE = { ip: '192.168.1.200', pod: undefined }

function asked(
  specs: readonly NetworkPolicySpec[],
  direction: 'Ingress' | 'Egress',
  connection: Partial<Connection>,
) {
  const policies = specs.map((spec, index) => ({
    kind: 'NetworkPolicy',
    metadata: { name: `p${index}`, namespace: 'default' },
    spec,
  })) as unknown as readonly NetworkPolicy[]
  const cluster = {
    list: (_: Kind, options: { where?: (one: never) => boolean }) =>
      policies.filter((one) => options.where?.(one as never) ?? true),
    find: (_: Kind, __: string, name: string) => ({ metadata: { name, labels: NAMESPACES[name] } }),
  } as unknown as Parameters<typeof verdictOf>[0]
  const whole = { from: CLIENT, to: WEB, port: 8080, protocol: 'TCP', ...connection }
  return verdictOf(cluster, direction, whole).allowed
}

const web = { matchLabels: { app: 'web' } }
const client = { matchLabels: { app: 'client' } }
const from = (...peers: object[]) => ({ podSelector: web, ingress: [{ from: peers }] })
const ports = (...list: object[]) => ({ podSelector: web, ingress: [{ ports: list }] })

const INGRESS: readonly (readonly [string, NetworkPolicySpec[], Partial<Connection>, boolean])[] = [
  ['no policy selects it', [{ podSelector: client, ingress: [] }], {}, true],
  ['default deny', [{ podSelector: {}, policyTypes: ['Ingress'] }], {}, false],
  [
    'an egress policy says nothing of what comes in',
    [{ podSelector: {}, policyTypes: ['Egress'] }],
    {},
    true,
  ],
  [
    'an empty rule allows everything',
    [{ podSelector: web, ingress: [{}] }],
    { from: OUTSIDE },
    true,
  ],
  ['a pod of its namespace', [from({ podSelector: client })], {}, true],
  [
    'the same labels in another namespace',
    [from({ podSelector: client })],
    { from: STRANGER },
    false,
  ],
  [
    'a namespace',
    [from({ namespaceSelector: { matchLabels: { team: 'blue' } } })],
    { from: STRANGER },
    true,
  ],
  [
    'namespace and pod together',
    [from({ namespaceSelector: {}, podSelector: web })],
    { from: STRANGER },
    false,
  ],
  ['either of two peers', [from({ podSelector: web }, { podSelector: client })], {}, true],
  ['a block', [from({ ipBlock: { cidr: '192.168.1.0/24' } })], { from: OUTSIDE }, true],
  [
    'a block but for a part',
    [from({ ipBlock: { cidr: '192.168.0.0/16', except: ['192.168.1.128/25'] } })],
    { from: OUTSIDE },
    false,
  ],
  ['a port', [ports({ port: 8080 })], {}, true],
  ['another port', [ports({ port: 80 })], {}, false],
  ['another protocol', [ports({ port: 8080, protocol: 'UDP' })], {}, false],
  ['a named port', [ports({ port: 'web' })], {}, true],
  ['a port name that is not there', [ports({ port: 'admin' })], {}, false],
  ['a range of ports', [ports({ port: 8000, endPort: 8100 })], {}, true],
  ['beyond a range', [ports({ port: 8000, endPort: 8079 })], {}, false],
  [
    'policies add up',
    [{ podSelector: {}, policyTypes: ['Ingress'] }, from({ podSelector: client })],
    {},
    true,
  ],
]

const EGRESS: readonly (readonly [string, NetworkPolicySpec[], Partial<Connection>, boolean])[] = [
  ['default deny', [{ podSelector: {}, policyTypes: ['Egress'] }], {}, false],
  ['an ingress policy says nothing of what leaves', [{ podSelector: {}, ingress: [] }], {}, true],
  ['egress rules count without types', [{ podSelector: client, egress: [] }], {}, false],
  ['to a pod', [{ podSelector: client, egress: [{ to: [{ podSelector: web }] }] }], {}, true],
  [
    'to a block',
    [{ podSelector: client, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }],
    {},
    false,
  ],
  [
    'only names',
    [{ podSelector: client, egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }],
    {},
    false,
  ],
]

describe('what policies let in', () => {
  it.each(INGRESS)('%s', (_, specs, connection, allowed) => {
    expect(asked(specs, 'Ingress', connection)).toBe(allowed)
  })
})

describe('what policies let out', () => {
  it.each(EGRESS)('%s', (_, specs, connection, allowed) => {
    expect(asked(specs, 'Egress', connection)).toBe(allowed)
  })
})
