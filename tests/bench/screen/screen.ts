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
/** From here on a status may change in bulk, and both ways of drawing are measured. */
const MANY = 15_000
type What = 'pan' | 'zoom' | 'tick' | 'add' | 'click'

/** What is measured of a cluster. */
function parts(pods: number): readonly What[] {
  return pods >= MANY ? ['tick', 'add', 'click', 'pan', 'zoom'] : ['click', 'pan', 'zoom']
}

const CONTROL = 'screen/pan/empty'
const SCALE = 'screen/scale/1000'

/** What `--only` may begin with. */
export const SCREEN_NAMES: readonly string[] = [
  CONTROL,
  SCALE,
  ...CLUSTERS.flatMap((pods) => parts(pods).map((what) => `screen/${what}/${pods}`)),
]

/** `screen/pan/1000` is not the beginning of a wish for `screen/pan/15000`, nor the other way about. */
function isWanted(name: string, only: string): boolean {
  return name.startsWith(only) || only.startsWith(`${name}/`)
}
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
/** Steps of a drag that is measured. */
const STEPS = 32

/** A place near the middle where a press takes hold of the stage, and not of a pod. */
async function bareSpot(page: Page): Promise<Spot> {
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

interface Spot {
  readonly x: number
  readonly y: number
}

/** Round and back to where it began. */
async function drag(desk: Desk, { x, y }: Spot, steps: number): Promise<void> {
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

/** A drag, after one that brings up whatever it comes across. */
async function pan(desk: Desk): Promise<Load> {
  const { browser, page } = desk
  await drag(desk, await bareSpot(page), 8)
  // What is mounted when the view stands is there before it moves again.
  await page.waitForTimeout(SETTLE)
  const spot = await bareSpot(page)
  return traced(browser, page, () => drag(desk, spot, STEPS))
}

function ending(layer: string): string {
  return layer === 'webgl' ? '' : `/${layer}`
}

/** Goes from far out to near, and says so on every level that it comes to. */
async function approach(desk: Desk, arrived: (level: string) => Promise<void>): Promise<void> {
  const seen = new Set<string>()
  for (let stop = 0; stop < 14; stop++) {
    const level = await levelOf(desk.page)
    if (!seen.has(level)) {
      seen.add(level)
      await arrived(level)
    }
    if (level === 'near' || level === 'whole') return
    await wheel(desk, 5)
    await desk.page.waitForTimeout(SETTLE)
  }
}

async function pans(desk: Desk, pods: number, layer: string): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const name = `screen/pan/${pods}`
  let worst = 0
  let slowest = 0
  await approach(desk, async (level) => {
    const load = await pan(desk)
    worst = Math.max(worst, longest(load))
    const value = percentile(load.frames, 0.95)
    slowest = Math.max(slowest, value)
    figures.push(figure(`${name}/${level}${ending(layer)}`, value, limitOf(level, layer)))
    figures.push(
      figure(
        `${name}/${level}/median${ending(layer)}`,
        percentile(load.frames, 0.5),
        limitOf(level, layer),
      ),
    )
  })
  figures.push(figure(`${name}${ending(layer)}`, slowest, 12))
  figures.push(figure(`${name}/longest${ending(layer)}`, worst, 50))
  return figures
}

/** Out through all levels and in again. */
async function zooms(desk: Desk, pods: number, layer: string): Promise<readonly Figure[]> {
  const { browser, page } = desk
  const load = await traced(browser, page, async () => {
    await wheel(desk, -24)
    await wheel(desk, 24)
  })
  const name = `screen/zoom/${pods}`
  return [
    figure(`${name}${ending(layer)}`, percentile(load.frames, 0.95), 12),
    figure(`${name}/median${ending(layer)}`, percentile(load.frames, 0.5), 12),
  ]
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
  return [figure(`screen/tick/${pods}${ending(layer)}`, percentile(costs, 0.5), 10)]
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

const MEASURES: Readonly<
  Record<What, (desk: Desk, pods: number, layer: string) => Promise<readonly Figure[]>>
> = { tick: ticks, add: addition, click, pan: pans, zoom: zooms }

/** What is wanted of one cluster and one way of drawing. The order matters: a zoom begins where the pans ended. */
async function measureCluster(
  desk: Desk,
  address: string,
  pods: number,
  layer: string,
  only: string,
): Promise<readonly Figure[]> {
  const wanted = parts(pods).filter(
    (what) =>
      isWanted(`screen/${what}/${pods}`, only) &&
      (layer === 'webgl' || (what !== 'add' && what !== 'click')),
  )
  if (wanted.length === 0) return []
  await open(desk, address, pods, layer)
  const figures: Figure[] = []
  for (const what of wanted) figures.push(...(await MEASURES[what](desk, pods, layer)))
  return figures
}

/** An empty canvas of React Flow: 2.9 ms on a quiet machine of 3.2 GHz. Other figures are to be read against it. */
async function control(desk: Desk, address: string): Promise<readonly Figure[]> {
  await open(desk, address, 0, 'webgl')
  const { frames } = await pan(desk)
  return [
    figure(CONTROL, percentile(frames, 0.95), 4),
    figure(`${CONTROL}/median`, percentile(frames, 0.5), 4),
  ]
}

/** A Deployment from none to a thousand, with the clock ten times as fast. */
async function scaling({ browser, page }: Desk, address: string): Promise<readonly Figure[]> {
  await page.goto(`${address}?lab=large&lang=en&theme=dark`)
  await page.waitForSelector('.react-flow__viewport', { timeout: 60_000 })
  await page.waitForTimeout(4000)
  const load = await traced(browser, page, async () => {
    await page.evaluate(() => {
      setTimeout(() => void (window as unknown as BenchWindow).bench.scale(1000), 0)
    })
    await page.waitForTimeout(8000)
  })
  const there = await page.evaluate(() => (window as unknown as BenchWindow).bench.scaled())
  if (there < 1000) throw new Error(`of 1,000 pods there are ${there}`)
  return [figure(SCALE, longest(load), 100)]
}

async function measure(desk: Desk, address: string, only: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [...(await control(desk, address))]
  if (isWanted(SCALE, only)) figures.push(...(await scaling(desk, address)))
  for (const pods of CLUSTERS)
    for (const layer of pods < MANY ? ['webgl'] : ['webgl', 'bitmap'])
      figures.push(...(await measureCluster(desk, address, pods, layer, only)))
  return figures
}

/** CPU time of the page's main thread, from the browser's own trace. */
export async function screenBench(only = ''): Promise<readonly Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(HOW_TO_INSTALL)
  await bundle()
  const { server, address } = await serve()
  const args = [...browserArgs(), '--enable-unsafe-swiftshader']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage({ viewport: ROOM })
    const input = await page.context().newCDPSession(page)
    return await measure({ browser, page, input }, address, only)
  } finally {
    await browser.close()
    server.close()
  }
}
