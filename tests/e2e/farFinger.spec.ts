import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { setPace } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

/** The large lab takes seconds to build, more on a busy machine. */
test.describe.configure({ timeout: 180_000 })
test.use({ viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true })

interface Spot {
  readonly x: number
  readonly y: number
}

/** Longer than a press has to last until it takes up what lies under it. */
const HELD = 700

async function touch(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  ...at: readonly Spot[]
): Promise<void> {
  const touchPoints = at.map(({ x, y }, id) => ({ x, y, id }))
  await session.send('Input.dispatchTouchEvent', { type, touchPoints })
}

/** A quick touch, which selects what lies there. */
async function tap(session: CDPSession, at: Spot): Promise<void> {
  await touch(session, 'touchStart', at)
  await touch(session, 'touchEnd')
}

const levelOf = (page: Page) =>
  page.locator('[data-level]').evaluate((stage) => (stage as HTMLElement).dataset.level)

const viewOf = (page: Page) => page.locator('.react-flow__viewport').getAttribute('style')

/** Two fingers draw the stage nearer until machines have frames. */
async function pinchToFar(page: Page, session: CDPSession, { x, y }: Spot): Promise<void> {
  for (let round = 0; round < 12 && (await levelOf(page)) === 'map'; round++) {
    await touch(session, 'touchStart', { x: x - 60, y }, { x: x + 60, y })
    for (let wide = 66; wide <= 96; wide += 6)
      await touch(session, 'touchMove', { x: x - wide, y }, { x: x + wide, y })
    await touch(session, 'touchEnd')
    await page.waitForTimeout(500)
  }
  expect(await levelOf(page)).toBe('far')
}

/** A place on the layer at which a tap selects a pod. */
async function findPod(page: Page, session: CDPSession, from: Spot): Promise<Spot> {
  const picked = page.locator('[data-picked^="Pod|"]')
  for (let step = 0; step < 60; step++) {
    const at = { x: from.x + (step % 10) * 9, y: from.y + Math.floor(step / 10) * 9 }
    await tap(session, at)
    await page.waitForTimeout(60)
    if ((await picked.count()) > 0) return at
  }
  throw new Error('no pod under the finger')
}

test('a finger takes up a pod of the drawn layer, carries it over machines and lets it go', async ({
  page,
  baseURL,
}) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page, { lab: 'large' })
  await expect(page.locator('[data-level]')).toBeVisible({ timeout: 90_000 })
  await setPace(page, 'Pause')
  const session = await page.context().newCDPSession(page)
  const box = await page.getByRole('region', { name: 'Canvas', exact: true }).boundingBox()
  if (!box) throw new Error('the stage is not there')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await pinchToFar(page, session, middle)
  const pod = await findPod(page, session, middle)
  const before = await viewOf(page)

  // Held still, it is lifted; then it moves, and the stage stands.
  const said = page.getByRole('status').filter({ hasText: /^worker-\d+/ })
  await touch(session, 'touchStart', pod)
  await page.waitForTimeout(HELD)
  for (let step = 1; step <= 8; step++)
    await touch(session, 'touchMove', { x: pod.x - step * 20, y: pod.y + step })
  await expect(said).toContainText(/worker-\d+✓ feasible · score \d+/)
  expect(await viewOf(page)).toBe(before)
  const target = /worker-\d+/.exec((await said.textContent()) ?? '')?.[0] ?? '?'
  await touch(session, 'touchEnd')
  const asked = page.getByRole('dialog', { name: /do not move/ })
  await expect(asked).toBeVisible()
  await expect(asked.getByRole('button', { name: new RegExp(`${target}$`) }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()

  // Held and let go where it was, it opens its menu.
  await touch(session, 'touchStart', pod)
  await page.waitForTimeout(HELD)
  await touch(session, 'touchEnd')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()

  // Moved at once, the finger pans by it.
  await touch(session, 'touchStart', pod)
  for (let step = 1; step <= 6; step++)
    await touch(session, 'touchMove', { x: pod.x - step * 20, y: pod.y })
  await touch(session, 'touchEnd')
  await expect.poll(() => viewOf(page)).not.toBe(before)
  await expect(said).toBeHidden()
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
})
