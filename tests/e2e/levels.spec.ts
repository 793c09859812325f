import { expect, type Page, test } from '@playwright/test'
import { follow, panel } from './hands.ts'
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

/** Until the browser has drawn what it heard of. */
function drawn(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )
}

/** A point of the stage where the layer shows a machine or a pod, and its name; the pointer rests on it. */
async function hoverMachine(page: Page): Promise<string> {
  const box = await page.getByRole('region', { name: 'Canvas', exact: true }).boundingBox()
  if (!box) throw new Error('the stage is not there')
  for (let step = 0; step < 40; step++) {
    const x = box.x + box.width / 2 + (step % 8) * 9
    const y = box.y + box.height / 2 + Math.floor(step / 8) * 9
    await page.mouse.move(x, y)
    await drawn(page)
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
    const seen = await follow(page.locator('[data-level]'), 'data-level')
    for (let step = 0; step < 40 && (await levelOf(page)) !== 'near'; step++) {
      await page.mouse.wheel(0, -100)
      await drawn(page)
      // A level is built in the pauses of the wheel.
      await page.waitForTimeout(60)
    }
    await expect.poll(() => levelOf(page)).toBe('near')
    expect(await seen()).toContain('mid')
    await expect(canvas.getByRole('button', { name: /^Pod default\// }).first()).toBeVisible()
    const nodes = await page.locator('.react-flow__node').count()
    expect(nodes).toBeLessThanOrEqual(300)

    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect
      .poll(async () => LEVELS.indexOf((await levelOf(page)) as 'map'))
      .toBeGreaterThanOrEqual(2)
    expect(troubles).toEqual({ foreign: [], failed: [], errors: [], policy: [] })
  })

test('a browser that loses its drawing context goes on without one', async ({ page, baseURL }) => {
  const troubles = await watchTroubles(page, baseURL ?? '')
  await openLarge(page, { layer: 'webgl' })
  const canvas = page.locator('canvas[data-painter]')
  await expect(canvas).toHaveAttribute('data-painter', 'webgl')
  await canvas.evaluate((element) => {
    const gl = (element as HTMLCanvasElement).getContext('webgl2')
    gl?.getExtension('WEBGL_lose_context')?.loseContext()
  })
  await expect(canvas).toHaveAttribute('data-painter', 'bitmap')
  /** Colours on the picture: one that was lost has none. */
  const colours = () =>
    canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement
      const pen = (element as HTMLCanvasElement).getContext('2d')
      const seen = new Set(
        new Uint32Array(pen?.getImageData(0, 0, width, height).data.buffer ?? []),
      )
      return seen.size
    })
  await expect.poll(colours).toBeGreaterThan(8)
  expect(await hoverMachine(page)).toMatch(/^(Pod|Node) /)
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(colours).toBeGreaterThan(8)
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
