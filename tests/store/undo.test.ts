import { beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '../../src/scenarios/labs.ts'
import { runUntil } from '../../src/sim/index.ts'
import { run } from '../../src/store/intents.ts'
import { actOnMachine } from '../../src/store/labActs.ts'
import { commitJournal, getCluster, showCluster } from '../../src/store/sim.ts'
import { redo, undo, undoStore } from '../../src/store/undo.ts'

const SCALE = 'kubectl scale deployment web --replicas=4'

beforeEach(async () => {
  showCluster(createLab('plain'), 'plain')
  await run('kubectl create deployment web --image=nginx --replicas=1')
  settle()
})

function settle(): void {
  runUntil(getCluster(), { quiet: true, timeout: 600_000 })
  commitJournal()
}

const pods = () => getCluster().list('Pod', { namespace: 'default' }).length
const replicas = () => getCluster().find('Deployment', 'default', 'web')?.spec.replicas

describe('undo', () => {
  it('rewinds to before the last command, with all that followed', async () => {
    const { rv } = getCluster()
    await run(SCALE)
    settle()
    expect(pods()).toBe(4)
    expect(undoStore.getState().line).toBe(SCALE)
    const { rv: later } = getCluster()
    expect(undo()).toBe(true)
    expect(getCluster().rv).toBe(rv)
    expect([replicas(), pods()]).toEqual([1, 1])
    expect(undoStore.getState().note).toMatchObject({
      what: 'undone',
      line: SCALE,
      count: later - rv,
    })
  })

  it('goes on from one action to the one before, and stops at the beginning of the lab', async () => {
    await run(SCALE)
    settle()
    expect(undo()).toBe(true)
    expect(undoStore.getState().line).toMatch(/^kubectl create deployment web/)
    expect(undo()).toBe(true)
    expect(replicas()).toBeUndefined()
    expect(undoStore.getState()).toMatchObject({ line: undefined, why: 'nothing' })
    expect(undo()).toBe(false)
  })

  it('does it again exactly as it was', async () => {
    await run(SCALE)
    settle()
    const before = getCluster().journal.since(0)
    undo()
    expect(undoStore.getState().again).toBe(SCALE)
    expect(redo()).toBe(true)
    settle()
    expect(getCluster().journal.since(0)).toEqual(before)
    expect(undoStore.getState()).toMatchObject({ again: undefined, line: SCALE })
  })

  it('forgets what could be done again as soon as something else is done', async () => {
    await run(SCALE)
    undo()
    await run('kubectl scale deployment web --replicas=2')
    expect(undoStore.getState().again).toBeUndefined()
    expect(redo()).toBe(false)
  })

  it('tells the same line typed twice apart', async () => {
    await run('kubectl rollout restart deployment web')
    settle()
    await run('kubectl rollout restart deployment web')
    settle()
    const sets = () => getCluster().list('ReplicaSet').length
    expect(sets()).toBe(3)
    undo()
    expect(sets()).toBe(2)
  })

  it('takes an act of the lab back', async () => {
    await actOnMachine('power-off', 'worker-1')
    expect(undoStore.getState().line).toBe('lab node power-off worker-1')
    undo()
    expect(undoStore.getState().line).not.toContain('power-off')
  })

  it('passes over what was refused and what changed nothing', async () => {
    await run(SCALE)
    settle()
    await run('kubectl delete pod nobody')
    await run('kubectl get pods')
    expect(undoStore.getState().line).toBe(SCALE)
  })

  it('lets go of a command that still waits', async () => {
    const [pod] = getCluster().list('Pod', { namespace: 'default' })
    const waiting = run(`kubectl delete pod ${pod?.metadata.name}`)
    await Promise.resolve()
    while (!undoStore.getState().line?.includes('delete'))
      await new Promise((r) => setTimeout(r, 5))
    undo()
    expect((await waiting).undone).toBe(true)
    expect(
      getCluster().find('Pod', 'default', pod?.metadata.name ?? '')?.metadata.deletionTimestamp,
    ).toBeUndefined()
  })
})
