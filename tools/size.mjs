/**
 * Reads dist/.vite/manifest.json and tells which files load at once and which on demand, for .size-limit.mjs.
 * Globs cannot tell: a chunk belongs to the first load if the entry reaches it by static imports.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MANIFEST = fileURLToPath(new URL('../dist/.vite/manifest.json', import.meta.url))

/** The build's chunks by key, as Vite wrote them. */
export function readManifest() {
  if (!existsSync(MANIFEST))
    throw new Error('There is no build to measure: run npm run build first.')
  return JSON.parse(readFileSync(MANIFEST, 'utf8'))
}

/** Keys of the chunks that the given ones load with them, themselves included. */
export function closure(manifest, keys) {
  const seen = new Set()
  const waiting = [...keys]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    waiting.push(...(manifest[key]?.imports ?? []))
  }
  return [...seen]
}

/** `{ js, css }` of the first load (with further chunks, when asked), and of the rest: file names within dist. */
export function split(manifest, further = []) {
  const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry)
  if (entries.length === 0) throw new Error('The build has no entry.')
  const also = further.filter((key) => manifest[key])
  const first = closure(manifest, [...entries, ...also]).map((key) => manifest[key])
  const firstFiles = new Set(first.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))
  const all = Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])])
  const rest = [...new Set(all)].filter((file) => !firstFiles.has(file)).sort()
  const byEnd = (files, end) => [...files].filter((file) => file.endsWith(end))
  return {
    first: { js: byEnd(firstFiles, '.js'), css: byEnd(firstFiles, '.css') },
    rest: { js: byEnd(rest, '.js'), css: byEnd(rest, '.css') },
  }
}
