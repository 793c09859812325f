import { describe, expect, it } from 'vitest'
import { BOOK_METALLB, METALLB, METALLB_POOL } from '../../src/scenarios/metallb.ts'
import { Class, exposed, NEW_POOL } from './desk.ts'

const MOVED = METALLB_POOL.replace('192.168.1.11-192.168.1.13', '192.168.1.21-192.168.1.23')

/** The lab with MetalLB of that version, and a Service that has .11. */
function opened(version: string): Class {
  const configMap = /^v0\.(\d|1[0-2])\./.test(version)
  const desk = new Class(configMap ? 'book' : 'plain')
  const manifest = configMap ? BOOK_METALLB : METALLB
  desk.apply('metallb.yaml', manifest.replaceAll(/v0\.\d+\.\d+/g, version))
  const { 'metallb-l2config.yaml': book = '' } = desk.files
  desk.apply('pool.yaml', configMap ? book : METALLB_POOL)
  exposed(desk, 'web', 'web-svc')
  expect(desk.external('web-svc')).toBe('192.168.1.11')
  desk.apply('pool.yaml', configMap ? NEW_POOL : MOVED)
  return desk
}

const expose = 'kubectl expose deployment web --type=LoadBalancer --name=web-svc --port=80'

describe('another pool while .11 is in use', () => {
  it.each(['v0.8.2', 'v0.9.3', 'v0.10.2', 'v0.11.0', 'v0.12.1', 'v0.13.12'])(
    '%s rejects it, and new pods take it over',
    (version) => {
      const desk = opened(version)
      desk.pass(300_000)
      expect(desk.external('web-svc')).toBe('192.168.1.11')
      desk.ok('kubectl delete pods --all -n metallb-system')
      expect(desk.external('web-svc')).toBe('192.168.1.21')
      expect(desk.announcer('192.168.1.21')).toBeDefined()
    },
  )

  it.each([
    ['v0.8.2', '192.168.1.11'],
    ['v0.11.0', '192.168.1.11'],
    ['v0.12.1', '192.168.1.21'],
    ['v0.13.12', '192.168.1.21'],
  ])('%s: with the Service gone for a while the next gets %s', (version, ip) => {
    const desk = opened(version)
    desk.ok('kubectl delete service web-svc')
    desk.pass(120_000)
    desk.ok(expose)
    expect(desk.external('web-svc')).toBe(ip)
    desk.pass(120_000)
    expect(desk.announcer(ip)).toBeDefined()
  })

  it.each(['v0.14.2', 'v0.15.2'])('%s takes it over by itself', (version) => {
    const desk = opened(version)
    expect(desk.external('web-svc')).toBe('192.168.1.21')
  })
})

describe('who may announce, when the only pod stands elsewhere', () => {
  it.each([
    ['v0.8.2', false],
    ['v0.10.2', false],
    ['v0.11.0', true],
    ['v0.12.1', true],
  ])('%s', (version, anywhere) => {
    const nodes = new Set<string | undefined>()
    for (const host of ['w1-k8s', 'w2-k8s', 'w3-k8s']) {
      const desk = new Class('book')
      desk.apply('metallb.yaml', BOOK_METALLB.replaceAll('v0.8.2', version))
      desk.ok('kubectl apply -f metallb-l2config.yaml')
      desk.ok(
        `kubectl run web --image=nginx --labels=app=web --overrides='{"spec":{"nodeName":"${host}"}}'`,
      )
      desk.ok('kubectl expose pod web --type=LoadBalancer --port=80')
      const node = desk.announcer('192.168.1.11')
      if (!anywhere) expect(node).toBe(host)
      nodes.add(node)
    }
    // By the address alone it is always the same one.
    if (anywhere) expect(nodes.size).toBe(1)
  })
})
