import { joined } from '../../volumes/paths.ts'
import { listPath, statPath } from './files.ts'
import type { Inside } from './inside.ts'

/** Every path at and below a path; links are not followed. */
export function below(inside: Inside, path: string): readonly string[] {
  const isLink = statPath(inside, path, true)?.leaf.type === 'link'
  const names = isLink ? undefined : listPath(inside, path)
  if (!names) return [path]
  return [path, ...names.flatMap((name) => below(inside, joined(path, name)))]
}
