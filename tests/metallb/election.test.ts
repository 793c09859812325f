import { describe, expect, it } from 'vitest'
import { ranked } from '../../src/sim/metallb/election.ts'

const SHORT = (nodes: readonly string[]): string => nodes.map((node) => node.slice(0, 2)).join(',')
const three = ['w1-k8s', 'w2-k8s', 'w3-k8s']
const four = [...three, 'w4-k8s']

describe('who announces: the lowest hash', () => {
  it.each([
    ['default/lb-hname-svc', 'w1,w2,w3', 'w1,w4,w2,w3'],
    ['default/lb-ip-svc', 'w1,w3,w2', 'w1,w3,w4,w2'],
    ['default/hpa-hname-svc', 'w3,w1,w2', 'w3,w1,w4,w2'],
    ['default/cfgmap-svc', 'w1,w3,w2', 'w4,w1,w3,w2'],
    ['default/nfs-pvc-deploy-svc', 'w2,w1,w3', 'w2,w1,w3,w4'],
    ['default/nfs-pvc-sts-svc', 'w1,w2,w3', 'w1,w2,w3,w4'],
  ])('0.8.2: %s', (service, short, long) => {
    expect(SHORT(ranked(three, service))).toBe(short)
    expect(SHORT(ranked(four, service))).toBe(long)
  })

  it.each([
    ['192.168.1.11', 'w1', 'w4'],
    ['192.168.1.12', 'w3', 'w3'],
    ['192.168.1.13', 'w1', 'w4'],
    ['192.168.1.21', 'w3', 'w3'],
    ['192.168.1.22', 'w3', 'w4'],
    ['192.168.1.23', 'w1', 'w4'],
  ])('0.11 and later: %s', (address, short, long) => {
    expect(SHORT(ranked(three, address).slice(0, 1))).toBe(short)
    expect(SHORT(ranked(four, address).slice(0, 1))).toBe(long)
  })
})
