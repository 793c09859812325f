import { expect, type Page, test } from '@playwright/test'
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
    const small = (await seenTexts(page)).filter(({ px }) => px < LEAST)
    expect(small).toEqual([])
    expect(await tooSmall(page)).toEqual([])
  })

test('what is folded for want of room unfolds', async ({ page }) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Control plane', exact: true }).click()
  await expect(page.getByRole('button', { name: /^replicaset controller/ })).toBeVisible()
  expect(await tooSmall(page)).toEqual([])
  await page.getByRole('button', { name: 'Control plane', exact: true }).click()
  await expect(page.getByRole('button', { name: /^replicaset controller/ })).toBeHidden()
})
