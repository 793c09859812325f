import { joined } from '../../volumes/paths.ts'
import { bytesBelow, leafBytes } from '../../volumes/tree.ts'
import type { Leaf } from '../../volumes/types.ts'
import { type Found, type Place, placeOf, statPath, userAt } from './files.ts'
import type { Effect, Finished, Inside, Step } from './inside.ts'
import { mayWrite, type User } from './user.ts'

/** One run of a program: its words behind the name, and what it was given. */
export interface Run {
  readonly inside: Inside
  readonly args: readonly string[]
  readonly input: string
  readonly variables: ReadonlyMap<string, string>
  /** An absolute path for one as it was typed. */
  path(text: string): string
}

export type Program = (run: Run) => Generator<Step, Finished>

export const ok = (out = ''): Finished => ({ out, err: '', code: 0 })
export const failed = (err: string, code = 1, out = ''): Finished => ({ out, err, code })

/** A program that takes no time and does nothing but answer. */
export const plain = (answer: (run: Run) => Finished): Program =>
  function* (run) {
    yield { sleep: 0 }
    return answer(run)
  }

export const operands = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => !arg.startsWith('-') || arg === '-')
export const flags = (args: readonly string[]): string =>
  args
    .filter((arg) => /^-[A-Za-z]/.test(arg))
    .map((arg) => arg.slice(1))
    .join('')

const SINKS = new Set(['/dev/null', '/dev/stdout', '/dev/stderr'])

/** Where something new goes: the folder that it will lie in is there. */
function placeForNew(inside: Inside, path: string): Found | string {
  const cut = path.lastIndexOf('/')
  const parent = statPath(inside, path.slice(0, cut) || '/')
  if (!parent) return 'No such file or directory'
  if (parent.leaf.type !== 'folder') return 'Not a directory'
  const place = placeOf(inside, joined(parent.place.path, path.slice(cut + 1)))
  if (place.readOnly) return 'Read-only file system'
  const user = userAt(inside, place)
  if (!mayWrite(user, parent.leaf)) return 'Permission denied'
  return { place, tree: parent.tree, leaf: ownedBy(user, parent.leaf) }
}

const SET_GID = 0o2000

/** Who owns what the user makes in the folder. */
function ownedBy({ uid, gid }: User, folder: Leaf): Leaf {
  const group = (folder.mode ?? 0) & SET_GID ? (folder.gid ?? 0) : gid
  return { ...(uid === 0 ? {} : { uid }), ...(group === 0 ? {} : { gid: group }) }
}

/** Whether so many more bytes find room; what a claim asked for is no wall, the file system is. */
function hasRoom({ place, tree }: Found, more: number): boolean {
  if (more <= 0 || !place.mount) return true
  const { backend } = place
  const whole = backend.fsType === 'ext4' || backend.fsType === 'nfs4' ? '/' : backend.root
  return bytesBelow(tree, whole) + more <= backend.capacity
}

/** Writes what is told of the file; the rest stays, or is usual for a new one. Says why that cannot be. */
export function* put(
  inside: Inside,
  path: string,
  told: Leaf,
): Generator<Step, string | undefined> {
  const there = statPath(inside, path)
  const at = there ?? placeForNew(inside, path)
  if (typeof at === 'string') return at
  if (at.place.readOnly) return 'Read-only file system'
  if (there && !mayWrite(userAt(inside, at.place), there.leaf)) return 'Permission denied'
  const leaf: Leaf = { ...at.leaf, ...told, at: inside.cluster.now }
  if (!hasRoom(at, leafBytes(leaf) - (there ? leafBytes(there.leaf) : 0)))
    return 'No space left on device'
  yield { effect: write(at.place, leaf) }
  return undefined
}

/** Writes one file, or says why that cannot be. */
export function* writeFile(
  inside: Inside,
  path: string,
  content: string,
  append: boolean,
): Generator<Step, string | undefined> {
  if (SINKS.has(path)) return undefined
  const there = statPath(inside, path)
  if (there?.leaf.type === 'folder') return 'Is a directory'
  const before = append ? (there?.leaf.text ?? '') : ''
  return yield* put(inside, path, { text: before + content })
}

export function write({ store, within, path }: Place, leaf: Leaf | null): Effect {
  return { type: 'write', store, path: within, seen: path, leaf }
}
