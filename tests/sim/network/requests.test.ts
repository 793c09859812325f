import { beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import {
  type Cluster,
  checkpoint,
  type Draft,
  lastTrace,
  type ObjectOf,
  type Origin,
  type RequestSpec,
  requestSum,
  restore,
  runUntil,
} from '../../../src/sim/index.ts'
import { answerTo } from '../../../src/sim/network/dns/records.ts'
import { hopText } from '../../../src/ui/narration/requestReasons.ts'

const OUTSIDE: Origin = { type: 'outside' }
const BB: Origin = { type: 'pod', namespace: 'default', name: 'bb' }

function asks(from: Origin, host: string, port = 80, more: Partial<RequestSpec> = {}): RequestSpec {
  return {
    from,
    what: 'http',
    host,
    port,
    protocol: 'TCP',
    method: 'GET',
    path: '/',
    tls: false,
    ...more,
  }
}

function ask(cluster: Cluster, request: RequestSpec) {
  cluster.world({ type: 'request', request })
  const trace = lastTrace(cluster)
  if (!trace) throw new Error('no trace')
  return trace
}

function result(cluster: Cluster, request: RequestSpec): string {
  const { outcome } = ask(cluster, request)
  if (outcome.type === 'failed') return outcome.failure
  return outcome.type === 'answered' ? `${outcome.status} ${outcome.body.trim()}` : 'records'
}

const pod = (name: string, image: string, more: object = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name.replace(/-\d+$/, '') } },
  spec: {
    containers: [{ name: 'c', image, command: image === 'busybox' ? ['sleep', '9999'] : [] }],
    ...more,
  } as never,
})

const service = (name: string, spec: object): Draft =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }], ...spec },
  }) as unknown as Draft

const NETEXEC = {
  name: 'c',
  image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
  args: ['netexec', '--http-port=8080'],
  ports: [{ containerPort: 8080, hostPort: 8088 }],
}

const ECHO = 'sysnet4admin/echo-hname'
const DRAFTS: readonly Draft[] = [
  pod('web-1', ECHO, { nodeName: 'w1-k8s', hostname: 'web-1', subdomain: 'hl' }),
  pod('web-2', ECHO, { nodeName: 'w2-k8s', hostname: 'web-2', subdomain: 'hl' }),
  pod('bb', 'busybox', { nodeName: 'w3-k8s' }),
  service('web', { type: 'NodePort', ports: [{ name: 'http', port: 80, nodePort: 30000 }] }),
  service('local', {
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: [{ name: 'http', port: 80, nodePort: 30001 }],
  }),
  service('near', { internalTrafficPolicy: 'Local' }),
  service('sticky', { sessionAffinity: 'ClientIP' }),
  service('empty', { selector: { app: 'nobody' } }),
  service('wrong', { ports: [{ port: 80, targetPort: 81 }] }),
  service('hl', { clusterIP: 'None' }),
  service('ext', {
    type: 'ExternalName',
    externalName: 'db.example.com',
    selector: undefined,
    ports: undefined,
  }),
  pod('who', '', { nodeName: 'w2-k8s', containers: [NETEXEC] }),
  service('who', {
    selector: { app: 'who' },
    type: 'NodePort',
    ports: [{ port: 80, targetPort: 8080, nodePort: 30002 }],
  }),
  service('wholocal', {
    selector: { app: 'who' },
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: [{ port: 80, targetPort: 8080, nodePort: 30003 }],
  }),
  service('out', { externalIPs: ['192.168.1.240'] }),
]

/** As a speaker of MetalLB notes it. */
function announce(cluster: Cluster, ip: string, node: string): void {
  const one = { node, since: 0, protocol: 'layer2', pod: '', service: '' }
  cluster.remember('metallb announced', ip, [one])
}

const settle = (cluster: Cluster) => runUntil(cluster, { quiet: true, timeout: 600_000 })

let start: ReturnType<typeof checkpoint>
let cluster: Cluster

