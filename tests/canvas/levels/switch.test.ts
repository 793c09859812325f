import { describe, expect, it } from 'vitest'
import { group } from '../../../src/canvas/graph/grouping.ts'
import { layout } from '../../../src/canvas/graph/layout/layout.ts'
import { sceneOf } from '../../../src/canvas/graph/scene.ts'
import { readWorld } from '../../../src/canvas/graph/world.ts'
import { Levels } from '../../../src/canvas/levels/controller.ts'
import { type Level, levelOf } from '../../../src/canvas/levels/level.ts'
import { isSmall } from '../../../src/canvas/levels/useShown.ts'
import { listerOf, node, pod } from '../objects.ts'

const name = (index: number) => `m${String(index).padStart(3, '0')}`

function objects(machines: number) {
  return [
    ...Array.from({ length: machines }, (_, index) => node(name(index))),
    ...Array.from({ length: machines * 2 }, (_, index) =>
      pod(`p${String(index).padStart(3, '0')}`, { node: name(Math.floor(index / 2)) }),
    ),
  ]
}

const sceneWith = (machines: number, previous?: ReturnType<typeof sceneOf>) =>
  sceneOf(listerOf(objects(machines)), undefined, previous)

/** The levels one sees while as many machines come and go. */
function walk(counts: readonly number[], from: Level): readonly Level[] {
  let level = from
  return counts.map((machines) => {
    level = levelOf({ machines, pods: machines * 3, podPx: 29 }, level)
    return level
  })
}

describe('one machine more or less at the limit of a level', () => {
  it.each([
    [12, 'near', 'mid', 10],
    [100, 'mid', 'far', 85],
    [200, 'far', 'map', 170],
  ] as const)('%i: from %s to %s once, and not back before %i', (limit, inner, outer, back) => {
    const flicker = Array.from({ length: 10 }, (_, step) => limit + (step % 2))
    expect(walk(flicker, inner)).toEqual([inner, ...Array(9).fill(outer)])
    expect(walk([back + 1, back], outer)).toEqual([outer, inner])
    expect(walk([limit, limit - 1, limit], inner)).toEqual([inner, inner, inner])
  })

  it('a stage that is whole stays so up to twelve, and becomes so again only well below', () => {
    expect(isSmall(sceneWith(12))).toBe(true)
    expect(isSmall(sceneWith(13))).toBe(false)
    expect(isSmall(sceneWith(12), false)).toBe(false)
    expect(isSmall(sceneWith(11), false)).toBe(false)
    expect(isSmall(sceneWith(10), false)).toBe(true)
  })
})

/** A clock whose frames come when the test says so. */
function stepped() {
  let queue: (() => void)[] = []
  let time = 0
  return {
    clock: {
      request: (step: () => void) => queue.push(step),
      cancel: () => {
        queue = []
      },
      now: () => time,
    },
    frame(ms = 16) {
      time += ms
      const due = queue
      queue = []
      for (const step of due) step()
    },
  }
}

describe('the thirteenth machine', () => {
  it('takes nothing away that is on the stage: every frame shows all machines and all pods', () => {
    const before = sceneWith(12)
    const after = sceneWith(13, before)
    const { clock, frame } = stepped()
    const levels = new Levels(clock)
    levels.adopt(after.layout, before.nodes)
    const kept = new Set(before.nodes.filter(({ type }) => type === 'machine'))
    expect(levels.get().nodes.filter((one) => kept.has(one)).length).toBe(12)
    levels.setLayout(after.layout)
    levels.setView({ x: 0, y: 0, zoom: 0.7, width: 1600, height: 1200 })
    const seen: Level[] = []
    for (let count = 0; count < 120; count++) {
      frame()
      const { boxes, level } = levels.get()
      seen.push(level)
      const machines = boxes.filter(({ type }) => type === 'machine')
      expect(machines.length).toBe(13)
      const shown = machines.flatMap((box) => (box.open ? [] : (box.inside ?? [])))
      const own = boxes.filter(({ type }) => type === 'pod').map(({ id }) => id.slice(4))
      expect(new Set([...shown, ...own].filter((key) => key !== '')).size).toBe(26)
    }
    expect(seen.at(-1)).toBe('mid')
    expect(new Set(seen).size).toBeLessThanOrEqual(2)
  })

  it('is not taken over whole when there is far too much', () => {
    const levels = new Levels(stepped().clock)
    const crowd = layout(group(readWorld(listerOf(objects(160)))))
    levels.adopt(crowd, [])
    expect(levels.get().nodes).toEqual([])
  })
})
