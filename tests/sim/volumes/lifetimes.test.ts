import { describe, expect, test } from 'vitest'
import { bound, Place } from './place.ts'
import { backendOf, filesOf } from './reading.ts'

/** Which ends the file outlives: its container's, its pod's on the same machine, its pod's with another machine after it. */
const ROWS: readonly [name: string, volume: object, lives: readonly [number, number, number]][] = [
  ['emptyDir', { emptyDir: {} }, [1, 0, 0]],
  ['emptyDir in memory', { emptyDir: { medium: 'Memory' } }, [1, 0, 0]],
  ['hostPath', { hostPath: { path: '/data' } }, [1, 1, 0]],
  ['nfs', { nfs: { server: '192.168.1.10', path: '/nfs_shared' } }, [1, 1, 1]],
  ['a claim on nfs', { persistentVolumeClaim: { claimName: 'shared' } }, [1, 1, 1]],
]

function restarted(place: Place, pod: string): void {
  place.sh(pod, 'kill 1')
  place.pass(40)
  expect(place.cluster.get('Pod', 'default', pod).status.containerStatuses?.[0]?.restartCount).toBe(
    1,
  )
}

describe('what files outlive', () => {
  test.each(ROWS)('%s', (_, volume, lives) => {
    const place = new Place('plain')
    bound(place, 'shared', { nfs: { server: '192.168.1.10', path: '/nfs_shared' } })
    const wish = { command: ['sh', '-c', "trap 'exit 1' TERM; sleep infinity"], node: 'worker-1' }
    place.pod('a', volume, wish)
    place.sh('a', 'echo kept > /v/file; echo lost > /tmp/file')
    restarted(place, 'a')
    expect(place.sh('a', 'cat /v/file')).toBe(lives[0] ? 'kept\n' : expect.any(String))
    expect(place.sh('a', 'cat /tmp/file')).toContain('No such file')
    place.run('kubectl delete pod a --grace-period=0 --force')
    place.settle()
    place.pod('b', volume, { node: 'worker-1' })
    expect(place.sh('b', 'cat /v/file') === 'kept\n').toBe(lives[1] === 1)
    place.pod('c', volume, { node: 'worker-2' })
    expect(place.sh('c', 'cat /v/file') === 'kept\n').toBe(lives[2] === 1)
  })

  test('a pod that is gone leaves nothing of its own behind', () => {
    const place = new Place('plain')
    place.pod('a', { emptyDir: {} })
    place.sh('a', 'echo x > /v/x; echo y > /y')
    const stores = () =>
      [...(place.cluster.memory.get('files')?.keys() ?? [])].filter(
        (one) => !one.startsWith('host/'),
      )
    expect(stores()).toHaveLength(2)
    place.run('kubectl delete pod a')
    place.settle()
    expect(stores()).toEqual([])
  })
})

describe('sharing', () => {
  test('pods on several machines see the same files on one server', () => {
    const place = new Place('book')
    const nfs = { nfs: { server: '192.168.1.10', path: '/nfs_shared' } }
    const mount = { mountPath: '/audit' }
    const image = 'sysnet4admin/audit-trail'
    for (const [index, name] of ['a', 'b'].entries()) {
      const container = { command: undefined }
      place.pod(name, nfs, { image, mount, container, node: `w${index + 1}-k8s` })
    }
    expect(place.sh('a', 'curl -s localhost')).toMatch(/^pod_n: a \| ip_dest: 172\.16\./)
    const ip = place.cluster.get('Pod', 'default', 'b').status.podIP ?? ''
    place.sh('a', `curl -s ${ip}; curl -sI ${ip}`)
    expect(place.sh('b', 'ls /audit')).toBe('audit_a.log\naudit_b.log\n')
    expect(place.sh('a', 'cat /audit/audit_b.log')).toMatch(
      new RegExp(`^\\d\\d/Mar/2021:[\\d:]+ \\+0000  ${ip}  GET\\n.*  ${ip}  HEAD\\n$`),
    )
    // The file server is a machine of the cluster: a folder of that machine is the same folder.
    place.pod(
      'on-server',
      { hostPath: { path: '/nfs_shared' } },
      { node: 'm-k8s', spec: { tolerations: [{ operator: 'Exists' }] } },
    )
    expect(place.sh('on-server', 'ls /v')).toBe('audit_a.log\naudit_b.log\n')
  })

  test('two containers of a pod share its volume, and not what lies beside it', () => {
    const place = new Place('plain')
    place.pod(
      'a',
      { emptyDir: {} },
      {
        spec: {
          containers: [
            {
              name: 'c',
              image: 'nginx:1.27',
              volumeMounts: [{ name: 'v', mountPath: '/usr/share/nginx/html' }],
            },
            {
              name: 'writer',
              image: 'busybox',
              command: [
                'sh',
                '-c',
                'while true; do echo tick > /out/index.html; date >> /out/log; sleep 5; done',
              ],
              volumeMounts: [{ name: 'v', mountPath: '/out' }],
            },
          ],
        },
      },
    )
    place.pass(21)
    expect(place.sh('a', 'curl -s localhost')).toContain('tick')
    expect(
      place.sh('a', 'cat /usr/share/nginx/html/log').split('\n').length,
    ).toBeGreaterThanOrEqual(5)
    place.sh('a', 'echo x > /tmp/only')
    expect(place.run('kubectl exec a -c writer -- ls /tmp').stdout).toBe('')
  })
})

describe('reading from outside', () => {
  test('a volume as a tree, its place and its bytes', () => {
    const place = new Place('plain')
    place.pod('a', { emptyDir: {} })
    place.sh('a', 'mkdir -p /v/d/e; echo 12345 > /v/d/e/f; echo 한글 > /v/g')
    const ref = { namespace: 'default', pod: 'a', volume: 'v' }
    const tree = filesOf(place.cluster, ref)
    expect(tree?.files.map(({ name, type, bytes }) => [name, type, bytes])).toEqual([
      ['d', 'folder', 6],
      ['g', 'file', 7],
    ])
    expect(tree?.files[0]?.files[0]?.files[0]).toMatchObject({
      path: '/d/e/f',
      text: '12345\n',
      mode: 0o644,
    })
    expect(backendOf(place.cluster, ref)).toMatchObject({ kind: 'emptyDir', lifetime: 'pod' })
  })
})