beforeAll(() => {
  cluster = createLab('book', { seed: 5 })
  for (const draft of DRAFTS) cluster.create(draft)
  settle(cluster)
  start = checkpoint(cluster)
})

/** The lab with its pods and Services, and nothing else done. */
function fresh(): Cluster {
  restore(cluster, start)
  return cluster
}

const ip = (name: string) => cluster.get('Pod', 'default', name).status.podIP ?? ''
const clusterIp = (name: string) => cluster.get('Service', 'default', name).spec.clusterIP ?? ''
const WEB = /^200 web-[12]$/

describe('a request', () => {
  const TABLE: readonly (readonly [string, () => RequestSpec, RegExp])[] = [
    ['a node port of a machine without a pod', () => asks(OUTSIDE, '192.168.1.103', 30000), WEB],
    [
      'a machine whose policy is Local, with a pod',
      () => asks(OUTSIDE, '192.168.1.102', 30001),
      /^200 web-2$/,
    ],
    ['the same without a pod there', () => asks(OUTSIDE, '192.168.1.103', 30001), /^timeout$/],
    ['the same from within the cluster', () => asks(BB, '192.168.1.103', 30001), WEB],
    ['a port that nobody has', () => asks(OUTSIDE, '192.168.1.101', 31000), /^refused$/],
    ['an address that nobody has', () => asks(OUTSIDE, '192.168.1.77'), /^unreachable$/],
    ['a Service from outside', () => asks(OUTSIDE, clusterIp('web')), /^timeout$/],
    [
      'a Service from a machine',
      () => asks({ type: 'node', name: 'm-k8s' }, clusterIp('web')),
      WEB,
    ],
    ['a pod by its address', () => asks(BB, ip('web-1')), /^200 web-1$/],
    ['a pod from outside', () => asks(OUTSIDE, ip('web-1')), /^timeout$/],
    ['an address of no pod', () => asks(BB, '172.16.221.180'), /^timeout$/],
    ['a short name', () => asks(BB, 'web'), WEB],
    ['a name with its namespace', () => asks(BB, 'web.default.svc'), WEB],
    ['a name that is not there', () => asks(BB, 'nope'), /^unresolved$/],
    [
      'a name of the cluster from a machine',
      () => asks({ type: 'node', name: 'm-k8s' }, 'web'),
      /^unresolved$/,
    ],
    ['a machine by its name', () => asks(OUTSIDE, 'w1-k8s', 30000), WEB],
    ['a Service without endpoints', () => asks(BB, 'empty'), /^refused$/],
    ['a port on which the pods do not listen', () => asks(BB, 'wrong'), /^refused$/],
    ['internal policy Local without a pod there', () => asks(BB, 'near'), /^timeout$/],
    [
      'internal policy Local with one',
      () => asks({ type: 'pod', namespace: 'default', name: 'web-2' }, 'near'),
      /^200 web-2$/,
    ],
    ['a pod by its own name', () => asks(BB, 'web-2.hl'), /^200 web-2$/],
    ['a headless Service', () => asks(BB, 'hl'), WEB],
    ['an external address from within', () => asks(BB, '192.168.1.240'), WEB],
    [
      'an external address that nobody answers for',
      () => asks(OUTSIDE, '192.168.1.240'),
      /^unreachable$/,
    ],
    ['a name elsewhere', () => asks(BB, 'ext'), /^unresolved$/],
    [
      'a port of the machine that a pod has',
      () => asks(OUTSIDE, '192.168.1.102', 8088, { path: '/hostname' }),
      /^200 who$/,
    ],
    [
      'a pod that sees the machine instead of the client',
      () => asks(OUTSIDE, '192.168.1.101', 30002, { path: '/clientip' }),
      /^200 192\.168\.1\.101:/,
    ],
    [
      'a pod that sees the client, as the policy is Local',
      () => asks(OUTSIDE, '192.168.1.102', 30003, { path: '/clientip' }),
      /^200 192\.168\.1\.200:/,
    ],
    [
      'a pod that sees the pod that asks',
      () => asks(BB, 'who', 80, { path: '/clientip' }),
      /^200 172\.16\./,
    ],
    ['the API server', () => asks(BB, 'kubernetes.default', 443, { tls: true }), /^403 \{/],
  ]
  it.each(TABLE)('to %s', (_, request, outcome) => {
    fresh()
    expect(result(cluster, request())).toMatch(outcome)
  })

  it('tells every hop with its reason, in Korean too', () => {
    const { hops } = ask(fresh(), asks(OUTSIDE, '192.168.1.103', 30000))
    expect(hops.map(({ actor }) => actor)).toEqual([
      'client',
      'arp',
      'kube-proxy',
      'endpoint',
      'container',
    ])
    const byName = ask(cluster, asks(BB, 'web')).hops
    expect(byName.map(({ actor }) => actor)).toEqual([
      'client',
      'kube-proxy',
      'endpoint',
      'dns',
      'kube-proxy',
      'endpoint',
      'container',
    ])
    for (const { reason } of [...hops, ...byName]) expect(hopText(reason, 'ko')).toMatch(/[가-힣]/)
  })

  it('is repeated alike after going back, and spreads over the pods', () => {
    const run = (): readonly string[] => {
      fresh()
      return Array.from({ length: 20 }, () => result(cluster, asks(BB, 'web')))
    }
    const first = run()
    expect(new Set(first).size).toBe(2)
    expect(run()).toEqual(first)
    expect(requestSum(cluster, 'service default/web')).toEqual({ requests: 20, failures: 0 })
    const rv = cluster.rv
    ask(cluster, asks(BB, 'web'))
    cluster.history.rewind(cluster, rv)
    expect(requestSum(cluster, 'service default/web').requests).toBe(20)
  })

  it('stays with its pod for the time of the affinity', () => {
    fresh()
    const answers = Array.from({ length: 12 }, () => result(cluster, asks(BB, 'sticky')))
    expect(new Set(answers).size).toBe(1)
  })
})

describe('what stands in the way', () => {
  it('a policy: dropped without it, by its name', () => {
    fresh()
    cluster.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed', namespace: 'default' },
      spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
    })
    const trace = ask(cluster, asks(BB, 'web', 80, { timeout: 3000 }))
    expect(trace.outcome).toMatchObject({ failure: 'timeout', millis: 3000 })
    expect(trace.hops.at(-1)).toMatchObject({
      actor: 'policy',
      object: { name: 'closed' },
      fails: true,
    })
  })

  it('a policy that lets nothing out: not even names are found', () => {
    fresh()
    cluster.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'mute', namespace: 'default' },
      spec: { podSelector: { matchLabels: { app: 'bb' } }, policyTypes: ['Egress'] },
    })
    const { outcome, hops } = ask(cluster, asks(BB, 'web'))
    expect(outcome).toMatchObject({ failure: 'no-dns', millis: 10_000 })
    expect(hops.at(-1)?.reason).toBe('Egress of pod bb: policy mute does not allow it')
  })

  it('source ranges of a load balancer, from outside', () => {
    fresh()
    const balanced = service('ranged', {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
    })
    const made = cluster.create(balanced) as ObjectOf<'Service'>
    const loadBalancer = { ingress: [{ ip: '192.168.1.11' }] }
    cluster.updateStatus({ ...made, status: { loadBalancer } })
    settle(cluster)
    expect(result(cluster, asks(OUTSIDE, '192.168.1.11'))).toBe('unreachable')
    announce(cluster, '192.168.1.11', 'w2-k8s')
    expect(result(cluster, asks(OUTSIDE, '192.168.1.11'))).toBe('timeout')
    const allowed = asks({ type: 'outside', ip: '10.1.2.3' }, '192.168.1.11')
    expect(result(cluster, allowed)).toMatch(WEB)
  })

  it('a machine without power', () => {
    fresh()
    cluster.world({ type: 'power-off', name: 'w1-k8s' })
    expect(result(cluster, asks(OUTSIDE, '192.168.1.101', 30000))).toBe('unreachable')
    expect(result(cluster, asks(BB, ip('web-1')))).toBe('timeout')
  })

  it('a name service that does not run', () => {
    fresh()
    cluster.scale('Deployment', 'kube-system', 'coredns', { replicas: 0 })
    settle(cluster)
    expect(result(cluster, asks(BB, 'web'))).toBe('no-dns')
    expect(result(cluster, asks(BB, clusterIp('web')))).toMatch(WEB)
  })

  it('a proxy that has stopped: its node goes on by old rules, the others do not', () => {
    fresh()
    // On w3 no proxy may run any more: its pod goes, and none comes back.
    const set = cluster.get('DaemonSet', 'kube-system', 'kube-proxy')
    const away = {
      matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['w3-k8s'] }],
    }
    const spec = set.spec.template.spec
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [away] },
      },
    }
    cluster.update({
      ...set,
      spec: { ...set.spec, template: { ...set.spec.template, spec: { ...spec, affinity } } },
    } as typeof set)
    settle(cluster)
    expect(result(cluster, asks(BB, clusterIp('web')))).toMatch(WEB)
    cluster.create(service('late', {}))
    cluster.delete('Pod', 'default', 'web-1')
    cluster.delete('Pod', 'default', 'web-2')
    settle(cluster)
    const old = ask(cluster, asks(BB, clusterIp('web')))
    expect(old.outcome).toMatchObject({ failure: 'timeout' })
    expect(old.hops.find(({ actor }) => actor === 'kube-proxy')?.reason).toMatch(/^stale rules: /)
    expect(result(cluster, asks({ type: 'node', name: 'w1-k8s' }, clusterIp('web')))).toBe(
      'refused',
    )
    expect(result(cluster, asks(BB, clusterIp('late')))).toBe('timeout')
    const saved = JSON.parse(JSON.stringify(checkpoint(cluster))) as typeof start
    restore(cluster, saved)
    expect(ask(cluster, asks(BB, clusterIp('web'))).outcome).toMatchObject({ failure: 'timeout' })
  })
})

