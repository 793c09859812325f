import { listPath, placeOf, readPath } from './files.ts'
import type { Effect, Finished, Inside, Step } from './inside.ts'

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

/** Writes one file, or says why that cannot be. */
export function* writeFile(
  inside: Inside,
  path: string,
  content: string,
  append: boolean,
): Generator<Step, string | undefined> {
  if (path === '/dev/null' || path === '/dev/stdout' || path === '/dev/stderr') return undefined
  const place = placeOf(inside, path)
  if (place.readOnly) return 'Read-only file system'
  if (listPath(inside, path)) return 'Is a directory'
  if (!listPath(inside, path.slice(0, path.lastIndexOf('/')) || '/')) return 'nonexistent directory'
  const before = append ? (readPath(inside, path) ?? '') : ''
  yield { effect: write(place.store, place.within, before + content) }
  return undefined
}

export function write(store: string, path: string, content: string | null): Effect {
  return { type: 'write', store, path, content }
}
