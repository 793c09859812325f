/**
 * `npm test`: everything that a user needs to trust the project. Lint, types, unit tests, build, size, unused code,
 * then the journeys in a real browser. Goes on after a failure, ends with `N passed, N failed` and the exit code to match.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = mkdtempSync(join(tmpdir(), 'orrery-test-'))
const bin = (...parts) => join(ROOT, 'node_modules', ...parts)

/** Some runners colour their lines even where nobody sees colours. */
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }

/** Runs a Node program of the project and resolves to its exit code. */
function node(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...plain, ...env },
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Several programs one after the other, until one fails. */
async function all(...commands) {
  for (const args of commands) {
    const code = await node(args)
    if (code !== 0) return code
  }
  return 0
}

const whole = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** Titles of the tests that passed at a second try only, each with its file, wherever they stand in the report. */
function flakyOf(suites, within = []) {
  return suites.flatMap(({ title, file, specs = [], suites: inner = [] }) => {
    const path = title === file ? within : [...within, title]
    const own = specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map((spec) => `${spec.file}:${spec.line} ${[...path, spec.title].join(' > ')}`)
    return [...own, ...flakyOf(inner, path)]
  })
}

/** A runner that failed without a failed test (a file did not load, nothing ran) has failed once. */
function counted(code, passed, failed) {
  const lost = failed === 0 && (code !== 0 || passed === 0)
  return { passed, failed: lost ? 1 : failed }
}

async function unit() {
  const path = join(REPORTS, 'unit.json')
  const code = await node([
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ])
  const report = readReport(path)
  if (!report) return counted(1, 0, 0)
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  return counted(code, report.numPassedTests, report.numFailedTests + unloaded)
}

async function browser() {
  const { ensureBrowser, HOW_TO_INSTALL } = await import('./browser.mjs')
  const found = ensureBrowser()
  if (!found) {
    console.log(HOW_TO_INSTALL)
    return { passed: 0, failed: 1 }
  }
  console.log(`Browser: ${found}`)
  const path = join(REPORTS, 'browser.json')
  const code = await node([bin('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: path,
  })
  const report = readReport(path)
  if (!report) return counted(1, 0, 0)
  const { stats, suites } = report
  return {
    ...counted(code, stats.expected + stats.flaky, stats.unexpected),
    flaky: flakyOf(suites),
  }
}

const STEPS = [
  [
    'lint',
    async () =>
      whole(await node([bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'])),
  ],
  [
    'types',
    async () => {
      const tsc = bin('typescript', 'bin', 'tsc')
      return whole(await all([tsc, '-p', 'tsconfig.core.json'], [tsc]))
    },
  ],
  ['unit', unit],
  [
    'build',
    async () => whole(await node([bin('vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'])),
  ],
  ['size', async () => whole(await node([bin('size-limit', 'bin.js')]))],
  ['unused', async () => whole(await node([bin('knip', 'bin', 'knip.js'), '--no-progress']))],
  ['browser', browser],
]

/** Without a build there is nothing to measure or to open. */
const NEEDS_BUILD = new Set(['size', 'browser'])

async function runAll() {
  const results = []
  for (const [name, run] of STEPS) {
    const noBuild = NEEDS_BUILD.has(name) && results.some((r) => r.name === 'build' && r.failed > 0)
    console.log(`\n== ${name}${noBuild ? ': there is no build' : ''}`)
    const start = Date.now()
    const result = noBuild ? { passed: 0, failed: 1 } : await run()
    results.push({ name, ...result, seconds: (Date.now() - start) / 1000 })
  }
  return results
}

function summary(results) {
  console.log('\n== summary')
  for (const { name, passed, failed, flaky = [], seconds } of results) {
    const sign = failed > 0 ? 'FAILED' : flaky.length > 0 ? 'FLAKY' : 'ok'
    console.log(
      `${name.padEnd(8)} ${sign.padEnd(7)} ${passed} passed, ${failed} failed  (${seconds.toFixed(1)} s)`,
    )
    for (const title of flaky) console.log(`  flaky, passed at the second try: ${title}`)
  }
}

if (!existsSync(bin('vitest'))) {
  console.log('The packages are not installed: run npm install first.')
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const results = await runAll()
rmSync(REPORTS, { recursive: true, force: true })
summary(results)
const total = (field) => results.reduce((sum, result) => sum + result[field], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') === 0 ? 0 : 1