describe('the name service', () => {
  const values = (name: string, type: 'A' | 'SRV' | 'PTR' = 'A'): string => {
    const { code, records } = answerTo(cluster, name, type)
    return records.length > 0
      ? records
          .map(({ value }) => value)
          .sort()
          .join(' ')
      : code
  }
  const two = () => [ip('web-1'), ip('web-2')].sort().join(' ')
  const TABLE: readonly (readonly [string, 'A' | 'SRV' | 'PTR', () => string])[] = [
    ['kubernetes.default.svc.cluster.local', 'A', () => '10.96.0.1'],
    ['web.default.svc.cluster.local', 'A', () => clusterIp('web')],
    ['hl.default.svc.cluster.local', 'A', two],
    ['web-1.hl.default.svc.cluster.local', 'A', () => ip('web-1')],
    ['web-3.hl.default.svc.cluster.local', 'A', () => 'NXDOMAIN'],
    ['web.other.svc.cluster.local', 'A', () => 'NXDOMAIN'],
    ['default.svc.cluster.local', 'A', () => 'NOERROR'],
    ['ext.default.svc.cluster.local', 'A', () => 'db.example.com.'],
    ['172-16-1-2.default.pod.cluster.local', 'A', () => '172.16.1.2'],
    [
      '_http._tcp.web.default.svc.cluster.local',
      'SRV',
      () => '0 100 80 web.default.svc.cluster.local.',
    ],
    ['_http._udp.web.default.svc.cluster.local', 'SRV', () => 'NXDOMAIN'],
    [
      '_http._tcp.hl.default.svc.cluster.local',
      'SRV',
      () =>
        '0 50 80 web-1.hl.default.svc.cluster.local. 0 50 80 web-2.hl.default.svc.cluster.local.',
    ],
    ['1.0.96.10.in-addr.arpa', 'PTR', () => 'kubernetes.default.svc.cluster.local.'],
  ]
  it.each(TABLE)('answers %s %s', (name, type, value) => {
    fresh()
    expect(values(name, type)).toBe(value())
  })
})
