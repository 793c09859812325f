import { beforeEach, describe, expect, it } from 'vitest'
import { cordonAndDelete, evictAndBind, recreate } from '../../src/canvas/hands/moves.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { type Cluster, type Pod, runUntil } from '../../src/sim/index.ts'
import { run } from '../../src/store/intents.ts'
import { commitJournal, getCluster, showCluster, work } from '../../src/store/sim.ts'
import { redo, undo, undoStore } from '../../src/store/undo.ts'

const CREATE = 'kubectl create deployment web --image=nginx --replicas=1'

beforeEach(async () => {
  showCluster(createLab('plain'), 'plain')
  await run(CREATE)
  settle()
})

function settle(): void {
  runUntil(getCluster(), { quiet: true, timeout: 600_000 })
  commitJournal()
}

/** Plays the cluster on, as the screen does, until what was begun is over. */
async function playOn(begun: Promise<void>): Promise<void> {
  let over = false
  void begun.then(() => {
    over = true
  })
  for (let turns = 0; !over && turns < 5000; turns++) {
    await new Promise((resolve) => setTimeout(resolve))
    if (work(getCluster().now + 60_000)) commitJournal()
  }
  expect(over).toBe(true)
  settle()
}

const podsOf = (cluster: Cluster) =>
  cluster
    .list('Pod', { namespace: 'default' })
    .map(({ metadata, spec }) => `${metadata.name} ${spec.nodeName}`)

function firstPod(): { readonly pod: Pod; readonly other: string } {
  const [pod] = getCluster().list('Pod', { namespace: 'default' })
  if (!pod) throw new Error('no pod')
  return { pod, other: pod.spec.nodeName === 'worker-1' ? 'worker-2' : 'worker-1' }
}

describe('what one movement of the hand asks for', () => {
  it('is taken back as one: a pod evicted, and its replacement bound', async () => {
    const { pod, other } = firstPod()
    const before = podsOf(getCluster())
    const { rv } = getCluster()
    await playOn(evictAndBind(pod, other))
    const [after] = podsOf(getCluster())
    expect(after).toMatch(new RegExp(` ${other}$`))
    expect(undoStore.getState().line).toContain('/eviction')
    expect(undo()).toBe(true)
    expect([getCluster().rv, podsOf(getCluster())]).toEqual([rv, before])
    expect(undoStore.getState()).toMatchObject({ line: CREATE, again: expect.any(String) })
    expect(redo()).toBe(true)
    const done = new Promise<void>((resolve) => {
      const stop = undoStore.subscribe(({ note }) => {
        if (note?.what !== 'redone') return
        stop()
        resolve()
      })
    })
    await playOn(done)
    expect(podsOf(getCluster())).toEqual([after])
  })

  it('is not one with what was done in between', async () => {
    const { pod, other } = firstPod()
    const moving = evictAndBind(pod, other)
    while (!undoStore.getState().line?.includes('eviction'))
      await new Promise((resolve) => setTimeout(resolve))
    await run('kubectl create configmap between --from-literal=a=b')
    await playOn(moving)
    undo()
    expect(undoStore.getState().line).toBe('kubectl create configmap between --from-literal=a=b')
  })

  it('goes for cordoning and deleting, and for creating anew', async () => {
    const { pod } = firstPod()
    const { rv } = getCluster()
    await playOn(cordonAndDelete(pod))
    undo()
    expect(getCluster().rv).toBe(rv)
    await run('kubectl run bare --image=nginx')
    settle()
    const bare = getCluster().find('Pod', 'default', 'bare')
    if (!bare) throw new Error('no bare pod')
    const { rv: later } = getCluster()
    await playOn(recreate(bare, 'worker-3'))
    expect(getCluster().find('Pod', 'default', 'bare')?.spec.nodeName).toBe('worker-3')
    undo()
    expect(getCluster().rv).toBe(later)
  })
})
