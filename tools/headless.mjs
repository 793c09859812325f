/**
 * Starts the headless cluster. Loading some hundred TypeScript files one by one takes two seconds of CPU; as one file
 * they take a fifth of that. So they are joined into one, again whenever a source has changed, with the
 * esbuild that tsx brings along. Where that cannot be done (a folder that cannot be written), tsx runs the sources.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MAIN = join(ROOT, 'src/headless/main.ts')
const CACHE = join(ROOT, 'node_modules/.cache/orrery')
const BUNDLE = join(CACHE, 'headless.mjs')
/** What the headless cluster is made of. */
const LAYERS = ['sim', 'kubectl', 'scenarios', 'shell', 'headless']

function newest(folder) {
  let latest = statSync(folder).mtimeMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

function upToDate() {
  const written = statSync(BUNDLE, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = LAYERS.map((layer) => newest(join(ROOT, 'src', layer)))
  return written > Math.max(...sources, statSync(join(ROOT, 'package.json')).mtimeMs)
}

async function bundle() {
  const require = createRequire(import.meta.url)
  const { build } = createRequire(require.resolve('tsx/package.json'))('esbuild')
  mkdirSync(CACHE, { recursive: true })
  // Others may be starting at the same moment: each writes its own file and puts it in place whole.
  const own = `${BUNDLE}.${process.pid}`
  try {
    await build({
      entryPoints: [MAIN],
      outfile: own,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    })
    renameSync(own, BUNDLE)
  } finally {
    rmSync(own, { force: true })
  }
}

async function program() {
  try {
    if (!upToDate()) await bundle()
    return BUNDLE
  } catch {
    const { register } = await import('tsx/esm/api')
    register()
    return MAIN
  }
}

await import(pathToFileURL(await program()).href)
