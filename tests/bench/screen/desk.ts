import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { browserArgs, findBrowser, HOW_TO_INSTALL } from '../../../tools/browser.mjs'
import type { Bench } from './page.tsx'
import { type Load, traced } from './trace.ts'

export const ROOM = { width: 1600, height: 900 }
const MIDDLE = { x: ROOM.width / 2, y: ROOM.height / 2 }
/** Milliseconds between two events: one per frame. */
const BEAT = 16
/** So long an event may go unanswered before the next is sent. */
const UNANSWERED = 1000
/** Until everything is mounted, on a busy machine too. */
const SETTLE = 1200
/** Steps of a drag that is measured. */
const STEPS = 32
/** A drag ends after so long, however few of its steps are done. */
const PATIENCE = 15_000

type Move = 'mousePressed' | 'mouseMoved' | 'mouseReleased' | 'mouseWheel'

/** A browser with one page of the bench, and a mouse of its own. */
export interface Desk {
  readonly browser: Browser
  readonly page: Page
  readonly input: CDPSession
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(HOW_TO_INSTALL)
  return chromium.launch({
    executablePath,
    args: [...browserArgs(), '--enable-unsafe-swiftshader'],
  })
}

/** A page of its own per row set: what went wrong in one is not carried into the next. */
export async function openDesk(browser: Browser, url: string): Promise<Desk> {
  const page = await browser.newPage({ viewport: ROOM })
  page.setDefaultTimeout(60_000)
  const input = await page.context().newCDPSession(page)
  await page.goto(url)
  await page.waitForSelector('.react-flow__viewport')
  await page.waitForTimeout(1500)
  return { browser, page, input }
}

/** Milliseconds of the wall. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/**
 * A mouse of the browser's own: the testing library asks the page about every move, which takes longer than the move. A
 * page that is too slow to answer is not waited for: the browser joins the moves that it could not follow.
 */
async function mouse(desk: Desk, type: Move, x: number, y: number, deltaY = 0): Promise<void> {
  const button = type === 'mouseWheel' ? 'none' : 'left'
  const buttons = type === 'mouseReleased' || type === 'mouseWheel' ? 0 : 1
  const event = { type, x, y, button, buttons, clickCount: 1, deltaX: 0, deltaY } as const
  const sent = desk.input.send('Input.dispatchMouseEvent', event).catch(() => undefined)
  await Promise.race([sent, wait(UNANSWERED)])
}

interface Spot {
  readonly x: number
  readonly y: number
}

/** A place near the middle where a press takes hold of the stage, and not of a pod. */
async function bareSpot(page: Page): Promise<Spot> {
  const found = await page.evaluate(
    ({ x, y }) => (window as unknown as BenchWindow).bench.bareSpot(x, y),
    MIDDLE,
  )
  if (!found) throw new Error('there is no bare spot on the stage')
  return found
}

/** Round and back to where it began. */
async function drag(desk: Desk, { x, y }: Spot, steps: number): Promise<void> {
  const begun = performance.now()
  await mouse(desk, 'mousePressed', x, y)
  for (let step = 1; step <= steps && performance.now() - begun < PATIENCE; step++) {
    const turn = (step / steps) * Math.PI * 2
    const to = { x: x + Math.sin(turn) * 300, y: y + (1 - Math.cos(turn)) * 120 }
    await Promise.all([mouse(desk, 'mouseMoved', to.x, to.y), wait(BEAT)])
  }
  await mouse(desk, 'mouseReleased', x, y)
}

/** Turns of the wheel over the middle: in when there are more than none, else out. */
export async function wheel(desk: Desk, turns: number): Promise<void> {
  const begun = performance.now()
  for (let turn = 0; turn < Math.abs(turns) && performance.now() - begun < PATIENCE; turn++)
    await Promise.all([
      mouse(desk, 'mouseWheel', MIDDLE.x, MIDDLE.y, turns > 0 ? -60 : 60),
      wait(BEAT),
    ])
}

export async function levelOf(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelector<HTMLElement>('[data-level]')?.dataset.level ?? 'whole',
  )
}

/** A drag, after one that brings up whatever it comes across. */
export async function pan(desk: Desk): Promise<Load> {
  const { browser, page } = desk
  await drag(desk, await bareSpot(page), 8)
  // What is mounted when the view stands is there before it moves again.
  await wait(SETTLE)
  const spot = await bareSpot(page)
  return traced(browser, page, () => drag(desk, spot, STEPS))
}

/** Goes from far out to near, and says so on every level that it comes to. */
export async function approach(
  desk: Desk,
  arrived: (level: string) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>()
  for (let stop = 0; stop < 14; stop++) {
    const level = await levelOf(desk.page)
    if (!seen.has(level)) {
      seen.add(level)
      await arrived(level)
    }
    if (level === 'near' || level === 'whole') return
    await wheel(desk, 5)
    await wait(SETTLE)
  }
}

type BenchWindow = Window & { readonly bench: Bench }

/** Prepares something in the page, and measures what it takes to bring it to the screen. */
export async function commitOf(desk: Desk, what: 'change' | 'addOne', ms: number): Promise<Load> {
  const { browser, page } = desk
  await page.evaluate((name) => {
    const { bench } = window as unknown as BenchWindow
    bench[name]()
  }, what)
  await wait(300)
  return traced(browser, page, async () => {
    await page.evaluate(() => {
      setTimeout(() => (window as unknown as BenchWindow).bench.commit(), 0)
    })
    await wait(ms)
  })
}

/** From a press in the middle to the first frame that shows the answer, as the page itself sees it. */
export async function clickOf({ page }: Desk): Promise<number | undefined> {
  await wait(SETTLE)
  await page.evaluate(() => (window as unknown as BenchWindow).bench.watchClick())
  await page.mouse.click(MIDDLE.x + 7, MIDDLE.y + 9)
  await wait(800)
  return page.evaluate(() => (window as unknown as BenchWindow).bench.answered())
}

/** A Deployment comes to be and is scaled; says how many pods there are in the end. */
export async function scaleOf(
  { browser, page }: Desk,
  replicas: number,
  ms: number,
): Promise<{ readonly load: Load; readonly there: number }> {
  const load = await traced(browser, page, async () => {
    await page.evaluate((count) => {
      setTimeout(() => void (window as unknown as BenchWindow).bench.scale(count), 0)
    }, replicas)
    await wait(ms)
  })
  const there = await page.evaluate(() => (window as unknown as BenchWindow).bench.scaled())
  return { load, there }
}
