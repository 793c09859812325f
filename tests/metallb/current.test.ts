import { describe, expect, it } from 'vitest'
import { METALLB, METALLB_POOL } from '../../src/scenarios/metallb.ts'
import { announcersOf } from '../../src/sim/index.ts'
import { Class, exposed } from './desk.ts'

const [POOL = '', ADVERT = ''] = METALLB_POOL.split('---\n')

function installed(pool = METALLB_POOL): Class {
  const desk = new Class('plain')
  desk.apply('metallb.yaml', METALLB)
  desk.apply('pool.yaml', pool)
  return desk
}

const MOVED = POOL.replace('192.168.1.11-192.168.1.13', '192.168.1.21-192.168.1.23')

describe('MetalLB 0.15', () => {
  it('gives an address, answers for it and says so in an object', () => {
    const desk = installed()
    exposed(desk, 'web', 'web-svc')
    expect(desk.external('web-svc')).toBe('192.168.1.11')
    const node = desk.announcer('192.168.1.11') ?? ''
    expect(desk.told('web-svc')).toEqual([
      'IPAllocated Assigned IP ["192.168.1.11"]',
      `nodeAssigned announcing from node "${node}" with protocol "layer2"`,
    ])
    expect(desk.ok('kubectl get servicel2statuses -n metallb-system')).toMatch(
      new RegExp(
        `^NAME +ALLOCATED NODE +SERVICE NAME +SERVICE NAMESPACE\nl2-\\w{5} +${node} +web-svc +default\n$`,
      ),
    )
    const { annotations } = desk.cluster.get('Service', 'default', 'web-svc').metadata
    expect(annotations?.['metallb.io/ip-allocated-from-pool']).toBe('k8s-svc-pool')
    expect(desk.ok('kubectl get ipaddresspools -n metallb-system')).toBe(
      'NAME           AUTO ASSIGN   AVOID BUGGY IPS   ADDRESSES\nk8s-svc-pool   true          false             ["192.168.1.11-192.168.1.13"]\n',
    )
  })

  it('takes over another pool at once: ClearAssignment, and a new address without any restart', () => {
    const desk = installed()
    exposed(desk, 'web', 'web-svc')
    const pods = [...desk.pods('controller'), ...desk.pods('speaker')]
    desk.apply('pool.yaml', MOVED)
    expect(desk.external('web-svc')).toBe('192.168.1.21')
    expect(desk.told('web-svc')).toContain(
      'ClearAssignment current IP for "default/web-svc" not allowed by config, will attempt for new IP assignment: ["192.168.1.11"] is not allowed in config',
    )
    expect(desk.announcer('192.168.1.21')).toBeDefined()
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    expect([...desk.pods('controller'), ...desk.pods('speaker')]).toEqual(pods)
  })

  it('a pool that nobody advertises is given out, and nobody answers', () => {
    const desk = installed(POOL)
    exposed(desk, 'web', 'web-svc')
    expect(desk.external('web-svc')).toBe('192.168.1.11')
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    desk.apply('advert.yaml', ADVERT)
    expect(desk.announcer('192.168.1.11')).toBeDefined()
    desk.ok('kubectl delete l2advertisement layer2-mode -n metallb-system')
    expect(desk.external('web-svc')).toBe('192.168.1.11')
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    expect(desk.run('kubectl get servicel2statuses -n metallb-system').stdout).toBe('')
  })

  it('a dead node is missed within seconds, long before the cluster gives it up', () => {
    const desk = installed()
    exposed(desk, 'web', 'web-svc')
    desk.ok('kubectl scale deployment web --replicas=3')
    const node = desk.announcer('192.168.1.11') ?? ''
    desk.cluster.world({ type: 'power-off', name: node })
    desk.pass(1000)
    expect(desk.announcer('192.168.1.11')).toBeUndefined()
    desk.pass(6000)
    expect(desk.announcer('192.168.1.11')).toBeDefined()
    expect(desk.announcer('192.168.1.11')).not.toBe(node)
  })

  it('only nodes that the advertisement selects answer, and traffic of policy Local goes where pods are', () => {
    const chosen = ADVERT.replace(
      'spec:\n',
      'spec:\n  nodeSelectors:\n    - matchLabels: {kubernetes.io/hostname: worker-2}\n',
    )
    const desk = installed(`${POOL}---\n${chosen}`)
    exposed(desk, 'web', 'web-svc')
    expect(desk.announcer('192.168.1.11')).toBe('worker-2')
    desk.apply('pool.yaml', METALLB_POOL)
    desk.ok(`kubectl patch service web-svc -p '{"spec":{"externalTrafficPolicy":"Local"}}'`)
    const host = desk.cluster.list('Pod', { namespace: 'default' })[0]?.spec.nodeName
    expect(desk.announcer('192.168.1.11')).toBe(host)
  })

  it('a pool for one namespace comes first there and is closed to others', () => {
    const own = POOL.replace('k8s-svc-pool', 'team')
      .replace('192.168.1.11-192.168.1.13', '192.168.1.50-192.168.1.50')
      .replace('spec:\n', 'spec:\n  serviceAllocation: {priority: 1, namespaces: [team]}\n')
    const desk = installed(`${METALLB_POOL}---\n${own}`)
    desk.ok('kubectl create namespace team')
    desk.ok('kubectl create service loadbalancer one --tcp=80 -n team')
    desk.ok('kubectl create service loadbalancer two --tcp=80')
    expect(desk.external('one -n team')).toBe('192.168.1.50')
    expect(desk.external('two')).toBe('192.168.1.11')
    desk.apply(
      'three.yaml',
      'apiVersion: v1\nkind: Service\nmetadata: {name: three, annotations: {metallb.io/loadBalancerIPs: 192.168.1.50}}\nspec: {type: LoadBalancer, ports: [{port: 80}]}\n',
    )
    expect(desk.told('three')).toEqual([
      'AllocationFailed Failed to allocate IP for "default/three": pool team not compatible for ip assignment',
    ])
  })

  it('by BGP every node with a speaker tells the peers', () => {
    const desk = installed(`${POOL}---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: {name: router, namespace: metallb-system}
spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.1.1}
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: {name: external, namespace: metallb-system}
`)
    exposed(desk, 'web', 'web-svc')
    const nodes = announcersOf(desk.cluster, '192.168.1.11').map(({ node, protocol }) => [
      node,
      protocol,
    ])
    expect(nodes).toHaveLength(4)
    expect(new Set(nodes.map(([, protocol]) => protocol))).toEqual(new Set(['bgp']))
    expect(desk.told('web-svc')).toContain(
      'nodeAssigned announcing from node "worker-1" with protocol "bgp"',
    )
  })

  it('its webhook refuses pools that overlap', () => {
    const desk = installed()
    desk.files['other.yaml'] = POOL.replace('k8s-svc-pool', 'other')
    expect(desk.run('kubectl apply -f other.yaml').stderr).toBe(
      'Error from server (Forbidden): error when creating "other.yaml": admission webhook "ipaddresspoolvalidationwebhook.metallb.io" denied the request: CIDR "192.168.1.11/32" in pool "other" overlaps with already defined CIDR "192.168.1.11/32"\n',
    )
  })

  it('the cluster of the book does not know its types', () => {
    const desk = new Class()
    desk.files['pool.yaml'] = POOL
    expect(desk.run('kubectl apply -f pool.yaml').stderr).toContain(
      'no matches for kind "IPAddressPool" in version "metallb.io/v1beta1"',
    )
    expect(desk.run('kubectl get ipaddresspools').stderr).toBe(
      'error: the server doesn\'t have a resource type "ipaddresspools"\n',
    )
  })
})
