import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

type ImportWay = 'static' | 'type' | 'dynamic' | 'computed'

/** One import of a module: what stands between its quotes, and how it is said. */
export interface Import {
  readonly specifier: string
  readonly way: ImportWay
}

export interface Module {
  /** From the project's folder, with slashes: `src/sim/cluster.ts`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

const CLAUSE =
  /^(?:import|export)\s+(type\s+)?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?\s*from\s*['"]([^'"]+)['"]/gm
const SIDE_EFFECT = /^import\s*['"]([^'"]+)['"]/gm
const DYNAMIC = /(typeof\s+)?\bimport\(\s*(?:(['"])([^'"]+)\2\s*\)|([^'"\s]))/g
const GLOB = /\bimport\.meta\.glob\b/g
const ASSET = /new URL\(\s*(['"])([^'"]+)\1\s*,\s*import\.meta\.url/g
const CSS_IMPORT = /@import\s+(?:url\()?\s*['"]?([^'")\s;]+)/g

/** The text without comments, with as many lines. Strings are kept: an import needs its own. */
export function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, '')
  return text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, blank)
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/([\s;{},(])\/\/ .*$/gm, '$1')
}

function scriptImports(source: string): Import[] {
  const text = withoutComments(source)
  const found: Import[] = []
  const add = (specifier: string | undefined, way: ImportWay) =>
    found.push({ specifier: specifier ?? '', way })
  for (const match of text.matchAll(CLAUSE)) add(match[2], match[1] ? 'type' : 'static')
  for (const match of text.matchAll(SIDE_EFFECT)) add(match[1], 'static')
  for (const match of text.matchAll(ASSET)) add(match[2], 'static')
  for (const match of text.matchAll(GLOB)) add(match[0], 'computed')
  for (const match of text.matchAll(DYNAMIC)) {
    if (match[3] === undefined) add('', 'computed')
    else add(match[3], match[1] ? 'type' : 'dynamic')
  }
  return found
}

/** What a file imports, by its extension: TypeScript or CSS. `path` is not opened. */
function importsOf(path: string, text: string): Import[] {
  if (!path.endsWith('.css')) return scriptImports(text)
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '')
  return [...bare.matchAll(CSS_IMPORT)].map((match) => ({
    specifier: match[1] ?? '',
    way: 'static',
  }))
}

export function moduleOf(path: string, text: string): Module {
  return { path, text, imports: importsOf(path, text) }
}

/** Every TypeScript and CSS file under a folder of the project, sorted by path. */
export function readModules(folder: string): Module[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.(ts|tsx|css)$/.test(path))
    .sort()
    .map((path) => moduleOf(path, readFileSync(join(ROOT, path), 'utf8')))
}

/** The project path that a relative import names, or undefined for a package. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const [bare = ''] = specifier.split('?')
  return posix.join(posix.dirname(from), bare)
}

/** `@scope/name` or `name` of an import that is not relative; `node:` for the built-in modules. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** Every module that loads together with `entry`: static imports only, followed to the end. */
export function loadedWith(entry: string, modules: ReadonlyMap<string, Module>): Module[] {
  const seen = new Set<string>()
  const waiting = [entry]
  const loaded: Module[] = []
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const module = modules.get(path)
    if (seen.has(path) || !module) continue
    seen.add(path)
    loaded.push(module)
    for (const each of module.imports) {
      const target = resolveRelative(path, each.specifier)
      if (each.way === 'static' && target) waiting.push(target)
    }
  }
  return loaded
}

export function fileExists(path: string): boolean {
  return existsSync(join(ROOT, path))
}
