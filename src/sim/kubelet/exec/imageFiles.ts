import { formatTime } from '../../time.ts'
import { absolute } from '../../volumes/paths.ts'
import type { Tree } from '../../volumes/tree.ts'
import type { Leaf } from '../../volumes/types.ts'
import { imageFacts } from '../behaviour/facts.ts'
import { readScript } from '../behaviour/script.ts'
import type { Inside } from './inside.ts'

/** Folders that every image has. */
export const FOLDERS =
  'bin dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var'.split(' ')

const USUAL: readonly string[] = [
  ...FOLDERS.map((name) => `/${name}`),
  ...'bin lib sbin share local'.split(' ').map((name) => `/usr/${name}`),
  ...'cache lib log run tmp'.split(' ').map((name) => `/var/${name}`),
]
const OPEN = new Set(['/tmp', '/var/tmp'])
const USUAL_TREE: Readonly<Record<string, Leaf>> = Object.fromEntries(
  USUAL.map((path) => [
    path,
    OPEN.has(path) ? { type: 'folder', mode: 0o1777 } : { type: 'folder' },
  ]),
)

/** What lies beneath a container's own layer: files of its image, its runtime and its command. */
export function imageTree(inside: Inside): Tree {
  const { pod, container, ip, cluster, startedAt } = inside
  const facts = imageFacts(container.image)
  const host = pod.spec.hostname ?? pod.metadata.name
  const file = (text: string, at = startedAt): Leaf => ({ text, at })
  const files: Record<string, Leaf> = {
    ...USUAL_TREE,
    '/etc/hostname': file(`${host}\n`),
    '/etc/hosts': file(`# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${ip}\t${host}\n`),
    '/etc/resolv.conf': file(
      `search ${pod.metadata.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
    ),
  }
  if (facts.record) files[facts.record.path.replace(/\/[^/]*$/, '')] = { type: 'folder' }
  for (const [path, text] of Object.entries(facts.files ?? {})) files[path] = file(text)
  const age = cluster.now - startedAt
  for (const { path, from, to } of readScript(container)?.files ?? [])
    if (from <= age && (to < 0 || age < to))
      files[absolute(path, container.workingDir ?? '/')] = file(
        `${formatTime(startedAt + from)}\n`,
        startedAt + from,
      )
  return files
}
