/**
 * Finds a Chrome or Chromium for the browser tests, and installs one where that can be done without asking:
 *   1. CHROME_PATH, 2. a browser on the PATH or in its usual place, 3. Playwright's own,
 *   4. `playwright install chromium`, 5. Debian's package, as root.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const WINDOWS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
const ADVICE = {
  darwin: 'install Google Chrome, or run: npx playwright install chromium',
  win32: 'install Google Chrome, or run: npx playwright install chromium',
  linux:
    'run: npx playwright install --with-deps chromium (or: sudo apt-get install chromium), or set CHROME_PATH',
}

/** One line that tells how to get a browser. */
export const HOW_TO_INSTALL = `No Chrome or Chromium was found: ${ADVICE[process.platform] ?? ADVICE.linux}`

/** Whether a program starts at all: Ubuntu's chromium-browser may only say where to get a browser. */
function works(path) {
  if (!existsSync(path)) return false
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

function usualPlaces() {
  if (process.platform === 'darwin') return MAC
  if (process.platform === 'win32') {
    return WINDOWS.map((name) => process.env[name])
      .filter(Boolean)
      .map((base) => join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function playwrightsOwn() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test')
  return chromium.executablePath()
}

/** The path of a browser that starts, or undefined. A CHROME_PATH that does not start is an error. */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH
  if (chosen) {
    if (!works(chosen)) throw new Error(`CHROME_PATH is ${chosen}, which does not start.`)
    return chosen
  }
  return [...usualPlaces(), playwrightsOwn()].find(works)
}

const isRoot = () => process.getuid?.() === 0
const isDebian = () =>
  existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))

function run(command, args, timeout) {
  console.log(`$ ${command} ${args.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const done = spawnSync(command, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout,
  })
  return done.status === 0
}

function installPlaywrights() {
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  run(process.execPath, [cli, 'install', 'chromium'], 300_000)
}

function installDebians() {
  if (!isRoot() || !isDebian()) return
  run('apt-get', ['update'], 180_000)
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 420_000)
}

/** As findBrowser, and installs one if there is none. Undefined if that fails too. */
export function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  for (const install of [installPlaywrights, installDebians]) {
    install()
    const now = findBrowser()
    if (now) return now
  }
  return undefined
}

/** Arguments that keep the browser off the network and let it run where there is neither GPU nor sandbox. */
export function browserArgs() {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return isRoot() ? ['--no-sandbox', ...quiet] : quiet
}
