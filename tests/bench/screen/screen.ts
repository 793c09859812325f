import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { browserArgs, findBrowser, HOW_TO_INSTALL } from '../../../tools/browser.mjs'
import type { Figure } from '../main.ts'
import type { Bench } from './page.tsx'
import { type Load, percentile, traced } from './trace.ts'

const OUT = join(import.meta.dirname, '../../../node_modules/.cache/bench-screen')
const ROOM = { width: 1600, height: 900 }
const CLUSTERS = [300, 1000, 15_000, 150_000] as const
/** What `--only` may begin with. */
export const SCREEN_NAMES: readonly string[] = CLUSTERS.flatMap((pods) =>
  ['pan', 'zoom', 'tick', 'add', 'click'].map((what) => `screen/${what}/${pods}`),
)
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

async function bundle(): Promise<void> {
  await build({
    configFile: false,
    plugins: [react()],
    root: import.meta.dirname,
    base: './',
    logLevel: 'error',
    publicDir: false,
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022' },
  })
}

function serve(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = join(OUT, pathname === '/' ? 'index.html' : pathname)
    if (!existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({ server, address: `http://127.0.0.1:${port}/` })
    })
  })
}

type Move = 'mousePressed' | 'mouseMoved' | 'mouseReleased' | 'mouseWheel'

interface Desk {
  readonly browser: Browser
  readonly page: Page
  readonly input: CDPSession
}

async function open(desk: Desk, address: string, pods: number, layer: string): Promise<void> {
  await desk.page.goto(`${address}?pods=${pods}&layer=${layer}&lang=en&theme=dark`)
  await desk.page.waitForSelector('.react-flow__viewport', { timeout: 60_000 })
  await desk.page.waitForTimeout(1500)
}

/** A mouse of the browser's own: the testing library asks the page about every move, which takes longer than the move. */
async function mouse(desk: Desk, type: Move, x: number, y: number, deltaY = 0): Promise<void> {
  const button = type === 'mouseWheel' ? 'none' : 'left'
  const buttons = type === 'mouseReleased' || type === 'mouseWheel' ? 0 : 1
  const event = { type, x, y, button, buttons, clickCount: 1, deltaX: 0, deltaY } as const
  await desk.input.send('Input.dispatchMouseEvent', event)
}

const MIDDLE = { x: ROOM.width / 2, y: ROOM.height / 2 }
/** Milliseconds between two events: one per frame. */
const BEAT = 16
/** Until everything is mounted, on a busy machine too. */
const SETTLE = 1200

/** A place near the middle where a press takes hold of the stage, and not of a pod. */
async function bareSpot(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const found = await page.evaluate(({ x, y }) => {
    for (let step = 0; step < 400; step++) {
      const at = { x: x + (step % 20) * 7, y: y + Math.floor(step / 20) * 7 }
      const bare = document
        .elementFromPoint(at.x, at.y)
        ?.closest('.react-flow__pane, .react-flow__node')
      const taken = document.elementFromPoint(at.x, at.y)?.closest('.nopan, button')
      if (bare && !taken) return at
    }
    return undefined
  }, MIDDLE)
  if (!found) throw new Error('there is no bare spot on the stage')
  return found
}

/** Round and back to where it began. */
async function drag(desk: Desk, steps: number): Promise<void> {
  const { x, y } = await bareSpot(desk.page)
  await mouse(desk, 'mousePressed', x, y)
  for (let step = 1; step <= steps; step++) {
    const turn = (step / steps) * Math.PI * 2
    const to = { x: x + Math.sin(turn) * 300, y: y + (1 - Math.cos(turn)) * 120 }
    await Promise.all([mouse(desk, 'mouseMoved', to.x, to.y), desk.page.waitForTimeout(BEAT)])
  }
  await mouse(desk, 'mouseReleased', x, y)
}

async function wheel(desk: Desk, turns: number): Promise<void> {
  for (let turn = 0; turn < Math.abs(turns); turn++)
    await Promise.all([
      mouse(desk, 'mouseWheel', MIDDLE.x, MIDDLE.y, turns > 0 ? -60 : 60),
      desk.page.waitForTimeout(BEAT),
    ])
}

async function levelOf(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelector<HTMLElement>('[data-level]')?.dataset.level ?? 'whole',
  )
}

function figure(name: string, value: number, limit: number, unit = 'ms'): Figure {
  return { name, value: Math.round(value * 10) / 10, unit, target: `<= ${limit}` }
}

/** Milliseconds of a frame that a level may take at the 95th percentile. */
function limitOf(level: string, layer: string): number {
  if (level === 'near' || level === 'whole') return 12
  return layer === 'bitmap' ? 10 : 8
}

function longest({ tasks }: Load): number {
  return Math.max(0, ...tasks)
}

