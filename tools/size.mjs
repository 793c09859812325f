/**
 * Reads dist/.vite/manifest.json and tells which files the page needs for its first picture, which it then asks for by
 * itself, and which load on demand: for .size-limit.mjs, the bench and the browser tests. Globs cannot tell: a chunk
 * belongs to its group if the group's sources reach it by static imports.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MANIFEST = fileURLToPath(new URL('../dist/.vite/manifest.json', import.meta.url))

/** Sources besides the entry that must be there before the stage is painted, should they get chunks of their own. */
const PAINTED = ['src/app/App.tsx', 'src/app/StagePlace.tsx', 'src/canvas/Stage.tsx']
/** Of the languages a page asks for one. */
const textsOf = (language) => `src/app/texts/${language}.ts`
/** What the page asks for by itself once the picture stands: its panels, the engine and kubectl. */
const FOLLOWING = [
  'src/app/Desk.tsx',
  'src/app/Places.tsx',
  'src/canvas/edges/EdgeLayer.tsx',
  'src/canvas/ghosts/find.ts',
  'src/canvas/hands/PopupBodies.tsx',
  'src/canvas/hands/Tips.tsx',
  'src/canvas/minimap/MiniMap.tsx',
  'src/canvas/nodes/StorageLines.tsx',
  'src/store/engine.ts',
  'src/kubectl/run.ts',
  'src/kubectl/complete.ts',
]

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

function filesOf(chunks) {
  return new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))
}

const without = (files, others) => new Set([...files].filter((file) => !others.has(file)))

/**
 * File names within dist, by group: `{ first, following, rest }`, each `{ js, css, data }`. Korean is the larger of the
 * languages.
 */
export function split(manifest, language = 'ko') {
  const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry)
  if (entries.length === 0) throw new Error('The build has no entry.')
  const group = (sources) =>
    filesOf(
      closure(manifest, [...entries, ...sources.filter((key) => manifest[key])]).map(
        (key) => manifest[key],
      ),
    )
  const all = filesOf(Object.values(manifest))
  const picture = [...all].filter((file) => /\/picture-[^/]*\.json$/.test(file))
  const painted = [...PAINTED, textsOf(language)]
  const first = new Set([...group(painted), ...picture])
  const open = group([...painted, ...FOLLOWING])
  const sorted = (files) => {
    const byEnd = (end) => [...files].filter((file) => file.endsWith(end)).sort()
    return { js: byEnd('.js'), css: byEnd('.css'), data: byEnd('.json') }
  }
  return {
    first: sorted(first),
    following: sorted(without(open, first)),
    rest: sorted(without(without(all, open), first)),
  }
}
