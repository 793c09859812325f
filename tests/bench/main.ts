/** `npm run bench [-- --json] [--only PREFIX]`: figures with their targets, in CPU time, each in a process of its own. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'vite'
import { pageBench } from './page.ts'
import { SCREEN_NAMES, screenBench } from './screen/screen.ts'

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What is wanted, such as `>= 10000`. */
  readonly target: string
  /** What else is to be known: where the time went, how busy the machine was, or why there is no value. */
  readonly note?: string
}

interface Bench {
  readonly names: readonly string[]
  run(only: string): Promise<readonly Figure[]>
}

const OUT = join(import.meta.dirname, '../../node_modules/.cache/bench')
type State = 'warm' | 'cold'

const ENGINES: readonly (readonly [pods: number, nodes: number, state: State])[] = [
  [1000, 50, 'warm'],
  [15_000, 500, 'warm'],
  [15_000, 500, 'cold'],
  [150_000, 5000, 'warm'],
]

const BENCHES: readonly Bench[] = [
  ...ENGINES.map(([pods, nodes, state]) => ({
    names:
      state === 'cold'
        ? [`engine/${pods}x${nodes}-cold`]
        : [`engine/${pods}x${nodes}`, `memory/${pods}x${nodes}`],
    run: () => apart(pods, nodes, state),
  })),
  {
    names: ['page/js-gz', 'page/css-gz', 'page/data-gz', 'page/js-later-gz'],
    run: async () => pageBench(),
  },
  { names: SCREEN_NAMES, run: screenBench },
]

function wanted(bench: Bench, only: string): boolean {
  return bench.names.some((name) => name.startsWith(only) || only.startsWith(`${name}/`))
}

let bundled: Promise<string> | undefined

/** The engine as the page gets it: bundled, without what a TypeScript loader adds to every function. */
async function bundle(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: join(import.meta.dirname, 'inside.ts'),
      outDir: OUT,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'inside.mjs' } },
    },
  })
  return join(OUT, 'inside.mjs')
}

/**
 * Runs one bench in a fresh Node with garbage collection at hand, so that none fills another's heap and all are equally
 * warm; see `warmUp`.
 */
async function apart(pods: number, nodes: number, state: State): Promise<readonly Figure[]> {
  bundled ??= bundle()
  const result = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=6000', await bundled, String(pods), String(nodes), state],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (result.status !== 0) throw new Error(`bench of ${pods} pods on ${nodes} nodes failed`)
  return JSON.parse(result.stdout) as readonly Figure[]
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, target, note = '' }) => {
    const shown = Number.isNaN(value) ? '-' : value.toLocaleString('en-US')
    return [name, shown, unit, note === '' ? target : `${target.padEnd(8)}  ${note}`]
  })
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map(
      ([name = '', value = '', unit = '', target = '']) =>
        `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)} ${unit.padEnd(widths[2] ?? 0)}  ${target}`,
    )
    .join('\n')
}

async function main(args: readonly string[]): Promise<void> {
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
  const figures: Figure[] = []
  for (const bench of BENCHES) if (wanted(bench, only)) figures.push(...(await bench.run(only)))
  const shown = figures.filter(
    ({ name }) => name.startsWith(only) || name.startsWith('screen/pan/empty'),
  )
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(shown)}\n` : `${table(shown)}\n`)
}

await main(process.argv.slice(2))
