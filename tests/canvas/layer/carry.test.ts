import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Scene, sceneOf } from '../../../src/canvas/graph/scene.ts'
import { dragCell, popupCell } from '../../../src/canvas/hands/hands.ts'
import { pointerCell } from '../../../src/canvas/hands/pointer.ts'
import { bestFirst } from '../../../src/canvas/hands/verdictText.ts'
import { Board } from '../../../src/canvas/layer/board.ts'
import { Carry } from '../../../src/canvas/layer/carry.ts'
import { findOn } from '../../../src/canvas/layer/hit.ts'
import { lackedBy, lacksOf } from '../../../src/canvas/layer/lacks.ts'
import { SpatialGrid } from '../../../src/canvas/levels/grid.ts'
import type { Pod } from '../../../src/sim/index.ts'
import { loadEngine } from '../../../src/store/arrival.ts'
import { missingNow } from '../../../src/store/relations/reader.ts'
import { peekObject, simStore } from '../../../src/store/sim.ts'
import { listerOf, node, pod } from '../objects.ts'
import { showObjects } from '../stageCluster.ts'

const running = { phase: 'Running' } as const
const reads = (name: string, config: string, machine: string): Pod => {
  const plain = pod(name, { node: machine, status: running })
  const [main] = plain.spec.containers
  return {
    ...plain,
    spec: {
      ...plain.spec,
      containers: [{ ...main, envFrom: [{ configMapRef: { name: config } }] }],
    },
  } as Pod
}

const cordoned = { ...node('m03'), spec: { unschedulable: true } }

const OBJECTS = [
  ...Array.from({ length: 14 }, (_, index) => node(`m${String(index).padStart(2, '0')}`)).filter(
    ({ metadata }) => metadata.name !== 'm03',
  ),
  cordoned,
  pod('one', { node: 'm01', status: running }),
  reads('needy', 'absent', 'm02'),
]

function stand(scene: Scene) {
  const board = new Board({
    pod: (key) => peekObject('Pod', key),
    node: (key) => peekObject('Node', key),
  })
  const grid = new SpatialGrid()
  grid.place(scene.layout.boxes)
  board.place(scene.layout)
  return { board, grid, carry: new Carry(board, grid) }
}

const scene = () => sceneOf(listerOf(OBJECTS as never))
const AT = { x: 10, y: 20 }

describe('a pod in hand by keys', () => {
  beforeAll(() => loadEngine())
  beforeEach(() => {
    showObjects(OBJECTS as never)
    dragCell.set(undefined)
    popupCell.set(undefined)
  })

  it('begins at its machine, hears every machine, and goes from one to the next', () => {
    const { board, carry } = stand(scene())
    const from = carry.take(findOn(board, 'Pod|default/one'))
    expect(from?.id).toBe('Node|/m01')
    expect(carry.held).toBe('Pod|default/one')
    const drag = dragCell.get()
    expect(drag?.verdicts.size).toBe(14)
    expect(drag?.verdicts.get('m03')).toMatchObject({ feasible: false })
    expect(drag?.verdicts.get('m03')?.reasons.join()).toContain('unschedulable')
    const next = carry.walk(from, 'ArrowRight')
    expect(next?.id).toBe('Node|/m02')
    if (next) carry.over(next, AT)
    expect(dragCell.get()?.over).toBe('Node|/m02')
    expect(pointerCell.get()).toEqual(AT)
    // Onto a machine, never onto a pod of it.
    expect(carry.walk(next, 'PageDown')).toBeUndefined()
  })

  it('B finds the best machine, which is neither its own nor one that refuses', () => {
    const { board, carry } = stand(scene())
    carry.take(findOn(board, 'Pod|default/one'))
    const best = carry.walk(undefined, 'b')
    expect(best?.slot).toBe(-1)
    const verdicts = dragCell.get()?.verdicts
    const score = verdicts?.get(best?.id.slice('Node|/'.length) ?? '')?.score ?? -1
    for (const { node: name, feasible, score: other = 0 } of verdicts?.values() ?? [])
      if (feasible && name !== 'm01') expect(score).toBeGreaterThanOrEqual(other)
    expect(['Node|/m01', 'Node|/m03']).not.toContain(best?.id)
  })

  it('dropped it has the consequence of a drop, let go it has none', () => {
    const { board, carry } = stand(scene())
    const from = carry.take(findOn(board, 'Pod|default/one'))
    const next = carry.walk(from, 'ArrowRight')
    carry.drop(next, AT)
    expect(popupCell.get()).toEqual({ sort: 'move', id: 'Pod|default/one', node: 'm02', at: AT })
    expect([carry.held, dragCell.get()]).toEqual([undefined, undefined])
    popupCell.set(undefined)
    carry.take(findOn(board, 'Pod|default/one'))
    expect(carry.cancel()).toBe('Pod|default/one')
    carry.drop(next, AT)
    expect(popupCell.get()).toBeUndefined()
  })

  it('takes up pods alone, and gives way to a pointer that took something else', () => {
    const { board, carry } = stand(scene())
    expect(carry.take(findOn(board, 'Node|/m01'))).toBeUndefined()
    carry.take(findOn(board, 'Pod|default/one'))
    dragCell.set({ id: 'Pod|default/needy', verdicts: new Map(), over: undefined })
    expect(carry.held).toBeUndefined()
    expect(carry.cancel()).toBeUndefined()
    expect(dragCell.get()?.id).toBe('Pod|default/needy')
  })

  it('orders machines as a choice: who would take it, by score, before who would not', () => {
    const verdict = (name: string, score?: number) => ({
      node: name,
      feasible: score !== undefined,
      score,
      reasons: [],
    })
    const list = [verdict('c'), verdict('w10', 5), verdict('w9', 5), verdict('a', 7), verdict('b')]
    expect(bestFirst(list).map(({ node: name }) => name)).toEqual(['a', 'w9', 'w10', 'b', 'c'])
  })
})

describe('what is missing, on the drawn levels', () => {
  it('is marked where it would stand and on the pods that name it, and on nobody else', () => {
    showObjects(OBJECTS as never)
    const missing = missingNow(simStore.getState().topology)
    expect([...missing.keys()]).toContain('ConfigMap|default/absent')
    const ghosts = new Set(['ConfigMap|default/absent'])
    const wished = sceneOf(listerOf(OBJECTS as never), {
      expanded: new Set(),
      filter: { name: '', asks: () => false, passes: () => true },
      folded: new Set(),
      opened: new Set(),
      ghosts,
    })
    const { board } = stand(wished)
    const lacks = lacksOf(board, missing)
    expect(lacks.ghosts.map(({ id }) => id)).toEqual(['ConfigMap|default/absent'])
    expect(lacks.pods).toEqual([board.placeOf('default/needy')])
    const index = board.indexOfMachine('Node|/m02') ?? -1
    expect([...lacks.onMachine]).toEqual([[index, 1]])
    const needy = peekObject('Pod', 'default/needy') as Pod
    expect(lackedBy(needy, missing)).toEqual(['ConfigMap|default/absent'])
    const ended = { ...needy, status: { phase: 'Succeeded' } } as Pod
    expect(lackedBy(ended, missing)).toEqual([])
    expect(lacksOf(board, new Map()).pods).toEqual([])
  })
})
