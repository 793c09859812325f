import { describe, expect, it } from 'vitest'
import { candidates } from '../../../src/sim/network/dns/resolver.ts'

const POD = {
  servers: ['10.96.0.10'],
  search: ['a.svc.x', 'svc.x'],
  ndots: 5,
  ofCluster: true,
}

describe('names along the search path', () => {
  it.each([
    ['web', POD, ['web.a.svc.x', 'web.svc.x', 'web']],
    [
      'www.example.com',
      POD,
      ['www.example.com.a.svc.x', 'www.example.com.svc.x', 'www.example.com'],
    ],
    ['a.b.c.d.e.f', POD, ['a.b.c.d.e.f', 'a.b.c.d.e.f.a.svc.x', 'a.b.c.d.e.f.svc.x']],
    ['web.', POD, ['web']],
    ['web', { ...POD, search: [], ndots: 1 }, ['web']],
  ])('%s', (name, resolver, names) => {
    expect(candidates(name, resolver)).toEqual(names)
  })
})
