import { describe, expect, it } from 'vitest'
import { leastType } from '../../src/canvas/useType.ts'
import { WorkQueue } from '../../src/sim/queue.ts'

describe('the smallest type', () => {
  it('is at least 11 pixels on the screen as far as a card can hold it', () => {
    for (let zoom = 0.76; zoom < 1.5; zoom += 0.01)
      expect(leastType(zoom) * zoom).toBeGreaterThanOrEqual(11)
    expect(leastType(0.2)).toBe(14.5)
  })

  it('grows in steps, so that a small zoom writes nothing anew', () => {
    const sizes = new Set(Array.from({ length: 60 }, (_, at) => leastType(0.7 + at / 100)))
    expect(sizes.size).toBeLessThan(15)
  })
})

describe('what an actor does next', () => {
  it('is told earliest first, without taking it from the queue', () => {
    const work = new WorkQueue()
    work.add('a', 'late', 30, 0, false)
    work.add('a', 'soon', 10, 0, false)
    work.add('b', 'other', 5, 0, false)
    expect(work.next('a', 9).map(({ key }) => key)).toEqual(['soon', 'late'])
    expect(work.next('a', 1).length).toBe(1)
    expect(work.next('nobody', 9)).toEqual([])
    expect([work.depth('a'), work.size]).toEqual([2, 3])
  })
})
