import { beforeAll, describe, expect, test } from 'vitest'
import { Place } from './place.ts'

let place: Place

beforeAll(() => {
  place = new Place('plain')
  place.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cm' },
    data: { 'app.conf': 'a=1\n', other: 'b' },
  })
  const mounts = [
    { name: 'v', mountPath: '/v' },
    { name: 'v', mountPath: '/ro', readOnly: true },
    { name: 'v', mountPath: '/sub', subPath: 'deep/er' },
    { name: 'v', mountPath: '/expr', subPathExpr: '$(POD)/own' },
    { name: 'cm', mountPath: '/cm' },
    { name: 'cm', mountPath: '/one/app.conf', subPath: 'app.conf' },
    { name: 'mem', mountPath: '/mem' },
  ]
  place.pod(
    'a',
    { emptyDir: {} },
    {
      spec: {
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sleep', 'infinity'],
            env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
            volumeMounts: mounts,
          },
        ],
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'cm', configMap: { name: 'cm', defaultMode: 0o400 } },
          { name: 'mem', emptyDir: { medium: 'Memory', sizeLimit: '2Mi' } },
        ],
      },
    },
  )
})

const READ_ONLY = 'Read-only file system'

describe('tools in a container', () => {
  test.each([
    ['echo one > /v/f; echo two >> /v/f; cat /v/f', 'one\ntwo\n'],
    ['ls -l /v/f', /^-rw-r--r-- {4}1 root {5}root {13}8 Mar {2}1 00:00 \/v\/f\n$/],
    ['cat /ro/f', 'one\ntwo\n'],
    ['echo x > /ro/f', `sh: can't create /ro/f: ${READ_ONLY}\n`],
    ['touch /ro/new', `touch: /ro/new: ${READ_ONLY}\n`],
    ['mkdir /ro/new', `mkdir: can't create directory '/ro/new': ${READ_ONLY}\n`],
    ['rm /ro/f', `rm: can't remove '/ro/f': ${READ_ONLY}\n`],
    ['mkdir -p /v/x/y/z; rmdir /v/x/y/z; ls /v/x', 'y\n'],
    ['rmdir /v/x', "rmdir: '/v/x': Directory not empty\n"],
    ['rm /v/x', "rm: '/v/x' is a directory\n"],
    ['rm -r /v/x; ls /v', 'f\n'],
    ['echo s > /sub/s; cat /v/deep/er/s', 's\n'],
    ['echo e > /expr/e; cat /v/a/own/e', 'e\n'],
    ['ls /cm; cat /cm/app.conf', 'app.conf\nother\na=1\n'],
    ['ls -l /cm/app.conf', /^lrwxrwxrwx .* \/cm\/app.conf -> \.\.data\/app\.conf\n$/],
    ['ls -la /cm', /\.\.data -> \.\.2021_03_01_00_00_\d\d\.\d+\n/],
    ['stat /cm/..data/app.conf', /Access: \(0400\/-r--------\)/],
    ['echo x > /cm/app.conf', `sh: can't create /cm/app.conf: ${READ_ONLY}\n`],
    ['cat /one/app.conf; ls /one', 'a=1\napp.conf\n'],
    ['cp -r /v/deep /v/copy; ls /v/copy/er', 's\n'],
    ['mv /v/copy /v/moved; ls /v', 'a\ndeep\nf\nmoved\n'],
    ['ln -s f /v/link; cat /v/link; readlink /v/link || true', /^one\ntwo\n/],
    ['stat /v/link', /symbolic link/],
    ['ls -d /v/*/er', /^\/v\/deep\/er\n\/v\/moved\/er\n$/],
    ['chmod 640 /v/f; chown 1000:2000 /v/f; ls -l /v/f', /^-rw-r----- .* 1000 {5}2000 /],
    ['chmod u+x,o+r /v/f; stat /v/f', /\(0744\/-rwxr--r--\)/],
    ['truncate -s 3M /v/big; ls -lh /v/big; du -h /v/big', /3\.0M .*\/v\/big\n3\.0M\t\/v\/big\n/],
    [
      'dd if=/dev/zero of=/mem/big bs=1M count=3',
      /^dd: error writing '\/mem\/big': No space left on device\n$/,
    ],
    [
      'dd if=/dev/zero of=/mem/ok bs=1M count=1; df -h /mem',
      /tmpfs +2\.0M +1\.0M +1\.0M +50% \/mem\n/,
    ],
    ['df | wc -l', '10\n'],
    ['mount | grep mem', 'tmpfs on /mem type tmpfs (rw,relatime,size=2048k)\n'],
    ['mount | grep ro', /\/dev\/sda1 on \/ro type ext4 \(ro,relatime\)\n/],
    ['echo piped | tee /v/t > /v/u; cat /v/t /v/u', 'piped\npiped\n'],
    ['cat /v/none', "cat: can't open '/v/none': No such file or directory\n"],
    ['cat /v', 'cat: read error: Is a directory\n'],
    ['echo x > /v/none/f', "sh: can't create /v/none/f: No such file or directory\n"],
    ['touch /v/none/f', 'touch: /v/none/f: No such file or directory\n'],
    ['rm -rf /v; ls /v', "rm: can't remove '/v': Resource busy\n"],
    ['test -h /cm/other && test -d /v && test ! -e /v/f && echo yes', 'yes\n'],
  ])('%s', (script, said) => {
    if (typeof said === 'string') expect(place.sh('a', script)).toBe(said)
    else expect(place.sh('a', script)).toMatch(said)
  })
})

