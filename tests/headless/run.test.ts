import { describe, expect, it } from 'vitest'
import { readOptions, UsageError } from '../../src/headless/options.ts'
import { type LineRecord, openCluster, recordText, runScript } from '../../src/headless/run.ts'

async function play(text: string, files: Record<string, string> = {}): Promise<LineRecord[]> {
  const cluster = openCluster({ lab: 'plain', profile: undefined, seed: 7 })
  const encoded = Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `/lab/${name}`,
      () => new TextEncoder().encode(content),
    ]),
  )
  const records: LineRecord[] = []
  for await (const record of runScript(cluster, { text, files: encoded })) records.push(record)
  return records
}

describe('headless', () => {
  it('keeps one shell over all lines and goes on after a failure', async () => {
    const records = await play(
      'X=1; f() { echo "f $1"; }\nmkdir sub; cd sub\nnosuch\nexit 3\necho again\necho "open\n',
    )
    expect(records.map(({ code }) => code)).toEqual([0, 0, 127, 3, 0, 2])
    expect(records[4]?.stdout).toBe('again\n')
    const kept = await play('X=1; f() { echo "f $1 $X"; }\ncd /tmp\nf a; pwd')
    expect(kept[2]?.stdout).toBe('f a 1\n/tmp\n')
  })

  it('says what a line printed before it ended the shell', async () => {
    const [first, second] = await play('echo hi; echo bad >&2; exit 3\necho again')
    expect(first).toMatchObject({ stdout: 'hi\n', stderr: 'bad\n', code: 3 })
    expect(second).toMatchObject({ stdout: 'again\n', code: 0 })
  })

  it('takes a new seed as an act of the world, which a rewound cluster repeats', () => {
    const names = (seed: number) => {
      const cluster = openCluster({ lab: 'empty', profile: undefined, seed: 7 })
      const start = cluster.rv
      cluster.world({ type: 'seed', seed })
      const make = () => {
        const draft = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { generateName: 'c-', namespace: 'default' },
        }
        return cluster.create(draft as never).metadata.name
      }
      const first = make()
      return { first, second: make(), start, cluster }
    }
    const one = names(4)
    expect(names(4).first).toBe(one.first)
    expect(names(5).first).not.toBe(one.first)
    one.cluster.history.rewind(one.cluster, one.start + 1)
    expect(
      one.cluster.list('ConfigMap', { namespace: 'default' }).map(({ metadata }) => metadata.name),
    ).toContain(one.first)
    expect(one.cluster.find('ConfigMap', 'default', one.second)).toBeUndefined()
  })

  it('gives virtual time to sleep and timeout alone', async () => {
    const records = await play(
      'sleep 30\nsleep 1m\ntimeout 5 sleep 60\ntimeout 2 kubectl get pods -w\nkubectl get nodes\nlab at',
    )
    const [first, second, third, fourth, fifth, last] = records
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(30_000)
    expect((third?.atMs ?? 0) - (second?.atMs ?? 0)).toBe(60_000)
    expect((fourth?.atMs ?? 0) - (third?.atMs ?? 0)).toBe(5000)
    expect((fifth?.atMs ?? 0) - (fourth?.atMs ?? 0)).toBe(2000)
    expect(fifth?.atMs).toBe(last?.atMs)
    expect([third?.code, fourth?.code]).toEqual([124, 124])
  })

  it('reads files, folders and heredocs', async () => {
    const cm = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
    const records = await play(
      `kubectl apply -f a.yaml\nkubectl apply -f dir/\nkubectl apply -f nope.yaml\nkubectl apply -f - <<EOF\n${cm('h')}EOF\ncat a.yaml | kubectl delete -f -`,
      { 'a.yaml': cm('a'), 'dir/b.yaml': cm('b'), 'dir/c.yml': cm('c'), 'dir/x.txt': 'x' },
    )
    expect(records.map(({ stdout, stderr }) => stdout + stderr)).toEqual([
      'configmap/a created\n',
      'configmap/b created\nconfigmap/c created\n',
      'error: the path "nope.yaml" does not exist\n',
      'configmap/h created\n',
      'configmap "a" deleted from default namespace\n',
    ])
  })

  it('acts on the world outside Kubernetes', async () => {
    const records = await play(
      'lab node add w4-k8s --cpu 2 --memory 2Gi\nlab settle\nkubectl get node w4-k8s -o jsonpath={.status.capacity.cpu}\nlab node add w4-k8s\nlab node power-off nope\nlab component stop nope\nlab',
    )
    expect(records[2]?.stdout).toBe('2')
    expect(records.slice(3).map(({ code }) => code)).toEqual([1, 1, 1, 1])
    expect(records[3]?.stderr).toBe('lab: machine "w4-k8s" exists already\n')
  })

  it('refuses what it cannot understand', () => {
    expect(() => openCluster({ lab: 'x', profile: undefined, seed: 1 })).toThrow(UsageError)
    expect(() => openCluster({ lab: 'plain', profile: 'x', seed: 1 })).toThrow(UsageError)
    expect(() => readOptions(['--seed', 'x'])).toThrow(UsageError)
    expect(() => readOptions(['--nope'])).toThrow(UsageError)
    expect(readOptions(['--lab=plain', '--seed', '4', '--json', 's.sh'])).toMatchObject({
      lab: 'plain',
      seed: 4,
      json: true,
      script: 's.sh',
    })
  })

  it('prints the line, then what it said', () => {
    const record = { line: 'x', stdout: 'a', stderr: 'b\n', code: 0, atMs: 0 }
    expect(recordText(record)).toBe('$ x\na\nb\n')
  })
})
