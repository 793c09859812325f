import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  fileExists,
  type Import,
  loadedWith,
  type Module,
  moduleOf,
  packageOf,
  ROOT,
  readModules,
  resolveRelative,
  withoutComments,
} from './modules.ts'

/** What each layer may import besides itself. A path with a slash narrows it to that folder. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  sim: [],
  kubectl: ['sim'],
  scenarios: ['kubectl', 'sim'],
  store: ['scenarios', 'kubectl', 'sim'],
  shell: ['kubectl', 'sim'],
  canvas: ['store', 'scenarios', 'kubectl', 'sim', 'ui/kit'],
  ui: ['store', 'scenarios', 'kubectl', 'sim'],
  app: ['ui', 'canvas', 'store', 'scenarios', 'kubectl', 'sim'],
  headless: ['shell', 'scenarios', 'kubectl', 'sim'],
}

/** Folders that may load a layer by `import()` (or name its types), so that it stays out of the first load. */
const LAZY: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'src/ui/terminal/', to: 'src/shell/' },
]

/** Who may import which package: a folder ends in a slash, a file does not. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  react: ['src/app/', 'src/ui/', 'src/canvas/', 'src/store/'],
  'react-dom': ['src/app/', 'src/ui/', 'src/canvas/'],
  reactflow: ['src/canvas/'],
  // The terminal's session owns the lazy shell, which only ui/terminal may load: its small store lives with it.
  zustand: ['src/store/', 'src/ui/terminal/session.ts'],
  'idb-keyval': ['src/store/'],
  i18next: ['src/app/', 'src/ui/', 'src/canvas/'],
  'react-i18next': ['src/app/', 'src/ui/', 'src/canvas/'],
  'react-resizable-panels': ['src/app/', 'src/ui/'],
  '@base-ui/react': ['src/ui/'],
  'lucide-react': ['src/app/', 'src/ui/', 'src/canvas/'],
  '@codemirror/commands': ['src/ui/editor/'],
  '@codemirror/lang-yaml': ['src/ui/editor/'],
  '@codemirror/language': ['src/ui/editor/'],
  '@codemirror/lint': ['src/ui/editor/'],
  '@codemirror/state': ['src/ui/editor/'],
  '@codemirror/view': ['src/ui/editor/'],
  '@lezer/highlight': ['src/ui/editor/'],
  yaml: ['src/kubectl/yaml.ts'],
  'just-bash': ['src/shell/'],
  pretendard: ['src/app/fonts.ts'],
  '@fontsource-variable/jetbrains-mono': ['src/app/fonts.ts'],
  'node:': ['src/headless/'],
}

/** The parts of the engine that other layers may name; everything else is behind `sim/index.ts` and `sim/light.ts`. */
const DOORS: readonly string[] = [
  'src/sim/index.ts',
  'src/sim/light.ts',
  'src/sim/errors.ts',
  'src/sim/time.ts',
  'src/sim/machinery/',
  'src/sim/types/',
  'src/sim/schema/decode.ts',
  'src/sim/admission/names.ts',
  'src/sim/scheduler/index.ts',
  'src/sim/kubelet/logs.ts',
]

/** Parts of the core that the first picture may load. The engine follows it, however large it grows. */
const LIGHT: readonly string[] = [
  'src/sim/errors.ts',
  'src/sim/time.ts',
  'src/sim/machinery/',
  'src/kubectl/printers/',
  'src/scenarios/invitation.ts',
  'src/scenarios/examples.ts',
]
/** What `light.ts` may never lead to. */
const ENGINE =
  /^src\/sim\/(index|cluster|engine|dispatch|world)\.ts$|^src\/sim\/(api|controllers|kinds|profiles|schema)\//

/** Too large for the first load: only behind `import()`. */
const NEVER_FIRST =
  /^(just-bash|@codemirror\/|@lezer\/|pretendard$|@fontsource|yaml$|react-resizable-panels$)/

