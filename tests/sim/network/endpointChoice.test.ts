import { describe, expect, it } from 'vitest'
import { choiceOf, type Target, targetsOf } from '../../../src/sim/network/proxy/endpoints.ts'
import type { EndpointSlice } from '../../../src/sim/types/index.ts'

type State = 'ready' | 'unready' | 'ending' | 'gone'

const target = (ip: string, node: string, state: State, zones: readonly string[] = []): Target => ({
  ip,
  port: 80,
  node,
  zones,
  nodes: [],
  ready: state === 'ready',
  serving: state === 'ready' || state === 'ending',
  terminating: state === 'ending' || state === 'gone',
  pod: undefined,
})

const AT = { node: 'w1', zone: 'a' }

/** Endpoints, policy, then the last digits of what may be chosen and whether there is anything anywhere. */
const TABLE: readonly (readonly [string, readonly Target[], string, string, boolean])[] = [
  [
    'all that are ready',
    [target('1', 'w1', 'ready'), target('2', 'w2', 'ready')],
    'Cluster',
    '12',
    true,
  ],
  [
    'not what is not ready',
    [target('1', 'w1', 'unready'), target('2', 'w2', 'ready')],
    'Cluster',
    '2',
    true,
  ],
  [
    'ending ones only without ready ones',
    [target('1', 'w1', 'ending'), target('2', 'w2', 'ready')],
    'Cluster',
    '2',
    true,
  ],
  [
    'ending ones that still serve',
    [target('1', 'w1', 'ending'), target('2', 'w2', 'gone')],
    'Cluster',
    '1',
    true,
  ],
  ['none at all', [target('1', 'w1', 'unready')], 'Cluster', '', false],
  ['only local ones', [target('1', 'w1', 'ready'), target('2', 'w2', 'ready')], 'Local', '1', true],
  [
    'a local ending one before a ready one elsewhere',
    [target('1', 'w1', 'ending'), target('2', 'w2', 'ready')],
    'Local',
    '1',
    true,
  ],
  ['nothing local, something elsewhere', [target('2', 'w2', 'ready')], 'Local', '', true],
  [
    'the same zone by its hints',
    [target('1', 'w2', 'ready', ['a']), target('2', 'w3', 'ready', ['b'])],
    'Cluster',
    '1',
    true,
  ],
  [
    'all when one has no hint',
    [target('1', 'w2', 'ready', ['a']), target('2', 'w3', 'ready')],
    'Cluster',
    '12',
    true,
  ],
  [
    'all when the zone has none',
    [target('1', 'w2', 'ready', ['c']), target('2', 'w3', 'ready', ['b'])],
    'Cluster',
    '12',
    true,
  ],
]

describe('what a proxy chooses from', () => {
  it.each(TABLE)('%s', (_, targets, policy, eligible, any) => {
    const choice = choiceOf(targets, policy, AT)
    expect(choice.eligible.map(({ ip }) => ip).join('')).toBe(eligible)
    expect(choice.any).toBe(any)
  })

  it('reads the endpoints of one port from all slices, each address once', () => {
    const slice = (ports: EndpointSlice['ports'], ...ips: string[]) =>
      ({
        endpoints: ips.map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
        ports,
      }) as unknown as EndpointSlice
    const http = { name: 'http', port: 8080, protocol: 'TCP' }
    const slices = [
      slice([http, { name: 'dns', port: 53, protocol: 'UDP' }], '10.0.0.2', '10.0.0.1'),
      slice([{ ...http, port: 9090 }], '10.0.0.3', '10.0.0.1'),
    ]
    const found = targetsOf(slices, { name: 'http', port: 80, protocol: 'TCP' })
    expect(found.map(({ ip, port }) => `${ip}:${port}`)).toEqual([
      '10.0.0.1:8080',
      '10.0.0.1:9090',
      '10.0.0.2:8080',
      '10.0.0.3:9090',
    ])
  })
})