/** Pans on every level of one cluster, from far out to near, and zooms through all of them. */
async function moves(desk: Desk, pods: number, layer: string): Promise<readonly Figure[]> {
  const { browser, page } = desk
  const figures: Figure[] = []
  const end = layer === 'webgl' ? '' : `/${layer}`
  const seen = new Set<string>()
  let worst = 0
  let slowest = 0
  for (let stop = 0; stop < 14; stop++) {
    const level = await levelOf(page)
    if (!seen.has(level)) {
      seen.add(level)
      await drag(desk, 12)
      // What is mounted when the view stands is there before it moves again.
      await page.waitForTimeout(SETTLE)
      const load = await traced(browser, page, () => drag(desk, 60))
      worst = Math.max(worst, longest(load))
      const value = percentile(load.frames, 0.95)
      slowest = Math.max(slowest, value)
      figures.push(figure(`screen/pan/${pods}/${level}${end}`, value, limitOf(level, layer)))
    }
    if (level === 'near' || level === 'whole') break
    await wheel(desk, 5)
    await page.waitForTimeout(SETTLE)
  }
  figures.push(figure(`screen/pan/${pods}${end}`, slowest, 12))
  figures.push(figure(`screen/pan/${pods}/longest${end}`, worst, 50))
  const zoom = await traced(browser, page, async () => {
    await wheel(desk, -24)
    await wheel(desk, 24)
  })
  figures.push(figure(`screen/zoom/${pods}${end}`, percentile(zoom.frames, 0.95), 12))
  return figures
}

type BenchWindow = Window & { readonly bench: Bench }

async function ticks(desk: Desk, pods: number, layer: string): Promise<readonly Figure[]> {
  const { browser, page } = desk
  const costs: number[] = []
  for (let round = 0; round < 4; round++) {
    await page.evaluate(() => (window as unknown as BenchWindow).bench.change())
    await page.waitForTimeout(300)
    const load = await traced(browser, page, async () => {
      await page.evaluate(() => {
        setTimeout(() => (window as unknown as BenchWindow).bench.commit(), 0)
      })
      await page.waitForTimeout(200)
    })
    if (round > 0) costs.push(longest(load))
  }
  const end = layer === 'webgl' ? '' : `/${layer}`
  return [figure(`screen/tick/${pods}${end}`, percentile(costs, 0.5), 10)]
}

async function addition(desk: Desk, pods: number): Promise<readonly Figure[]> {
  const { browser, page } = desk
  const costs: number[] = []
  for (let round = 0; round < 5; round++) {
    await page.evaluate(() => (window as unknown as BenchWindow).bench.addOne())
    const load = await traced(browser, page, async () => {
      await page.evaluate(() => {
        setTimeout(() => (window as unknown as BenchWindow).bench.commit(), 0)
      })
      await page.waitForTimeout(250)
    })
    if (round > 0) costs.push(longest(load))
  }
  return [figure(`screen/add/${pods}`, percentile(costs, 0.5), 50)]
}

/** From the press on a pod to the first frame that shows the answer, as the page itself sees it. */
async function click(desk: Desk, pods: number): Promise<readonly Figure[]> {
  const { page } = desk
  await page.evaluate(() => (window as unknown as BenchWindow).bench.watchClick())
  await page.mouse.click(ROOM.width / 2 + 7, ROOM.height / 2 + 9)
  await page.waitForTimeout(800)
  const first = await page.evaluate(() => (window as unknown as BenchWindow).bench.answered())
  if (first === undefined) throw new Error(`a click among ${pods} pods selected nothing`)
  return [figure(`screen/click/${pods}`, first, 100)]
}

/** Everything about one cluster and one way of drawing. */
export async function measureCluster(
  desk: Desk,
  address: string,
  pods: number,
  layer: string,
  heard: (figure: Figure) => void = () => {},
): Promise<readonly Figure[]> {
  await open(desk, address, pods, layer)
  const figures: Figure[] = []
  const note = (more: readonly Figure[]) => {
    figures.push(...more)
    more.forEach(heard)
  }
  if (pods >= 15_000) note(await ticks(desk, pods, layer))
  if (pods >= 15_000 && layer === 'webgl') {
    note(await addition(desk, pods))
    note(await click(desk, pods))
  }
  note(await moves(desk, pods, layer))
  return figures
}

/** CPU time of the page's main thread, from the browser's own trace. */
export async function screenBench(
  clusters: readonly number[] = CLUSTERS,
): Promise<readonly Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(HOW_TO_INSTALL)
  await bundle()
  const { server, address } = await serve()
  const args = [...browserArgs(), '--enable-unsafe-swiftshader']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage({ viewport: ROOM })
    const input = await page.context().newCDPSession(page)
    const figures: Figure[] = []
    // Small clusters have no layer.
    for (const pods of clusters)
      for (const layer of pods < 1000 ? ['webgl'] : ['webgl', 'bitmap'])
        figures.push(...(await measureCluster({ browser, page, input }, address, pods, layer)))
    return figures
  } finally {
    await browser.close()
    server.close()
  }
}