/** What a pure layer cannot know: wall time, chance, the machine it runs on, or where the reader lives. */
const IMPURE: Readonly<Record<string, RegExp>> = {
  'wall time': /\bDate\b(?=\s*[.(]|\s*\))|\bnew Date\b|\bperformance\s*\./,
  chance: /\bMath\s*\.\s*random\b|\bcrypto\s*\./,
  console: /\bconsole\s*\./,
  timers:
    /\b(set(Timeout|Interval|Immediate)|queueMicrotask|request(AnimationFrame|IdleCallback))\b/,
  storage: /\b(localStorage|sessionStorage|indexedDB)\s*[.[(]/,
  surroundings: /\b(globalThis|process\.(env|argv|hrtime|cwd|stdout)|navigator\.|fetch\()/,
  locale: /\b(localeCompare|toLocale\w+|Intl\s*\.)/,
}
const PURE = ['src/sim', 'src/kubectl', 'src/scenarios']

const under = (path: string, place: string) =>
  place.endsWith('/') ? path.startsWith(place) : path === place
const layerOf = (path: string) => path.split('/')[1] ?? ''
const isLazy = (from: string, to: string, way: Import['way']) =>
  way !== 'static' && LAZY.some((pair) => under(from, pair.from) && under(to, pair.to))

function layerOffence(from: string, to: string, each: Import): string | undefined {
  if (!to.startsWith('src/')) return `${from} imports ${to}, outside src`
  const [own, other] = [layerOf(from), layerOf(to)]
  if (own === other || isLazy(from, to, each.way)) return undefined
  const allowed = LAYERS[own] ?? []
  if (allowed.some((place) => under(to, `src/${place}/`))) return undefined
  return `${from} (${own}) imports ${to} (${other}) by a ${each.way} import`
}

function packageOffence(from: string, name: string): string | undefined {
  const owners = PACKAGES[name]
  if (!owners) return `${from} imports the package ${name}, which has no owner`
  return owners.some((place) => under(from, place)) ? undefined : `${from} imports ${name}`
}

function doorOffence(from: string, to: string): string | undefined {
  if (layerOf(from) === 'sim' || layerOf(to) !== 'sim') return undefined
  return DOORS.some((door) => under(to, door)) ? undefined : `${from} reaches into ${to}`
}

interface Offences {
  readonly layers: string[]
  readonly packages: string[]
  readonly doors: string[]
}

function judge(modules: readonly Module[]): Offences {
  const found: Offences = { layers: [], packages: [], doors: [] }
  const note = (list: string[], text: string | undefined) => {
    if (text !== undefined) list.push(text)
  }
  for (const { path, imports } of modules) {
    for (const each of imports) {
      const target = resolveRelative(path, each.specifier)
      if (each.way === 'computed') found.layers.push(`${path} has a computed import`)
      else if (target === undefined)
        note(found.packages, packageOffence(path, packageOf(each.specifier)))
      else {
        note(found.layers, layerOffence(path, target, each))
        note(found.doors, doorOffence(path, target))
      }
    }
  }
  return found
}

function impurities({ path, text }: Module): string[] {
  const bare = withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
  return Object.entries(IMPURE)
    .filter(([, pattern]) => pattern.test(bare))
    .map(([what, pattern]) => `${path} uses ${what}: ${pattern.exec(bare)?.[0]}`)
}

const modules = readModules('src')
const byPath = new Map(modules.map((module) => [module.path, module]))
const offences = judge(modules)

describe('layers', () => {
  it('every folder of src is a layer', () => {
    expect(modules.length).toBeGreaterThan(200)
    const unknown = new Set(
      modules.map(({ path }) => layerOf(path)).filter((name) => !LAYERS[name]),
    )
    expect([...unknown]).toEqual([])
  })

  it('imports point one way', () => {
    expect(offences.layers).toEqual([])
  })

  it('a package is imported by its owner only', () => {
    expect(offences.packages).toEqual([])
  })

  it('every dependency has an owner', () => {
    const declared: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    )
    expect(Object.keys(declared.dependencies).filter((name) => !PACKAGES[name])).toEqual([])
  })

  it('the engine is entered by its doors', () => {
    expect(offences.doors).toEqual([])
  })

  it('every relative import names a file', () => {
    const lost = modules.flatMap(({ path, imports }) =>
      imports
        .map(({ specifier }) => resolveRelative(path, specifier))
        .filter((target) => target !== undefined && !fileExists(target))
        .map((target) => `${path} imports ${target}`),
    )
    expect(lost).toEqual([])
  })

  it('the shell and the editors stay out of the first load', () => {
    const first = loadedWith('src/app/main.tsx', byPath)
    expect(first.length).toBeGreaterThan(100)
    const heavy = first.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, way }) => way === 'static' && NEVER_FIRST.test(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    )
    expect(heavy).toEqual([])
    expect(first.filter(({ path }) => path.startsWith('src/shell/'))).toEqual([])
  })

  it('the first picture has the stage in it and none of the engine', () => {
    const first = loadedWith('src/app/main.tsx', byPath).map(({ path }) => path)
    expect(first).toContain('src/canvas/Stage.tsx')
    const light = new Set(loadedWith('src/sim/light.ts', byPath).map(({ path }) => path))
    const heavy = first
      .filter((path) => /^src\/(sim|kubectl|scenarios|shell)\//.test(path) && !light.has(path))
      .filter((path) => !LIGHT.some((place) => under(path, place)))
    // Take it from sim/light.ts, or ask the engine once it has arrived (store/arrival.ts).
    expect(heavy).toEqual([])
    expect(first).not.toContain('src/store/engine.ts')
  })

  it('the light door leads to nothing heavy', () => {
    const light = loadedWith('src/sim/light.ts', byPath).map(({ path }) => path)
    expect(light.length).toBeGreaterThan(10)
    expect(light.filter((path) => ENGINE.test(path))).toEqual([])
    const all = loadedWith('src/sim/index.ts', byPath).map(({ path }) => path)
    expect(all.filter((path) => ENGINE.test(path)).length).toBeGreaterThan(50)
  })
})

describe('purity', () => {
  it.each(PURE)('%s knows no wall time, chance, screen or storage', (folder) => {
    expect(readModules(folder).flatMap(impurities)).toEqual([])
  })

  it.each([
    ['wall time', 'const at = Date.now()'],
    ['wall time', 'const at = new Date()'],
    ['wall time', 'const at = performance.now()'],
    ['chance', 'const n = Math.random()'],
    ['console', "console.log('x')"],
    ['timers', 'setTimeout(run, 5)'],
    ['storage', "localStorage.getItem('a')"],
    ['locale', 'names.sort((a, b) => a.localeCompare(b))'],
  ])('finds %s in %s', (what, line) => {
    const [found, ...rest] = impurities(moduleOf('src/sim/x.ts', `export const a = 1\n${line}\n`))
    expect(found).toContain(`uses ${what}`)
    expect(rest).toEqual([])
  })

  it('lets words in comments and strings be', () => {
    const text =
      "/** Date.now() */\n// Math.random()\nconst key = 'console.log' // performance.now\n"
    expect(impurities(moduleOf('src/sim/x.ts', text))).toEqual([])
  })
})

describe('the judge', () => {
  const check = (path: string, text: string) => judge([moduleOf(path, text)])
  it.each([
    ['src/sim/a.ts', "import { run } from '../kubectl/run.ts'"],
    ['src/sim/a.ts', "import type { Props } from '../ui/kit/Button.tsx'"],
    ['src/kubectl/a.ts', "export * from '../store/sim.ts'"],
    ['src/store/a.ts', "const a = await import('../ui/kit/Button.tsx')"],
    ['src/ui/terminal/a.ts', "import { shell } from '../../shell/shell.ts'"],
    ['src/ui/editor/a.ts', "const a = import('../../shell/shell.ts')"],
    ['src/canvas/a.tsx', "import '../ui/lesson/Lesson.module.css'"],
    ['src/canvas/a.css', "@import '../ui/lesson/Lesson.module.css';"],
    ['src/shell/a.ts', "import { lab } from '../scenarios/labs.ts'"],
    ['src/headless/a.ts', "import {\n  store,\n  other,\n} from '../store/sim.ts'"],
    ['src/ui/a.ts', 'const a = await import(name)'],
    ['src/ui/a.ts', "import { objects } from '../../tests/objects.ts'"],
  ])('finds the layer broken by %s: %s', (path, text) => {
    expect(check(path, text).layers).toHaveLength(1)
  })

  it.each([
    ['src/ui/terminal/a.ts', "const a = await import('../../shell/shell.ts')"],
    ['src/ui/terminal/a.ts', "import type { Shell } from '../../shell/shell.ts'"],
    ['src/headless/a.ts', "import { Shell } from '../shell/shell.ts'"],
    ['src/canvas/a.tsx', "import { Button } from '../ui/kit/Button.tsx'"],
    ['src/app/a.tsx', "import '../ui/kit/Button.module.css'"],
    ['src/sim/a.ts', "/**\n * import { x } from '../ui/x.ts'\n */\nexport const a = 1"],
  ])('lets %s be: %s', (path, text) => {
    expect(check(path, text).layers).toEqual([])
  })

  it.each([
    ['src/ui/a.tsx', "import { ReactFlow } from 'reactflow'"],
    ['src/app/a.css', "@import 'reactflow/dist/style.css';"],
    ['src/sim/a.ts', "import { readFileSync } from 'node:fs'"],
    ['src/kubectl/a.ts', "import { parse } from 'yaml'"],
    ['src/ui/terminal/a.ts', "const { Bash } = await import('just-bash/browser')"],
    ['src/ui/kit/a.ts', "import type { EditorView } from '@codemirror/view'"],
    ['src/canvas/a.ts', "import { create } from 'zustand'"],
    ['src/store/a.ts', "import { of } from 'rxjs'"],
  ])('finds the package taken by %s: %s', (path, text) => {
    expect(check(path, text).packages).toHaveLength(1)
  })

  it('finds a deep import of the engine', () => {
    expect(
      check('src/store/a.ts', "import { Journal } from '../sim/journal.ts'").doors,
    ).toHaveLength(1)
    expect(check('src/store/a.ts', "import { Cluster } from '../sim/index.ts'").doors).toEqual([])
  })
})
