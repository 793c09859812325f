import { beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/sim/index.ts'
import { happeningOf } from '../../src/store/happening.ts'
import { deletePod, scale } from '../../src/store/intents.ts'
import {
  frame,
  setPace,
  showMoment,
  shownAt,
  stageTime,
  stepBack,
  stepOne,
  wasShownAt,
} from '../../src/store/playback.ts'
import { earliest, entriesAhead, goTo, rewindStore, rewindTo } from '../../src/store/rewind.ts'
import { getCluster, loadLab, peekKeys, peekObject } from '../../src/store/sim.ts'
import { recentActions } from '../../src/store/story.ts'

beforeEach(async () => {
  await loadLab('book', { seed: 1 })
  setPace('1x')
})

const podsOfWeb = () => peekKeys('Pod').filter((key) => key.startsWith('default/web-'))

/** The journal as text, so that two futures can be compared. */
function written(from: number, to = getCluster().rv): readonly string[] {
  return getCluster()
    .journal.since(from)
    .filter((entry) => entry.rv <= to)
    .map(lineOf)
}

function lineOf({ rv, at, actor, verb, kind, key, cause, reason, after }: Entry): string {
  const text = JSON.stringify(after) ?? ''
  let sum = 7
  for (let index = 0; index < text.length; index++) sum = (sum * 31 + text.charCodeAt(index)) | 0
  return [rv, at, actor, verb, kind, key, cause, reason, sum].join(' ')
}

function play(frames: number): void {
  for (let at = 0; at < frames; at++) frame(16)
}

async function scaledAndDeleted(): Promise<{ from: number; to: number }> {
  const from = getCluster().rv
  await scale('Deployment', 'default', 'web', 6)
  play(300)
  const [victim = ''] = podsOfWeb()
  void deletePod('default', victim.slice('default/'.length))
  await new Promise((resolve) => setTimeout(resolve))
  play(300)
  return { from, to: getCluster().rv }
}

describe('going back', () => {
  it('shows every moment as it was, in the middle of a tick too', async () => {
    const { from, to } = await scaledAndDeleted()
    const whole = written(from)
    expect(to - from).toBeGreaterThan(60)
    for (let rv = to; rv >= from; rv -= 7) {
      expect(goTo(rv)).toBe('done')
      expect(getCluster().rv).toBe(rv)
      expect(written(from)).toEqual(whole.slice(0, rv - from))
      expect(entriesAhead()[0]?.rv).toBe(rv === to ? undefined : rv + 1)
    }
  })

  it('plays on to the same entries, the user’s own deeds among them', async () => {
    const { from, to } = await scaledAndDeleted()
    const whole = written(from)
    goTo(from)
    expect(podsOfWeb()).toHaveLength(3)
    expect(rewindStore.getState().ahead).toBe(to - from)
    setPace('10x')
    for (let frames = 0; entriesAhead().length > 0 && frames < 2000; frames++) frame(16)
    expect(written(from, to)).toEqual(whole)
    expect(rewindStore.getState().ahead).toBe(0)
  })

  it('goes forward to any known moment, and not beyond', async () => {
    const { from, to } = await scaledAndDeleted()
    const whole = written(from)
    goTo(from)
    for (let rv = from; rv <= to; rv += 11) {
      expect(goTo(rv)).toBe('done')
      expect(written(from)).toEqual(whole.slice(0, rv - from))
    }
    expect(goTo(to)).toBe('done')
    expect(goTo(to + 1)).toBe('tooFar')
    expect(goTo(earliest() - 1)).toBe('tooFar')
  })

  it('begins another future when the user acts in the past', async () => {
    const { from, to } = await scaledAndDeleted()
    goTo(from + 3)
    await scale('Deployment', 'default', 'web', 1)
    expect(entriesAhead()).toEqual([])
    expect(rewindStore.getState().fork?.forgotten).toBe(to - from - 3)
    play(3000)
    expect(podsOfWeb()).toHaveLength(1)
  })

  it('can go back behind a deed that was done in the middle of a tick', async () => {
    const from = getCluster().rv
    await scale('Deployment', 'default', 'web', 8)
    play(200)
    const made = getCluster()
      .journal.since(from)
      .filter((entry) => entry.verb === 'create' && entry.kind === 'Pod')
    const third = made[2]?.rv ?? 0
    expect(made[1]?.step).toBe(made[2]?.step)
    goTo(third)
    await scale('Deployment', 'default', 'web', 4)
    play(300)
    const to = getCluster().rv
    const whole = written(from)
    goTo(third + 6)
    expect(written(from)).toEqual(whole.slice(0, third + 6 - from))
    setPace('10x')
    for (let frames = 0; entriesAhead().length > 0 && frames < 2000; frames++) frame(16)
    expect(written(from, to)).toEqual(whole)
  })

  it('forgets what came later when it is undone', async () => {
    const { from } = await scaledAndDeleted()
    expect(rewindTo(from)).toBe('done')
    expect(entriesAhead()).toEqual([])
    play(300)
    expect(podsOfWeb()).toHaveLength(3)
    expect(peekObject('Deployment', 'default/web')?.spec.replicas).toBe(3)
  })

  it('does not go back behind the beginning of the lab', () => {
    expect(earliest()).toBe(getCluster().rv)
    expect(stepBack(true)).toBe(false)
  })
})

describe('the stage going back', () => {
  it('takes one action back and shows it again, at the same moments of the stage', async () => {
    setPace('slow')
    await scale('Deployment', 'default', 'web', 5)
    play(600)
    setPace('paused')
    const actions = recentActions()
    const last = actions.at(-1)
    expect(stepBack(true)).toBe(true)
    expect(getCluster().rv).toBe((last?.rv ?? 0) - 1)
    expect(recentActions().map(({ rv }) => rv)).toEqual(actions.slice(0, -1).map(({ rv }) => rv))
    expect(stageTime()).toBeLessThan(wasShownAt(last?.rv ?? 0) ?? 0)
    expect(stepOne()).toBe(true)
    expect(recentActions().at(-1)?.rv).toBe(last?.rv)
    expect(lineOf(recentActions().at(-1) as Entry)).toBe(lineOf(last as Entry))
  })

  it('runs its clock backwards before the cluster follows', async () => {
    setPace('slow')
    await scale('Deployment', 'default', 'web', 5)
    play(400)
    const [rv, stage] = [getCluster().rv, stageTime()]
    stepBack()
    frame(60)
    expect(stageTime()).toBeLessThan(stage)
    expect(getCluster().rv).toBe(rv)
    play(60)
    expect(getCluster().rv).toBeLessThan(rv)
    const stood = stageTime()
    play(20)
    expect(stageTime()).toBe(stood)
  })

  it('takes everything back step by step to the beginning and forward again', async () => {
    setPace('slow')
    const from = getCluster().rv
    await scale('Deployment', 'default', 'web', 4)
    play(1500)
    const told = recentActions().filter(({ rv }) => rv > from)
    let back = 0
    while (stepBack(true)) back++
    expect(back).toBe(told.length)
    expect(podsOfWeb()).toHaveLength(3)
    for (let at = 0; at < back; at++) stepOne()
    expect(
      recentActions()
        .filter(({ rv }) => rv > from)
        .map(lineOf),
    ).toEqual(told.map(lineOf))
  })

  it('gives every action a moment again', async () => {
    await scale('Deployment', 'default', 'web', 4)
    play(500)
    const some = getCluster().journal.since(earliest()).find(happeningOf)
    showMoment(some?.rv ?? 0)
    expect(shownAt(some?.rv ?? 0)).toBeDefined()
    expect(shownAt((some?.rv ?? 0) + 1)).toBeUndefined()
  })
})
