import { expect, test } from '@playwright/test'
import { findings } from './axe.ts'
import { applyYaml, panel, pod, podYaml, setPace, thing } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

test('language and theme are switched and remembered', async ({ page }) => {
  await page.goto('./?lang=en&theme=dark')
  await page.getByRole('button', { name: '한국어' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(page.getByRole('button', { name: /^Pod default\/web-/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Theme: Night' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.goto('./')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('the address chooses lab and seed, and says when it cannot', async ({ page }) => {
  await openLab(page, { lab: 'plain', seed: 7 })
  await expect(page.getByText('Plain lab')).toBeVisible()
  await expect(thing(page, /^Node .*control-plane|^Node /)).toHaveCount(4)
  await openLab(page, { lab: 'no-such-lab' })
  await expect(page.getByRole('alert')).toContainText('There is no lab "no-such-lab"')
  await expect(pod(page, 'web-.*')).toHaveCount(3)
})

test('the same seed gives the same names', async ({ page }) => {
  const names = async (seed: number) => {
    await openLab(page, { seed })
    await expect(pod(page, 'web-.*')).toHaveCount(3)
    const tiles = await pod(page, 'web-.*').all()
    return (await Promise.all(tiles.map((tile) => tile.getAttribute('aria-label')))).sort()
  }
  const first = await names(5)
  expect(await names(5)).toEqual(first)
  expect(await names(6)).not.toEqual(first)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('one place at a time, nothing wider than the screen', async ({ page, baseURL }) => {
    const troubles = await watchTroubles(page, baseURL ?? '')
    await openLab(page)
    const fits = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
    expect(await fits()).toBe(0)
    const places = page.getByRole('navigation', { name: 'Places' })
    for (const place of ['Lesson', 'Inspector', 'Terminal', 'Timeline', 'Canvas']) {
      await places.getByRole('button', { name: place }).click()
      await expect(panel(page, place)).toBeVisible()
      expect(await fits(), place).toBe(0)
    }
    // A strip may scroll within itself, so that each of its buttons can be brought onto the screen.
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('header, header button, nav, dialog')]
        .filter((element) => {
          element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          return element.getBoundingClientRect().right > innerWidth + 1
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    )
    expect(wide).toEqual([])
    await setPace(page, '10×')
    await applyYaml(page, podYaml('pocket'))
    await expect(pod(page, 'pocket', 'Running')).toBeVisible()
    expect(await findings(page)).toEqual([])
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })
})