describe('who may write', () => {
  const NFS = { nfs: { server: '192.168.1.10', path: '/nfs_shared' } }

  test.each([
    ['root', NFS, {}, ''],
    [
      'a user on a share of root',
      NFS,
      { runAsUser: 1000 },
      "sh: can't create /v/x: Permission denied\n",
    ],
    [
      'a user in the pod’s group: shares do not belong to it',
      NFS,
      { runAsUser: 1000, fsGroup: 2000 },
      "sh: can't create /v/x: Permission denied\n",
    ],
    ['a user in an emptyDir', { emptyDir: {} }, { runAsUser: 1000 }, ''],
    [
      'a user on a machine’s folder',
      { hostPath: { path: '/data' } },
      { runAsUser: 1000 },
      "sh: can't create /v/x: Permission denied\n",
    ],
  ])('%s', (_, volume, securityContext, said) => {
    const one = new Place('plain')
    one.pod('a', volume, { spec: { securityContext } })
    expect(one.sh('a', 'echo x > /v/x')).toBe(said)
  })

  test('files belong to the user, and to the group of the pod', () => {
    const one = new Place('plain')
    one.pod(
      'a',
      { emptyDir: {} },
      { spec: { securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 } } },
    )
    expect(one.sh('a', 'id; echo x > /v/x; ls -l /v/x; ls -ld /v')).toMatch(
      /^uid=1000 gid=3000 groups=3000,2000\n-rw-r--r-- .* 1000 {5}2000 .*\ndrwxrwsrwx /,
    )
  })
})

describe('more than a pod may write', () => {
  test.each([
    [
      { emptyDir: { sizeLimit: '5Mi' } },
      '/v/big',
      {},
      'Usage of EmptyDir volume "v" exceeds the limit "5Mi". ',
    ],
    [
      { emptyDir: {} },
      '/v/big',
      { resources: { limits: { 'ephemeral-storage': '5Mi' } } },
      'Pod ephemeral local storage usage exceeds the total limit of containers 5Mi. ',
    ],
    [
      { emptyDir: {} },
      '/big',
      { resources: { limits: { 'ephemeral-storage': '5Mi' } } },
      'Pod ephemeral local storage usage exceeds the total limit of containers 5Mi. ',
    ],
  ])('%j %s', (volume, path, container, message) => {
    const one = new Place('plain')
    one.pod('a', volume, { container })
    one.sh('a', `dd if=/dev/zero of=${path} bs=1M count=4`)
    one.pass(15)
    expect(one.cluster.get('Pod', 'default', 'a').status.phase).toBe('Running')
    one.sh('a', `dd if=/dev/zero of=${path} bs=1M count=6`)
    one.pass(15)
    const { phase, reason, message: said } = one.cluster.get('Pod', 'default', 'a').status
    expect([phase, reason, said]).toEqual(['Failed', 'Evicted', message])
  })
})
