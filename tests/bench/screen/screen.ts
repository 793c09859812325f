import { loadavg } from 'node:os'
import type { Browser } from '@playwright/test'
import type { Figure } from '../main.ts'
import {
  approach,
  clickOf,
  commitOf,
  type Desk,
  openBrowser,
  openDesk,
  pan,
  scaleOf,
  wait,
  wheel,
} from './desk.ts'
import { bundle, serve } from './serve.ts'
import { type Load, percentile, shareText, traced } from './trace.ts'

const CLUSTERS = [300, 1000, 15_000, 150_000] as const
/** From here on a status may change in bulk, and both ways of drawing are measured. */
const MANY = 15_000
/** Drags per level. What else the machine does only makes one slower: the best of them counts. */
const DRAGS = 3
/** Fewer frames than this say nothing about a percentile. */
const LEAST_FRAMES = 8
/** Milliseconds of the wall that one part of a cluster may take. */
const LIMIT = 150_000
type What = 'pan' | 'zoom' | 'tick' | 'add' | 'click'
type Way = 'webgl' | 'bitmap'

const CONTROL = 'screen/pan/empty'
const SCALE = 'screen/scale/1000'

/** What is measured of a cluster. */
function parts(pods: number): readonly What[] {
  return pods >= MANY ? ['tick', 'add', 'click', 'pan', 'zoom'] : ['click', 'pan', 'zoom']
}

function waysOf(pods: number): readonly Way[] {
  return pods >= MANY ? ['bitmap', 'webgl'] : ['webgl']
}

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

function figure(name: string, value: number, limit: number, note = ''): Figure {
  const rounded = Math.round(value * 10) / 10
  return { name, value: rounded, unit: 'ms', target: `<= ${limit}`, note }
}

/** Milliseconds of a frame that a level may take at the 95th percentile. */
function limitOf(level: string, way: Way): number {
  if (level === 'near' || level === 'whole') return 12
  return way === 'bitmap' ? 10 : 8
}

function longest({ tasks }: Load): number {
  return Math.max(0, ...tasks)
}

function ending(way: Way): string {
  return way === 'webgl' ? '' : `/${way}`
}

function slow({ frames }: Load): number {
  return percentile(frames, 0.95)
}

function checked(load: Load): Load {
  if (load.frames.length < LEAST_FRAMES)
    throw new Error(`only ${load.frames.length} frames came in the time of a drag`)
  return load
}

/** The one of several that was disturbed least. */
async function best(count: number, one: () => Promise<Load>): Promise<Load> {
  const loads: Load[] = []
  for (let round = 0; round < count; round++) loads.push(checked(await one()))
  return loads.reduce((a, b) => (slow(b) < slow(a) ? b : a))
}

/** Shows a figure as soon as it is known. */
type Tell = (figures: readonly Figure[]) => void

async function pans(desk: Desk, pods: number, way: Way, tell: Tell): Promise<void> {
  const name = `screen/pan/${pods}`
  let worst = 0
  let slowest = 0
  await approach(desk, async (level) => {
    const load = await best(DRAGS, () => pan(desk))
    worst = Math.max(worst, longest(load))
    slowest = Math.max(slowest, slow(load))
    const limit = limitOf(level, way)
    tell([
      figure(`${name}/${level}${ending(way)}`, slow(load), limit, shareText(load)),
      figure(`${name}/${level}/median${ending(way)}`, percentile(load.frames, 0.5), limit),
    ])
  })
  tell([
    figure(`${name}${ending(way)}`, slowest, 12),
    figure(`${name}/longest${ending(way)}`, worst, 50),
  ])
}

/** Out through all levels and in again. */
async function zooms(desk: Desk, pods: number, way: Way, tell: Tell): Promise<void> {
  const load = await best(2, () =>
    traced(desk.browser, desk.page, async () => {
      await wheel(desk, -24)
      await wheel(desk, 24)
    }),
  )
  const name = `screen/zoom/${pods}`
  tell([
    figure(`${name}${ending(way)}`, slow(load), 12, shareText(load)),
    figure(`${name}/median${ending(way)}`, percentile(load.frames, 0.5), 12),
  ])
}

async function ticks(desk: Desk, pods: number, way: Way, tell: Tell): Promise<void> {
  const costs: number[] = []
  for (let round = 0; round < 6; round++) {
    const load = await commitOf(desk, 'change', 200)
    if (round > 0) costs.push(longest(load))
  }
  tell([figure(`screen/tick/${pods}${ending(way)}`, percentile(costs, 0.5), 10)])
}

async function addition(desk: Desk, pods: number, _way: Way, tell: Tell): Promise<void> {
  const costs: number[] = []
  for (let round = 0; round < 5; round++) {
    const load = await commitOf(desk, 'addOne', 250)
    if (round > 0) costs.push(longest(load))
  }
  tell([figure(`screen/add/${pods}`, percentile(costs, 0.5), 50)])
}

