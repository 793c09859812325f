import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { held, middle, pod, setPace, thing } from './hands.ts'
import { openLab } from './page.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

interface Finger {
  readonly x: number
  readonly y: number
}

/** Real touches, as the browser would get them from a screen. */
class Fingers {
  private readonly session: CDPSession
  constructor(session: CDPSession) {
    this.session = session
  }
  async down(...at: readonly Finger[]) {
    await this.send('touchStart', at)
  }
  async move(...at: readonly Finger[]) {
    await this.send('touchMove', at)
  }
  async up() {
    await this.send('touchEnd', [])
  }
  private send(type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly Finger[]) {
    const touchPoints = at.map(({ x, y }, id) => ({ x, y, id }))
    return this.session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

const fingersOf = async (page: Page) => new Fingers(await page.context().newCDPSession(page))

const view = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate((element) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform)
    return { zoom: a, x: e, y: f }
  })

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await expect(pod(page, 'web-.*', 'Running').first()).toBeVisible()
})

test('two fingers zoom the stage', async ({ page }) => {
  const fingers = await fingersOf(page)
  const before = await view(page)
  const [x, y] = [195, 420]
  await fingers.down({ x: x - 40, y }, { x: x + 40, y })
  for (let wide = 50; wide <= 120; wide += 10)
    await fingers.move({ x: x - wide, y }, { x: x + wide, y })
  await fingers.up()
  await expect.poll(async () => (await view(page)).zoom).toBeGreaterThan(before.zoom * 1.5)
})

test('one finger pans, from a pod as well, and the page itself stays', async ({ page }) => {
  const fingers = await fingersOf(page)
  const tile = pod(page, 'web-.*', 'Running').first()
  const before = await view(page)
  const from = await middle(tile)
  await fingers.down(from)
  for (let step = 1; step <= 8; step++)
    await fingers.move({ x: from.x - step * 12, y: from.y - step * 4 })
  await fingers.up()
  await expect.poll(async () => (await view(page)).x).toBeLessThan(before.x - 40)
  await expect(page.getByRole('menu')).toHaveCount(0)
  const slack = await page.evaluate(() => ({
    left: window.scrollX,
    wide: document.documentElement.scrollWidth - window.innerWidth,
    view: window.visualViewport?.width,
  }))
  expect(slack).toEqual({ left: 0, wide: 0, view: 390 })
})

test('a tap selects, a long press opens the menu', async ({ page }) => {
  const fingers = await fingersOf(page)
  const tile = pod(page, 'web-.*', 'Running').first()
  await tile.tap()
  await expect(tile).toHaveAttribute('aria-pressed', 'true')
  const at = await middle(tile)
  await fingers.down(at)
  await expect(held(page)).toBeVisible()
  await fingers.up()
  const menu = page.getByRole('menu')
  await expect(menu).toBeVisible()
  const item = await menu.getByRole('menuitem').first().boundingBox()
  expect(item?.height).toBeGreaterThanOrEqual(44)
})

test('a long press lifts a pod, and the finger carries it to a machine', async ({ page }) => {
  await setPace(page, '10×')
  const fingers = await fingersOf(page)
  const before = await view(page)
  await page.getByRole('button', { name: 'Show everything' }).tap()
  await expect.poll(() => view(page)).not.toEqual(before)
  const tile = pod(page, 'web-.*', 'Running').first()
  const label = (await tile.getAttribute('aria-label')) ?? ''
  const other = label.endsWith('w1-k8s') ? 'w2-k8s' : 'w1-k8s'
  const from = await middle(tile)
  const to = await middle(page.locator(`[data-machine="${other}"]`))
  await fingers.down(from)
  await expect(held(page)).toBeVisible()
  await fingers.move({ x: from.x + 20, y: from.y + 4 })
  await fingers.move(to)
  await expect(page.getByRole('status').filter({ hasText: '✓ feasible' })).toHaveCount(3)
  await fingers.up()
  await expect(page.getByRole('dialog', { name: 'Pods do not move' })).toBeVisible()
})

test('a second finger lets go of what is held', async ({ page }) => {
  const fingers = await fingersOf(page)
  const from = await middle(pod(page, 'web-.*', 'Running').first())
  await fingers.down(from)
  await expect(held(page)).toBeVisible()
  await fingers.down(from, { x: from.x + 60, y: from.y + 60 })
  await expect(held(page)).toHaveCount(0)
  await fingers.up()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('menu')).toHaveCount(0)
})

test('what fingers press is large enough', async ({ page }) => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Create/ })
    .tap()
  const card = page.getByRole('button', { name: 'Deployment', exact: true })
  expect((await card.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await card.tap()
  const make = page
    .getByRole('dialog', { name: 'Create' })
    .getByRole('button', { name: 'Create', exact: true })
  expect((await make.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await make.tap()
  await expect(thing(page, /^Deployment default\/app,/)).toBeVisible()
})
