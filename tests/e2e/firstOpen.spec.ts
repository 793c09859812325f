import { expect, test } from '@playwright/test'
import { openLab, watchTroubles } from './page.ts'

const LANDMARKS = ['Canvas', 'Lesson', 'Inspector', 'Terminal', 'Timeline', 'Control plane']

test('opens on a living cluster with its panels as landmarks', async ({ page }) => {
  await openLab(page)
  await expect(page).toHaveTitle(/Orrery/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  for (const name of LANDMARKS) {
    await expect(page.getByRole('region', { name, exact: true }), name).toBeVisible()
  }
})

test('asks for its own files only, within its own policy, without an error', async ({
  page,
  baseURL,
}) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLab(page)
  await page.waitForLoadState('networkidle')
  expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  // The watching itself works, and so the empty lists mean something: an inline script is noticed and does not run.
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.broken = true'
    document.head.append(script)
  })
  await expect.poll(() => troubles.policy.length).toBeGreaterThan(0)
  expect(await page.evaluate(() => Reflect.get(window, 'broken'))).toBeUndefined()
})

test('opens in Korean when asked', async ({ page }) => {
  await openLab(page, { lang: 'ko' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
})