async function click(desk: Desk, pods: number, _way: Way, tell: Tell): Promise<void> {
  const first = await clickOf(desk)
  if (first === undefined) throw new Error(`a click among ${pods} pods selected nothing`)
  tell([figure(`screen/click/${pods}`, first, 100)])
}

const MEASURES: Readonly<
  Record<What, (desk: Desk, pods: number, way: Way, tell: Tell) => Promise<void>>
> = { tick: ticks, add: addition, click, pan: pans, zoom: zooms }

interface Bench {
  readonly browser: Browser
  readonly address: string
  readonly only: string
  readonly tell: Tell
}

/** Does one thing in the time it has. What fails becomes a row that says so, and the others go on. */
async function attempt(name: string, tell: Tell, act: () => Promise<void>): Promise<boolean> {
  const late = wait(LIMIT).then(() => {
    throw new Error(`took longer than ${LIMIT / 1000} s`)
  })
  late.catch(() => undefined)
  try {
    await Promise.race([act(), late])
    return true
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    tell([{ name, value: Number.NaN, unit: 'ms', target: '', note: `failed: ${reason}` }])
    return false
  }
}

/** What an empty canvas of React Flow takes: 2.9 ms on a quiet machine of 3.2 GHz. The rows after it are to be read against it. */
async function control({ browser, address, tell }: Bench, beside: string): Promise<void> {
  await attempt(CONTROL, tell, async () => {
    const desk = await openDesk(browser, `${address}?pods=0&lang=en&theme=dark`)
    const load = await best(DRAGS, () => pan(desk))
    const busy = loadavg()[0]?.toFixed(1)
    tell([
      figure(`${CONTROL}${beside}`, slow(load), 4, `load average ${busy}; ${shareText(load)}`),
      figure(`${CONTROL}${beside}/median`, percentile(load.frames, 0.5), 4),
    ])
    await desk.page.close()
  })
}

/** What is wanted of one cluster and one way of drawing. The order matters: a zoom begins where the pans ended. */
async function measureCluster(bench: Bench, pods: number, way: Way): Promise<void> {
  const { browser, address, only, tell } = bench
  const wanted = parts(pods).filter(
    (what) =>
      isWanted(`screen/${what}/${pods}`, only) &&
      (way === 'webgl' || (what !== 'add' && what !== 'click')),
  )
  if (wanted.length === 0) return
  await control(bench, `/before-${pods}${ending(way)}`)
  let desk: Desk | undefined
  for (const what of wanted) {
    const name = `screen/${what}/${pods}${ending(way)}`
    const done = await attempt(name, tell, async () => {
      desk ??= await openDesk(browser, `${address}?pods=${pods}&layer=${way}&lang=en&theme=dark`)
      await MEASURES[what](desk, pods, way, tell)
    })
    if (done) continue
    // Whatever it is stuck in goes with its page.
    const stuck = desk
    desk = undefined
    await Promise.race([stuck?.page.close(), wait(5000)])
  }
  await desk?.page.close()
}

/** A Deployment from none to a thousand, with the clock ten times as fast. */
async function scaling({ browser, address, tell }: Bench): Promise<void> {
  await attempt(SCALE, tell, async () => {
    const desk = await openDesk(browser, `${address}?lab=large&lang=en&theme=dark`)
    await wait(2500)
    const { load, there } = await scaleOf(desk, 1000, 8000)
    if (there < 1000) throw new Error(`of 1,000 pods there are ${there}`)
    tell([figure(SCALE, longest(load), 100)])
    await desk.page.close()
  })
}

function row({ name, value, unit, target, note }: Figure): string {
  const shown = Number.isNaN(value) ? '-' : `${value} ${unit}`
  return `${name.padEnd(38)} ${shown.padStart(10)}  ${target.padEnd(7)} ${note ?? ''}`
}

/** CPU time of the page's main thread, from the browser's own trace. Rows go to the error output as they come. */
export async function screenBench(only = ''): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const tell: Tell = (more) => {
    for (const one of more) {
      figures.push(one)
      process.stderr.write(`${row(one)}\n`)
    }
  }
  const { server, address } = await serve(await bundle())
  const browser = await openBrowser()
  const bench = { browser, address, only, tell }
  try {
    if (isWanted(CONTROL, only)) await control(bench, '')
    if (isWanted(SCALE, only)) await scaling(bench)
    for (const pods of CLUSTERS)
      for (const way of waysOf(pods)) await measureCluster(bench, pods, way)
    return figures
  } finally {
    await Promise.race([browser.close(), wait(10_000)])
    server.close()
  }
}
