import { beforeEach, describe, expect, it, vi } from 'vitest'

/** A page of its own for each test: which modules have arrived is what is tested. */
async function freshPage() {
  vi.resetModules()
  const sim = await import('../../src/store/sim.ts')
  const { Still } = await import('../../src/sim/light.ts')
  const { recordLab } = await import('../../src/store/labs.ts')
  const still = new Still(JSON.parse(JSON.stringify(recordLab('book', { seed: 1 }))))
  return { ...sim, still }
}

beforeEach(() => {
  vi.doUnmock('../../src/store/engine.ts')
})

describe('before the engine is there', () => {
  it('shows the recorded cluster, to be read only', async () => {
    const page = await freshPage()
    page.showStill(page.still, 'book')
    expect(page.peekKeys('Node')).toEqual(['/m-k8s', '/w1-k8s', '/w2-k8s', '/w3-k8s'])
    expect(page.simStore.getState()).toMatchObject({ lab: 'book', seed: 1, rv: page.still.rv })
    expect(page.runningCluster()).toBeUndefined()
    expect(() => page.getCluster()).toThrow('No cluster is loaded yet')
    expect(page.work(Number.POSITIVE_INFINITY)).toBe(false)
  })

  it('tells the story of the picture, and leaves alone who needs a running cluster', async () => {
    const page = await freshPage()
    const { recentActions } = await import('../../src/store/story.ts')
    const heard: string[] = []
    page.onEntries(() => heard.push('running'))
    page.onEntries(() => heard.push('picture'), { pictures: true })
    page.showStill(page.still, 'book')
    expect(heard).toEqual(['picture'])
    expect(recentActions().length).toBeGreaterThan(10)
    await page.wakeStill()
    expect(heard).toEqual(['picture', 'running', 'picture'])
  })

  it('keeps what the user asks for, and does it once the engine is there', async () => {
    const page = await freshPage()
    const { scale } = await import('../../src/store/intents.ts')
    const { actionsStore } = await import('../../src/store/actions.ts')
    page.showStill(page.still, 'book')
    const answers = [
      scale('Deployment', 'default', 'web', 5),
      scale('Deployment', 'default', 'web', 4),
    ]
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(actionsStore.getState().recent.map(({ state }) => state)).toEqual(['running', 'running'])
    expect(page.simStore.getState().rv).toBe(page.still.rv)
    await page.wakeStill()
    expect((await Promise.all(answers)).map(({ code }) => code)).toEqual([0, 0])
    const scaled = page.getCluster().journal.since(page.still.rv)
    const replicas = scaled
      .filter(({ actor, kind }) => actor === 'user' && kind === 'Deployment')
      .map(({ after }) => after?.kind === 'Deployment' && after.spec.replicas)
    expect(replicas).toEqual([5, 4])
  })

  it('lets buttons of time and undo be pressed in vain', async () => {
    const page = await freshPage()
    const playback = await import('../../src/store/playback.ts')
    const rewind = await import('../../src/store/rewind.ts')
    page.showStill(page.still, 'book')
    expect(playback.stepOne()).toBe(false)
    expect(playback.stepBack()).toBe(false)
    expect(rewind.earliest()).toBe(page.still.rv)
    expect(rewind.goTo(1)).toBe('tooFar')
    expect(rewind.rewindTo(1)).toBe('tooFar')
  })
})

describe('when the engine arrives', () => {
  it('nothing on the screen changes: same objects, same keys, no new graph', async () => {
    const page = await freshPage()
    page.showStill(page.still, 'book')
    const before = page.simStore.getState()
    const pods = page.peekKeys('Pod')
    const objects = pods.map((key) => page.peekObject('Pod', key))
    await page.wakeStill()
    const { commit: _, ...now } = page.simStore.getState()
    const { commit: _before, ...then } = before
    expect(now).toEqual(then)
    expect(page.peekKeys('Pod')).toBe(pods)
    pods.forEach((key, index) => {
      expect(page.peekObject('Pod', key)).toBe(objects[index])
      expect(page.getCluster().at('Pod', key)).toBe(objects[index])
    })
    expect(page.getCluster().rv).toBe(page.still.rv)
  })

  it('wakes nothing when another lab was opened meanwhile', async () => {
    const page = await freshPage()
    page.showStill(page.still, 'book')
    const woken = page.wakeStill()
    await page.loadLab('plain')
    await woken
    expect(page.simStore.getState().lab).toBe('plain')
  })
})

describe('when the engine cannot be had', () => {
  it('tries again after each pause, then says so', async () => {
    const { patiently } = await import('../../src/store/arrival.ts')
    let attempts = 0
    const never = () => Promise.reject(new Error(`attempt ${++attempts}`))
    await expect(patiently(never, [1, 1])).rejects.toThrow('attempt 3')
    let lost = 2
    const late = () => (lost-- > 0 ? Promise.reject(new Error('lost')) : Promise.resolve('here'))
    expect(await patiently(late, [1, 1])).toBe('here')
  })

  it('leaves the picture, keeps the requests, and goes on when it comes after all', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      let online = false
      vi.doMock('../../src/store/engine.ts', async (original) => {
        if (!online) throw new Error('offline')
        return await original()
      })
      const page = await freshPage()
      const { arrivalStore } = await import('../../src/store/arrival.ts')
      page.showStill(page.still, 'book')
      const asked = page.whenCluster()
      const refused = expect(page.wakeStill()).rejects.toThrow()
      await vi.advanceTimersByTimeAsync(10_000)
      await refused
      expect(arrivalStore.getState().arrival).toBe('failed')
      expect(page.peekKeys('Node')).toHaveLength(4)
      online = true
      await page.wakeStill()
      expect(arrivalStore.getState().arrival).toBe('here')
      expect(await asked).toBe(page.getCluster())
    } finally {
      vi.useRealTimers()
    }
  })
})
