import { beforeEach, describe, expect, it } from 'vitest'
import { happeningOf } from '../../src/store/happening.ts'
import { deletePod, scale } from '../../src/store/intents.ts'
import {
  frame,
  HOLD,
  playbackStore,
  setPace,
  shownAt,
  stageTime,
  stepOne,
} from '../../src/store/playback.ts'
import { getCluster, loadLab, peekKeys, peekObject, simStore } from '../../src/store/sim.ts'
import { causesOf, recentActions } from '../../src/store/story.ts'

beforeEach(async () => {
  await loadLab('book', { seed: 1 })
  setPace('1x')
})

const podsOfWeb = () => peekKeys('Pod').filter((key) => key.startsWith('default/web-'))

/** Plays frames of 16 ms until the condition holds; fails after too many. */
async function playUntil(condition: () => boolean, frames = 4000): Promise<void> {
  for (let at = 0; at < frames; at++) {
    if (condition()) return
    frame(16)
    // Lets commands that waited go on.
    if (at % 20 === 0) await new Promise((resolve) => setTimeout(resolve))
  }
  expect(condition()).toBe(true)
}

describe('playback', () => {
  it('opens the dressed book lab at rest', () => {
    expect(getCluster().work.active).toBe(0)
    expect(peekKeys('Node')).toEqual(['/m-k8s', '/w1-k8s', '/w2-k8s', '/w3-k8s'])
    expect(podsOfWeb()).toHaveLength(3)
    expect(peekObject('PersistentVolumeClaim', 'default/nfs-pvc')?.status?.phase).toBe('Pending')
    expect(peekObject('PersistentVolume', '/nfs-pv')?.status?.phase).toBe('Available')
  })

  it('lets virtual time pass as fast as the pace says', () => {
    const start = getCluster().now
    for (let at = 0; at < 10; at++) frame(20)
    expect(getCluster().now - start).toBeCloseTo(200, -1)
    setPace('60x')
    const middle = getCluster().now
    for (let at = 0; at < 10; at++) frame(20)
    expect(getCluster().now - middle).toBeGreaterThan(11_000)
  })

  it('stands still while paused, stage and cluster alike', () => {
    setPace('paused')
    const [now, stage] = [getCluster().now, stageTime()]
    for (let at = 0; at < 50; at++) frame(16)
    expect(getCluster().now).toBe(now)
    expect(stageTime()).toBe(stage)
  })

  it('holds each action in slow motion long enough to see', async () => {
    setPace('slow')
    const from = getCluster().rv
    await scale('Deployment', 'default', 'web', 4)
    await playUntil(() => recentActions().filter((entry) => entry.rv > from).length >= 5)
    const actions = recentActions().filter((entry) => entry.rv > from)
    const moments = actions.map((entry) => shownAt(entry.rv) ?? Number.NaN)
    expect([...moments]).toEqual([...moments].sort((a, b) => a - b))
    for (let at = 1; at < actions.length; at++)
      if (actions[at]?.step !== actions[at - 1]?.step)
        expect((moments[at] ?? 0) - (moments[at - 1] ?? 0)).toBeGreaterThanOrEqual(HOLD - 1)
  })

  it('steps to exactly one piece of work that was worth seeing, then stands', async () => {
    setPace('paused')
    await scale('Deployment', 'default', 'web', 5)
    const before = recentActions().length
    expect(stepOne()).toBe(true)
    const fresh = recentActions().slice(before)
    expect(new Set(fresh.map((entry) => entry.step)).size).toBe(1)
    expect(playbackStore.getState().pace).toBe('paused')
  })

  it('runs until quiet and then goes on as before', async () => {
    await scale('Deployment', 'default', 'web', 6)
    setPace('quiet')
    await playUntil(() => playbackStore.getState().pace !== 'quiet')
    expect(playbackStore.getState().pace).toBe('1x')
    expect(podsOfWeb()).toHaveLength(6)
    expect(getCluster().work.active).toBe(0)
  })

  it('commits at most once per frame, however much happened', async () => {
    await scale('Deployment', 'default', 'web', 20)
    setPace('quiet')
    const commits = simStore.getState().commit
    frame(16)
    expect(simStore.getState().commit - commits).toBeLessThanOrEqual(1)
  })

  it('answers why a pod is there, back to the user’s own command', async () => {
    setPace('10x')
    const [victim = ''] = podsOfWeb()
    const others = podsOfWeb()
    const done = deletePod('default', victim.slice('default/'.length))
    await playUntil(() => podsOfWeb().some((key) => !others.includes(key)))
    const [fresh = ''] = podsOfWeb().filter((key) => !others.includes(key))
    const chain = causesOf('Pod', fresh)
    expect(chain[0]?.actor).toBe('user')
    expect(chain[0]?.reason).toContain('kubectl delete pod')
    expect(chain.map((entry) => entry.actor)).toContain('replicaset')
    await playUntil(() => peekObject('Pod', victim) === undefined)
    expect((await done).stdout).toContain('deleted')
  })

  it('does not change the topology for a status', () => {
    setPace('60x')
    const { topology, commit } = simStore.getState()
    for (let at = 0; at < 30; at++) frame(16)
    const heard = getCluster()
      .journal.since(0)
      .filter((entry) => happeningOf(entry))
    expect(simStore.getState().commit).toBeGreaterThan(commit)
    expect(simStore.getState().topology).toBe(topology)
    expect(heard.length).toBeGreaterThan(0)
  })
})
