import { expect, type Page, test } from '@playwright/test'
import { panel } from './hands.ts'
import { openLab, watchTroubles } from './page.ts'

/** The large lab takes seconds to build, more on a busy machine. */
test.describe.configure({ timeout: 120_000 })

const LEVELS = ['near', 'mid', 'far', 'map'] as const

async function levelOf(page: Page): Promise<string> {
  return (await page.locator('[data-level]').getAttribute('data-level')) ?? ''
}

async function openLarge(page: Page, choice: { readonly layer?: string } = {}): Promise<void> {
  await openLab(page, { lab: 'large' })
  if (choice.layer) await page.goto(`${page.url()}&layer=${choice.layer}`)
  await expect(page.locator('[data-level]')).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('region', { name: 'Pods by state' })).toContainText('broken 24', {
    timeout: 30_000,
  })
}

async function turn(page: Page, times: number): Promise<void> {
  for (let count = 0; count < Math.abs(times); count++) {
    await page.mouse.wheel(0, times > 0 ? -100 : 100)
    await page.waitForTimeout(30)
  }
}

/** A point of the stage where the layer shows a machine, and its name. */
async function hoverMachine(page: Page): Promise<string> {
  const box = await page.getByRole('region', { name: 'Canvas', exact: true }).boundingBox()
  if (!box) throw new Error('the stage is not there')
  for (let step = 0; step < 40; step++) {
    const x = box.x + box.width / 2 + (step % 8) * 9
    const y = box.y + box.height / 2 + Math.floor(step / 8) * 9
    await page.mouse.move(x, y)
    const tip = page.getByRole('tooltip')
    if (await tip.isVisible()) return (await tip.locator('b').textContent()) ?? ''
  }
  throw new Error('nothing under the pointer has a name')
}

for (const layer of ['webgl', 'bitmap'] as const)
  test(`a large cluster from afar and from near: ${layer}`, async ({ page, baseURL }) => {
    const troubles = await watchTroubles(page, baseURL ?? '')
    await openLarge(page, { layer })
    await expect(page.locator('canvas[data-painter]')).toHaveAttribute('data-painter', layer)
    expect(LEVELS.indexOf((await levelOf(page)) as 'map')).toBeGreaterThanOrEqual(2)
    const canvas = page.getByRole('region', { name: 'Canvas', exact: true })

    const name = await hoverMachine(page)
    expect(name).toMatch(/^(Pod|Node) /)
    await page.mouse.down()
    await page.mouse.up()
    await expect(panel(page, 'Inspector')).toContainText(name.replace(/^\w+ (default\/)?/, ''))

    const box = await canvas.boundingBox()
    if (!box) throw new Error('the stage is not there')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    const seen = new Set<string>()
    for (let step = 0; step < 40 && (await levelOf(page)) !== 'near'; step++) {
      await turn(page, 1)
      await page.waitForTimeout(60)
      seen.add(await levelOf(page))
    }
    expect([...seen]).toContain('mid')
    expect(await levelOf(page)).toBe('near')
    await expect(canvas.getByRole('button', { name: /^Pod default\// }).first()).toBeVisible()
    const nodes = await page.locator('.react-flow__node').count()
    expect(nodes).toBeLessThanOrEqual(300)

    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect
      .poll(async () => LEVELS.indexOf((await levelOf(page)) as 'map'))
      .toBeGreaterThanOrEqual(2)
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })

test('a large cluster by keyboard alone', async ({ page }) => {
  await openLarge(page, { layer: 'bitmap' })
  const list = page.getByRole('listbox', { name: 'Pods and nodes from afar' })
  await list.focus()
  await expect(page.getByRole('option', { name: /^Node / })).toBeAttached()
  await page.keyboard.press('b')
  const broken = page.getByRole('option', {
    name: /^Pod default\/reports-.*, (ErrImagePull|ImagePullBackOff), on worker-\d+$/,
  })
  await expect(broken).toBeAttached()
  const first = await broken.getAttribute('aria-label')
  await page.keyboard.press('b')
  await expect(broken).not.toHaveAccessibleName(first ?? '')
  await page.keyboard.press('Enter')
  await expect(panel(page, 'Inspector')).toContainText('reports-')
  await list.focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeFocused()
})
