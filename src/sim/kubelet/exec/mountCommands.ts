import { bytesBelow } from '../../volumes/tree.ts'
import type { Backend } from '../../volumes/types.ts'
import { mountPoint, type Place, placeOf, subPathOf, treeAt } from './files.ts'
import type { Inside } from './inside.ts'
import { humanBytes } from './listing.ts'
import { flags, ok, plain } from './program.ts'

/** What an operating system and its programs take of a disk. */
const TAKEN = 2.1 * 1024 ** 3

interface Mounted {
  readonly path: string
  readonly place: Place
  readonly device: string
}

/** What is mounted in the container, as `mount` names it: of an export, the folder below it that was chosen. */
function mounts(inside: Inside): readonly Mounted[] {
  return (inside.container.volumeMounts ?? []).map((mount) => {
    const path = mountPoint(mount)
    const place = placeOf(inside, path)
    const part = subPathOf(inside, mount)
    const { device, fsType } = place.backend
    const below = part === '' || fsType !== 'nfs4' ? '' : `/${part.replace(/^\/|\/$/g, '')}`
    return { path, place, device: device + below }
  })
}

/** Bytes in use of the whole file system, which may hold more than what is mounted of it. */
function usedOf(inside: Inside, place: Place): number {
  const { backend } = place
  if (backend.fsType === 'tmpfs') return bytesBelow(treeAt(inside, place), place.backend.root)
  const own = backend.lifetime === 'beyond' && backend.medium === 'disk'
  const written = backend.medium === 'api' ? 0 : bytesBelow(treeAt(inside, place), '/')
  return own ? written : TAKEN + written
}

function row(
  name: string,
  { capacity }: Backend,
  used: number,
  path: string,
  human: boolean,
): string {
  const unit = (amount: number): string =>
    human ? humanBytes(amount) : String(Math.ceil(amount / 1024))
  const percent = `${Math.ceil((used / Math.max(1, capacity)) * 100)}%`
  const head = name.length > 20 ? `${name}\n${' '.repeat(20)}` : name.padEnd(20)
  return `${head} ${unit(capacity).padStart(9)} ${unit(used).padStart(9)} ${unit(Math.max(0, capacity - used)).padStart(9)} ${percent.padStart(3)} ${path}`
}

export const df = plain(({ inside, args, path }) => {
  const human = flags(args).includes('h')
  const head = `Filesystem           ${human ? '     Size      Used Available' : '1K-blocks      Used Available'} Use% Mounted on`
  const root = placeOf(inside, '/')
  const rows = [{ path: '/', place: root, device: 'overlay' }, ...mounts(inside)]
  const asked = args.filter((arg) => !arg.startsWith('-')).map((arg) => placeOf(inside, path(arg)))
  const shown =
    asked.length > 0
      ? rows.filter(({ place }) => asked.some((one) => one.mount === place.mount))
      : rows
  const lines = shown.map((one) =>
    row(one.device, one.place.backend, usedOf(inside, one.place), one.path, human),
  )
  return ok(`${[head, ...lines].join('\n')}\n`)
})

function optionsOf({ readOnly, backend }: Place): string {
  const mode = readOnly ? 'ro' : 'rw'
  if (backend.fsType === 'nfs4') {
    const [server = ''] = backend.device.split(':')
    return `${mode},relatime,vers=4.1,rsize=524288,wsize=524288,namlen=255,hard,proto=tcp,timeo=600,retrans=2,sec=sys,addr=${server}`
  }
  if (backend.fsType !== 'tmpfs') return `${mode},relatime`
  return `${mode},relatime,size=${Math.floor(backend.capacity / 1024)}k`
}

export const mount = plain(({ inside }) => {
  const lines = mounts(inside).map(
    ({ path, place, device }) =>
      `${device} on ${path} type ${place.backend.fsType} (${optionsOf(place)})`,
  )
  const usual = [
    'overlay on / type overlay (rw,relatime)',
    'proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)',
  ]
  return ok([...usual, ...lines, ''].join('\n'))
})
