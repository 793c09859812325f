import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cluster, checkpoint, restore, runUntil } from '../../../src/sim/index.ts'
import { Place } from './place.ts'

/** All that is written anywhere, as text. */
function written(cluster: Cluster): string {
  const parts = ['files', 'file servers', 'commands'].map((actor) =>
    JSON.stringify([...(cluster.memory.get(actor) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
  )
  return parts.join('\n')
}

const NFS = { nfs: { server: '192.168.1.10', path: '/nfs_shared' } }

describe('going back', () => {
  test('files are what they were at that moment', () => {
    const place = new Place('plain')
    place.pod('a', { emptyDir: {} })
    const marks = ['one', 'two', 'three'].map((text) => {
      place.sh('a', `echo ${text} >> /v/log; echo ${text} > /v/${text}`)
      place.pass(7)
      return place.cluster.rv
    })
    place.sh('a', 'rm /v/*; echo gone > /v/log')
    const { cluster } = place
    cluster.history.rewind(cluster, marks[1] ?? 0)
    expect(place.sh('a', 'cat /v/log; ls /v')).toBe('one\ntwo\nlog\none\ntwo\n')
    cluster.history.rewind(cluster, marks[0] ?? 0)
    expect(place.sh('a', 'cat /v/log; ls /v')).toBe('one\nlog\none\n')
  })

  test('each single write is a moment of its own', () => {
    const place = new Place('plain')
    place.pod('a', { emptyDir: {} })
    const before = place.cluster.rv
    place.sh('a', 'echo 1 > /v/1; echo 2 > /v/2; echo 3 > /v/3')
    const acts = place.cluster.journal.since(before).filter(({ verb }) => verb === 'act')
    expect(acts.map(({ reason }) => reason)).toEqual(
      ['1', '2', '3'].map((name) => `file /v/${name} is written in container c of pod a`),
    )
    place.cluster.history.rewind(place.cluster, acts[1]?.rv ?? 0)
    expect(place.sh('a', 'ls /v')).toBe('1\n2\n')
  })

  test('a volume that went with its pod is there again', () => {
    const place = new Place('plain')
    place.pod('a', { emptyDir: {} })
    place.sh('a', 'echo kept > /v/x')
    const { rv } = place.cluster
    place.run('kubectl delete pod a')
    place.settle()
    place.cluster.history.rewind(place.cluster, rv)
    expect(place.sh('a', 'cat /v/x')).toBe('kept\n')
  })

  test('what a command goes on to write comes again as it came', () => {
    const place = new Place('plain')
    const command = ['sh', '-c', 'while true; do date >> /v/log; sleep 5; done']
    place.pod('a', NFS, { command })
    const { rv } = place.cluster
    place.pass(60)
    const after = place.sh('a', 'cat /v/log')
    expect(after.split('\n').length).toBeGreaterThan(12)
    const { now } = place.cluster
    place.cluster.history.rewind(place.cluster, rv)
    runUntil(place.cluster, { time: now })
    expect(place.sh('a', 'cat /v/log')).toBe(after)
  })

  test('a checkpoint carries files and servers through JSON', () => {
    const place = new Place('plain')
    place.pod('a', NFS)
    place.sh('a', 'echo x > /v/x; mkdir /v/d; ln -s x /v/link')
    const saved = JSON.parse(JSON.stringify(checkpoint(place.cluster)))
    const other = new Place('plain')
    restore(other.cluster, saved)
    expect(written(other.cluster)).toBe(written(place.cluster))
    expect(other.sh('a', 'cat /v/link; ls -l /v')).toBe(place.sh('a', 'cat /v/link; ls -l /v'))
  })
})

const file = fc.constantFrom('a', 'b', 'd/c')
const pod = fc.constantFrom('p', 'q')
const deed = fc.oneof(
  fc
    .tuple(pod, file)
    .map(([who, name]) => [who, `mkdir -p /v/d; echo ${who} >> /v/${name}`] as const),
  fc.tuple(pod, file).map(([who, name]) => [who, `rm -rf /v/${name}`] as const),
  fc.tuple(pod, file, file).map(([who, from, to]) => [who, `cp -r /v/${from} /v/${to}2`] as const),
  pod.map((who) => [who, 'echo t > /tmp/t'] as const),
  fc.constantFrom('stop', 'start').map((change) => ['', change] as const),
  pod.map((who) => [who, 'kill 1'] as const),
  fc.nat(9).map((seconds) => ['sleep', String(seconds)] as const),
)

function play(place: Place, deeds: readonly (readonly [string, string])[]): void {
  for (const [who, what] of deeds) {
    place.deadline = place.cluster.now + 3000
    if (who === 'sleep') place.pass(Number(what))
    else if (who !== '') place.sh(who, what)
    else
      place.cluster.world({ type: 'nfs', change: what as 'stop' | 'start', server: '192.168.1.10' })
  }
}

function stage(): Place {
  const place = new Place('plain')
  const command = ['sh', '-c', "trap 'exit 0' TERM; sleep infinity"]
  place.pod('p', NFS, { command, node: 'worker-1' })
  place.pod('q', NFS, { command, node: 'worker-2' })
  return place
}

describe('laws', () => {
  test('the same deeds leave the same files, and going back and forth does not change them', () => {
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 8 }),
        fc.array(deed, { maxLength: 8 }),
        (first, then) => {
          const place = stage()
          play(place, first)
          const { rv } = place.cluster
          const middle = written(place.cluster)
          play(place, then)
          const again = stage()
          play(again, [...first, ...then])
          expect(written(again.cluster)).toBe(written(place.cluster))
          place.cluster.history.rewind(place.cluster, rv)
          expect(written(place.cluster)).toBe(middle)
        },
      ),
      { numRuns: 15 },
    )
  })
})
