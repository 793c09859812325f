import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Checkpoint,
  type Cluster,
  checkpoint,
  createCluster,
  current,
  latestTraces,
  type Origin,
  restore,
  runUntil,
} from '../../../src/sim/index.ts'
import { type Action, freshLab, journalText, play, program, worldText } from '../programs.ts'

const runs = { numRuns: 12 }

/** Services over what the programs make, one of which keeps its clients. */
function offer(cluster: Cluster): void {
  for (const [index, sessionAffinity] of ['None', 'ClientIP'].entries())
    cluster.create<'Service'>({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `app${index}`, namespace: 'default' },
      spec: { selector: { app: `app${index}` }, ports: [{ port: 80 }], sessionAffinity },
    })
}

/** A pod asks when there is one, else a machine. */
function ask(cluster: Cluster, index: number): void {
  const pods = cluster.list('Pod', { namespace: 'default' })
  const pod = pods[index % Math.max(1, pods.length)]
  const from: Origin = pod
    ? { type: 'pod', namespace: 'default', name: pod.metadata.name }
    : { type: 'node', name: 'm-k8s' }
  const host = cluster.find('Service', 'default', `app${index % 2}`)?.spec.clusterIP ?? ''
  const request = { from, what: 'http', host, port: 80, protocol: 'TCP', method: 'GET' } as const
  cluster.world({ type: 'request', request: { ...request, path: '/', tls: false } })
}

/** After each thing that happens somebody asks. */
function asking(cluster: Cluster, steps: readonly Action[]): void {
  for (const [index, step] of steps.entries()) {
    play(cluster, [step])
    ask(cluster, index)
  }
}

test('requests are repeated alike by another cluster, and by one that was saved and restored', () => {
  fc.assert(
    fc.property(program, program, (before, after) => {
      const one = freshLab()
      offer(one)
      asking(one, before)
      const copy = createCluster({ profile: current, seed: 99 })
      restore(copy, JSON.parse(JSON.stringify(checkpoint(one))) as Checkpoint)
      const since = one.rv
      for (const cluster of [one, copy]) {
        asking(cluster, after)
        runUntil(cluster, { time: cluster.now + 5_000 })
      }
      expect(journalText(copy, since)).toBe(journalText(one, since))
      expect(worldText(copy)).toBe(worldText(one))
      expect(latestTraces(copy)).toEqual(latestTraces(one))
    }),
    runs,
  )
})

test('going back to any moment brings back what was known of requests then', () => {
  fc.assert(
    fc.property(program, program, (before, after) => {
      const cluster = freshLab()
      offer(cluster)
      asking(cluster, before)
      const { rv } = cluster
      const known = JSON.stringify([...(cluster.memory.get('requests') ?? [])])
      const kept = JSON.stringify([...(cluster.memory.get('kube-proxy affinity') ?? [])])
      asking(cluster, after)
      if (rv < cluster.journal.compacted || cluster.rv === rv) return
      cluster.history.rewind(cluster, rv)
      expect(JSON.stringify([...(cluster.memory.get('requests') ?? [])])).toBe(known)
      expect(JSON.stringify([...(cluster.memory.get('kube-proxy affinity') ?? [])])).toBe(kept)
    }),
    runs,
  )
})

test('a request changes no object, and only who asks learns of it', () => {
  fc.assert(
    fc.property(program, (steps) => {
      const [quiet, asked] = [freshLab(), freshLab()]
      offer(quiet)
      offer(asked)
      play(quiet, steps)
      play(asked, steps)
      const { state } = asked.random
      ask(asked, steps.length)
      asked.random.state = state
      runUntil(quiet, { time: quiet.now + 2_000 })
      runUntil(asked, { time: asked.now + 2_000 })
      const names = (cluster: Cluster) =>
        cluster.list('Pod').map(({ metadata, status }) => `${metadata.name} ${status.phase}`)
      expect(names(asked)).toEqual(names(quiet))
    }),
    runs,
  )
})
