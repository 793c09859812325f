import { describe, expect, it } from 'vitest'
import { parseConfigMap } from '../../src/sim/metallb/configMap.ts'
import { Class, exposed, NEW_POOL } from './desk.ts'

describe('MetalLB 0.8.2 in the lab of the book', () => {
  it('is one controller and a speaker on each node, the control plane included', () => {
    const desk = new Class()
    expect(desk.pods('controller')).toHaveLength(1)
    expect(desk.pods('speaker')).toHaveLength(4)
    expect(desk.speakerOn('m-k8s')).not.toBe('')
    desk.cluster.stopComponent('metallb-controller')
    desk.cluster.startComponent('metallb-controller')
    desk.settle()
    expect(desk.log(desk.controllerPod()).map(({ msg }) => msg)).toEqual([
      'MetalLB controller starting version 0.8.2',
      'controller synced, can allocate IPs now',
      'start of config update',
      'end of config update',
      'config (re)loaded',
    ])
  })

  it('E9: pending without it, pending without a pool, then the lowest addresses, told by both parts', () => {
    const desk = new Class('book')
    for (const name of ['lb-hname', 'lb-ip']) {
      desk.ok(`kubectl create deployment ${name}-pods --image=sysnet4admin/echo-hname`)
      desk.ok(`kubectl scale deployment ${name}-pods --replicas=3`)
      desk.ok(
        `kubectl expose deployment ${name}-pods --type=LoadBalancer --name=${name}-svc --port=80`,
      )
    }
    expect(desk.external('lb-hname-svc')).toBe('<pending>')
    desk.ok('kubectl apply -f metallb.yaml')
    expect(desk.external('lb-hname-svc')).toBe('<pending>')
    desk.ok('kubectl apply -f metallb-l2config.yaml')
    expect(desk.external('lb-hname-svc')).toBe('192.168.1.11')
    expect(desk.external('lb-ip-svc')).toBe('192.168.1.12')
    // Pods stand on all workers: the vectors of the reference say w1 for both.
    expect(desk.announcer('192.168.1.11')).toBe('w1-k8s')
    expect(desk.told('lb-hname-svc')).toEqual([
      'IPAllocated Assigned IP "192.168.1.11"',
      'nodeAssigned announcing from node "w1-k8s"',
    ])
    const described = desk.ok('kubectl describe service lb-hname-svc')
    expect(described).toMatch(/LoadBalancer Ingress:\s+192\.168\.1\.11/)
    expect(described).toMatch(/Normal\s+IPAllocated\s+\S+\s+metallb-controller\s+Assigned IP/)
    expect(described).toMatch(/Normal\s+nodeAssigned\s+\S+\s+metallb-speaker\s+announcing from/)
    const acts = desk.cluster.journal.since(0).filter(({ reason }) => reason.includes('ARP'))
    expect(acts.map(({ reason }) => reason)).toEqual([
      'gratuitous ARP: w1-k8s answers for 192.168.1.11',
      'gratuitous ARP: w1-k8s answers for 192.168.1.12',
    ])
  })

  it('a fourth Service waits, and gets the address that is freed', () => {
    const desk = new Class()
    for (const name of ['a', 'b', 'c', 'd']) exposed(desk, name, `${name}-svc`)
    expect(desk.external('d-svc')).toBe('<pending>')
    expect(desk.told('d-svc')).toEqual([
      'AllocationFailed Failed to allocate IP for "default/d-svc": no available IPs',
    ])
    desk.ok('kubectl delete service b-svc')
    expect(desk.external('d-svc')).toBe('192.168.1.12')
    expect(desk.external('c-svc')).toBe('192.168.1.13')
  })

  it('the controller gives nothing out while its pod does not run, and no speaker answers without one', () => {
    const desk = new Class()
    desk.ok('kubectl scale deployment controller -n metallb-system --replicas=0')
    exposed(desk, 'a', 'a-svc')
    expect(desk.external('a-svc')).toBe('<pending>')
    desk.ok('kubectl scale deployment controller -n metallb-system --replicas=1')
    expect(desk.external('a-svc')).toBe('192.168.1.11')
    expect(desk.announcer('192.168.1.11')).toBeDefined()
    desk.ok('kubectl delete daemonset speaker -n metallb-system')
    expect(desk.external('a-svc')).toBe('192.168.1.11')
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
  })

  it('the node that answers loses power: another takes over once the endpoints are known to be gone', () => {
    const desk = new Class()
    desk.ok('kubectl create deployment lb-hname-pods --image=sysnet4admin/echo-hname')
    desk.ok('kubectl scale deployment lb-hname-pods --replicas=3')
    desk.ok(
      'kubectl expose deployment lb-hname-pods --type=LoadBalancer --name=lb-hname-svc --port=80',
    )
    expect(desk.announcer('192.168.1.11')).toBe('w1-k8s')
    desk.cluster.world({ type: 'power-off', name: 'w1-k8s' })
    desk.pass(10_000)
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    desk.pass(60_000)
    expect(desk.announcer('192.168.1.11')).toBe('w2-k8s')
    expect(desk.told('lb-hname-svc')).toContain('nodeAssigned announcing from node "w2-k8s"')
    desk.cluster.world({ type: 'power-on', name: 'w1-k8s' })
    desk.pass(600_000)
    expect(desk.announcer('192.168.1.11')).toBe('w1-k8s')
  })

  it('an address may be asked for, shared with the same word on other ports, and taken from a pool by name', () => {
    const desk = new Class()
    const service = (name: string, port: number, more: string, notes = ''): string =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  annotations: {${notes}}\nspec: {type: LoadBalancer, selector: {app: x}, ports: [{port: ${port}}]${more}}\n`
    const shared = 'metallb.universe.tf/allow-shared-ip: one'
    desk.apply('a.yaml', service('a', 80, ', loadBalancerIP: 192.168.1.13', shared))
    desk.apply('b.yaml', service('b', 81, ', loadBalancerIP: 192.168.1.13', shared))
    desk.apply('c.yaml', service('c', 80, ', loadBalancerIP: 192.168.1.13', shared))
    desk.apply('d.yaml', service('d', 80, ', loadBalancerIP: 192.168.1.99'))
    desk.apply('e.yaml', service('e', 80, '', 'metallb.universe.tf/address-pool: nowhere'))
    expect([desk.external('a'), desk.external('b')]).toEqual(['192.168.1.13', '192.168.1.13'])
    expect(desk.told('c')).toEqual([
      'AllocationFailed Failed to allocate IP for "default/c": port TCP/80 is already in use on "192.168.1.13"',
    ])
    expect(desk.told('d')).toEqual([
      'AllocationFailed Failed to allocate IP for "default/d": "192.168.1.99" is not allowed in config',
    ])
    expect(desk.told('e')).toEqual([
      'AllocationFailed Failed to allocate IP for "default/e": unknown pool "nowhere"',
    ])
  })

  it('a Service that is no balancer any more gives its address back', () => {
    const desk = new Class()
    exposed(desk, 'a', 'a-svc')
    desk.ok(`kubectl patch service a-svc -p '{"spec":{"type":"ClusterIP"}}'`)
    expect(desk.external('a-svc')).toBe('<none>')
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    exposed(desk, 'b', 'b-svc')
    expect(desk.external('b-svc')).toBe('192.168.1.11')
  })

  it('going back brings back who announces, and the same future', () => {
    const desk = new Class()
    exposed(desk, 'cfgmap', 'cfgmap-svc')
    const moment = desk.cluster.rv
    const node = desk.announcer('192.168.1.11')
    desk.apply('metallb-l2config.yaml', NEW_POOL)
    desk.ok('kubectl delete pods --all -n metallb-system')
    const { rv } = desk.cluster
    const journal = JSON.stringify(desk.cluster.journal.since(0))
    desk.cluster.history.rewind(desk.cluster, moment)
    expect(desk.announcer('192.168.1.11')).toBe(node)
    expect(desk.announcer('192.168.1.21')).toBeUndefined()
    desk.apply('metallb-l2config.yaml', NEW_POOL)
    desk.ok('kubectl delete pods --all -n metallb-system')
    expect(desk.announcer('192.168.1.21')).toBeDefined()
    expect([desk.cluster.rv, JSON.stringify(desk.cluster.journal.since(0))]).toEqual([rv, journal])
  })
})

describe('the text of the ConfigMap', () => {
  const pool = (lines: string): string => `address-pools:\n- name: p\n${lines}`

  it('reads ranges, blocks and switches', () => {
    const { pools } = parseConfigMap(
      pool(
        '  protocol: layer2 # how\n  auto-assign: false\n  avoid-buggy-ips: true\n  addresses: [10.0.0.0/30, "10.1.0.5-10.1.0.9"]\n',
      ),
    )
    expect(pools).toMatchObject([
      { name: 'p', autoAssign: false, avoidBuggyIPs: true, adverts: [{ protocol: 'layer2' }] },
    ])
    expect(pools[0]?.spans.map(([first, last]) => last - first)).toEqual([3, 4])
  })

  it.each([
    [
      pool('  addresses: [10.0.0.0/24]\n'),
      'parsing address pool #1: address pool is missing the protocol field',
    ],
    [
      pool('  protocol: babel\n  addresses: [10.0.0.0/24]\n'),
      'parsing address pool #1: unknown protocol "babel"',
    ],
    [pool('  protocol: layer2\n'), 'parsing address pool #1: pool has no prefixes defined'],
    [
      pool('  protocol: layer2\n  addresses: [10.0.0.0/33]\n'),
      'parsing address pool #1: invalid CIDR "10.0.0.0/33" in pool "p": invalid CIDR "10.0.0.0/33"',
    ],
    [
      pool('  protocol: layer2\n  addresses: [10.0.0.9-10.0.0.x]\n'),
      'parsing address pool #1: invalid CIDR "10.0.0.9-10.0.0.x" in pool "p": invalid IP range "10.0.0.9-10.0.0.x": invalid end IP "10.0.0.x"',
    ],
    [
      `${pool('  protocol: layer2\n  addresses: [10.0.0.0/24]\n')}- name: q\n  protocol: layer2\n  addresses: [10.0.0.128-10.0.1.9]\n`,
      'CIDR "10.0.0.128/25" in pool "q" overlaps with already defined CIDR "10.0.0.0/24"',
    ],
    [
      'address-pools:\n\t- name: p\n',
      'could not parse config: yaml: line 2: found character that cannot start any token',
    ],
  ])('%j is refused', (text, error) => {
    expect(() => parseConfigMap(text)).toThrow(new Error(error))
  })
})
