import { expect, type Page, test } from '@playwright/test'
import { middle, pod, thing, toasts } from './hands.ts'
import { openLab } from './page.ts'

test.beforeEach(async ({ page }) => {
  await openLab(page)
  await expect(pod(page, 'web-.*', 'Running')).toHaveCount(3)
})

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

/** Letters typed before the palette is there are not lost; Enter waits for it. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toHaveValue(words)
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
}

test('a whole journey by keyboard alone', async ({ page }) => {
  // To the stage, which is one stop of the Tab key, and through it with the arrows.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  for (let tab = 0; tab < 12 && !/^\w+ .*/.test(await thingName(page)); tab++)
    await page.keyboard.press('Tab')
  await walkTo(page, 'ArrowDown', /^(Deployment|Node|Pod) /)
  await reach(page, /^Deployment default\/web/)
  await page.keyboard.press('s')
  const form = page.getByRole('dialog', { name: 'Scale web' })
  await expect(form.getByLabel('Replicas')).toBeFocused()
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(toasts(page)).toContainText('kubectl scale deployment web --replicas=5')
  await expect.poll(() => focused(page)).toMatch(/^Deployment default\/web/)
  // Time by keys, then the command palette.
  await command(page, 'pace 10')
  await expect(thing(page, 'Deployment default/web, 5/5 ready')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(thing(page, 'Deployment default/web, 3/3 ready')).toBeVisible()
  // Something new by the palette of cards.
  await page.keyboard.press('c')
  const card = page.getByRole('button', { name: 'Deployment', exact: true })
  await expect(card).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const name = page.getByRole('dialog', { name: 'Create' }).getByLabel('Name', { exact: true })
  await expect(name).toBeFocused()
  await page.keyboard.type('lonely')
  await page.keyboard.press('Enter')
  await expect(pod(page, 'lonely', 'Running')).toBeVisible()
})

/** What has the focus, when it stands on the stage. */
function thingName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement
    return at?.closest('.react-flow__nodes') ? (at.getAttribute('aria-label') ?? '') : ''
  })
}

async function walkTo(page: Page, key: string, name: RegExp): Promise<void> {
  for (let step = 0; step < 12 && !name.test(await thingName(page)); step++)
    await page.keyboard.press(key)
  expect(await thingName(page)).toMatch(name)
}

/** Walks up and left until the thing is found: the arrows go by where things are. */
async function reach(page: Page, name: RegExp): Promise<void> {
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'])
    for (let step = 0; step < 6; step++) {
      if (name.test(await thingName(page))) return
      await page.keyboard.press(key)
    }
  expect(await thingName(page)).toMatch(name)
}

test('the arrow keys go where they point', async ({ page }) => {
  const rect = () =>
    page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect()
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 }
    })
  await thing(page, /^Node w1-k8s,/).focus()
  const start = await rect()
  await page.keyboard.press('ArrowRight')
  expect((await rect()).x).toBeGreaterThan(start.x)
  await thing(page, /^Node w1-k8s,/).focus()
  await page.keyboard.press('ArrowDown')
  expect((await rect()).y).toBeGreaterThan(start.y)
  await expect(page.locator('.react-flow__nodes button[tabindex="0"]')).toHaveCount(1)
})

test('the cheat sheet shows the keys, and switches single ones off', async ({ page }) => {
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Command palette')
  await sheet.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'Create' })).toBeHidden()
  await command(page, 'single-key')
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'Create' })).toBeVisible()
})

test('the command palette goes to objects, opens labs and runs kubectl', async ({ page }) => {
  const palette = page.getByRole('combobox', { name: 'Command palette' })
  await page.keyboard.press('Control+k')
  await expect(palette).toBeFocused()
  await page.keyboard.type('deployment web')
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toMatch(/^Deployment default\/web/)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: /^web: Delete…/ })).toBeVisible()
  await page.keyboard.type('kubectl get nodes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log', { name: 'Terminal output' })).toContainText('w3-k8s')
  await command(page, 'lab plain')
  await expect(thing(page, /^Node worker-1,/)).toBeVisible()
})

test('F6 walks through the landmarks and back', async ({ page }) => {
  const where = () =>
    page.evaluate(
      () =>
        document.activeElement?.closest('section[aria-label]')?.getAttribute('aria-label') ??
        document.activeElement?.closest('header, #stage')?.tagName,
    )
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeVisible()
  const seen: (string | undefined)[] = []
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press('F6')
    seen.push(await where())
  }
  expect(new Set(seen).size).toBeGreaterThanOrEqual(4)
  const last = seen.at(-2)
  await page.keyboard.press('Shift+F6')
  expect(await where()).toBe(last)
})

test('panels are resized by keys, remember it, and go back to the beginning', async ({ page }) => {
  const lesson = page.getByRole('region', { name: 'Lesson' })
  const width = async () => (await lesson.boundingBox())?.width ?? 0
  await middle(lesson)
  const before = await width()
  await page.getByRole('separator').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(width).toBeGreaterThan(before + 10)
  const wider = await width()
  await page.reload()
  await expect(lesson).toBeVisible()
  await expect.poll(width).toBeCloseTo(wider, 0)
  await command(page, 'reset layout')
  await expect.poll(width).toBeCloseTo(before, 0)
})
