import { expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import { workerMachine } from '../../../src/scenarios/machines.ts'
import type { Node, Pod } from '../../../src/sim/index.ts'
import { settle } from './lab.ts'
import { daemonSetDraft } from './workloads.ts'

function isReady(node: Node): boolean {
  return node.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false
}

test('a node that joins gets daemons that tolerate anything before it is ready, and the others after it', () => {
  // Its machines take a moment to set their network up; those of the recordings are ready from the start.
  const cluster = createLab('plain', { seed: 3 })
  cluster.create<'DaemonSet'>(
    daemonSetDraft('network', {
      pod: { hostNetwork: true, tolerations: [{ operator: 'Exists' }] },
    }),
  )
  cluster.create<'DaemonSet'>(daemonSetDraft('speaker'))
  settle(cluster)
  const since = cluster.rv
  cluster.world({ type: 'add', machine: workerMachine(cluster, 'worker-4') })
  settle(cluster)
  const order = cluster.journal.since(since).flatMap(({ kind, verb, before, after, key }) => {
    if (kind === 'Pod' && verb === 'create') {
      const [owner] = (after as Pod).metadata.ownerReferences ?? []
      return [`pod of ${owner?.name}`]
    }
    const [was, is] = [before as Node | undefined, after as Node | undefined]
    return kind === 'Node' && key === '/worker-4' && is && isReady(is) && !(was && isReady(was))
      ? ['ready']
      : []
  })
  expect(order).toEqual(['pod of network', 'ready', 'pod of speaker'])
})
