import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Cluster, Still } from '../../src/sim/index.ts'
import { decisionOf, rememberPast } from '../../src/sim/scheduler/index.ts'
import { startFrom } from '../../src/store/engine.ts'
import { openLab, recordLab } from '../../src/store/labs.ts'

const picture = (seed = 1) => new Still(JSON.parse(JSON.stringify(recordLab('book', { seed }))))

const webPods = (cluster: Cluster) =>
  cluster.list('Pod').filter(({ metadata }) => metadata.name.startsWith('web-'))

describe('decisions of a recorded past', () => {
  let original: Cluster
  let resumed: Cluster

  beforeEach(() => {
    original = openLab('book', { seed: 1 })
    resumed = startFrom(picture(), 'book')
  })

  it('are told after the hand-over as the recorded cluster would tell them', () => {
    const pods = resumed.list('Pod')
    const told = pods.filter(({ metadata }) => decisionOf(resumed, metadata.uid))
    expect(told.length).toBeGreaterThanOrEqual(3)
    for (const { metadata } of pods)
      expect(decisionOf(resumed, metadata.uid)).toEqual(decisionOf(original, metadata.uid))
    for (const { metadata, spec } of webPods(resumed)) {
      const decision = decisionOf(resumed, metadata.uid)
      expect(decision?.node).toBe(spec.nodeName)
      expect(decision?.scored.length).toBe(3)
      expect(decision?.rejected.map(({ node }) => node)).toEqual(['m-k8s'])
    }
  })

  it('give way to a decision of the running cluster, and stay after going back', () => {
    const [pod] = webPods(resumed)
    const { rv } = resumed
    resumed.scale('Deployment', 'default', 'web', { replicas: 5 })
    resumed.history.rewind(resumed, rv)
    expect(decisionOf(resumed, pod?.metadata.uid ?? '')?.node).toBe(pod?.spec.nodeName)
    expect(decisionOf(resumed, 'nobody')).toBeUndefined()
  })

  it('are worked out once, and only when asked for', () => {
    const still = picture()
    const again = vi.fn(() => openLab('book', { seed: 1 }))
    rememberPast(resumed, still, again)
    expect(again).not.toHaveBeenCalled()
    decisionOf(resumed, 'nobody')
    expect(again).not.toHaveBeenCalled()
    for (const { metadata } of webPods(resumed)) decisionOf(resumed, metadata.uid)
    expect(again).toHaveBeenCalledTimes(1)
  })

  it('tell nothing when the past comes out differently', () => {
    rememberPast(resumed, picture(), () => openLab('plain', { seed: 1 }))
    for (const { metadata } of webPods(resumed))
      expect(decisionOf(resumed, metadata.uid)).toBeUndefined()
  })
})
