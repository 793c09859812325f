import { describe, expect, it } from 'vitest'
import { candidateOf, KIND_NAMES } from '../../src/canvas/find/candidates.ts'
import { distance } from '../../src/canvas/find/distance.ts'
import { search } from '../../src/canvas/find/rank.ts'
import { whereIs } from '../../src/canvas/find/whereIs.ts'
import { NO_WISHES } from '../../src/canvas/graph/grouping.ts'
import { sceneOf } from '../../src/canvas/graph/scene.ts'
import { filterOf } from '../../src/canvas/lens/filter.ts'
import { claim, deployment, listerOf, node, pod, replicaSet, volume } from './objects.ts'

const running = (name: string, ip: string) => {
  const plain = pod(name, { node: 'w1-k8s', status: { phase: 'Running', podIP: ip } })
  return { ...plain, metadata: { ...plain.metadata, labels: { app: 'web', tier: 'front' } } }
}

const THINGS = [
  node('w1-k8s'),
  deployment('web', 2),
  replicaSet('web-7d9', 2, 'web'),
  running('web-7d9-aaa', '172.16.1.4'),
  running('web-7d9-bbb', '172.16.1.40'),
  pod('db-0', { node: 'w1-k8s', namespace: 'shop' }),
  pod('coredns-1', { node: 'w1-k8s', namespace: 'kube-system' }),
  claim('web-data', 'pv-web'),
  volume('pv-web', 'default/web-data'),
]

const find = (query: string): readonly string[] =>
  search(query, THINGS.map(candidateOf), KIND_NAMES).map(
    ({ candidate }) => `${candidate.kind} ${candidate.namespace}/${candidate.name}`,
  )

describe('search', () => {
  it.each<readonly [query: string, first: string]>([
    ['web', 'Deployment default/web'],
    ['web-7d9-bbb', 'Pod default/web-7d9-bbb'],
    ['bbb', 'Pod default/web-7d9-bbb'],
    ['po db', 'Pod shop/db-0'],
    ['pod/db', 'Pod shop/db-0'],
    ['shop/db-0', 'Pod shop/db-0'],
    ['pvc', 'PersistentVolumeClaim default/web-data'],
    ['pv', 'PersistentVolume /pv-web'],
    ['deploy web', 'Deployment default/web'],
    ['deplyoment', 'Deployment default/web'],
    ['Deploymnet', 'Deployment default/web'],
    ['presistentvolumeclaim', 'PersistentVolumeClaim default/web-data'],
    ['172.16.1.4', 'Pod default/web-7d9-aaa'],
    ['192.168.1.101', 'Node /w1-k8s'],
    ['app=web bbb', 'Pod default/web-7d9-bbb'],
    ['WEB-7D9', 'ReplicaSet default/web-7d9'],
    ['no w1', 'Node /w1-k8s'],
  ])('%s finds first %s', (query, first) => {
    expect(find(query)[0]).toBe(first)
  })

  it('wants every word', () => {
    expect(find('web shop')).toEqual([])
    expect(find('pods kube-system')).toEqual(['Pod kube-system/coredns-1'])
  })

  it('finds by a label, and says by which', () => {
    const [hit, ...rest] = search('tier=front', THINGS.map(candidateOf), KIND_NAMES)
    expect(hit?.because).toBe('tier=front')
    expect(rest).toHaveLength(1)
  })

  it('finds by an image', () => {
    expect(find('nginx')).toContain('Deployment default/web')
    expect(find('nginx')).toContain('Pod shop/db-0')
  })

  it('finds nothing for nothing, and nothing for nonsense', () => {
    expect(find('   ')).toEqual([])
    expect(find('zzzzqq')).toEqual([])
  })

  it('counts slips of the finger', () => {
    expect(distance('pod', 'pod')).toBe(0)
    expect(distance('deplyoment', 'deployment')).toBe(1)
    expect(distance('nde', 'node')).toBe(1)
    expect(distance('', 'abc')).toBe(3)
  })
})

describe('where things are', () => {
  const at = (id: string, wishes = NO_WISHES) =>
    whereIs(id, sceneOf(listerOf(THINGS), wishes), wishes.folded)

  it('knows the place of what stands by itself, relative to the stage', () => {
    const machine = at('Node|/w1-k8s')
    const tile = at('Pod|default/web-7d9-aaa')
    expect(tile?.opening).toBeUndefined()
    expect(tile?.area.x).toBeGreaterThan(machine?.area.x ?? Number.POSITIVE_INFINITY)
    expect(tile?.area.y).toBeGreaterThan(machine?.area.y ?? Number.POSITIVE_INFINITY)
  })

  it('knows what hides a thing and how it is opened', () => {
    expect(at('Pod|kube-system/coredns-1')?.opening).toEqual({ act: 'expand', machine: 'w1-k8s' })
    const folded = new Set(['Node|/w1-k8s', 'region|storage'])
    expect(at('Pod|shop/db-0', { ...NO_WISHES, folded })?.opening).toEqual({
      act: 'unfold',
      group: 'Node|/w1-k8s',
    })
    expect(at('PersistentVolume|/pv-web', { ...NO_WISHES, folded })?.opening).toEqual({
      act: 'unfold',
      group: 'region|storage',
    })
    const filter = filterOf(['shop'], '')
    expect(at('Deployment|default/web', { ...NO_WISHES, filter })?.opening).toEqual({
      act: 'unfilter',
    })
    expect(at('Pod|default/web-7d9-aaa', { ...NO_WISHES, filter })?.opening).toEqual({
      act: 'unfilter',
    })
  })

  it('takes a ReplicaSet to the card of its Deployment', () => {
    expect(at('ReplicaSet|default/web-7d9')?.area).toEqual(at('Deployment|default/web')?.area)
  })

  it('has no place for kinds that have none', () => {
    expect(at('Namespace|/default')).toBeUndefined()
  })
})
