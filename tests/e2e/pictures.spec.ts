import { expect, type Page, test } from '@playwright/test'
import { openPanel } from './hands.ts'
import { type LabChoice, openLab } from './page.ts'

/**
 * How the main views look, small: shapes, colours and places, not the edges of letters, so that they hold on every
 * machine. After a change that is meant: `npm run build && npx playwright test pictures --update-snapshots`.
 */
test.use({ deviceScaleFactor: 0.225, contextOptions: { reducedMotion: 'reduce' } })
test.describe.configure({ mode: 'parallel', timeout: 120_000 })

const THEMES = ['dark', 'light', 'projector'] as const

async function open(page: Page, choice: LabChoice): Promise<void> {
  await openLab(page, choice)
  // Time stands: what counts it stands too.
  await page.locator('body').press(' ')
  await expect(page.locator('[aria-pressed="true"]').first()).toBeAttached()
  // The panels come after the stage; on the wall they stay away until they are asked for.
  const input = page.getByRole('textbox', { name: /^(Terminal input|터미널 입력)$/ })
  if (choice.theme !== 'projector') await expect(input).toBeVisible({ timeout: 60_000 })
  await page.waitForLoadState('networkidle')
}

/** The page's own letters, which come after the first picture, and those of them that are on the screen. */
function lettersAreThere(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      document.fonts.status === 'loaded' &&
      [...document.fonts].some(
        ({ family, status }) => /Pretendard/.test(family) && status === 'loaded',
      ),
  )
}

/** What tells a moment of virtual time or a figure of the journal, which depend on when the clock was stopped. */
const figures = (page: Page) => [page.getByText(/\d+:\d\d/), page.getByText(/rv \d+/)]

async function same(page: Page, name: string): Promise<void> {
  await expect.poll(() => lettersAreThere(page), { timeout: 30_000 }).toBe(true)
  // The pointer lights up what it is on.
  await page.mouse.move(0, 0)
  await expect(page).toHaveScreenshot(`${name}.png`, {
    scale: 'device',
    threshold: 0.1,
    maxDiffPixelRatio: 0.004,
    mask: figures(page),
  })
}

for (const theme of THEMES) {
  test(`the stage, its lenses and its windows look the same: ${theme}`, async ({ page }) => {
    await open(page, { theme })
    const pods = page.locator('[data-thing^="Pod|default/web-"]')
    await expect(pods).toHaveCount(3)
    await same(page, `stage-${theme}`)
    await page.locator('body').press('4')
    await same(page, `storage-${theme}`)
    await page.locator('body').press('2')
    await same(page, `workloads-${theme}`)
    await page.locator('body').press('1')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('option').first()).toBeVisible()
    await same(page, `command-${theme}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await same(page, `keys-${theme}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    await expect(page.locator('[data-card]').first()).toBeVisible()
    await same(page, `create-${theme}`)
    await page.keyboard.press('Escape')
    await page.locator('[data-thing="Deployment|default/web"]').click()
    if (theme === 'projector') await openPanel(page, 'Inspector')
    await expect(page.getByRole('tab').first()).toBeVisible()
    await same(page, `inspector-${theme}`)
  })

  test(`the large map looks the same: ${theme}`, async ({ page }) => {
    await open(page, { theme, lab: 'large' })
    await expect(page.locator('canvas[data-painter]')).toBeVisible({ timeout: 90_000 })
    await expect(page.getByRole('region', { name: 'Pods by state' })).toContainText('broken 24', {
      timeout: 60_000,
    })
    await same(page, `large-${theme}`)
  })
}

test('the stage looks the same in Korean', async ({ page }) => {
  await open(page, { theme: 'light', lang: 'ko' })
  await expect(page.locator('[data-thing^="Pod|default/web-"]')).toHaveCount(3)
  await same(page, 'stage-light-ko')
  await page.locator('body').press('c')
  await expect(page.locator('[data-card]').first()).toBeVisible()
  await same(page, 'create-light-ko')
})
