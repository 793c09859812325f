import { FileTrouble, listPath, statPath } from './files.ts'
import type { Inside } from './inside.ts'

const SPECIAL = /[.+^${}()|\\]/g

/** A name that stands for others: `*` for anything, `?` for one character. */
function isLike(pattern: string): (name: string) => boolean {
  const source = pattern.replace(SPECIAL, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  const like = new RegExp(`^${source}$`)
  return (name) => like.test(name) && (pattern.startsWith('.') || !name.startsWith('.'))
}

function namesIn(inside: Inside, folder: string): readonly string[] {
  try {
    return listPath(inside, folder) ?? []
  } catch (error) {
    // Who then opens the pattern itself finds out.
    if (error instanceof FileTrouble) return []
    throw error
  }
}

function isThere(inside: Inside, path: string): boolean {
  try {
    return statPath(inside, path, true) !== undefined
  } catch (error) {
    if (error instanceof FileTrouble) return false
    throw error
  }
}

/** Paths that a pattern stands for, spelled as the pattern begins. */
export function matching(
  inside: Inside,
  pattern: string,
  path: (text: string) => string,
): readonly string[] {
  let found = [pattern.startsWith('/') ? '/' : '']
  for (const part of pattern.split('/').filter((one) => one !== '')) {
    if (!/[*?]/.test(part)) {
      found = found.map((folder) => folder + part)
    } else {
      const like = isLike(part)
      found = found.flatMap((folder) =>
        namesIn(inside, path(folder === '' ? '.' : folder))
          .filter(like)
          .map((name) => folder + name),
      )
    }
    found = found.map((one) => `${one}/`)
  }
  return found.map((one) => one.slice(0, -1)).filter((one) => isThere(inside, path(one)))
}
