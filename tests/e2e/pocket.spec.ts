import { expect, type Page, test } from '@playwright/test'
import { middle } from './hands.ts'
import { openLab } from './page.ts'
import { seenTexts, sideways } from './type.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

const FINGER = 44
const LEAST = 11

/** Buttons in view that a finger would miss. */
async function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const seen = [...document.querySelectorAll('button, select, a[href]')].filter((element) => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        return false
      const { left, top, right, bottom, width } = element.getBoundingClientRect()
      return width > 2 && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight
    })
    return seen
      .map((element) => {
        // A card's title answers for the whole card.
        const wide = getComputedStyle(element, '::after').position === 'absolute'
        const target = wide && element instanceof HTMLElement ? element.offsetParent : element
        return { element, box: (target ?? element).getBoundingClientRect() }
      })
      .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
      .map(
        ({ element, box }) =>
          `${Math.round(box.width)} x ${Math.round(box.height)}: ${element.getAttribute('aria-label') ?? element.textContent}`,
      )
  }, FINGER)
}

for (const lang of ['en', 'ko'] as const)
  test(`a phone shows the stage without sideways panning: ${lang}`, async ({ page }) => {
    await openLab(page, { lang })
    await expect(page.getByRole('button', { name: /^Pod default\/web-/ })).toHaveCount(3)
    const outside = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.react-flow__node')]
          .filter((node) => {
            const { left, right } = node.getBoundingClientRect()
            return left < 0 || right > innerWidth
          })
          .map((node) => node.getAttribute('data-id')),
      )
    await expect.poll(outside).toEqual([])
    expect(await sideways(page)).toBe(0)
    await expect
      .poll(async () => (await seenTexts(page)).filter(({ px }) => px < LEAST))
      .toEqual([])
    await expect.poll(() => tooSmall(page)).toEqual([])
  })

/** Pairs of things over the stage that lie on each other, and buttons that leave the screen. */
function crowded(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const name = (one: Element) => one.getAttribute('aria-label') ?? one.textContent ?? ''
    const all = [...document.querySelectorAll('#stage button, #stage select, #stage [role=status]')]
      .filter((one) => !one.closest('.react-flow__viewport') && one.checkVisibility())
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 2)
    const found = all
      .filter(({ box }) => box.right > innerWidth || box.left < 0)
      .map(({ one }) => `${name(one)} leaves the screen`)
    all.forEach(({ one, box }, at) => {
      for (const other of all.slice(at + 1)) {
        if (one.contains(other.one) || other.one.contains(one)) continue
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
        if (across > 1 && down > 1) found.push(`${name(one)} on ${name(other.one)}`)
      }
    })
    return found
  })
}

for (const theme of ['dark', 'projector'] as const)
  test(`on a phone nothing lies on the stage or on one another: ${theme}`, async ({ page }) => {
    await openLab(page, { theme })
    await expect(page.getByRole('button', { name: /^Pod default\/web-/ })).toHaveCount(3)
    await expect.poll(() => crowded(page)).toEqual([])
    const strip = page.getByRole('status', { name: 'Narration' })
    const apart = async () => {
      const [stage, said] = [
        await page.locator('.react-flow').boundingBox(),
        await strip.boundingBox(),
      ]
      return stage && said ? said.y - (stage.y + stage.height) : -1
    }
    await expect.poll(apart).toBeGreaterThanOrEqual(0)
    // Its longest sentences as well.
    await page.getByRole('button', { name: 'Scale web up to 4' }).click()
    await expect(strip).toContainText('scaled Deployment web')
    expect(await apart()).toBeGreaterThanOrEqual(0)
    await expect(strip).toContainText(/chose node|bound/)
    expect(await apart()).toBeGreaterThanOrEqual(0)
    await expect.poll(() => crowded(page)).toEqual([])
  })

test('the words of lines stay on the screen of a phone', async ({ page }) => {
  await openLab(page)
  await page
    .getByRole('button', { name: /^Pod default\/web-/ })
    .first()
    .tap()
  const labels = page.getByRole('button', { name: /^(Owner|Binding|Selector)[^:]*: / })
  await expect(labels.first()).toBeVisible()
  await middle(labels.first())
  const outside = () =>
    labels.evaluateAll((all) =>
      all
        .map((one) => one.getBoundingClientRect())
        .filter(({ left, right }) => left < 0 || right > innerWidth),
    )
  await expect.poll(outside).toEqual([])
})

test('what is folded for want of room unfolds', async ({ page }) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Control plane', exact: true }).click()
  await expect(page.getByRole('button', { name: /^replicaset controller/ })).toBeVisible()
  await expect.poll(() => tooSmall(page)).toEqual([])
  await page.getByRole('button', { name: 'Control plane', exact: true }).click()
  await expect(page.getByRole('button', { name: /^replicaset controller/ })).toBeHidden()
})
