import { describe, expect, it } from 'vitest'
import { runUntil } from '../../src/sim/index.ts'
import { decisionsOf } from '../../src/sim/scheduler/index.ts'
import { decisionRows } from '../../src/ui/decisions/rows.ts'
import { decisionText } from '../../src/ui/decisions/text.ts'
import { addNode, addPod, clusterOf } from '../sim/scheduler/fixture.ts'

function preempting() {
  const cluster = clusterOf()
  for (const [name, value] of [
    ['high', 1000],
    ['low', 10],
  ] as const)
    cluster.create<'PriorityClass'>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    })
  addNode(cluster, 'a1', { unschedulable: true })
  addNode(cluster, 'w1', { cpu: '2' })
  addNode(cluster, 'w2', { cpu: '2' })
  addPod(cluster, 'v', { priorityClassName: 'low', nodeName: 'w2' }, '2')
  addPod(cluster, 'x', { priorityClassName: 'high', nodeName: 'w1' }, '2')
  const { uid } = addPod(cluster, 'p', { priorityClassName: 'high' }, '1').metadata
  runUntil(cluster, { quiet: true, timeout: 60_000 })
  return { cluster, uid }
}

describe('the table of a decision', () => {
  it('begins with the machine on which room is made, and says who leaves', () => {
    const { cluster, uid } = preempting()
    const [decision] = decisionsOf(cluster, uid)
    if (!decision) throw new Error('the attempt is not kept')
    expect(
      decisionRows(decision).map((row) => [
        row.node,
        row.verdict,
        row.reasons,
        row.others?.victims,
      ]),
    ).toEqual([
      ['w2', 'refused', ['Insufficient cpu'], [{ pod: 'v', priority: 10 }]],
      ['a1', 'refused', ['node(s) were unschedulable'], []],
      ['w1', 'refused', ['Insufficient cpu'], []],
    ])
  })

  it('puts the best of several first, with what its score is made of', () => {
    const cluster = clusterOf()
    addNode(cluster, 'w1', { cpu: '2' })
    addNode(cluster, 'w2', { cpu: '8' })
    const { uid } = addPod(cluster, 'p', {}, '1').metadata
    runUntil(cluster, { quiet: true, timeout: 60_000 })
    const [decision] = decisionsOf(cluster, uid)
    if (!decision) throw new Error('the attempt is not kept')
    const [best, other] = decisionRows(decision)
    expect([best?.verdict, other?.verdict]).toEqual(['chosen', 'fits'])
    expect(best?.node).toBe('w2')
    expect(best?.score).toBeGreaterThan(other?.score ?? 0)
    expect(best?.parts).toContain('TaintToleration 100 × 3')
  })
})

describe('its words', () => {
  it.each(['en', 'ko'] as const)('fill every hole (%s)', (language) => {
    const text = decisionText(language)
    const values = { node: 'w1', nodes: 3, feasible: 2 }
    expect(text('chose', values)).toMatch(/w1/)
    expect(text('chose', values)).not.toMatch(/[{}]/)
    expect(text('room', values)).not.toMatch(/[{}]/)
    expect(text('victim', { pod: 'default/v', priority: 10 })).toMatch(/default\/v.*10/)
  })
})
