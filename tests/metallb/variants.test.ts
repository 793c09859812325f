import { describe, expect, it } from 'vitest'
import { Class, exposed, NEW_POOL } from './desk.ts'

const REJECTED =
  'new config not compatible with assigned IPs: service "default/cfgmap-svc" cannot own "192.168.1.11" under new config'

function opened(): Class {
  const desk = new Class()
  exposed(desk, 'cfgmap', 'cfgmap-svc')
  expect(desk.external('cfgmap-svc')).toBe('192.168.1.11')
  return desk
}

function changed(): Class {
  const desk = opened()
  expect(desk.apply('metallb-l2config.yaml', NEW_POOL)).toBe('configmap/config configured\n')
  return desk
}

describe('the Service has .11 and shall have .21 (MetalLB 0.8.2)', () => {
  it('a new pool alone is rejected and goes stale; new Services still get addresses of the old one', () => {
    const desk = changed()
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.11')
    const log = desk.log(desk.controllerPod())
    expect(log).toContainEqual(
      expect.objectContaining({
        configmap: 'metallb-system/config',
        error: REJECTED,
        msg: 'applying new configuration failed',
      }),
    )
    expect(log.at(-1)).toMatchObject({
      event: 'configStale',
      msg: 'config (re)load failed, config marked stale',
    })
    const node = desk.announcer('192.168.1.11') ?? ''
    expect(desk.log(desk.speakerOn(node))).toContainEqual(
      expect.objectContaining({ msg: 'new configuration rejected', service: 'default/cfgmap-svc' }),
    )
    for (const other of ['m-k8s', 'w1-k8s', 'w2-k8s', 'w3-k8s'].filter((one) => one !== node)) {
      const said = desk.log(desk.speakerOn(other)).filter(({ event }) => event === 'configLoaded')
      expect(said, other).toHaveLength(2)
    }
    exposed(desk, 'more', 'more-svc')
    expect(desk.external('more-svc')).toBe('192.168.1.12')
    desk.pass(3_600_000)
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.11')
  })

  it('deleting the Service and exposing it again gives .11 again: the rejection is not tried again', () => {
    const desk = changed()
    desk.ok('kubectl delete service cfgmap-svc')
    desk.ok('kubectl expose deployment cfgmap --type=LoadBalancer --name=cfgmap-svc --port=80')
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.11')
  })

  it('new pods of MetalLB give .21 to the Service that nobody touched', () => {
    const desk = changed()
    const { uid } = desk.cluster.get('Service', 'default', 'cfgmap-svc').metadata
    desk.ok('kubectl delete pods --all -n metallb-system')
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.21')
    expect(desk.cluster.get('Service', 'default', 'cfgmap-svc').metadata.uid).toBe(uid)
    const host = desk.cluster.list('Pod', { namespace: 'default' })[0]?.spec.nodeName
    expect(desk.announcer('192.168.1.21')).toBe(host)
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    expect(desk.told('cfgmap-svc')).toContain('IPAllocated Assigned IP "192.168.1.21"')
  })

  it('deleting the Service first, then the new pool, then expose: .21 without a restart', () => {
    const desk = opened()
    desk.ok('kubectl delete service cfgmap-svc')
    desk.apply('metallb-l2config.yaml', NEW_POOL)
    desk.ok('kubectl expose deployment cfgmap --type=LoadBalancer --name=cfgmap-svc --port=80')
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.21')
    expect(desk.announcer('192.168.1.21')).toBeDefined()
  })

  it('a new controller alone: .21 is shown, and nobody answers for it until that speaker is new, too', () => {
    const desk = changed()
    const node = desk.announcer('192.168.1.11') ?? ''
    const speaker = desk.speakerOn(node)
    desk.ok(`kubectl delete pod -n metallb-system ${desk.controllerPod()}`)
    expect(desk.external('cfgmap-svc')).toBe('192.168.1.21')
    expect(desk.announcer('192.168.1.21')).toBeUndefined()
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    const log = desk.log(speaker)
    expect(log).toContainEqual(
      expect.objectContaining({ error: 'assigned IP not allowed by config' }),
    )
    expect(log.at(-1)).toMatchObject({ event: 'serviceWithdrawn', reason: 'ipNotAllowed' })
    desk.ok(`kubectl delete pod -n metallb-system ${speaker}`)
    expect(desk.announcer('192.168.1.21')).toBe(node)
  })
})
