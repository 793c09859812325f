/** A path without `.`, `..` and doubled slashes, from the root. */
export function absolute(path: string, folder = '/'): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** The path of something within a folder; the folder itself for an empty rest. */
export function joined(folder: string, rest: string): string {
  return absolute(`${folder}/${rest}`)
}

export function isUnder(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`)
}
